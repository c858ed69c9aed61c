"""From service guides in a workbook to facts of known matters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

import knowledge
from knowledge import changes
from knowledge.base import KnowledgeBase
from knowledge.importing.guide_book import read_guide_book
from knowledge.importing.matching import Names
from knowledge.importing.records import GuideReading, ReadValue, Unread
from knowledge.importing.tables import read_tables
from knowledge.schema import Fact

UNKNOWN = "没有叫这个名称的事项：请改正名称，或者先导入有它的清单"


@dataclass(frozen=True)
class GuideSource:
    """Where the guides come from, as the person who imports says."""

    title: str
    checked_on: date
    url: str | None = None


@dataclass(frozen=True)
class FactChange:
    """One value that a guide gives another content, as text, for people to compare."""

    matter_id: str
    name: str
    field: str
    before: str | None
    after: str


@dataclass
class GuidePlan:
    """What an import would change.

    Attributes:
        files: new contents by path below the data folder.
        changes: every value that would be another one.
    """

    source: GuideSource
    reading: GuideReading
    files: dict[str, str] = field(default_factory=dict)
    changes: list[FactChange] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


def plan_guides(data: Path, file: Path, source: GuideSource) -> GuidePlan:
    """Work out what importing a workbook of service guides would change. Changes nothing.

    Raises:
        ImportFileError: the file cannot be read as a whole.
        KnowledgeError: the data, or what it would become, has faults.
    """
    kb = knowledge.load(data)
    reading = read_guide_book(read_tables(file))
    plan = GuidePlan(source, reading, unread=list(reading.unread))
    names = Names(kb.matters.values())
    for called, values in reading.matters.items():
        matter_id = names.find(called)
        if matter_id is None:
            place = next((p for value in values.values() for p in value.places), "")
            plan.unread.append(Unread(place, "", called, UNKNOWN))
        else:
            _take(plan, kb, data, matter_id, values)
    if plan.files:
        with changes.previewed(data, plan.files) as preview:
            knowledge.load(preview)
    return plan


def _take(
    plan: GuidePlan,
    kb: KnowledgeBase,
    data: Path,
    matter_id: str,
    values: Mapping[str, ReadValue],
) -> None:
    matter = kb.matters[matter_id]
    path = f"matters/{matter_id}.yml"
    text = plan.files.get(path) or (data / path).read_text(encoding="utf-8")
    record = yaml.safe_load(text)
    fields = record.setdefault("fields", {})
    for name, read in values.items():
        new = _fact(plan.source, read)
        old = getattr(matter.fields, name)
        if old.model_dump(mode="json") == Fact[Any].model_validate(new).model_dump(mode="json"):
            continue
        fields[name] = new
        before = None if old.value is None else _shown(old.value)
        plan.changes.append(FactChange(matter_id, matter.name, name, before, _shown(read.value)))
    plan.files[path] = yaml.safe_dump(record, allow_unicode=True, sort_keys=False, width=1000)


def _fact(source: GuideSource, read: ReadValue) -> dict[str, Any]:
    where: dict[str, Any] = {"title": source.title, "article": "、".join(read.places[:3])}
    if source.url:
        where["url"] = source.url
    return {
        "value": list(read.value) if isinstance(read.value, tuple) else read.value,
        "source": [where],
        "status": "guide",
        "checked_on": source.checked_on,
    }


def _shown(value: Any) -> str:
    """A value in one line."""
    if isinstance(value, Mapping):
        return str(value.get("text") or value.get("name") or value.get("question") or "")
    if isinstance(value, (list, tuple)):
        return "；".join(_shown(item) for item in value)
    return str(value)
