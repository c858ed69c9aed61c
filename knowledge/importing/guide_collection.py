"""Collects the values of service guides as they are read."""

from typing import Any

from knowledge.importing.records import (
    Aside,
    AsideKind,
    GuideReading,
    GuideValue,
    ReadValue,
    Unread,
)
from knowledge.labels import FIELD_NAMES, value_text

_IN_DETAIL = "另有工作表写得更详细，已经用了那里的：请清空这一格"


class Collection:
    """Values by matter and field, from one cell each or from many rows."""

    def __init__(self) -> None:
        self._reading = GuideReading()
        self._lists: dict[tuple[str, str], list[tuple[Any, str]]] = {}

    def unread(self, place: str, header: str, text: str, reason: str) -> None:
        """Tell a person about a cell, or about a row when there is no header."""
        self._reading.unread.append(Unread(place, header, text, reason))

    def aside(self, place: str, kind: AsideKind, text: str) -> None:
        """Note a line or column that holds no values."""
        self._reading.asides.append(Aside(place, kind, text))

    def matter(self, name: str) -> None:
        """Note a matter, even one of which nothing else is said."""
        self._reading.matters.setdefault(name, {})

    def put(self, matter: str, field: str, value: GuideValue, place: str, header: str) -> None:
        """Note a field's value; a second one that differs is told instead."""
        fields = self._reading.matters.setdefault(matter, {})
        known = fields.get(field)
        if known is None or known.value == value:
            fields[field] = ReadValue(value, (*(known.places if known else ()), place))
        else:
            reason = f"{known.places[0]}对这个事项写得不一样：请只留一处"
            self.unread(place, header, f"{matter}：{value_text(field, value)}", reason)

    def append(self, matter: str, field: str, entry: object, place: str) -> None:
        """Note one entry of a field that is a list."""
        self._lists.setdefault((matter, field), []).append((entry, place))

    def finished(self) -> GuideReading:
        """All that was collected. Rows win over a single cell that lists the same in short."""
        for (matter, field), entries in self._lists.items():
            fields = self._reading.matters.setdefault(matter, {})
            if field in fields:
                self.unread(
                    fields[field].places[0], "", f"{matter}：{FIELD_NAMES[field]}", _IN_DETAIL
                )
            values, places = zip(*entries, strict=True)
            fields[field] = ReadValue(values, tuple(dict.fromkeys(places)))
        return self._reading
