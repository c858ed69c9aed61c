"""`show`: one matter's whole service guide."""

import argparse
from collections.abc import Iterator, Sequence

from knowledge.base import KnowledgeBase
from knowledge.cli.console import say, table
from knowledge.cli.errors import Trouble
from knowledge.cli.finding import find_matter, find_park
from knowledge.cli.parser import Subparsers, add_command, add_day, add_park, load
from knowledge.errors import NotCovered
from knowledge.labels import FIELD_NAMES, STATUS_NAMES, source_text, value_text
from knowledge.schema import GUIDE_FIELDS, ServiceGuide

Row = tuple[str, str, str, str, str]


def register(subparsers: Subparsers) -> None:
    """Say what the command takes."""
    parser = add_command(
        subparsers,
        "show",
        run,
        "查看一个事项的办事指南：每一项的内容、状态、来源、核对日期",
        example="show 施工许可证 --park 高新区",
    )
    parser.add_argument("matter", metavar="事项", help="事项的编号、名称或别名")
    add_park(parser)
    add_day(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the guide; where the parks differ, a row for each."""
    kb = load(arguments)
    matter = find_matter(kb, arguments.matter)
    park_id = find_park(kb, arguments.park)
    guides: list[ServiceGuide] = []
    refusals: list[NotCovered] = []
    for park in (park_id,) if park_id else kb.parks:
        try:
            guides.append(kb.guide(matter.matter_id, park, arguments.as_of))
        except NotCovered as refusal:
            refusals.append(refusal)
    if not guides:
        raise Trouble("\n".join(map(str, refusals)))
    _print(kb, guides)
    for refused in refusals:
        say(str(refused))
    return 0


def _print(kb: KnowledgeBase, guides: Sequence[ServiceGuide]) -> None:
    first = guides[0]
    parks = "、".join(kb.parks[guide.park_id].short_name for guide in guides)
    table(
        f"{first.name}（{first.matter_id}） {parks} {first.as_of} 清单 {first.edition.id}",
        ("项目", "内容", "状态", "来源", "核对日期"),
        [row for name in GUIDE_FIELDS for row in _rows(kb, guides, name)],
        whole=(2, 4),
    )
    for notice in dict.fromkeys(notice for guide in guides for notice in guide.notices):
        say(f"提示：{notice}")


def _rows(kb: KnowledgeBase, guides: Sequence[ServiceGuide], name: str) -> Iterator[Row]:
    """A field's row; one for each park where they do not say the same."""
    label = FIELD_NAMES[name]
    same = all(guide.fields[name] == guides[0].fields[name] for guide in guides)
    for guide in guides[:1] if same else guides:
        fact = guide.fields[name]
        yield (
            label if same else f"{label}\n{kb.parks[guide.park_id].short_name}",
            value_text(name, fact.value),
            STATUS_NAMES[fact.status],
            source_text(fact.source),
            str(fact.checked_on or ""),
        )
