"""The records that pass between the steps of reading a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from knowledge.schema import DelegationMode
from knowledge.schema.values import Faq, Fee, Limit, Material, OnlineEntrance

AsideKind = Literal["title", "section", "header", "note", "total", "column"]


@dataclass(frozen=True)
class Row:
    """One row of a table.

    Attributes:
        cells: the texts from left to right; each cell of a merged area holds the area's text.
        place: where it stands, in words, such as 表1 第5行.
        hidden: whether the file hides it (a hidden row or sheet of a workbook).
        heading: whether it is a line of text above a Word table rather than a row in it.
    """

    cells: tuple[str, ...]
    place: str
    hidden: bool = False
    heading: bool = False


@dataclass(frozen=True)
class Table:
    """A table of a file; a Word table that runs over several pages is one."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Unread:
    """Something a person has to look at, since it could not be read.

    Attributes:
        place: where it stands.
        header: the header of the cell's column; empty when the whole row is meant.
        text: what stands there.
        reason: why it was not read, and what to do.
    """

    place: str
    header: str
    text: str
    reason: str


@dataclass(frozen=True)
class Aside:
    """A line, or a column, that was recognised as no record of its own.

    Attributes:
        kind: `section` is a subtitle whose words hold for the rows below it; `column` is a column
            under a header nobody knows, whose cells were not read.
    """

    place: str
    kind: AsideKind
    text: str


@dataclass(frozen=True)
class AnnexRow:
    """One matter, or one sub-item of a matter, as the annex lists it.

    Attributes:
        place: where it stands.
        number: its number in plain digits (一 and ① are 1); empty when it has none.
        name: the matter's name as the annex writes it.
        sub_item: the part of the matter that the row is about; empty for the whole of it.
        department: who handled it before, or several joined with 、; empty when nobody is named.
        modes: the delegation mode in each park that gets it, by the park's id; never empty.
        remarks: as they stand; empty for none.
    """

    place: str
    number: str
    name: str
    sub_item: str
    department: str
    modes: Mapping[str, DelegationMode]
    remarks: str


@dataclass
class AnnexReading:
    """Everything that stands in an annex.

    Attributes:
        rows: the matters, in the order of the file.
        unread: what a person has to look at.
        asides: titles, subtitles, headers, notes and totals, and columns nobody knows.
    """

    rows: list[AnnexRow] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)


GuideValue = str | tuple[str, ...] | Limit | Fee | OnlineEntrance | tuple[Material | Faq, ...]
"""A value of a service guide, in the shape that `schema.matter.MatterFields` gives its field."""


@dataclass(frozen=True)
class ReadValue:
    """A value of a service guide, and the rows it was read in."""

    value: GuideValue
    places: tuple[str, ...]


@dataclass
class GuideReading:
    """Everything that stands in the service guides of one file.

    Attributes:
        matters: by the matter's name as the file writes it, the fields of `MatterFields` that the
            file gives; what it leaves open is left out.
        unread: what a person has to look at; the rest of such a row was read.
        asides: titles, headers and notes, and columns nobody knows.
    """

    matters: dict[str, dict[str, ReadValue]] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
