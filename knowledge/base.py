"""The knowledge base: every record by its id, and the service guide put together from them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import Self

from knowledge import delegation
from knowledge.composition import common_fields, notices, policy_notices, windows_fact
from knowledge.coverage import Span, coverages, covering
from knowledge.documents import Entry, Model
from knowledge.draft import Draft, succession
from knowledge.errors import UnknownMatter, UnknownPark
from knowledge.frequent import FrequentQuestions
from knowledge.schema import (
    CalendarOverride,
    DelegationMode,
    Edition,
    Event,
    Hall,
    Journey,
    Matter,
    MatterInPark,
    ModeSummary,
    Park,
    PolicyFact,
    Referral,
    Rule,
    ServiceGuide,
    Stage,
    Topic,
    Window,
)
from knowledge.text import compact
from knowledge.training_examples import plain_questions, shipped_templates

ONE_DAY = timedelta(days=1)
CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


def today_in_china() -> date:
    """The date where the parks are."""
    return datetime.now(CHINA).date()


@dataclass(frozen=True)
class KnowledgeBase:
    """Everything the guide knows. Read-only; made by `knowledge.load`."""

    editions: tuple[Edition, ...]
    parks: Mapping[str, Park]
    halls: Mapping[str, Hall]
    windows: Mapping[str, Window]
    matters: Mapping[str, Matter]
    referrals: Mapping[str, Referral]
    topics: Mapping[str, Topic]
    policy: Mapping[str, PolicyFact]
    journeys: Mapping[str, Journey]
    events: Mapping[str, Event]
    rules: Mapping[str, Rule]
    modes: Mapping[str, ModeSummary]
    calendar: tuple[CalendarOverride, ...]

    @classmethod
    def of(cls, draft: Draft) -> Self:
        """The base made of a draft that passed every check."""
        editions = [entry.value for entry in succession(draft.editions)]
        halls = {key: entry.value for key, entry in draft.halls.items()}
        return cls(
            editions=_ended(editions),
            parks=_values(draft.parks),
            halls=MappingProxyType(halls),
            windows=MappingProxyType(
                {window.window_id: window for hall in halls.values() for window in hall.windows}
            ),
            matters=MappingProxyType({key: _with_phrasings(draft, key) for key in draft.matters}),
            referrals=_values(draft.referrals),
            topics=_values(draft.topics),
            policy=_values(draft.policy),
            journeys=_values(draft.journeys),
            events=_values(draft.events),
            rules=_values(draft.rules),
            modes=_values(draft.modes),
            calendar=tuple(entry.value for entry in draft.calendar.values()),
        )

    @property
    def edition(self) -> Edition:
        """The edition in force today; the nearest one when none is."""
        today = today_in_china()
        begun = [edition for edition in self.editions if edition.effective_from <= today]
        return begun[-1] if begun else self.editions[0]

    @cached_property
    def frequent_questions(self) -> FrequentQuestions:
        """What tells the frequent questions of a matter apart."""
        return FrequentQuestions(self.matters, plain_questions(shipped_templates()))

    def edition_on(self, day: date) -> Edition | None:
        """The edition in force on a day; None on days before the first or after the last."""
        return next((edition for edition in self.editions if edition.holds_on(day)), None)

    def has(self, matter_id: str, park_id: str | None, as_of: date | None = None) -> bool:
        """Whether a park (any park when None) has a matter on a day.

        Args:
            as_of: the day; today when None.
        """
        having = self.park_ids(matter_id, as_of)
        return bool(having) if park_id is None else park_id in having

    def spans(self) -> Iterator[Span]:
        """When which park has which matter, by all lists."""
        for edition in self.editions:
            for matter_id, in_parks in edition.matters.items():
                for park_id, in_park in in_parks.items():
                    if park_id in self.parks:
                        yield Span(matter_id, park_id, *edition.span(in_park))

    def guide(
        self,
        matter_id: str,
        park_id: str,
        as_of: date | None = None,
        *,
        today: date | None = None,
    ) -> ServiceGuide:
        """The service guide of a matter in a park on a day.

        Args:
            as_of: the day asked about; today when None.
            today: the day of asking, on which the decree's validity is judged (row D7); the
                date in China when None.

        Raises:
            UnknownMatter, UnknownPark: there is no such record.
            NotCovered: the park does not have the matter on that day.
        """
        if matter_id not in self.matters:
            raise UnknownMatter(matter_id)
        if park_id not in self.parks:
            raise UnknownPark(park_id)
        today = today or today_in_china()
        day = as_of or today
        matter, park = self.matters[matter_id], self.parks[park_id]
        coverage = covering(self.editions, matter, park, day)
        edition, in_park = coverage.edition, coverage.in_park
        department = in_park.department or matter.department.value
        windows = self.windows_for(matter_id, park_id, day)
        return ServiceGuide(
            matter_id=matter_id,
            name=matter.name,
            park_id=park_id,
            as_of=day,
            edition=edition,
            fields={
                **delegation.derive(in_park, park, department, edition, day),
                "windows": windows_fact(windows, self.halls, edition),
                "hotline": edition.hotline,
                **common_fields(matter, in_park),
            },
            notices=notices(in_park, edition, day, today),
        )

    def policy_notices(
        self, subject: str, as_of: date | None = None, *, today: date | None = None
    ) -> tuple[str, ...]:
        """What must be said beside the general answer to a subject on a day; today when None."""
        today = today or today_in_china()
        return policy_notices(self.policy[subject], self.editions, as_of or today, today)

    def find_matters(
        self,
        *,
        park_id: str | None = None,
        mode: DelegationMode | None = None,
        department: str | None = None,
        stage: Stage | str | None = None,
        q: str | None = None,
        as_of: date | None = None,
    ) -> list[Matter]:
        """The matters that fit every filter given, in the order of their ids.

        Args:
            mode: the mode in `park_id`, or in any park when that is None.
            department: part of the department's name.
            q: part of the name, an alias or a noun people use.
            as_of: the day on which a park must have the matter; today when None.
        """
        return [
            matter
            for matter in self.matters.values()
            if any(
                park_id in (None, found) and mode in (None, in_park.delegation_mode)
                for found, in_park in self._handling(matter.matter_id, as_of)
            )
            and stage in (None, matter.stage)
            and (department is None or department in (matter.department.value or ""))
            and (q is None or _is_named(matter, q))
        ]

    def _handling(self, matter_id: str, as_of: date | None) -> Iterator[tuple[str, MatterInPark]]:
        """The parks that have a matter on a day, each with how it handles it."""
        day = as_of or today_in_china()
        for park_id in self.parks:
            for coverage in coverages(self.editions, matter_id, park_id):
                if coverage.holds_on(day):
                    yield park_id, coverage.in_park

    def park_ids(self, matter_id: str, as_of: date | None = None) -> list[str]:
        """The parks that have a matter on a day; today when None."""
        return [park_id for park_id, _ in self._handling(matter_id, as_of)]

    def mode(
        self, matter_id: str, park_id: str, as_of: date | None = None
    ) -> DelegationMode | None:
        """The delegation mode of a matter in a park on a day; None where the park has it not."""
        day = as_of or today_in_china()
        return next(
            (
                coverage.in_park.delegation_mode
                for coverage in coverages(self.editions, matter_id, park_id)
                if coverage.holds_on(day)
            ),
            None,
        )

    def windows_for(self, matter_id: str, park_id: str, as_of: date | None = None) -> list[Window]:
        """The windows of a park that handle a matter, the ordinary ones before the assisting.

        Args:
            as_of: only windows there are on this day, for the mode the matter then has; all when
                None.
        """
        mode = None if as_of is None else self.mode(matter_id, park_id, as_of)
        found = [
            window
            for window in self.windows.values()
            if window.park_id == park_id
            and window.handles(matter_id, mode)
            and (as_of is None or window.exists_on(as_of))
        ]
        return sorted(found, key=lambda window: window.kind == "assist")


def _ended(editions: Sequence[Edition]) -> tuple[Edition, ...]:
    """The editions in order, each without an end of its own ending before the next begins."""
    ended = [
        edition.model_copy(
            update={"effective_to": edition.effective_to or following.effective_from - ONE_DAY}
        )
        for edition, following in pairwise(editions)
    ]
    return (*ended, *editions[-1:])


def _values(entries: Mapping[str, Entry[Model]]) -> Mapping[str, Model]:
    return MappingProxyType({key: entry.value for key, entry in entries.items()})


def _with_phrasings(draft: Draft, matter_id: str) -> Matter:
    matter = draft.matters[matter_id].value
    if matter_id not in draft.phrasings:
        return matter
    said = draft.phrasings[matter_id].value
    return matter.model_copy(update=said.model_dump(exclude={"matter_id"}))


def _is_named(matter: Matter, q: str) -> bool:
    wanted = compact(q)
    return any(wanted in compact(name) for name in (matter.name, *matter.aliases, *matter.nouns))
