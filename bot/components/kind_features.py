"""What a message looks like to the classifier: its characters, and which patterns it has."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import normalize

LONGEST = 3
"""Characters. Longer sequences, and words, add nothing but time on held-out questions."""
LEAST_EXAMPLES = 2
"""A sequence of characters that only one example has tells nothing of a kind."""


class KindFeatures:
    """Turns messages into vectors of length one.

    Mere counts grow with a message, and their sum over a story of a hundred characters makes a
    classifier sure of whatever kind it leans to. So a repeated sequence counts little more than
    once, and every vector has the same length. The beginning and the end of a message are marked:
    a yes is a whole message, not a part of one.

    Args:
        patterns: regular expressions, each found in a message or not.
        pattern_weight: what a pattern counts where a sequence of characters counts 1.
        sequences: the sequences of characters that are known, if learned before.
    """

    def __init__(
        self,
        patterns: Sequence[str],
        pattern_weight: float,
        sequences: Sequence[str] | None = None,
    ) -> None:
        self._patterns = [re.compile(pattern) for pattern in patterns]
        self._weight = pattern_weight
        self._characters = CountVectorizer(
            analyzer="char",
            lowercase=False,
            ngram_range=(1, LONGEST),
            min_df=LEAST_EXAMPLES,
            vocabulary=sequences,
        )

    @classmethod
    def load(cls, path: Path) -> KindFeatures:
        """Those that `save` wrote to `path`."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))

    def save(self, path: Path) -> None:
        """Write to `path` all that is needed to make the same vectors again."""
        known = {
            "patterns": [pattern.pattern for pattern in self._patterns],
            "pattern_weight": self._weight,
            "sequences": list(self._characters.get_feature_names_out()),
        }
        path.write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")

    def learn(self, texts: Sequence[str]) -> csr_matrix:
        """The vectors of `texts`, whose sequences of characters are known from now on."""
        return self._vectors(texts, self._characters.fit_transform(map(_marked, texts)))

    def of(self, texts: Sequence[str]) -> csr_matrix:
        """The vectors of `texts`, one a row."""
        return self._vectors(texts, self._characters.transform(map(_marked, texts)))

    def _vectors(self, texts: Sequence[str], counts: csr_matrix) -> csr_matrix:
        characters = counts.astype(float)
        characters.data = 1 + np.log(characters.data)
        found = [[bool(one.search(text)) for one in self._patterns] for text in texts]
        patterns = csr_matrix(np.array(found, dtype=float).reshape(len(texts), len(self._patterns)))
        return normalize(hstack([patterns * self._weight, characters], format="csr"))


def _marked(text: str) -> str:
    """`text` with its beginning and end marked; capitals are no matter."""
    return f"\x02{text.lower()}\x03"
