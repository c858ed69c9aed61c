"""A pre-check under way: the list, and what was told of each material."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from actions.client import Json

HAVE, MISSING, SPARED, APPLIES = "have", "missing", "spared", "applies"
"""What is known of a material: there; not there; not needed in this case; needed and not there."""
SHARED = "shared"
"""The office gets it from shared data, whatever was told of it."""


@dataclass(frozen=True)
class Progress:
    """What is kept in the dialogue until the pre-check is done, and after it for corrections.

    Attributes:
        card: api's card of the list; its `items` have `number`, `name` and `when`.
        states: by the number of the material, as text: a slot is kept as JSON.
        singly: whether the materials are gone through one at a time.
        misses: answers in a row that were not understood.
        promise: api's question for a promise, while it waits for an answer.
        done: whether the result was told.
        about: the material that was asked about last, of which "写好了" is said.
    """

    card: Json
    states: dict[str, str] = field(default_factory=dict)
    singly: bool = False
    misses: int = 0
    promise: Json | None = None
    done: bool = False
    about: int | None = None

    @classmethod
    def begun(cls, card: Json) -> Progress:
        """A pre-check of a list; what the office gets itself is not asked for."""
        shared = {
            str(item["number"]): SHARED for item in card["items"] if item.get("way") == SHARED
        }
        return cls(card, shared)

    @classmethod
    def of(cls, stored: Mapping[str, Any] | None) -> Progress | None:
        """The pre-check as the dialogue's slot keeps it."""
        if not stored:
            return None
        known = cls.__dataclass_fields__
        return cls(**{name: value for name, value in stored.items() if name in known})

    def stored(self) -> dict[str, Any]:
        """As the dialogue's slot keeps it."""
        return asdict(self)

    @property
    def matter_id(self) -> str:
        """The matter whose materials these are."""
        return str(self.card["matter_id"])

    @property
    def names(self) -> list[str]:
        """The materials in the order of the list."""
        return [str(item["name"]) for item in self.card["items"]]

    @property
    def unknown(self) -> list[int]:
        """The materials of which nothing was told."""
        return [number for number in self._numbers if str(number) not in self.states]

    @property
    def conditional(self) -> list[int]:
        """Missing materials that are needed in some cases only, while it is open whether here."""
        return [
            number
            for number in self._numbers
            if self.states.get(str(number)) == MISSING and self.item(number).get("when")
        ]

    @property
    def _numbers(self) -> range:
        return range(1, len(self.card["items"]) + 1)

    @property
    def one_at_a_time(self) -> bool:
        """Whether the next question is about a single material."""
        return self.singly or len(self.unknown) == 1

    @property
    def step(self) -> str:
        """What is asked next: list, item, applies; `judge` when all is told."""
        if self.unknown:
            return "item" if self.one_at_a_time else "list"
        return "applies" if self.conditional else "judge"

    @property
    def asked(self) -> list[int]:
        """The materials that the next question is about."""
        if self.step == "applies":
            return self.conditional
        return self.unknown[:1] if self.step == "item" else self.unknown

    def item(self, number: int) -> Json:
        """One material of the list."""
        found: Json = self.card["items"][number - 1]
        return found

    def title(self, number: int) -> str:
        """What a material is called to the applicant: its name, or that in their language."""
        item = self.item(number)
        return str(item.get("title") or item["name"])

    def told(self, states: Mapping[str, str]) -> Progress:
        """With what was just told; it replaces what was told before.

        What is said to be of no use counts as missing where the guide names no such case.
        """
        fitting = {
            number: MISSING if state == SPARED and not self.item(int(number)).get("when") else state
            for number, state in states.items()
        }
        return replace(self, states={**self.states, **fitting}, misses=0, about=None)

    def named(self, *states: str) -> list[str]:
        """The names of the materials in these states."""
        return [
            name
            for number, name in enumerate(self.names, 1)
            if self.states.get(str(number)) in states
        ]
