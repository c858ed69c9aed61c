"""Booking codes: short, easy to read out, impossible to guess."""

import re
import secrets
import unicodedata

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
DIGITS = "23456789"
"""Without 0 and O, 1 and I: they are mistaken for each other."""

CODE = re.compile(rf"[{LETTERS}][{LETTERS}{DIGITS}]{{6}}[{DIGITS}]")
SEPARATORS = re.compile(r"[\s-]")


def new_code() -> str:
    """A fresh code such as `KQ7M2XA4`: about two hundred thousand million are possible.

    It begins with a letter and ends with a digit, so that it is told from words and numbers. The
    database refuses one that a booking has; `transact` then draws another.
    """
    middle = "".join(secrets.choice(LETTERS + DIGITS) for _ in range(6))
    return secrets.choice(LETTERS) + middle + secrets.choice(DIGITS)


def read_code(text: str) -> str | None:
    """The code as it is stored, however it was typed; None when it cannot be one."""
    code = SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
    return code if CODE.fullmatch(code) else None
