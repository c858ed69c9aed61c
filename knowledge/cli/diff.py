"""`diff`: what changes from one list of matters to another."""

import argparse
import json

from knowledge import edition_diff
from knowledge.base import KnowledgeBase
from knowledge.chinese_dates import in_words
from knowledge.cli.console import say, table
from knowledge.cli.errors import Misuse, Trouble
from knowledge.cli.finding import find_edition
from knowledge.cli.parser import Subparsers, add_command, load
from knowledge.edition_diff import MODE_NAMES, Change, EditionDiff, Kind
from knowledge.schema import Edition

KINDS: dict[Kind, str] = {
    "added": "新增",
    "removed": "取消",
    "mode_changed": "方式变了",
    "window_changed": "窗口变了",
}


def register(subparsers: Subparsers) -> None:
    """Say what the command takes."""
    parser = add_command(
        subparsers, "diff", run, "对比两个清单版本有什么变化", example="diff sample-2021 2025"
    )
    parser.add_argument(
        "editions",
        nargs="*",
        metavar="版本",
        help="先写早的，再写晚的；不写就比最后两个（编号见 editions）",
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print the changes as a table, or as JSON."""
    if len(arguments.editions) not in (0, 2):
        raise Misuse("对比要写两个版本，或者都不写")
    kb = load(arguments)
    earlier, later = _chosen(kb, arguments.editions)
    found = edition_diff.diff(kb, earlier, later)
    if arguments.json:
        say(json.dumps(found.as_json(), ensure_ascii=False, indent=1))
    else:
        _print(kb, found)
    return 0


def _chosen(kb: KnowledgeBase, named: list[str]) -> tuple[Edition, Edition]:
    if named:
        earlier, later = (find_edition(kb, words) for words in named)
    elif len(kb.editions) > 1:
        earlier, later = kb.editions[-2:]
    else:
        raise Trouble(f"只有一个清单版本（{kb.edition.id}），没有可对比的")
    if later.effective_from < earlier.effective_from:
        raise Trouble(f"{earlier.id} 比 {later.id} 晚，请先写早的：diff {later.id} {earlier.id}")
    return earlier, later


def _print(kb: KnowledgeBase, found: EditionDiff) -> None:
    if not found.changes:
        say(f"{found.earlier} 和 {found.later} 没有区别。")
        return
    table(
        f"从 {found.earlier} 到 {found.later}（{in_words(found.from_day)}起）有 "
        f"{len(found.changes)} 处变化",
        ("变化", "事项", "编号", "园区", "原来", "现在"),
        [_row(kb, change) for change in found.changes],
        whole=(0, 3),
    )


def _row(kb: KnowledgeBase, change: Change) -> tuple[str, ...]:
    before, after = (
        MODE_NAMES.get(value or "", value or "") for value in (change.before, change.after)
    )
    park = kb.parks[change.park_id].short_name
    return KINDS[change.kind], change.name, change.matter_id, park, before, after
