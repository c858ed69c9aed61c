"""`import`: takes over an official list of matters, or service guides, from a file."""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import knowledge
from knowledge import changes, system_errors
from knowledge.cli.console import busy, say, table
from knowledge.cli.errors import Misuse, Trouble
from knowledge.cli.parser import Subparsers, add_command, address, day, identifier, today, words
from knowledge.importing.edition_plan import EditionPlan, Listing, plan_edition
from knowledge.importing.errors import ImportFileError
from knowledge.importing.guide_plan import GuidePlan, GuideSource, plan_guides
from knowledge.importing.records import Unread
from knowledge.labels import FIELD_NAMES

MOST_TOLD = 40
"""Lines of changes shown on the terminal; the rest is counted."""
RELOAD = "要让正在运行的系统用上新资料，请运行：make reload"


def register(subparsers: Subparsers) -> None:
    """Say what the command takes."""
    parser = add_command(
        subparsers,
        "import",
        run,
        "导入正式的赋权清单或办事指南（先加 --dry-run 看会改什么）",
        example="import list 附件.docx --id annex-2021 --from 2021-03-10 "
        "--document 郴政办发〔2021〕4号 --dry-run",
    )
    parser.add_argument("kind", choices=("list", "guides"), help="list 是清单，guides 是办事指南")
    parser.add_argument("file", type=Path, metavar="文件", help=".docx、.doc、.xlsx 或 .csv")
    parser.add_argument("--dry-run", action="store_true", help="只看会改什么，什么都不改")
    parser.add_argument("--skip-unread", action="store_true", help="有读不懂的行也导入其余的")
    parser.add_argument("--url", type=address, metavar="网址", help="文件公布在哪个网页")
    listing = parser.add_argument_group("导入清单要写")
    listing.add_argument(
        "--id", type=identifier, metavar="编号", help="新版本的编号，如 annex-2021"
    )
    listing.add_argument("--from", dest="first_day", type=day, metavar="日期", help="从哪天起执行")
    listing.add_argument(
        "--document", type=words, metavar="文号", help="依据的文件，如 郴政办发〔2021〕4号"
    )
    listing.add_argument(
        "--title", type=words, metavar="名称", default="赋权事项清单", help="清单叫什么"
    )
    guides = parser.add_argument_group("导入办事指南要写")
    guides.add_argument("--source", type=words, metavar="来源", help="指南叫什么，由谁发布")


def run(arguments: argparse.Namespace) -> int:
    """Show what would change; change it unless that was all that was asked for."""
    plan = _list_plan(arguments) if arguments.kind == "list" else _guide_plan(arguments)
    _tell_unread(plan.unread)
    if arguments.dry_run:
        say("这是试运行，什么都没有改。")
        return 0
    if plan.unread and not arguments.skip_unread:
        raise Trouble("有读不懂的内容，没有导入。改好文件再来，或者加 --skip-unread 先导入其余的")
    try:
        changes.apply(arguments.data, plan.files)
    except OSError as error:
        raise Trouble(
            f"资料文件夹写不进去，什么都没有改：{system_errors.explain(error)}"
        ) from error
    say(f"已导入。{RELOAD}")
    return 0


def _list_plan(arguments: argparse.Namespace) -> EditionPlan:
    missing = [
        option
        for option, value in (
            ("--id", arguments.id),
            ("--from", arguments.first_day),
            ("--document", arguments.document),
        )
        if value is None
    ]
    if missing:
        raise Misuse(f"导入清单还缺 {'、'.join(missing)}")
    listing = Listing(
        edition_id=arguments.id,
        title=arguments.title,
        effective_from=arguments.first_day,
        document=arguments.document,
        checked_on=today(),
        url=arguments.url,
        replaces=_samples_from(arguments),
    )
    with _reading(arguments.file), busy("读清单，核对资料"):
        plan = plan_edition(arguments.data, arguments.file, listing)
    _tell_list(plan)
    return plan


def _samples_from(arguments: argparse.Namespace) -> tuple[str, ...]:
    """Sample editions that begin no earlier: the real list takes their place."""
    return tuple(
        edition.id
        for edition in knowledge.load(arguments.data).editions
        if edition.status == "sample" and edition.effective_from >= arguments.first_day
    )


def _tell_list(plan: EditionPlan) -> None:
    say(
        f"读到 {len(plan.reading.rows)} 行：认出 {len(plan.known)} 个已有事项，"
        f"{len(plan.new)} 个新事项，{len(plan.unread)} 处读不懂。"
    )
    if plan.listing.replaces:
        say(f"代替示例清单：{'、'.join(plan.listing.replaces)}")
    if plan.new:
        rows = [(key, found[0].name, found[0].place) for key, found in plan.new.items()]
        table("新事项（资料先标为暂缺）", ("编号", "名称", "位置"), rows)
    if plan.told:
        say(f"申请人会看到 {len(plan.told)} 处变化：")
        _tell_some(plan.told)


def _guide_plan(arguments: argparse.Namespace) -> GuidePlan:
    if arguments.source is None:
        raise Misuse("导入办事指南还缺 --source")
    source = GuideSource(arguments.source, today(), arguments.url)
    with _reading(arguments.file), busy("读办事指南，核对资料"):
        plan = plan_guides(arguments.data, arguments.file, source)
    say(f"有 {len(plan.changes)} 项内容会变，{len(plan.unread)} 处读不懂。")
    _tell_some(
        [
            f"「{change.name}」{FIELD_NAMES.get(change.field, change.field)}："
            f"{change.before or '暂缺'} → {change.after}"
            for change in plan.changes
        ]
    )
    return plan


@contextmanager
def _reading(file: Path) -> Iterator[None]:
    """Tells a file that cannot be read as trouble of the person who gave it."""
    if not file.is_file():
        raise Trouble(f"没有这个文件：{file}")
    try:
        yield
    except ImportFileError as error:
        raise Trouble(f"文件读不了：{error}") from error


def _tell_some(lines: Sequence[str]) -> None:
    for line in lines[:MOST_TOLD]:
        say(f"  {line}")
    if len(lines) > MOST_TOLD:
        say(f"  ……还有 {len(lines) - MOST_TOLD} 处")


def _tell_unread(unread: Sequence[Unread]) -> None:
    if unread:
        rows = [(found.place, found.header, found.text, found.reason) for found in unread]
        table("读不懂的内容", ("位置", "列", "内容", "原因和办法"), rows, whole=(0,))
