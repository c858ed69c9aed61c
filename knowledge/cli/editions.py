"""`editions`: the lists of matters, with their dates."""

import argparse
from collections.abc import Iterator
from datetime import date

from knowledge.base import KnowledgeBase
from knowledge.cli.console import table
from knowledge.cli.parser import Subparsers, add_command, load, today
from knowledge.labels import STATUS_NAMES
from knowledge.schema import Edition


def register(subparsers: Subparsers) -> None:
    """Say what the command takes."""
    add_command(subparsers, "editions", run, "列出各个清单版本：日期、状态、事项数")


def run(arguments: argparse.Namespace) -> int:
    """Print the lists, the earliest first."""
    kb = load(arguments)
    table(
        "清单版本",
        ("编号", "名称", "状态", "开始", "结束", "", "事项数", *_park_names(kb), "依据"),
        [tuple(_cells(kb, edition, today())) for edition in kb.editions],
        whole=(0, 2, 3, 4, 5),
        numbers=range(6, 7 + len(kb.parks)),
    )
    return 0


def _park_names(kb: KnowledgeBase) -> list[str]:
    return [park.short_name for park in kb.parks.values()]


def _cells(kb: KnowledgeBase, edition: Edition, day: date) -> Iterator[str]:
    yield edition.id
    yield edition.title
    yield STATUS_NAMES[edition.status]
    yield str(edition.effective_from)
    yield str(edition.effective_to or "")
    yield "现行" if edition.holds_on(day) else ""
    yield str(len(edition.matters))
    for park_id in kb.parks:
        yield str(sum(park_id in parks for parks in edition.matters.values()))
    yield edition.document.title
