"""Reads one row of a guide book: a matter's fields, a material, a step or a question."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from knowledge.importing import guide_values
from knowledge.importing.departments import departments
from knowledge.importing.grants import FORMULA_FAILED, Unreadable
from knowledge.importing.guide_collection import Collection
from knowledge.importing.guide_header import GuideHeader
from knowledge.importing.records import GuideValue, Row
from knowledge.importing.wording import NOTHING, is_error, official, paragraph, plain
from knowledge.schema.values import Faq, Material

Value = TypeVar("Value")

_LIMITS = ("statutory_limit", "promised_limit")
_FEES = ("charged", "fee", "fee_rule")
_NO_FIELDS = frozenset({"number", "name", *_FEES, *_LIMITS})
# Here 无 says that there is none; elsewhere it only fills the cell.
_NONE_IS_SAID = frozenset(
    {
        *_FEES,
        *("quantity_limit", "intermediary", "expert_review", "excluded_time"),
        *("core", "later", "commitment", "shared"),
    }
)


def _named_materials(text: str) -> tuple[Material, ...]:
    return tuple({"name": name} for name in guide_values.items(text))


_VALUES: dict[str, Callable[[str], GuideValue]] = {
    "official_code": guide_values.code,
    "department": departments,
    "materials": _named_materials,
    "procedure": guide_values.items,
    "online_entrance": guide_values.entrance,
}
"""Fields that are more than text."""


class Record:
    """One row whose matter is known.

    Args:
        collection: where values, and cells that cannot be read, are noted.
        header: the columns of the row's sheet.
        matter: the name of the row's matter.
    """

    def __init__(self, collection: Collection, header: GuideHeader, row: Row, matter: str) -> None:
        self._collection = collection
        self._header = header
        self._row = row
        self._matter = matter

    def read(self) -> None:
        """Note all that the row says."""
        readers = {
            "matters": self._fields,
            "materials": self._material,
            "steps": self._step,
            "questions": self._question,
        }
        readers[self._header.kind]()

    def _fields(self) -> None:
        self._collection.matter(self._matter)
        for field in _LIMITS:
            unit = guide_values.unit_in(self._header.words(field))
            self._put(field, self._value(field, partial(guide_values.limit, unit=unit)))
        for field in self._header.columns:
            if field not in _NO_FIELDS:
                self._put(field, self._value(field, _VALUES.get(field, paragraph)))
        self._fee()

    def _fee(self) -> None:
        charged, amount, rule = (self._value(role, str) or "" for role in _FEES)
        try:
            self._put("fee", guide_values.fee(charged, amount, rule))
        except Unreadable as problem:
            role = "fee" if amount else "charged" if charged else "fee_rule"
            self._unread(role, " | ".join(filter(None, (charged, amount, rule))), problem.reason)

    def _material(self) -> None:
        if not (name := self._needed("material")):
            return
        # a case told in so many words goes before what stands in brackets after 非必要
        values = {"when": self._value("necessity", guide_values.case)}
        for key, convert in guide_values.MATERIAL_VALUES.items():
            value = self._value(key, convert)
            values[key] = values.get(key) if value is None else value
        said = {key: value for key, value in values.items() if value is not None}
        self._append("materials", guide_values.material(name, said))

    def _step(self) -> None:
        if not (step := self._needed("step")):
            return
        content, time = (self._value(role, official) for role in ("content", "time"))
        step += f"：{content}" if content else ""
        self._append("procedure", step + (f"（{time}）" if time else ""))

    def _question(self) -> None:
        question, answer = self._needed("question"), self._needed("answer")
        if question and answer:
            self._append("faqs", Faq(question=question, answer=answer))

    def _needed(self, role: str) -> str | None:
        """A text without which the row says nothing; its absence is told."""
        text = self._value(role, paragraph)
        if text is None and not is_error(self._header.cell(self._row, role)):
            self._unread(role, "", f"“{self._matter}”这一行缺少这一项：请补上")
        return text

    def _value(self, role: str, convert: Callable[[str], Value]) -> Value | None:
        """What a cell says; None when it says nothing, or what it says cannot be read."""
        text = self._header.cell(self._row, role)
        words = plain(text)
        if words in NOTHING and not (words == "无" and role in _NONE_IS_SAID):
            return None
        if is_error(text):
            self._unread(role, text, FORMULA_FAILED)
            return None
        try:
            return convert(text)
        except Unreadable as problem:
            self._unread(role, text, problem.reason)
            return None

    def _put(self, field: str, value: Any) -> None:
        if value:
            header = self._header.words(field)
            self._collection.put(self._matter, field, value, self._row.place, header)

    def _append(self, field: str, entry: object) -> None:
        self._collection.append(self._matter, field, entry, self._row.place)

    def _unread(self, role: str, text: str, reason: str) -> None:
        self._collection.unread(self._row.place, self._header.words(role), text, reason)
