"""Everything read from the data files, before it has been checked as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.documents import Entry
from knowledge.schema import (
    CalendarOverride,
    Edition,
    Event,
    Hall,
    Journey,
    Matter,
    ModeSummary,
    Park,
    Phrasings,
    PolicyFact,
    Referral,
    Rule,
    Topic,
)


def succession(editions: Mapping[str, Entry[Edition]]) -> list[Entry[Edition]]:
    """The editions that hold, in order of time: without those that another one replaces."""
    replaced = {old for entry in editions.values() for old in entry.value.replaces}
    kept = [entry for edition_id, entry in editions.items() if edition_id not in replaced]
    return sorted(kept, key=lambda entry: entry.value.effective_from)


@dataclass(frozen=True)
class Draft:
    """Records by id. Each is sound by itself; whether they fit together is not known yet.

    Attributes:
        refused: files in which something was refused. What seems to be missing may stand there.
        matter_ids, park_ids: also those whose record was refused. A reference to one is not
            dangling, and complaining about it would bury the real problem.
    """

    refused: frozenset[str]
    matter_ids: frozenset[str]
    park_ids: frozenset[str]

    editions: dict[str, Entry[Edition]]
    parks: dict[str, Entry[Park]]
    halls: dict[str, Entry[Hall]]
    matters: dict[str, Entry[Matter]]
    phrasings: dict[str, Entry[Phrasings]]
    referrals: dict[str, Entry[Referral]]
    topics: dict[str, Entry[Topic]]
    policy: dict[str, Entry[PolicyFact]]
    journeys: dict[str, Entry[Journey]]
    events: dict[str, Entry[Event]]
    rules: dict[str, Entry[Rule]]
    modes: dict[str, Entry[ModeSummary]]
    calendar: dict[str, Entry[CalendarOverride]]
