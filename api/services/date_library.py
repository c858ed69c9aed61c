"""The library that reads Chinese times (jionlp), asked in a way that cannot hold anybody up."""

import contextlib
import importlib
import io
import logging
import re
import threading
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, Literal

NOON = time(12)
OFFICE_MORNING = 7
"""A bare hour before this one is one of the afternoon: nobody visits a hall at three at night."""
MOST_EFFORT = 30**3
"""Beyond this no more of a text is read: nobody says thirty characters of nothing but time."""

DAY_WORDS = re.compile(r"[今明昨前后]天|[今明昨后次]日|天后|节")
CLOCK_WORDS = re.compile(r"[点时:]")
PART_WORDS = re.compile(r"午|早|晚|晨")
MORNING_WORDS = re.compile(r"上午|早|凌晨|清晨")


@dataclass(frozen=True)
class Phrase:
    """One phrase that the library took for a time: its words, and when it begins and ends."""

    text: str
    start: datetime
    end: datetime

    @property
    def names_day(self) -> bool:
        return DAY_WORDS.search(self.text) is not None

    @property
    def clock(self) -> time | None:
        if not CLOCK_WORDS.search(self.text):
            return None
        clock = self.start.time()
        if 0 < clock.hour < OFFICE_MORNING and not MORNING_WORDS.search(self.text):
            return clock.replace(hour=clock.hour + 12)
        return clock

    @property
    def part(self) -> Literal["am", "pm"] | None:
        if self.clock is None and not PART_WORDS.search(self.text):
            return None
        return "am" if (self.clock or self.start.time()) < NOON else "pm"


def read_phrases(text: str, now: datetime) -> list[Phrase]:
    """The times that the library finds in `text`, seen from `now`."""
    return _library().read(text, now)


def solar_day(year: int, month: int, day: int) -> date:
    """The day on which a day of the lunar calendar falls; no leap months.

    Raises:
        ValueError, KeyError, IndexError: there is no such day, or no table of that year.
    """
    return _library().solar(year, month, day)


def warm_up() -> None:
    """Load the library (about a second), so that nobody waits for it."""
    _library()


class _Library:
    def __init__(self) -> None:
        with contextlib.redirect_stdout(io.StringIO()):  # it greets on standard output
            from jionlp import lunar2solar, ner
            from jionlp.rule.rule_pattern import TIME_CHAR_STRING
        # It writes what it cannot read into the log; what people say does not belong there.
        parser: Any = importlib.import_module("jionlp.gadget.time_parser")
        parser.logging = logging.Logger("jionlp", level=logging.CRITICAL + 1)
        self._extract = ner.extract_time
        self._solar = lunar2solar
        self._run = re.compile(TIME_CHAR_STRING)
        self._lock = threading.Lock()

    def solar(self, year: int, month: int, day: int) -> date:
        found: datetime = self._solar(year, month, day, False)
        return found.date()

    def read(self, text: str, now: datetime) -> list[Phrase]:
        base = {
            "year": now.year, "month": now.month, "day": now.day,
            "hour": now.hour, "minute": now.minute, "second": now.second,
        }  # fmt: skip
        with self._lock:  # the library keeps the text it is reading in itself
            try:
                found = self._extract(self._affordable(text), time_base=base)
            except Exception:  # whatever it stumbles over, no time was understood
                return []
        return [phrase for phrase in map(_phrase, found) if phrase]

    def _affordable(self, text: str) -> str:
        """`text` as far as the library reads it in a fraction of a second.

        Its work grows with the cube of the length of a run of characters that times are made of.
        """
        effort = 0
        for run in self._run.finditer(text):
            effort += len(run[0]) ** 3
            if effort > MOST_EFFORT:
                return text[: run.start()]
        return text


@lru_cache(maxsize=1)
def _library() -> _Library:
    return _Library()


def _phrase(item: dict[str, Any]) -> Phrase | None:
    if item["type"] not in ("time_point", "time_span"):
        return None
    try:
        start, end = map(_wall_clock, item["detail"]["time"])
    except ValueError:  # a stretch without beginning or end, or a year of antiquity
        return None
    return Phrase(item["text"], start, end)


def _wall_clock(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007
