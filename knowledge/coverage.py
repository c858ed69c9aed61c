"""Whether a park has a matter on a day, and who handles it if not (decree rows D5, D6)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from knowledge import delegation
from knowledge.chinese_dates import in_words
from knowledge.errors import NotCovered
from knowledge.schema import Edition, Matter, MatterInPark, Park


@dataclass(frozen=True)
class Coverage:
    """One edition's word on a matter in a park, and the days it speaks of."""

    edition: Edition
    in_park: MatterInPark
    first: date
    last: date | None

    def holds_on(self, day: date) -> bool:
        """Whether the park has the matter on `day`."""
        return self.first <= day and (self.last is None or day <= self.last)


class Span(NamedTuple):
    """A matter that a park has from `first` to `last`, both included; no end when None."""

    matter_id: str
    park_id: str
    first: date
    last: date | None


def coverages(editions: Iterable[Edition], matter_id: str, park_id: str) -> list[Coverage]:
    """All that the editions say of a matter in a park, the earliest first."""
    found = []
    for edition in editions:
        in_park = edition.matters.get(matter_id, {}).get(park_id)
        if in_park is not None:
            found.append(Coverage(edition, in_park, *edition.span(in_park)))
    return sorted(found, key=lambda coverage: coverage.first)


def covering(editions: Sequence[Edition], matter: Matter, park: Park, day: date) -> Coverage:
    """What holds for a matter in a park on `day`.

    Raises:
        NotCovered: nothing does; a day outside the lists' dates is never answered with the
            nearest.
    """
    found = coverages(editions, matter.matter_id, park.park_id)
    for coverage in found:
        if coverage.holds_on(day):
            return coverage
    handled_by = delegation.handled_by_city(matter.department.value)
    earlier = [coverage for coverage in found if coverage.first <= day]
    later = [coverage for coverage in found if coverage.first > day]
    raise NotCovered(
        _explanation(matter, park, day, handled_by, earlier, later),
        matter_id=matter.matter_id,
        park_id=park.park_id,
        as_of=day,
        handled_by=handled_by,
        since=later[0].first if later else (earlier[0].first if earlier else None),
        until=earlier[-1].last if earlier else None,
    )


def _explanation(
    matter: Matter,
    park: Park,
    day: date,
    handled_by: str,
    earlier: list[Coverage],
    later: list[Coverage],
) -> str:
    """Why the day is not covered, and where to go, in words for the applicant."""
    if not earlier and not later:
        return f"{park.short_name}没有承接「{matter.name}」，请找{handled_by}办理。"
    if not earlier:
        return (
            f"{in_words(day)}这一天，{park.short_name}还没有承接「{matter.name}」："
            f"园区从{in_words(later[0].first)}起办理，在那以前由{handled_by}办理。"
        )
    last = in_words(earlier[-1].last or day)
    ended = f"{park.short_name}办理「{matter.name}」到{last}为止，之后请找{handled_by}办理"
    if not later:
        return f"{ended}。"
    return f"{ended}；园区从{in_words(later[0].first)}起又办理。"
