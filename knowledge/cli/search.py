"""`search`: what the guide makes of a person's words."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.base import KnowledgeBase
from knowledge.cli.console import busy, say, table
from knowledge.cli.errors import NO_ENCODER, Trouble
from knowledge.cli.finding import find_matter, find_park
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
    parser.add_argument("--why", action="store_true", help="说明为什么是第一个事项")
    parser.add_argument("--matter", metavar="事项", help="说明为什么是，或者不是这个事项")
    parser.add_argument(
        "--index-dir", type=Path, metavar="文件夹", help="索引在哪里（默认 var/index）"
    )


def run(arguments: argparse.Namespace) -> int:
    """Search, and print what was decided and why."""
    kb = load(arguments)
    park_id = find_park(kb, arguments.park)
    matter_id = find_matter(kb, arguments.matter).matter_id if arguments.matter else None
    with busy("正在打开索引"):
        searcher = _open(kb, arguments.index_dir)
    words = " ".join(arguments.words)
    _print(searcher.search(words, park_id, arguments.as_of))
    if arguments.why or matter_id:
        _explain(kb, searcher, words, matter_id, park_id, arguments.as_of)
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


def _explain(
    kb: KnowledgeBase,
    searcher: "Searcher",
    words: str,
    matter_id: str | None,
    park_id: str | None,
    as_of: date | None,
) -> None:
    from knowledge.explanation import CHANNEL_NAMES, FIELD_NAMES, explain

    found = explain(searcher, words, matter_id, park_id, as_of)
    if found is None:
        say("没有可以说明的。这句话里没有可以检索的内容，或者那一天还没有承接的事项。")
        return
    place = f"第 {found.place} 名" if found.place else "没有进入比较"
    say(f"为什么：{kb.matters[found.matter_id].name}，{place}")
    say(f"  属于园区业务的可能：{found.ours:.0%}（低于 {found.least_ours:.0%} 会转介）")
    say(f"  第一个事项正确的可能：{found.right:.0%}（低于 {found.least_right:.0%} 会先追问）")
    if found.rival:
        say(f"  最接近的另一个事项：{kb.matters[found.rival].name}")
    if found.instead:
        say(f"  如果不是园区的事，最像：{found.instead}")
    rows = [
        (CHANNEL_NAMES[one.channel], f"{one.points:.2f}", f"{one.lead:+.2f}", "、".join(one.words))
        for one in found.contributions
    ]
    table("得分从哪里来", ("依据", "得分", "比另一个事项多", "共同的内容"), rows, numbers=(1, 2))
    likely = [(FIELD_NAMES[n.field], n.text, f"{n.similarity:.2f}") for n in found.nearest]
    table("这个事项里最像的写法", ("哪一项", "内容", "相似度"), likely, numbers=(2,))


def _ask(question: Question) -> None:
    say(f"追问：{question.text}")
    for option in question.options:
        say(f"  · {option.title}" + (f"（{option.matter_id}）" if option.matter_id else ""))


def _refer(referral: Referral) -> None:
    say(f"转介：{referral.title}（{referral.referral_id}，{STATUS_NAMES[referral.status]}）")
    say(f"  {referral.text}")
    say(f"  办理单位：{referral.body}" + (f"，电话 {referral.phone}" if referral.phone else ""))
