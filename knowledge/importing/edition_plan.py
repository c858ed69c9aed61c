"""From the rows of an annex to a new edition of the list, and the matters it brings with it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

import knowledge
from knowledge import changes
from knowledge.base import KnowledgeBase
from knowledge.edition_diff import EditionDiff, diff, sentences
from knowledge.importing.annex import read_annex
from knowledge.importing.matching import Names, new_id
from knowledge.importing.records import AnnexReading, AnnexRow, Unread
from knowledge.importing.tables import read_tables
from knowledge.schema import DelegationMode, Edition, Matter

STAGE_OF_NEW_MATTERS = "operation"
CATEGORY_OF_NEW_MATTERS = "其他"


@dataclass(frozen=True)
class Listing:
    """What the person who imports says about the list, since the file itself does not.

    Attributes:
        edition_id: of the new edition.
        effective_from: first day on which it holds.
        document: the document it is annexed to, such as 郴政办发〔2021〕4号.
        checked_on: the day the file was read.
        replaces: editions it takes the place of from their start.
    """

    edition_id: str
    title: str
    effective_from: date
    document: str
    checked_on: date
    url: str | None = None
    replaces: tuple[str, ...] = ()


@dataclass
class EditionPlan:
    """What an import would change.

    Attributes:
        files: new contents by path below the data folder.
        known: rows that are matters we know, by matter id.
        new: rows that become new matters, by the id they get.
        unread: what nobody could read; `asides` (in `reading`) is what was recognised as no matter.
        difference: what changes for applicants, compared with the edition before; `told` says it
            in Chinese.
    """

    listing: Listing
    reading: AnnexReading
    files: dict[str, str] = field(default_factory=dict)
    known: dict[str, list[AnnexRow]] = field(default_factory=dict)
    new: dict[str, list[AnnexRow]] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    difference: EditionDiff | None = None
    told: list[str] = field(default_factory=list)


def plan_edition(data: Path, file: Path, listing: Listing) -> EditionPlan:
    """Work out what importing an annex would change. Changes nothing.

    Args:
        data: the data folder.
        file: the annex (.docx, .doc, .xlsx, .csv).

    Raises:
        ImportFileError: the file cannot be read as a whole.
        KnowledgeError: the data, or what it would become, has faults.
    """
    kb = knowledge.load(data)
    reading = read_annex(read_tables(file), list(kb.parks.values()))
    plan = EditionPlan(listing, reading, unread=list(reading.unread))
    _sort_rows(plan, kb)
    matters = {**plan.known, **plan.new}
    plan.files = {
        f"editions/{listing.edition_id}.yml": _edition_text(plan, kb, matters),
        **{f"matters/{key}.yml": _matter_text(key, rows) for key, rows in plan.new.items()},
        **{f"phrasings/{key}.yml": _phrasings_text(key, rows) for key, rows in plan.new.items()},
    }
    with changes.previewed(data, plan.files) as preview:
        after = knowledge.load(preview)
    plan.difference = _difference(after, kb, listing)
    plan.told = sentences(after, plan.difference)
    return plan


def _sort_rows(plan: EditionPlan, kb: KnowledgeBase) -> None:
    """Give each row to the matter it is about; rows that contradict each other to nobody."""
    names = Names(kb.matters.values())
    by_call: dict[str, list[AnnexRow]] = defaultdict(list)
    for row in plan.reading.rows:
        by_call[names.find(row.name, row.sub_item) or f"?{_call(row)}"].append(row)
    taken = set(kb.matters)
    for call, rows in by_call.items():
        if contradiction := _contradiction(rows):
            plan.unread.extend(contradiction)
        elif call.startswith("?"):
            matter_id = new_id(call, taken)
            taken.add(matter_id)
            plan.new[matter_id] = rows
        else:
            plan.known[call] = rows


def _call(row: AnnexRow) -> str:
    return f"{row.name}（{row.sub_item}）" if row.sub_item else row.name


def _contradiction(rows: Sequence[AnnexRow]) -> list[Unread]:
    """The rows, when they give one matter different modes in one park."""
    modes: dict[str, set[DelegationMode]] = defaultdict(set)
    for row in rows:
        for park_id, mode in row.modes.items():
            modes[park_id].add(mode)
    if all(len(found) == 1 for found in modes.values()):
        return []
    places = "、".join(row.place for row in rows)
    reason = f"{places}给同一园区的这个事项写了不同的赋权方式：请只留一种，或者写明子项"
    return [Unread(row.place, "", _call(row), reason) for row in rows]


def _edition_text(plan: EditionPlan, kb: KnowledgeBase, matters: dict[str, list[AnnexRow]]) -> str:
    listing, before = plan.listing, kb.edition
    source: dict[str, Any] = {"document": listing.document, "article": "附件"}
    if listing.url:
        source["url"] = listing.url
    record = {
        "id": listing.edition_id,
        "title": listing.title,
        "status": "official",
        "effective_from": listing.effective_from,
        "effective_to": None,
        "replaces": list(listing.replaces),
        "document": {"title": listing.document, "document": listing.document},
        **_dates_of_the_document(before, listing),
        "hotline": before.hotline.model_dump(mode="json", exclude_none=True),
        "sample_source": before.sample_source.model_dump(mode="json", exclude_none=True),
        "matters": {
            matter_id: _in_parks(rows, source, listing, kb) for matter_id, rows in matters.items()
        },
    }
    Edition.model_validate(record)
    return _yaml(record)


def _dates_of_the_document(before: Edition, listing: Listing) -> dict[str, date | None]:
    """Transition and stated validity belong to the document, so they stay while it is the same."""
    same = before.document.document == listing.document
    return {
        "document_valid_until": before.document_valid_until if same else None,
        "transition_until": before.transition_until if same else None,
    }


def _in_parks(
    rows: Sequence[AnnexRow], source: dict[str, Any], listing: Listing, kb: KnowledgeBase
) -> dict[str, dict[str, Any]]:
    first = rows[0]
    common: dict[str, Any] = {
        "status": "official",
        "source": [source],
        "checked_on": listing.checked_on,
        "listed_as": "；".join(dict.fromkeys(_call(row) for row in rows)),
    }
    if first.department:
        common["department"] = first.department
    if remarks := "；".join(dict.fromkeys(row.remarks for row in rows if row.remarks)):
        common["remarks"] = remarks
    modes = {park_id: mode for row in rows for park_id, mode in row.modes.items()}
    ordered = [park_id for park_id in kb.parks if park_id in modes]
    return {park_id: {"delegation_mode": modes[park_id], **common} for park_id in ordered}


def _matter_text(matter_id: str, rows: Sequence[AnnexRow]) -> str:
    """A matter of which nothing but its name is known: every field is missing."""
    record = {
        "matter_id": matter_id,
        "name": _call(rows[0]),
        "category": CATEGORY_OF_NEW_MATTERS,
        "stage": STAGE_OF_NEW_MATTERS,
    }
    Matter.model_validate(record)
    return _yaml(record)


def _phrasings_text(matter_id: str, rows: Sequence[AnnexRow]) -> str:
    """What it is found by until somebody writes down how people ask for it: its names."""
    names = dict.fromkeys(call for row in rows for call in (_call(row), row.sub_item) if call)
    return _yaml(
        {
            "matter_id": matter_id,
            "nouns": list(names),
            "phrasings": [f"我要办{name}" for name in names],
        }
    )


def _difference(after: KnowledgeBase, before: KnowledgeBase, listing: Listing) -> EditionDiff:
    new = next(edition for edition in after.editions if edition.id == listing.edition_id)
    earlier = [edition for edition in before.editions if edition.id in listing.replaces]
    earlier += [e for e in before.editions if e.effective_from < new.effective_from]
    return diff(after, max(earlier, key=lambda e: e.effective_from, default=before.edition), new)


def _yaml(record: dict[str, Any]) -> str:
    return yaml.safe_dump(record, allow_unicode=True, sort_keys=False, width=1000)
