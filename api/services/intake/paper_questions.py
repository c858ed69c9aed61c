"""Questions about a paper on a list: who makes it, in what form, where it is to be had (D13, D16).

Answered from what the service guide says anywhere; what it does not say is named as unknown.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from api.services import faqs
from api.services.intake.material_names import spoken_of
from api.services.intake.papers import matters_giving
from api.services.intake.spoken_materials import numbered
from api.services.wording import say_rule, source_note
from knowledge import Fact, KnowledgeBase, ServiceGuide
from knowledge.labels import material_text, value_text
from knowledge.text import normalise

HELP = "请问受理窗口，或者拨打 12345 政务服务便民热线。"
GIVEN_BY = "「{paper}」是「{matter}」办下来的，还没办的话，可以先办它。"
MEANING = "meaning"
APPLICATION = re.compile(r"申请[书表]|登记表|申请文件")
POINTS = re.compile(r"这|那|它|材料|资料|清单|哪[些几]|报告|证明|合同|图纸|章程|协议|方案")
"""Speaks of papers without naming one."""
LEAST_SHARED = 3
"""Characters that a sentence of the guide shares with a paper's name when it speaks of it."""
SENTENCES = re.compile(r"[。；\n]|（[一二三四五六七八九十\d]+）")
SEARCHED = ("intermediary", "conditions", "procedure", "remarks")
"""Fields of the guide that may say something of a paper."""
MOST_SENTENCES = 2


@dataclass(frozen=True)
class Kind:
    """One kind of question about a paper.

    Attributes:
        asks: the words that ask it.
        told: words that a sentence holds which answers it.
        wanted: what is asked, for an answer that it is not known.
    """

    asks: re.Pattern[str]
    told: re.Pattern[str]
    wanted: str


MAKERS = r"(?:出具?|开具?|做(?!决定|主)|写|编制?|提供|弄|画|测|评|搞|签|检测|评价|论证)"
BROKEN = (
    r"不一样|查出来?|对不上|没按|没?做不?到|办不到|达不到|兑现|不实|是假|造假|不符|反悔|不?履行|失信|后果"
    r"|违反|违背|虚假"
)
OF_A_PROMISE = (
    (
        re.compile(rf"承诺.*(?:{BROKEN})|(?:{BROKEN}).*承诺"),
        re.compile(r"承诺.*(?:撤销|处罚|罚款|责令|改正)"),
    ),
    (re.compile(r"承诺"), re.compile(r"告知承诺")),
)
"""Questions about a promise (告知承诺), and the sentences of a guide that answer them."""
KINDS = {
    "form": Kind(
        re.compile(
            r"原件|复印|扫描|几份|一式|要?盖公?章[吗么没不]|要[^，。]{0,2}盖(?:公|单位)?章|签[字名]|手写|电子[版件]|打印"
        ),
        re.compile(r"原件|复印|份|盖章|签名|签字|电子"),
        "要什么样的、要几份（原件还是复印件、要不要盖章）",
    ),
    "where": Kind(
        re.compile(r"哪[里儿]?.{0,4}(?:领|下载|拿|取|打印|找得到)|模板|样本|样表|范本|格式|空表"),
        re.compile(r"下载|领取|格式文本|网站|平台"),
        "在哪里领、有没有样本",
    ),
    "maker": Kind(
        re.compile(
            rf"(?:谁|哪家|哪个|什么(?:单位|机构|公司|人)|哪[里儿]).{{0,4}}{MAKERS}|找谁|请谁|[跟和与同](?:谁|哪)"
            rf"|(?:自己|我们|自行|内部)[^，。？]{{0,5}}{MAKERS}|委托(?!书|人)|资质|怎么{MAKERS}|{MAKERS}(?:一份)?要(?:找|请)"
        ),
        re.compile(r"委托|资质|编制|出具|聘请|签订|签署|由[^，。]{1,15}(?:出|编|评|测|签|提供)"),
        "由谁出、能不能自己做",
    ),
    MEANING: Kind(
        re.compile(r"是什么|是啥|什么意思|指什么|指的是|什么东西|包括|什么内容|写什么|怎么[写填]"),
        re.compile(r"."),
        "具体要写什么",
    ),
}


@dataclass(frozen=True)
class PaperAnswer:
    """What is told, and of which papers, by number; `text` is None where nothing of a paper is."""

    text: str | None
    numbers: tuple[int, ...] = ()


