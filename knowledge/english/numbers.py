"""Numbers as people write them in English: "third", "3rd", "three", "3"."""

import re

_NAMES = "one two three four five six seven eight nine ten eleven twelve"
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"
NUMBERS = _NAMES.split()
ORDINALS = _ORDINALS.split()


def value(said: str) -> int:
    """What a number or an ordinal counts, whatever its case.

    Raises:
        ValueError: it is neither in digits nor one of `NUMBERS` or `ORDINALS`.
    """
    if digits := re.match(r"\d+", said):
        return int(digits[0])
    word = said.lower()
    return (ORDINALS if word in ORDINALS else NUMBERS).index(word) + 1
