"""What a command prints: plain tables that need neither colour nor a terminal."""

import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

Item = TypeVar("Item")

_SIZE_OF_A_FILE = (120, 24)
"""Columns and lines where there is no terminal."""


def say(text: str = "") -> None:
    """A line on standard output, however long."""
    _console().print(text, soft_wrap=True)


def complain(text: str) -> None:
    """One block on standard error."""
    _console(errors=True).print(text, soft_wrap=True)


def table(
    title: str,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    whole: Sequence[int] = (),
    numbers: Sequence[int] = (),
) -> None:
    """A table with its title above it.

    Args:
        whole: columns that are never broken into several lines.
        numbers: columns that stand to the right.
    """
    made = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for position, name in enumerate(header):
        made.add_column(
            name,
            overflow="fold",
            no_wrap=position in whole or position in numbers,
            justify="right" if position in numbers else "left",
        )
    for row in rows:
        made.add_row(*row)
    console = _console()
    console.print(title, style="bold", soft_wrap=True)
    console.print(made)
    console.print()


def tracked(items: Sequence[Item], doing: str) -> Iterator[Item]:
    """The items one by one, with a progress bar on a terminal."""
    with _progress(MofNCompleteColumn()) as progress:
        yield from progress.track(items, description=doing)


@contextmanager
def busy(doing: str) -> Iterator[None]:
    """Shows on a terminal that something goes on whose length nobody knows."""
    with _progress(TimeElapsedColumn()) as progress:
        progress.add_task(doing, total=None)
        yield


def _progress(column: MofNCompleteColumn | TimeElapsedColumn) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        column,
        console=_console(),  # lines said meanwhile then stand above the bar
        transient=True,
        disable=not sys.stdout.isatty(),
    )


def _console(*, errors: bool = False) -> Console:
    width, _ = shutil.get_terminal_size(_SIZE_OF_A_FILE)
    return Console(stderr=errors, width=width, markup=False, highlight=False, emoji=False)
