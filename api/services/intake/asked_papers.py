"""Whether a paper is wanted for a matter, or will do: told by its list, else by its guide.

What neither of them says is named as open, with what the list does say (D16).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.services.intake.guide_sentences import GIVEN_BY, HELP, sentences
from api.services.intake.material_names import like, spoken_of
from api.services.intake.papers import matters_giving
from api.services.said.papers import AskedPaper
from api.services.wording import source_note
from knowledge import KnowledgeBase, ServiceGuide
from knowledge.labels import material_text
from knowledge.text import compact

MOST_LISTED = 5
MOST_MEANT = 3
MOST_SENTENCES = 2
LEAST_SHARED = 3
"""Characters that a sentence shares with the name of a paper it speaks of."""
SHORTEST_CORE = 2
TAILS = (
    "同意",
    "签字",
    "签名",
    "证明",
    "证书",
    "报告书",
    "报告表",
    "报告",
    "文件",
    "合同",
    "书",
    "证",
    "表",
    "图",
    "章",
)
"""Ends of names that tell no paper from another."""
ON_LIST = "清单上有这一项：{listed}。{note}"
NOT_ON_LIST = "「{matter}」的清单上没有写「{paper}」。"
LISTED = "清单上写的是：{listed}。{note}"
NO_LIST = "「{matter}」的材料清单还没有查到可靠来源，要不要「{paper}」不敢随便说。"
SAID = "办事指南里说到的是：{sentence}。{note}"
LOST = "「{paper}」丢了怎么补，没有查到可靠来源，请打 12345 问发证的部门。"
SETTLED_BY = "还要不要，以大厅一次性告知为准，也可以先打 12345 问清楚。"


def answer_asked(kb: KnowledgeBase, guide: ServiceGuide, asked: AskedPaper) -> str:
    """What is known of a paper that somebody asks about for the matter of `guide`."""
    listed: Sequence[Mapping[str, Any]] = guide.fields["materials"].value or ()
    names = [one["name"] for one in listed]
    numbers = like(asked.name, names) or spoken_of(asked.name, names, LEAST_SHARED)
    note = source_note(guide.fields["materials"])
    if numbers:
        found = [listed[number - 1] for number in sorted(numbers)]
        return "\n".join(_on_list(kb, guide, asked, found, note))
    return "\n".join(_unlisted(kb, guide, asked, listed, note))


def is_its_own(kb: KnowledgeBase, matter_id: str, paper: str) -> bool:
    """Whether a paper is what the matter itself gives: 没有施工许可证能先开工吗."""
    said = compact(paper)
    return any(said in name or name in said for name in _names(kb, matter_id))


def _names(kb: KnowledgeBase, matter_id: str) -> Iterator[str]:
    matter = kb.matters[matter_id]
    result = matter.fields.result.value
    yield from map(compact, (matter.name, *matter.aliases))
    if isinstance(result, str):
        yield compact(result)


def _on_list(
    kb: KnowledgeBase,
    guide: ServiceGuide,
    asked: AskedPaper,
    found: Sequence[Mapping[str, Any]],
    note: str,
) -> Iterator[str]:
    told = [one["name"] for one in found] if len(found) > 1 else [material_text(found[0])]
    yield ON_LIST.format(listed="；".join(told[:MOST_MEANT]), note=note)
    if asked.lacks:
        yield from _where_from(kb, guide, asked)
        yield f"没有的能不能用别的代替，{HELP}"
    elif asked.in_form:
        yield f"要原件还是复印件、电子版行不行，清单没有写明，{HELP}"
    elif asked.instead:
        yield f"「{asked.name}」够不够，以窗口看过为准，也可以先打 12345 问清楚。"


def _unlisted(
    kb: KnowledgeBase,
    guide: ServiceGuide,
    asked: AskedPaper,
    listed: Sequence[Mapping[str, Any]],
    note: str,
) -> Iterator[str]:
    lead = NOT_ON_LIST if listed else NO_LIST
    yield lead.format(matter=guide.name, paper=asked.name)
    said = list(_said_of(guide, asked.name))
    yield from said
    if listed and not (said or asked.lost):
        yield LISTED.format(listed=_first(listed), note=note)
    if asked.lacks:
        yield from _where_from(kb, guide, asked)
    if not asked.lost:
        yield SETTLED_BY if listed else HELP


def _first(listed: Sequence[Mapping[str, Any]]) -> str:
    named = "；".join(one["name"] for one in listed[:MOST_LISTED])
    return f"{named}等{len(listed)}项" if len(listed) > MOST_LISTED else named


def _said_of(guide: ServiceGuide, paper: str) -> Iterator[str]:
    """The sentences of the guide that speak of a paper."""
    core = _core(paper)
    found = [
        SAID.format(sentence=sentence.strip(), note=source_note(fact))
        for fact, sentence in sentences(guide)
        if (core and core in compact(sentence)) or spoken_of(sentence, [paper], LEAST_SHARED)
    ]
    yield from found[:MOST_SENTENCES]


def _core(paper: str) -> str:
    """The name of a paper without its end; empty where too little is left."""
    words = compact(paper)
    tail = next((tail for tail in TAILS if words.endswith(tail)), "")
    core = words.removesuffix(tail)
    return core if len(core) >= SHORTEST_CORE else ""


def _where_from(kb: KnowledgeBase, guide: ServiceGuide, asked: AskedPaper) -> Iterator[str]:
    """Where to get a paper that is not there: a matter of ours, or whose business it is."""
    giving = next(iter(matters_giving(kb, asked.name, but=guide.matter_id)), None)
    if giving and asked.lost:
        yield LOST.format(paper=asked.name)
        return
    if giving:
        matter = kb.matters[giving].name.partition("（")[0]
        yield GIVEN_BY.format(paper=asked.name, matter=matter)
        return
    words = compact(asked.name)
    named = (
        (len(keyword), told)
        for told in kb.referrals.values()
        for keyword in told.keywords
        if compact(keyword) in words
    )
    best = max(named, key=lambda one: one[0], default=None)
    if best:
        yield best[1].text
