"""Reads the data folder into a knowledge base: all of it, or nothing and every problem at once."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from knowledge import changes
from knowledge.base import KnowledgeBase
from knowledge.checks import CHECKS
from knowledge.documents import BrokenDocument, Document, Entry, Model
from knowledge.draft import Draft
from knowledge.errors import KnowledgeError, Problem
from knowledge.memory import remembering
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

DATA = Path(__file__).parent / "data"
ALL = "all"
"""What a window's `matters` says in the file when it handles every matter."""


@remembering()
def load(path: Path | None = None) -> KnowledgeBase:
    """Read and check all facts.

    Args:
        path: the data folder; the one in the package by default.

    Raises:
        KnowledgeError: with every problem found, each with file, line, field and the way to
            put it right. Nothing is loaded then.
    """
    root = path or DATA
    changes.recover(root)
    with changes.locked(root):
        reader = _Reader(root)
        draft = reader.read()
    problems = list(reader.problems)
    if draft is not None:
        # also when some file was refused: what is left is still worth checking in the same run
        problems.extend(problem for check in CHECKS for problem in check(draft))
    if problems or draft is None:
        raise KnowledgeError(problems)
    return KnowledgeBase.of(draft)


class _Reader:
    def __init__(self, root: Path) -> None:
        self._root = root
        self._named: defaultdict[str, set[str]] = defaultdict(set)
        self.problems: list[Problem] = []

    def read(self) -> Draft | None:
        """Everything that could be read; None without any edition, on which all else rests."""
        editions = self._folder("editions", Edition, "id")
        matters = self._folder("matters", Matter, "matter_id")
        phrasings = self._folder("phrasings", Phrasings, "matter_id")
        parks = self._many("parks", Park, "park_id")
        halls = self._many("halls", Hall, "hall_id", _HallFiller(sorted(self._named["matters"])))
        policy = self._many("policy", PolicyFact, "subject")
        topics = self._many("topics", Topic, "topic")
        journeys = self._many("journeys", Journey, "journey_id")
        events = self._many("events", Event, "event_id")
        rules = self._many("rules", Rule, "rule")
        modes = self._many("modes", ModeSummary, "mode")
        referrals = self._many("referrals", Referral, "referral_id")
        calendar = self._many("calendar", CalendarOverride)
        if not editions:
            return None
        return Draft(
            refused=frozenset(problem.file for problem in self.problems),
            matter_ids=frozenset(self._named["matters"]),
            park_ids=frozenset(self._named["parks"]),
            editions=editions,
            parks=parks,
            halls=halls,
            matters=matters,
            phrasings=phrasings,
            referrals=referrals,
            topics=topics,
            policy=policy,
            journeys=journeys,
            events=events,
            rules=rules,
            modes=modes,
            calendar=calendar,
        )

    def _document(self, path: Path) -> Document | None:
        if not path.exists():
            name = path.relative_to(self._root).as_posix()
            self.problems.append(Problem(name, None, "", "缺少这个文件，请补上"))
            return None
        try:
            return Document(self._root, path)
        except BrokenDocument as broken:
            self.problems.append(broken.problem)
            return None

    def _record(
        self, document: Document, model: type[Model], data: Any, *location: int | str
    ) -> Entry[Model] | None:
        try:
            return Entry(model.model_validate(data), document, location)
        except ValidationError as error:
            self.problems.extend(document.problems_of(error, location))
            return None

    def _folder(self, name: str, model: type[Model], key: str) -> dict[str, Entry[Model]]:
        """One record a file, named like it."""
        entries = {}
        paths = sorted((self._root / name).glob("*.yml"))
        for path in sorted((self._root / name).glob("*.yaml")):
            file = path.relative_to(self._root).as_posix()
            self.problems.append(Problem(file, None, "", "请把扩展名改成 .yml，否则读不到"))
        if not paths:
            self.problems.append(Problem(name, None, "", "这个文件夹里没有 .yml 文件，请补上"))
        for path in paths:
            self._named[name].add(path.stem)
            document = self._document(path)
            entry = document and self._record(document, model, document.data)
            if not entry:
                continue
            if (found := getattr(entry.value, key)) != path.stem:
                message = f"编号“{found}”和文件名不一样：请把文件改名为 {found}.yml"
                self.problems.append(entry.problem((key,), message))
                continue
            entries[path.stem] = entry
        return entries

    def _many(
        self,
        key: str,
        model: type[Model],
        id_field: str | None = None,
        prepare: Callable[[Any], Any] = lambda data: data,
    ) -> dict[str, Entry[Model]]:
        """The list in the file `key`.yml, by ids; by position where records have none."""
        document = self._document(self._root / f"{key}.yml")
        if document is None:
            return {}
        items = document.data.get(key) if isinstance(document.data, dict) else None
        if not isinstance(items, list):
            self.problems.append(
                document.problem((), f"要有名为 {key} 的列表：先写“{key}:”，下面每条前面加“- ”")
            )
            return {}
        self._named[key] = {str(item[id_field]) for item in items if _has(item, id_field)}
        entries: dict[str, Entry[Model]] = {}
        for entry in self._records(document, key, model, [prepare(item) for item in items]):
            entry_id = str(getattr(entry.value, id_field)) if id_field else str(len(entries))
            if entry_id in entries:
                message = f"“{entry_id}”写了两次：请给其中一个换编号，或者删去"
                self.problems.append(entry.problem((id_field or "",), message))
            entries[entry_id] = entry
        return entries

    def _records(
        self, document: Document, key: str, model: type[Model], items: list[Any]
    ) -> Iterator[Entry[Model]]:
        for position, item in enumerate(items):
            entry = self._record(document, model, item, key, position)
            if entry is not None:
                yield entry


def _has(item: Any, id_field: str | None) -> bool:
    return isinstance(item, dict) and id_field in item


@dataclass(frozen=True)
class _HallFiller:
    """Gives each window of a hall its hall and park, and writes out `matters: all`."""

    matter_ids: list[str]

    def __call__(self, hall: Any) -> Any:
        """The hall filled in; what is not shaped like a hall stays as it is, to be refused."""
        if not isinstance(hall, dict) or not isinstance(hall.get("windows"), list):
            return hall
        place = {key: hall[key] for key in ("hall_id", "park_id") if key in hall}
        return {**hall, "windows": [self._window(window, place) for window in hall["windows"]]}

    def _window(self, window: Any, place: dict[str, Any]) -> Any:
        if not isinstance(window, dict):
            return window
        matters = window.get("matters")
        return {**place, **window, "matters": self.matter_ids if matters == ALL else matters}
