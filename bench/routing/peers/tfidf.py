"""Character n-grams weighted by TF-IDF, and logistic regression: a text classifier's baseline."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

from bench.routing.answers import Answer, Example
from bench.routing.peers.pooling import of_classes, separation, top1
from knowledge.text import normalise

_NGRAMS = ((1, 3), (2, 4))
_STRENGTHS = (10.0, 100.0)


@dataclass(frozen=True)
class TfIdf:
    """One class a matter, and one for the rest."""

    model: Pipeline
    note: str = ""
    name: str = "TF-IDF + LR"

    @classmethod
    def taught(cls, texts: Sequence[Example], held_out: Sequence[Example]) -> "TfIdf":
        """The n-grams and the regularisation that find most on the held-out texts."""
        started = time.perf_counter()
        tried = []
        for ngrams, strength in product(_NGRAMS, _STRENGTHS):
            method = cls.fitted(texts, ngrams, strength)
            answers = method.answer([example.text for example in held_out])
            quality = top1(answers, held_out), separation(answers, held_out)
            note = f"{ngrams[0]}-{ngrams[1]}-grams, C={strength:g}"
            tried.append((quality, note, method))
        _, note, best = max(tried, key=lambda entry: entry[0])
        return replace(best, note=f"{note}; {time.perf_counter() - started:.0f} s")

    @classmethod
    def fitted(cls, texts: Sequence[Example], ngrams: tuple[int, int], strength: float) -> "TfIdf":
        model = make_pipeline(
            TfidfVectorizer(analyzer="char", ngram_range=ngrams, sublinear_tf=True),
            # Balanced: half of all texts are about no matter.
            LogisticRegression(C=strength, class_weight="balanced", max_iter=300, tol=1e-3),
        )
        return cls(model.fit([text.text for text in texts], [text.label for text in texts]))

    def answer(self, messages: Sequence[str]) -> list[Answer]:
        table = self.model.predict_proba([normalise(message) for message in messages])
        labels = self.model.classes_.tolist()
        return [of_classes(dict(zip(labels, row.tolist(), strict=True))) for row in table]
