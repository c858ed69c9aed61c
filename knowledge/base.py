"""The knowledge base: every record by its id, and the service guide put together from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from types import MappingProxyType
from typing import Any, Self

from knowledge import delegation
from knowledge.chinese_dates import in_words
from knowledge.documents import Entry, Model
from knowledge.draft import Draft
from knowledge.errors import NotCovered, UnknownMatter, UnknownPark
from knowledge.schema import (
    CalendarOverride,
    DelegationMode,
    Edition,
    Fact,
    Hall,
    Journey,
    Matter,
    MatterInPark,
    Park,
    PolicyFact,
    Referral,
    ServiceGuide,
    Source,
    Stage,
    Topic,
    Window,
)
from knowledge.schema.matter import MatterFields
from knowledge.schema.values import WindowNote
from knowledge.text import compact

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
SAMPLE_NOTICE = "赋权方式和窗口是示例数据，以大厅公布为准。"


@dataclass(frozen=True)
class KnowledgeBase:
    """Everything the guide knows. Read-only; made by `knowledge.load`."""

    edition: Edition
    parks: Mapping[str, Park]
    halls: Mapping[str, Hall]
    windows: Mapping[str, Window]
    matters: Mapping[str, Matter]
    referrals: Mapping[str, Referral]
    topics: Mapping[str, Topic]
    policy: Mapping[str, PolicyFact]
    journeys: Mapping[str, Journey]
    calendar: tuple[CalendarOverride, ...]

    @classmethod
    def of(cls, draft: Draft) -> Self:
        """The base made of a draft that passed every check."""
        halls = {key: entry.value for key, entry in draft.halls.items()}
        return cls(
            edition=draft.edition.value,
            parks=_values(draft.parks),
            halls=MappingProxyType(halls),
            windows=MappingProxyType(
                {window.window_id: window for hall in halls.values() for window in hall.windows}
            ),
            matters=MappingProxyType(
                {matter_id: _with_phrasings(draft, matter_id) for matter_id in draft.matters}
            ),
            referrals=_values(draft.referrals),
            topics=_values(draft.topics),
            policy=_values(draft.policy),
            journeys=_values(draft.journeys),
            calendar=tuple(entry.value for entry in draft.calendar.values()),
        )

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
        today = today or datetime.now(CHINA).date()
        day = as_of or today
        matter, park = self.matters[matter_id], self.parks[park_id]
        in_park = self._covering(matter, park, day)
        return ServiceGuide(
            matter_id=matter_id,
            name=matter.name,
            park_id=park_id,
            as_of=day,
            edition=self.edition,
            fields=self._fields(matter, park, in_park, day),
            notices=self._notices(in_park, day, today),
        )

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
            as_of: the day on which a park must have the matter.
        """
        return [
            matter
            for matter in self.matters.values()
            if any(
                park_id in (None, found)
                and mode in (None, in_park.delegation_mode)
                and (as_of is None or self._covers(in_park, as_of))
                for found, in_park in matter.parks.items()
            )
            and stage in (None, matter.stage)
            and (department is None or department in (matter.department.value or ""))
            and (q is None or _is_named(matter, q))
        ]

    def windows_for(self, matter_id: str, park_id: str) -> list[Window]:
        """The windows of a park that handle a matter, the ordinary ones before the assisting."""
        found = [
            window
            for window in self.windows.values()
            if window.park_id == park_id and matter_id in window.matters
        ]
        return sorted(found, key=lambda window: window.kind == "assist")

    def _since(self, in_park: MatterInPark) -> date:
        return in_park.since or self.edition.effective_from

    def _until(self, in_park: MatterInPark) -> date | None:
        return in_park.until or self.edition.effective_to

    def _covers(self, in_park: MatterInPark, day: date) -> bool:
        until = self._until(in_park)
        return self._since(in_park) <= day and (until is None or day <= until)

    def _covering(self, matter: Matter, park: Park, day: date) -> MatterInPark:
        in_park = matter.parks.get(park.park_id)
        if in_park is not None and self._covers(in_park, day):
            return in_park
        handled_by = delegation.handled_before(matter.department.value)
        since = None if in_park is None else self._since(in_park)
        until = None if in_park is None else self._until(in_park)
        if since is None:
            text = f"{park.short_name}没有承接「{matter.name}」，请找{handled_by}办理。"
        elif day < since:
            text = (
                f"{in_words(day)}这一天，{park.short_name}还没有承接「{matter.name}」："
                f"园区从{in_words(since)}起办理，在那以前由{handled_by}办理。"
            )
        else:
            text = (
                f"「{matter.name}」在{park.short_name}办理到{until and in_words(until)}为止，"
                f"之后请找{handled_by}办理。"
            )
        raise NotCovered(
            text,
            matter_id=matter.matter_id,
            park_id=park.park_id,
            as_of=day,
            handled_by=handled_by,
            since=since,
            until=until,
        )

    def _fields(
        self, matter: Matter, park: Park, in_park: MatterInPark, day: date
    ) -> dict[str, Fact[Any]]:
        derived = delegation.derive(in_park, park, matter.department.value, self.edition, day)
        common = {name: getattr(matter.fields, name) for name in MatterFields.model_fields}
        return {**derived, "windows": self._windows_fact(matter, park), **common}

    def _windows_fact(self, matter: Matter, park: Park) -> Fact[Any]:
        windows = self.windows_for(matter.matter_id, park.park_id)
        if not windows:
            return Fact[Any].missing()
        first = windows[0]
        source: tuple[Source, ...] = first.source or (self.edition.sample_source,)
        notes = tuple(self._window_note(window) for window in windows)
        return Fact[Any](
            value=notes, source=source, status=first.status, checked_on=first.checked_on
        )

    def _window_note(self, window: Window) -> WindowNote:
        hall = self.halls[window.hall_id]
        return WindowNote(
            window_id=window.window_id,
            hall=hall.name,
            number=window.number,
            name=window.name,
            floor=window.floor,
            address=hall.address.value,
            hours=window.hours,
            phone=hall.phone.value,
        )

    def _notices(self, in_park: MatterInPark, day: date, today: date) -> tuple[str, ...]:
        notices = []
        if in_park.status == "sample":
            notices.append(SAMPLE_NOTICE)
        if day <= self.edition.transition_until:
            notices.append(f"{delegation.joint_liability(self.edition)}。")
        if max(day, today) > self.edition.document_valid_until:
            valid_until = in_words(self.edition.document_valid_until)
            notices.append(
                f"赋权文件标注的有效期到{valid_until}，现已过期，办理前请向大厅确认。"
            )
        return tuple(notices)


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
