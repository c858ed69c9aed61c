"""Which limits run on a matter: those whose source gives a number, in the source's own unit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from knowledge import Fact, ServiceGuide

KINDS: Mapping[str, str] = {"statutory": "法定时限", "promised": "承诺时限"}
LONGEST = 3_660
"""Days; what is longer is a slip in the data, and no clock runs on it."""


@dataclass(frozen=True)
class Clock:
    """A limit that can be counted.

    Attributes:
        source: the status of its source, such as `law` or `sample`.
    """

    kind: str
    number: int
    unit: str
    source: str


def clocks_of(guide: ServiceGuide) -> list[Clock]:
    """The limits of a guide that can be counted, the statutory one first."""
    found = ((kind, guide.fields[f"{kind}_limit"]) for kind in KINDS)
    return [
        Clock(kind, value["number"], value["unit"], fact.status)
        for kind, fact in found
        if (value := _countable(fact))
    ]


def unknown_limits(guide: ServiceGuide) -> Iterator[str]:
    """For each limit that no clock can run on: what is known of it, in Chinese."""
    for kind, name in KINDS.items():
        fact = guide.fields[f"{kind}_limit"]
        if fact.value is None:
            yield f"{name}：暂缺，还没有查到可靠来源，系统不计时。"
        elif not _countable(fact):
            yield f"{name}：“{fact.value['text']}”。没有一个可以计算的天数，系统不计时。"


def _countable(fact: Fact[Any]) -> dict[str, Any] | None:
    value: dict[str, Any] = fact.value or {}
    return value if "unit" in value and 0 <= value.get("number", -1) <= LONGEST else None
