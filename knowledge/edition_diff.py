"""What changes from one edition of the list to another (decree row D5)."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

from knowledge.base import KnowledgeBase
from knowledge.chinese_dates import in_words
from knowledge.schema import DelegationMode, Edition

Kind = Literal["added", "removed", "mode_changed", "window_changed"]

MODE_NAMES = {
    "direct": "直接赋权",
    "stationed": "服务前移",
    "direct_report": "审批直报",
}


@dataclass(frozen=True)
class Change:
    """One difference between two editions, for one matter in one park.

    Attributes:
        before, after: the mode (`added`, `removed`, `mode_changed`) or the windows' numbers and
            names (`window_changed`); None where there was or is none.
    """

    kind: Kind
    matter_id: str
    name: str
    park_id: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class EditionDiff:
    """All differences, ordered by matter and park."""

    earlier: str
    later: str
    from_day: date
    changes: list[Change] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The diff as plain data."""
        return {**asdict(self), "from_day": self.from_day.isoformat()}


def diff(kb: KnowledgeBase, earlier: Edition, later: Edition) -> EditionDiff:
    """What is different under `later`, compared with `earlier`.

    Windows are compared on the first day of each edition.
    """
    matter_ids = sorted(earlier.matters.keys() | later.matters.keys())
    changes = [
        change
        for matter_id in matter_ids
        for park_id in kb.parks
        for change in _changes(kb, earlier, later, matter_id, park_id)
    ]
    return EditionDiff(earlier.id, later.id, later.effective_from, changes)


def _changes(
    kb: KnowledgeBase, earlier: Edition, later: Edition, matter_id: str, park_id: str
) -> Iterator[Change]:
    before, after = _mode(earlier, matter_id, park_id), _mode(later, matter_id, park_id)
    name = kb.matters[matter_id].name
    if before != after:
        kind: Kind = "mode_changed"
        if before is None:
            kind = "added"
        elif after is None:
            kind = "removed"
        yield Change(kind, matter_id, name, park_id, before, after)
    if before is not None and after is not None:
        first, second = (
            _windows(kb, matter_id, park_id, edition.effective_from) for edition in (earlier, later)
        )
        if first != second:
            yield Change("window_changed", matter_id, name, park_id, first, second)


def _mode(edition: Edition, matter_id: str, park_id: str) -> DelegationMode | None:
    in_park = edition.matters.get(matter_id, {}).get(park_id)
    return None if in_park is None else in_park.delegation_mode


def _windows(kb: KnowledgeBase, matter_id: str, park_id: str, day: date) -> str:
    windows = kb.windows_for(matter_id, park_id, day)
    return "、".join(f"{window.number} {window.name}" for window in windows)


def sentences(kb: KnowledgeBase, found: EditionDiff) -> list[str]:
    """The diff in Chinese, a sentence for each change."""
    from_day = in_words(found.from_day)
    return [f"{from_day}起，{_sentence(kb, change)}" for change in found.changes]


def _shown(value: str | None) -> str:
    return MODE_NAMES.get(value or "", value or "")


def _sentence(kb: KnowledgeBase, change: Change) -> str:
    park = kb.parks[change.park_id].short_name
    matter = f"{park}「{change.name}」"
    before, after = (_shown(value) for value in (change.before, change.after))
    match change.kind:
        case "added":
            return f"{park}新承接「{change.name}」（{after}）"
        case "removed":
            return f"{park}不再承接「{change.name}」（原为{before}），请找原负责的市直部门"
        case "mode_changed":
            return f"{matter}由{before}改为{after}"
        case "window_changed":
            return f"{matter}的窗口由{before}改到{after}"
