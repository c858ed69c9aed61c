"""`audit`: how complete, well founded and fresh the data is."""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from knowledge.audit import Audit, audit
from knowledge.base import KnowledgeBase
from knowledge.cli.console import say, table, tracked
from knowledge.cli.errors import Trouble
from knowledge.cli.finding import find_field
from knowledge.cli.parser import Subparsers, add_command, count, load, today
from knowledge.english import load as load_english
from knowledge.english.coverage import Untranslated, untranslated
from knowledge.guides import pairs_on
from knowledge.labels import FIELD_NAMES, STATUS_NAMES

FIRST = 10
"""Rows of a table that would be long; the JSON has all."""


def register(subparsers: Subparsers) -> None:
    """Say what the command takes."""
    parser = add_command(
        subparsers,
        "audit",
        run,
        "盘点资料：各项的状态、暂缺、来源，以及太久没有核对的",
        example="audit --missing 承诺时限",
    )
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="输出 JSON，列出全部")
    shape.add_argument("--missing", metavar="项目", help="列出缺这一项的事项")
    parser.add_argument(
        "--stale-days",
        type=count,
        default=365,
        metavar="天数",
        help="超过多少天没有核对算陈旧（默认 365）",
    )


def run(arguments: argparse.Namespace) -> int:
    """Look through today's guides and print what was found."""
    kb = load(arguments)
    field = arguments.missing and find_field(arguments.missing)
    found = _audit(kb, arguments.stale_days)
    chinese_only = _chinese_only(kb, arguments.data)
    if arguments.json:
        listed = {"untranslated": [vars(one) for one in chinese_only]}
        say(json.dumps({**found.as_json(), **listed}, ensure_ascii=False, indent=1))
    elif field:
        _print_missing(kb, found, field)
    else:
        _print(kb, found)
        _print_untranslated(kb, chinese_only)
    return 0


def _chinese_only(kb: KnowledgeBase, data: Path) -> tuple[Untranslated, ...]:
    """What has no English, where a folder has any: facts alone need none."""
    own = Path(data) / "english"
    return untranslated(kb, load_english(kb, own)) if own.exists() else ()


def _audit(kb: KnowledgeBase, stale_days: int) -> Audit:
    day = today()
    pairs = pairs_on(kb, day)
    if not pairs:
        raise Trouble(f"{day} 没有任何园区承接任何事项，没有可盘点的")
    guides = (kb.guide(*pair, day, today=day) for pair in tracked(pairs, "正在盘点"))
    return audit(kb, guides, day, stale_days)


def _print(kb: KnowledgeBase, found: Audit) -> None:
    say(
        f"{found.day}，清单 {found.edition}：{found.matters} 个事项，"
        f"按园区算 {found.guides} 份指南，共 {found.values} 项内容"
    )
    _print_statuses(found)
    _print_fields(found)
    _print_matters(found)
    _print_sources(found)
    _print_stale(found)
    _print_windows(kb, found)


def _print_statuses(found: Audit) -> None:
    rows = [
        (STATUS_NAMES[status], str(values), _share(values, found.values))
        for status, values in found.by_status.items()
    ]
    table("各种状态有多少", ("状态", "内容数", "占比"), rows, numbers=(1, 2))


def _print_fields(found: Audit) -> None:
    rows = [
        (
            FIELD_NAMES[field.field],
            field.field,
            *(_or_blank(field.by_status.get(status, 0)) for status in STATUS_NAMES),
            _share(field.by_status.get("missing", 0), found.guides),
            _or_blank(len(field.missing)),
        )
        for field in found.fields
    ]
    header = ("项目", "字段", *STATUS_NAMES.values(), "暂缺占比", "缺的事项数")
    table("每一项的状态", header, rows, whole=(0, 1), numbers=range(2, len(header)))


def _print_matters(found: Audit) -> None:
    rows = [
        (
            matter.name,
            str(len(matter.missing)),
            "、".join(FIELD_NAMES[field] for field in matter.missing),
        )
        for matter in found.by_matter[:FIRST]
        if matter.missing
    ]
    _list(f"缺得最多的 {len(rows)} 个事项", ("事项", "缺几项", "缺什么"), rows, numbers=(1,))


def _print_sources(found: Audit) -> None:
    rows = [(use.title, str(use.values)) for use in found.sources[:FIRST]]
    title = f"用得最多的 {len(rows)} 个来源（共 {len(found.sources)} 个）"
    _list(title, ("来源", "内容数"), rows, numbers=(1,))


def _print_stale(found: Audit) -> None:
    title = f"超过 {found.stale_days} 天没有核对：{len(found.stale)} 项"
    ages = Counter(value.checked_on for value in found.stale)
    matters = Counter(on for on, _ in {(v.checked_on, v.matter_id) for v in found.stale})
    rows = [(str(on), str(ages[on]), str(matters[on])) for on in sorted(ages)]
    _list(title, ("核对日期", "内容数", "事项数"), rows[:FIRST], numbers=(1, 2))
    sources = Counter(title for value in found.stale for title in value.source)
    first = [(title, str(values)) for title, values in sources.most_common(FIRST)]
    if first:
        table("先核对这些来源", ("来源", "陈旧的内容数"), first, numbers=(1,))


def _print_windows(kb: KnowledgeBase, found: Audit) -> None:
    rows = [
        (kb.matters[matter_id].name, matter_id, kb.parks[park_id].short_name)
        for matter_id, park_id in found.assist_only
    ]
    _list(f"只有帮办代办窗口能办：{len(rows)} 项", ("事项", "编号", "园区"), rows)
    say(f"没有承诺时限的事项：{len(found.without_promised_limit)} 个")


def _print_missing(kb: KnowledgeBase, found: Audit, field: str) -> None:
    rows = [
        (kb.matters[matter_id].name, matter_id, kb.matters[matter_id].department.value or "")
        for matter_id in found.missing(field)
    ]
    title = f"缺“{FIELD_NAMES[field]}”（{field}）的事项：{len(rows)} 个"
    _list(title, ("事项", "编号", "主管部门"), rows)


def _print_untranslated(kb: KnowledgeBase, chinese_only: Sequence[Untranslated]) -> None:
    """What those who write English are told in Chinese: no mistake, but to be translated."""
    rows = [
        (kb.matters[one.matter_id].name, FIELD_NAMES[one.field], one.text)
        for one in chinese_only[:FIRST]
    ]
    title = f"还没有英文的内容：{len(chinese_only)} 处（补在 english/terms.yml）"
    _list(title, ("事项", "项目", "中文"), rows)


def _list(
    title: str,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    numbers: Sequence[int] = (),
) -> None:
    """A table, or only its title where there is nothing to list."""
    if rows:
        table(title, header, rows, numbers=numbers)
    else:
        say(title)


def _or_blank(number: int) -> str:
    return str(number or "")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}"