def answer(
    kb: KnowledgeBase, guide: ServiceGuide, words: str, asked: Collection[int]
) -> PaperAnswer:
    """The answer to a question about papers of a guide's list.

    Args:
        asked: the numbers, from 1, of the papers that are spoken of when the words name none.
    """
    if "承诺" in words:
        return PaperAnswer(_of_a_promise(guide, normalise(words)))
    fact = guide.fields["materials"]
    listed: Sequence[dict[str, Any]] = fact.value or ()
    named = _named(words, [one["name"] for one in listed])
    numbers = tuple(sorted(named or {one for one in asked if 0 < one <= len(listed)}))
    kind = next((one for one in KINDS.values() if one.asks.search(normalise(words))), None)
    if kind is None or not (numbers or kind is KINDS["form"] or POINTS.search(words)):
        return PaperAnswer(None, numbers)
    if often := faqs.answer_of(kb, guide, words):
        return PaperAnswer(often, numbers)
    papers = [listed[number - 1] for number in numbers]
    told = list(dict.fromkeys(_told(kb, guide, papers, kind)))
    return PaperAnswer("\n".join(told or [*_notes(papers), _not_known(papers, kind)]), numbers)


def asks_who_makes(words: str) -> bool:
    """Whether `words` ask who makes a paper."""
    return KINDS["maker"].asks.search(normalise(words)) is not None


def _notes(papers: Sequence[dict[str, Any]]) -> Iterator[str]:
    """What the list says beside the names of papers, though it does not answer the question."""
    for paper in papers:
        if paper.get("note"):
            yield f"清单上写的是：{material_text(paper)}。"


def _of_a_promise(guide: ServiceGuide, words: str) -> str | None:
    """What the guide itself says of promises; None where it says nothing."""
    told = next(told for asks, told in OF_A_PROMISE if asks.search(words))
    found = [
        f"{sentence.strip()}。{source_note(fact)}"
        for fact, sentence in sentences(guide)
        if told.search(sentence)
    ]
    return "\n".join([f"「{guide.name}」：", *found[:MOST_SENTENCES]]) if found else None


def sentences(guide: ServiceGuide) -> Iterator[tuple[Fact[Any], str]]:
    """The sentences of the guide that may say something of a paper, with their facts."""
    for field in SEARCHED:
        fact: Fact[Any] = guide.fields[field]
        for sentence in SENTENCES.split(value_text(field, fact.value)):
            yield fact, sentence


def _named(words: str, names: Sequence[str]) -> set[int]:
    """The numbers of the papers that the words name, or number."""
    by_number, rest = numbered(normalise(words), len(names))
    return by_number or spoken_of(rest, names)


def _told(
    kb: KnowledgeBase, guide: ServiceGuide, papers: Sequence[dict[str, Any]], kind: Kind
) -> Iterator[str]:
    """What the guide says of the papers, and which matter of ours gives one."""
    materials = guide.fields["materials"]
    for paper in papers:
        known = material_text(paper)
        if known != paper["name"] and (kind.told.search(known) or kind is KINDS[MEANING]):
            yield f"清单上写的是：{known}{source_note(materials)}"
        yield from _in_fields(guide, paper["name"], kind)
        if kind is KINDS["where"] and APPLICATION.search(paper["name"]):
            yield say_rule(kb.rules["application_forms"])
        giving = next(iter(matters_giving(kb, paper["name"], but=guide.matter_id)), None)
        if giving and kind in (KINDS["maker"], KINDS["where"], KINDS[MEANING]):
            matter = kb.matters[giving].name.partition("（")[0]
            yield GIVEN_BY.format(paper=paper["name"], matter=matter)


def _in_fields(guide: ServiceGuide, paper: str, kind: Kind) -> Iterator[str]:
    """The sentences of the guide that speak of a paper and answer such a question."""
    name = _own_part(paper, guide.name)
    found = [
        f"{sentence.strip()}。{source_note(fact)}"
        for fact, sentence in sentences(guide)
        if kind.told.search(sentence) and _speaks_of(sentence, name)
    ]
    yield from found[:MOST_SENTENCES]


def _own_part(paper: str, matter: str) -> str:
    """A paper's name without what the matter itself is called."""
    shared = max(
        (
            paper[a:b]
            for a in range(len(paper))
            for b in range(a, len(paper) + 1)
            if paper[a:b] in matter
        ),
        key=len,
    )
    return paper.replace(shared, "", 1) if len(shared) > LEAST_SHARED else paper


def _speaks_of(sentence: str, name: str) -> bool:
    return bool(spoken_of(sentence, [name], LEAST_SHARED))


def _not_known(papers: Sequence[dict[str, Any]], kind: Kind) -> str:
    what = "、".join(f"「{paper['name']}」" for paper in papers[:2])
    what = what or ("清单上的材料" if kind is KINDS["form"] else "这份材料")
    if papers and kind is KINDS[MEANING]:
        return f"就是{what}这项材料；{kind.wanted}，办事指南没有写明。{HELP}"
    return f"{what}{kind.wanted}，办事指南没有写明。{HELP}"
