"""Booking codes: short, easy to read out, impossible to guess."""

import re
import secrets
import unicodedata
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.booking import Booking

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
DIGITS = "23456789"
"""Without 0 and O, 1 and I: they are mistaken for each other."""

CODE = re.compile(rf"[{LETTERS}][{LETTERS}{DIGITS}]{{6}}[{DIGITS}]")
SEPARATORS = re.compile(r"[\s-]")


def new_code() -> str:
    """A fresh code such as `KQ7M2XA4`: about two hundred thousand million are possible.

    It begins with a letter and ends with a digit, so that it is told from words and numbers.
    """
    middle = "".join(secrets.choice(LETTERS + DIGITS) for _ in range(6))
    return secrets.choice(LETTERS) + middle + secrets.choice(DIGITS)


def unused_code(session: Session, make_code: Callable[[], str] = new_code) -> str:
    """A fresh code that no booking has."""
    while True:
        code = make_code()
        if session.scalar(select(Booking.code).where(Booking.code == code)) is None:
            return code


def read_code(text: str) -> str | None:
    """The code as it is stored, however it was typed; None when it cannot be one."""
    code = SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
    return code if CODE.fullmatch(code) else None
