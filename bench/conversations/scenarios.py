"""Scenarios: what an applicant says turn by turn, and what a good answer must meet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
SETS = ("dev", "held_out")
DAY = re.compile(r"\{day:(.+?)\}")
WEEKDAYS = "一二三四五六日"
NEAR = {"今天": 0, "明天": 1, "后天": 2, "大后天": 3}


@dataclass(frozen=True)
class Turn:
    """One message and what its answer must meet; see README.md beside this file."""

    say: str | None = None
    press: str | None = None
    press_intent: str | None = None
    expect: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Scenario:
    """One conversation.

    Attributes:
        name: its file's, without the ending.
        covers: the part of the dialogue it is about.
    """

    name: str
    covers: str
    channel: str
    park_id: str | None
    turns: tuple[Turn, ...]


def load(folder: Path, today: date) -> Iterator[Scenario]:
    """The scenarios of a folder, with days such as `{day:下周三}` counted from `today`."""
    for path in sorted(folder.glob("*.yml")):
        written = yaml.safe_load(_with_days(path.read_text(encoding="utf-8"), today))
        yield Scenario(
            name=path.stem,
            covers=written["covers"],
            channel=written.get("channel", "widget"),
            park_id=written.get("park_id"),
            turns=tuple(Turn(**turn) for turn in written["turns"]),
        )


def _with_days(text: str, today: date) -> str:
    return DAY.sub(lambda found: _said(_day(found[1], today)), text).replace(
        "{year}", str(today.year)
    )


def _day(words: str, today: date) -> date:
    if words in NEAR:
        return today + timedelta(days=NEAR[words])
    weeks = words.count("下")
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)
    return monday + timedelta(days=WEEKDAYS.index(words[-1]))


def _said(day: date) -> str:
    return f"{day.month}月{day.day}日"
