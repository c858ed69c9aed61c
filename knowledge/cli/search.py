"""`search`: what the guide makes of a person's words."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.base import KnowledgeBase
from knowledge.cli.console import busy, say, table
from knowledge.cli.errors import NO_ENCODER, Trouble
from knowledge.cli.finding import find_park
from knowledge.cli.parser import Subparsers, add_command, add_day, add_park, load
from knowledge.index.store import IndexMismatch
from knowledge.labels import STATUS_NAMES
from knowledge.question import Question
from knowledge.schema import Referral

if TYPE_CHECKING:
    from knowledge.search import Result, Searcher

DECISIONS = {
    "match": "有把握，就是第一个",
    "clarify": "要再问一句",
    "none": "不归园区办，或者没听懂",
}


def register(subparsers: Subparsers) -> None:
    """Say what the command takes."""
    parser = add_command(
        subparsers,
        "search",
        run,
        "试一句话能搜到什么：判断、候选事项和得分、追问或转介",
        example="search 我要盖个厂房",
    )
    parser.add_argument("words", nargs="+", metavar="说法", help="申请人的原话")
    add_park(parser)
    add_day(parser)
    parser.add_argument(
        "--index-dir", type=Path, metavar="文件夹", help="索引在哪里（默认 var/index）"
    )


def run(arguments: argparse.Namespace) -> int:
    """Search, and print what was decided and why."""
    kb = load(arguments)
    park_id = find_park(kb, arguments.park)
    with busy("正在打开索引"):
        searcher = _open(kb, arguments.index_dir)
    result = searcher.search(" ".join(arguments.words), park_id, arguments.as_of)
    _print(result)
    return 0


def _open(kb: KnowledgeBase, index_dir: Path | None) -> "Searcher":
    from knowledge.encoder.opening import EncoderError
    from knowledge.search import DEFAULT_INDEX, Searcher

    try:
        return Searcher.open(kb, index_dir or DEFAULT_INDEX)
    except IndexMismatch as error:
        raise Trouble(
            "还不能搜索：没有索引，或者索引不是用现在的资料建的。\n"
            "请先运行：python -m knowledge build"
        ) from error
    except EncoderError as error:
        raise Trouble(NO_ENCODER) from error


def _print(result: "Result") -> None:
    say(f"判断：{DECISIONS[result.decision]}（{result.decision}）")
    if result.candidates:
        rows = [
            (str(place), candidate.name, candidate.matter_id, f"{candidate.score:.3f}")
            for place, candidate in enumerate(result.candidates, start=1)
        ]
        table("候选事项", ("名次", "事项", "编号", "得分"), rows, whole=(2,), numbers=(0, 3))
    if result.question:
        _ask(result.question)
    if result.referral:
        _refer(result.referral)


def _ask(question: Question) -> None:
    say(f"追问：{question.text}")
    for option in question.options:
        say(f"  · {option.title}" + (f"（{option.matter_id}）" if option.matter_id else ""))


def _refer(referral: Referral) -> None:
    say(f"转介：{referral.title}（{referral.referral_id}，{STATUS_NAMES[referral.status]}）")
    say(f"  {referral.text}")
    say(f"  办理单位：{referral.body}" + (f"，电话 {referral.phone}" if referral.phone else ""))
