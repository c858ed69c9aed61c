"""Numbers as people write them in English."""

import pytest

from knowledge.english.numbers import value


@pytest.mark.parametrize(
    ("said", "counts"), [("third", 3), ("3rd", 3), ("three", 3), ("Twelve", 12), ("10", 10)]
)
def test_a_number_counts_however_it_is_written(said: str, counts: int) -> None:
    assert value(said) == counts


def test_other_words_are_no_number() -> None:
    with pytest.raises(ValueError, match="thirteen"):
        value("thirteen")
