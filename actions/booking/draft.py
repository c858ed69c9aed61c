"""A booking being prepared: what is known, and so what to ask next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

NO_SLOT: dict[str, Any] = dict.fromkeys(
    ("slot_id", "start", "window_id", "window", "place", "hold", "chain", "proposed")
)
"""What hangs on the chosen slot."""
TOLD = (
    "matter_id", "also", "park_id", "date", "until", "time", "name", "phone", "company", "uscc",
    "address", "helped", "waiting", "remark",
)  # fmt: skip
"""What applicants tell; the rest is found out."""


@dataclass(frozen=True)
class Draft:
    """The parts of a booking, kept in the dialogue until it is made or given up.

    Attributes:
        matter_id, matter_name, park_id: what for and where.
        also: further matters of the same visit, one after the other.
        date: the day, ISO 8601; the first one where `until` ends a stretch of days.
        part: `am` or `pm`, when only that was said.
        time: the wanted time, HH:MM.
        slot_id, start: the chosen slot and its beginning (ISO 8601 with offset).
        window_id, window: the slot's window, and what its sign says.
        chain: the slots of all matters of the visit, where there are several.
        place: hall and window in words, once asked for.
        proposed: the slot that was put forward, to be taken with a yes.
        hold: the code of the seat that is held in the slot while the rest is told.
        name, phone: who comes.
        company, uscc: for whom they come, where they told it.
        address: where the result is to be sent, where they want it sent.
        helped: whether they want the window for assisted handling (帮办代办).
        waiting: whether they wait for a seat on full days rather than book one.
        wish: the day that turned out full.
        key: the idempotency key of this booking.
        moving: the code of the booking this one moves, None for a new one.
        proof: the last four digits of that booking's phone number.
        base: when that booking is now (ISO 8601), from which 往后推一天 counts.
        need: what was told for the staff that help, beside the matter.
        misses: answers in a row that were not understood.
        remark: why the day that was just named can't be used; said once, never stored.
    """

    matter_id: str | None = None
    matter_name: str | None = None
    park_id: str | None = None
    also: list[str] | None = None
    date: str | None = None
    until: str | None = None
    part: str | None = None
    time: str | None = None
    slot_id: str | None = None
    start: str | None = None
    window_id: str | None = None
    window: str | None = None
    place: str | None = None
    chain: list[dict[str, str]] | None = None
    proposed: str | None = None
    hold: str | None = None
    name: str | None = None
    phone: str | None = None
    company: str | None = None
    uscc: str | None = None
    address: str | None = None
    helped: bool = False
    waiting: bool = False
    wish: str | None = None
    key: str | None = None
    moving: str | None = None
    proof: str | None = None
    base: str | None = None
    need: str | None = None
    misses: int = 0
    remark: str | None = None

    @classmethod
    def of(cls, stored: Mapping[str, Any] | None) -> Draft:
        """The draft as it was stored in the dialogue's slot; an empty one for None."""
        known = cls.__dataclass_fields__
        return cls(**{name: value for name, value in (stored or {}).items() if name in known})

    def stored(self) -> dict[str, Any]:
        """The draft as the dialogue's slot keeps it."""
        return {name: value for name, value in asdict(self).items() if value and name != "remark"}

    @property
    def missing(self) -> str:
        """The next thing to ask for: matter, park, date, slot, contact, or confirm."""
        if self.matter_id is None:
            return "matter"
        if self.park_id is None:
            return "park"
        if self.slot_id is None and not self.waiting:
            return "date" if self.date is None or self.until else "slot"
        if self.moving is None and not (self.name and self.phone):
            return "contact"
        return "confirm"

    def same_as(self, other: Draft) -> bool:
        """Whether both are for the same visit of the same person."""
        return all(getattr(self, part) == getattr(other, part) for part in TOLD)

    def without_time(self) -> Draft:
        """The draft with its day and slot to be chosen anew."""
        return replace(self, date=None, until=None, part=None, time=None, **NO_SLOT)

    def on(
        self,
        date: str,
        part: str | None = None,
        time: str | None = None,
        until: str | None = None,
    ) -> Draft:
        """The draft for another day, or some days; the slot is to be chosen anew."""
        return replace(self, date=date, until=until, part=part, time=time, **NO_SLOT)

    def at(self, slot: Mapping[str, Any]) -> Draft:
        """The draft with `slot` chosen."""
        start = str(slot["start"])
        return replace(
            self,
            slot_id=str(slot["slot_id"]),
            start=start,
            date=start[:10],
            until=None,
            time=start[11:16],
            window_id=slot.get("window_id"),
            window=slot.get("window"),
            place=None,
            chain=slot.get("chain"),
            proposed=None,
            hold=None,
        )
