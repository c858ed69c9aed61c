"""Which texts of the facts are told in Chinese even to those who write English."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.base import KnowledgeBase
from knowledge.english.translation import Translation

TOLD_FIELDS = (
    "department", "scope", "conditions", "materials", "procedure", "statutory_limit",
    "promised_limit", "excluded_time", "fee", "result", "result_validity", "online_entrance",
    "quantity_limit", "intermediary", "expert_review", "delivery", "faqs",
)  # fmt: skip
"""The fields that an English answer tells. The basis is told by the names of its laws."""
_NOT_TOLD = frozenset({"url", "unit", "form", "articles"})
"""Parts of a value that have no words of their own; articles go by the names of their laws."""
_CHINESE = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Untranslated:
    """A text that has no English, and where it stands."""

    matter_id: str
    field: str
    text: str


def untranslated(kb: KnowledgeBase, english: Translation) -> tuple[Untranslated, ...]:
    """Every text of the told fields without English, in the order of the matters."""
    return tuple(
        Untranslated(matter.matter_id, field, text)
        for matter in kb.matters.values()
        for field in TOLD_FIELDS
        for text in _texts(getattr(matter.fields, field).value)
        if english.of(text) is None and _CHINESE.search(text)
    )


def _texts(value: Any) -> Iterator[str]:
    """The texts that a value is made of."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        told = (part for name, part in value.items() if name not in _NOT_TOLD)
        yield from (text for part in told for text in _texts(part))
    elif isinstance(value, Sequence):
        yield from (text for part in value for text in _texts(part))
