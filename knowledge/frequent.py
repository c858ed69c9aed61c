"""Tells which frequent question of a matter words put, however they put it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from sklearn.feature_extraction.text import TfidfVectorizer

from knowledge.schema import Matter
from knowledge.text import compact, normalise, standard

LONGEST = 2
"""Characters of a sequence: longer ones are rare in texts as short as these, and find no more."""
SMOOTHING = 0.3
"""Of the ridge regression; between 0.1 and 1 it makes no difference."""


@dataclass(frozen=True)
class Likely:
    """A frequent question that words may put; `likelihood` is about 1 for its own wordings, and
    about 0 for whatever is no frequent question."""

    question: str
    likelihood: float


@dataclass(frozen=True)
class _Learned:
    """The questions of a matter; its wordings, one a row; what each of them says for a question."""

    questions: tuple[str, ...]
    wordings: csr_matrix
    weights: NDArray[np.float64]


class FrequentQuestions:
    """The frequent questions of all matters, learned from every wording that is known of them.

    Each matter's are told apart by ridge regression over the sequences of characters, the rarer
    ones weighing more. What a matter is called is left out: a question is no more likely for
    naming it.

    Args:
        matters: by id, with the wordings of their frequent questions.
        others: what people say of any matter that is no frequent question, such as 收费吗.
    """

    def __init__(self, matters: Mapping[str, Matter], others: Sequence[str] = ()) -> None:
        self._names = {key: _names(matter) for key, matter in matters.items()}
        known = {key: tuple(_wordings(matter)) for key, matter in matters.items()}
        texts = {key: [self._plain(key, text) for _, text in pairs] for key, pairs in known.items()}
        self._characters = TfidfVectorizer(
            analyzer="char", ngram_range=(1, LONGEST), sublinear_tf=True
        )
        self._learned = self._learn(known, texts, others) if any(texts.values()) else {}

    def _learn(
        self,
        known: Mapping[str, Sequence[tuple[str, str]]],
        texts: Mapping[str, Sequence[str]],
        others: Sequence[str],
    ) -> dict[str, _Learned]:
        """What tells the questions of each matter apart; at least one matter has some."""
        self._characters.fit([text for wordings in texts.values() for text in wordings])
        plain = self._vectors(map(_in_plain_words, others))
        return {
            key: _learned([asked for asked, _ in pairs], self._vectors(texts[key]), plain)
            for key, pairs in known.items()
            if pairs
        }

    def likeliest(self, matter_id: str, words: str) -> Likely | None:
        """The question that words most likely put of a matter; None where it has no questions."""
        learned = self._learned.get(matter_id)
        if learned is None:
            return None
        said = self._characters.transform([self._plain(matter_id, words)])
        likelihoods = (said @ learned.wordings.T) @ learned.weights
        best = int(np.argmax(likelihoods[0]))
        return Likely(learned.questions[best], float(likelihoods[0, best]))

    def _vectors(self, texts: Iterable[str]) -> csr_matrix:
        """One row a text; none for no text."""
        some = list(texts)
        size = len(self._characters.vocabulary_)
        return self._characters.transform(some) if some else csr_matrix((0, size))

    def _plain(self, matter_id: str, text: str) -> str:
        words = _in_plain_words(text)
        for name in self._names[matter_id]:
            words = words.replace(name, "")
        return words


def _learned(asked: Sequence[str], wordings: csr_matrix, others: csr_matrix) -> _Learned:
    """What tells questions apart, given the question that each wording puts."""
    questions = tuple(dict.fromkeys(asked))
    known = vstack([wordings, others]).tocsr()
    puts = np.zeros((known.shape[0], len(questions)))
    puts[range(len(asked)), [questions.index(one) for one in asked]] = 1
    alike = (known @ known.T).toarray() + SMOOTHING * np.eye(len(puts))
    return _Learned(questions, known, np.linalg.solve(alike, puts))


def _in_plain_words(text: str) -> str:
    return compact(standard(normalise(text)))


def _wordings(matter: Matter) -> Iterator[tuple[str, str]]:
    """Every frequent question of a matter beside each of its wordings, its own words first."""
    for faq in matter.fields.faqs.value or ():
        question = faq["question"]
        for text in (question, *matter.frequent.get(question, ())):
            yield question, text


def _names(matter: Matter) -> tuple[str, ...]:
    """What a matter is called, the longest name first."""
    names = {compact(name) for name in (matter.name, *matter.aliases, *matter.nouns)}
    return tuple(sorted(names, key=len, reverse=True))
