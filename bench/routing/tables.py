"""Tables of numbers, for the console, for Markdown and as data."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bench.routing.metrics import Estimate

Cell = str | int | Estimate


@dataclass(frozen=True)
class Table:
    """One table of the report.

    Attributes:
        key: its name in the data.
        note: what a reader must know to read it.
        console: whether it is for the console, too; the long ones are not.
    """

    key: str
    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    console: bool = True

    def data(self) -> list[dict[str, Any]]:
        """Its rows by column, estimates as value, low, high and count."""
        return [
            {name: _plain(cell) for name, cell in zip(self.header, row, strict=True)}
            for row in self.rows
        ]

    def markdown(self) -> str:
        lines = [f"## {self.title}", *([f"\n{self.note}"] if self.note else []), ""]
        lines.append("| " + " | ".join(self.header) + " |")
        lines.append("|" + "---|" * len(self.header))
        lines += ["| " + " | ".join(map(shown, row)) + " |" for row in self.rows]
        return "\n".join(lines) + "\n"

    def plain(self) -> str:
        cells = [list(self.header), *([shown(cell) for cell in row] for row in self.rows)]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in cells
        ]
        note = [f"({self.note})"] if self.note else []
        return "\n".join([self.title, *note, lines[0], "-" * len(lines[0]), *lines[1:]]) + "\n"


def shown(cell: Cell) -> str:
    """A cell as a reader sees it: an estimate with its interval."""
    if not isinstance(cell, Estimate):
        return str(cell)
    if not cell.count:
        return "-"
    return f"{cell.value:.3f} [{cell.low:.3f}, {cell.high:.3f}]"


def _plain(cell: Cell) -> Any:
    if not isinstance(cell, Estimate):
        return cell
    return {
        name: None if isinstance(value, float) and math.isnan(value) else value
        for name, value in asdict(cell).items()
    }
