"""Questions about a paper on a list: who makes it, in what form, where it is to be had (D13, D16).

Answered from what the service guide says anywhere; what it does not say is named as unknown.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from api.services import faqs
from api.services.intake.asked_papers import answer_asked
from api.services.intake.guide_sentences import GIVEN_BY, HELP, sentences
from api.services.intake.material_names import like, paper_named, spoken_of
from api.services.intake.papers import matters_giving
from api.services.intake.spoken_materials import numbered
from api.services.said.papers import AskedPaper
from api.services.wording import say_rule, source_note
from knowledge import KnowledgeBase, ServiceGuide
from knowledge.labels import material_text
from knowledge.text import normalise

WHETHER = re.compile(
    r"(?:还|也|都)*(?:要不要|需不需要|用不用|需要(?=吗|么|不)|必须(?:要|有)?(?=吗|么)|不用(?=吧|吗)"
    r"|(?<![谁哪里])要(?:带|交|准备|提供)?(?=$|吗|么|不))(?:带|交|准备|有|提供)?的?[吗么不吧嘛]?[?？]*$"
)
"""Asks whether a paper is needed: 监理合同要不要."""
WHETHER_FIRST = re.compile(
    r"^(?:那|还|也|是不是)*(?:要不要|需不需要|用不用|还要)(?:带|交|准备|提供|有|办)?"
)
ABOUT_IT = re.compile(
    r"^(?:那个?|还有|请问|另外|这个|就是|我们?的?|对了)+|[，,。?？ ]|(?:也|还|都)$"
)
MEANING = "meaning"
APPLICATION = re.compile(r"申请[书表]|登记表|申请文件")
POINTS = re.compile(
    r"这|那|它|检测|检验|评估|鉴定|材料|资料|清单|哪[些几]|报告|证明|合同|图纸|章程|协议|方案|证书|凭证|说明|记录|函"
)
"""Speaks of papers without naming one."""
MAKES = re.compile(r"(?:谁|哪[家个里儿]?).{0,3}(?:编|写|画|开|测|评|检)")
"""Asks of what is made that it can only be a paper: 找谁编."""
LEAST_SHARED = 3
"""Characters that a sentence of the guide shares with a paper's name when it speaks of it."""
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
    "duration": Kind(
        re.compile(
            r"(?:编|写|画|检测|测绘|评价|论证|修改)[^，。]{0,3}(?:多久|几天|多长时间)"
            r"|多[久长][^，。]{0,4}(?:编|写|画|测|做|改)好"
        ),
        re.compile(r"(?!)"),
        "要做多久",
    ),
    "price": Kind(
        re.compile(rf"(?:{MAKERS}|请人|找人)[^，。]{{0,10}}(?:多少钱|收费|费用|价格|[贵便][不宜])"),
        re.compile(r"服务费|编制费|检测费"),
        "请人做要多少钱",
    ),
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
            rf"(?:谁|哪家|哪个|什么(?:单位|机构|公司|人)|哪[里儿]?).{{0,4}}{MAKERS}|找谁(?!问|说|投诉|反映)|请谁|[跟和与同](?:谁|哪)"
            rf"|(?:自己|我们|自行|内部)[^，。？]{{0,5}}{MAKERS}|委托(?!书|人)|资质|怎么{MAKERS}|{MAKERS}(?:一份)?要(?:找|请)"
        ),
        re.compile(r"委托|资质|编制|出具|聘请|签订|签署|由[^，。]{1,15}(?:出|编|评|测|签|提供)"),
        "由谁出、能不能自己做",
    ),
    "validity": Kind(
        re.compile(
            r"(?:还|再)?能用[吗不么]|还?有效[吗么]|要?重新?[做办开出][吗么不]"
            r"|(?:过期|到期|旧|去年|上个?月).{0,8}(?:行|可以|能|作数|算数)"
        ),
        re.compile(r"有效期|个月内|年内|到期|过期"),
        "隔了一段时间、过了期的还能不能用",
    ),
    MEANING: Kind(
        re.compile(r"是什么|是啥|什么意思|指什么|指的是|什么东西|包括|什么内容|写什么|怎么[写填]"),
        re.compile(r"."),
        "具体要写什么",
    ),
}


OF_ANY_PAPER = tuple(KINDS[name] for name in ("form", "price", "duration"))
"""Kinds of questions that are asked of nothing but papers."""


@dataclass(frozen=True)
class PaperAnswer:
    """What is told, and of which papers, by number.

    Attributes:
        text: None where nothing is told of a paper.
        needed: whether it was asked if a paper is needed at all.
    """

    text: str | None
    numbers: tuple[int, ...] = ()
    needed: bool = False


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
    asks = WHETHER.search(normalise(words)) or WHETHER_FIRST.match(normalise(words))
    if asks and (needed := _whether_needed(kb, guide, words)).text:
        return needed
    kind = next((one for one in KINDS.values() if one.asks.search(normalise(words))), None)
    pointed = numbers or POINTS.search(words) or MAKES.search(words)
    if kind is None or not (pointed or kind in OF_ANY_PAPER):
        return PaperAnswer(None, numbers)
    if often := faqs.answer_of(kb, guide, words):
        return PaperAnswer(often, numbers)
    papers = [listed[number - 1] for number in numbers]
    told = list(dict.fromkeys(_told(kb, guide, papers, kind)))
    return PaperAnswer("\n".join(told or [*_notes(papers), _not_known(papers, kind)]), numbers)


def asks_who_makes(words: str) -> bool:
    """Whether `words` ask who makes a paper."""
    return KINDS["maker"].asks.search(normalise(words)) is not None


def _whether_needed(kb: KnowledgeBase, guide: ServiceGuide, words: str) -> PaperAnswer:
    """Whether a paper that the words name is wanted; of other things nothing is said."""
    plain = WHETHER_FIRST.sub("", WHETHER.sub("", normalise(words)))
    name = paper_named(ABOUT_IT.sub("", plain))
    if name is None:
        return PaperAnswer(None)
    listed: Sequence[dict[str, Any]] = guide.fields["materials"].value or ()
    numbers = tuple(sorted(like(name, [one["name"] for one in listed])))
    return PaperAnswer(answer_asked(kb, guide, AskedPaper(name)), numbers, needed=True)


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
