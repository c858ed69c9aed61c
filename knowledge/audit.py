"""How much the guide knows on a day, how well it is founded, and what is missing or stale."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from knowledge.base import KnowledgeBase
from knowledge.schema import GUIDE_FIELDS, Fact, ServiceGuide, Status

ASSISTING = "assist"


@dataclass(frozen=True)
class FieldAudit:
    """One field over all guides.

    Attributes:
        by_status: guides by the status of the field; the most frequent status first.
        missing: the matters of which some park's guide misses it.
    """

    field: str
    by_status: Mapping[Status, int]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class MatterAudit:
    """One matter: the fields that some park's guide misses."""

    matter_id: str
    name: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class SourceUse:
    """How many values name a source; articles of one document count as that document."""

    title: str
    values: int


@dataclass(frozen=True)
class StaleValue:
    """A value whose sources were last compared too long ago.

    Attributes:
        park_ids: the parks in whose guides it stands.
        source: the documents it rests on.
    """

    matter_id: str
    park_ids: tuple[str, ...]
    field: str
    checked_on: date
    source: tuple[str, ...]


@dataclass(frozen=True)
class Audit:
    """What there is to know about the data as a whole.

    Attributes:
        day: the day whose guides were looked at, and from which age is counted.
        edition: the list in force on that day; None when none is.
        matters, guides: matters some park has, and matters counted once for each park.
        values: fields of all guides, the missing ones included.
        by_status: the values by status; the most frequent first.
        fields: in the order of a guide.
        by_matter: every matter; the one with most missing fields first.
        sources: the one that carries most values first.
        stale: checked more than `stale_days` days ago; the oldest first.
        assist_only: matter and park where only the assisting window handles it.
    """

    day: date
    edition: str | None
    stale_days: int
    matters: int
    guides: int
    values: int
    by_status: Mapping[Status, int]
    fields: tuple[FieldAudit, ...]
    by_matter: tuple[MatterAudit, ...]
    sources: tuple[SourceUse, ...]
    stale: tuple[StaleValue, ...]
    assist_only: tuple[tuple[str, str], ...]

    def missing(self, field: str) -> tuple[str, ...]:
        """The matters that miss a field of the guide."""
        return next(found.missing for found in self.fields if found.field == field)

    @property
    def without_promised_limit(self) -> tuple[str, ...]:
        """Matters for which nobody has promised to be faster than the law."""
        return self.missing("promised_limit")

    def as_json(self) -> dict[str, Any]:
        """The audit as plain data."""
        return {
            **asdict(self),
            "day": self.day.isoformat(),
            "without_promised_limit": self.without_promised_limit,
            "stale": [
                {**asdict(value), "checked_on": value.checked_on.isoformat()}
                for value in self.stale
            ],
        }


def audit(
    kb: KnowledgeBase, guides: Iterable[ServiceGuide], day: date, stale_days: int = 365
) -> Audit:
    """Look through the guides of a day.

    Args:
        guides: those of `guides_on` for `day`.
        day: see `Audit.day`.
        stale_days: how old a check may be before the value counts as stale.
    """
    found = list(guides)
    fields = tuple(_field(found, name) for name in GUIDE_FIELDS)
    edition = kb.edition_on(day)
    return Audit(
        day=day,
        edition=edition.id if edition else None,
        stale_days=stale_days,
        matters=len({guide.matter_id for guide in found}),
        guides=len(found),
        values=len(found) * len(GUIDE_FIELDS),
        by_status=_by_status(fact for guide in found for fact in guide.fields.values()),
        fields=fields,
        by_matter=_by_matter(found, fields),
        sources=_sources(found),
        stale=_stale(found, day - timedelta(days=stale_days)),
        assist_only=tuple(
            (guide.matter_id, guide.park_id)
            for guide in found
            if _only_assisted(kb, guide.matter_id, guide.park_id, day)
        ),
    )


def _field(guides: Iterable[ServiceGuide], name: str) -> FieldAudit:
    facts = [(guide.matter_id, guide.fields[name]) for guide in guides]
    missing = dict.fromkeys(matter_id for matter_id, fact in facts if fact.value is None)
    return FieldAudit(name, _by_status(fact for _, fact in facts), tuple(missing))


def _by_status(facts: Iterable[Fact[Any]]) -> dict[Status, int]:
    return dict(Counter(fact.status for fact in facts).most_common())


def _by_matter(
    guides: Iterable[ServiceGuide], fields: Iterable[FieldAudit]
) -> tuple[MatterAudit, ...]:
    missing: defaultdict[str, list[str]] = defaultdict(list)
    for field in fields:
        for matter_id in field.missing:
            missing[matter_id].append(field.field)
    names = {guide.matter_id: guide.name for guide in guides}
    audits = [MatterAudit(key, name, tuple(missing[key])) for key, name in names.items()]
    return tuple(sorted(audits, key=lambda matter: -len(matter.missing)))


def _sources(guides: Iterable[ServiceGuide]) -> tuple[SourceUse, ...]:
    uses = Counter(
        title for guide in guides for fact in guide.fields.values() for title in _documents(fact)
    )
    ranked = sorted(uses.items(), key=lambda use: (-use[1], use[0]))
    return tuple(SourceUse(title, values) for title, values in ranked)


def _stale(guides: Iterable[ServiceGuide], limit: date) -> tuple[StaleValue, ...]:
    parks: defaultdict[tuple[str, str, date, tuple[str, ...]], list[str]] = defaultdict(list)
    for guide in guides:
        for name, fact in guide.fields.items():
            if fact.checked_on is not None and fact.checked_on < limit:
                key = (guide.matter_id, name, fact.checked_on, tuple(_documents(fact)))
                parks[key].append(guide.park_id)
    stale = (
        StaleValue(matter_id, tuple(park_ids), name, checked_on, source)
        for (matter_id, name, checked_on, source), park_ids in parks.items()
    )
    return tuple(sorted(stale, key=lambda value: (value.checked_on, value.matter_id)))


def _documents(fact: Fact[Any]) -> dict[str, None]:
    """The documents that a value rests on, each once and in their order."""
    return dict.fromkeys(source.document or source.title for source in fact.source)


def _only_assisted(kb: KnowledgeBase, matter_id: str, park_id: str, day: date) -> bool:
    windows = kb.windows_for(matter_id, park_id, day)
    return bool(windows) and all(window.kind == ASSISTING for window in windows)
