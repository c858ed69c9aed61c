"""Words that surely ask to go through the materials, or about one that is missing."""

from __future__ import annotations

import re

from actions.journey.moves import sets_something_up
from actions.precheck.progress import APPLIES, MISSING, Progress
from actions.turn import Turn

PAPERS = r"(?:材料|资料|文件|证件|手续|东西|清单)"
COMPLETE = (
    r"(?:[齐全够](?:不[齐全够]|没[齐全够]|了?[吗没么嘛])|[齐全够]不|齐全[吗不没]|合不合|行不行|合格[吗不]"
    r"|[缺少差漏](?:不[缺少差漏]|没[缺少差漏]|了?(?:什么|啥|哪)|吗))"
)
LOOKED_AT = (
    r"(?:(?:核对|核查|检查|核|对|过|审|清点|捋|理|比对|把关)"
    r"(?:[过看]?一?[遍下次道轮]|一[核对过审捋理])"
    r"|把[把个一下]{0,2}关|核对|预审|预检|审审|对对|查查)"
)
CHECKS = re.compile(
    rf"{PAPERS}.{{0,12}}(?:{COMPLETE}|{LOOKED_AT})|(?:{COMPLETE}|{LOOKED_AT}).{{0,8}}{PAPERS}"
    rf"|(?:查|核|审|验)(?:一?下|看|看看)?(?:我们?的?)?{PAPERS}|{PAPERS}[^，。,]{{0,6}}(?:帮|替)(?:我们?)?(?:先|再|也)?看|(?:帮|替)(?:我们?)?(?:先|再|也)?看[看下一眼个我的]{{0,4}}{PAPERS}"
)
ALL_READY = re.compile(
    rf"{PAPERS}(?:我们?|都|全部?|也|已经)*(?:[备弄准办带]备?)?(?:齐|好|全)(?:全|活)?了"
)
ONE_BY_ONE = re.compile(r"一[项个样条件][一地来对看问过核]|逐[项条个一]|挨个|一样样|一个个")
GONE_THROUGH_SINGLY = re.compile(
    r"(?:一([项个样条])(?:地)?一?\1?|逐[项条个一]|挨个|一样样|一个个)(?:地|的)?[来对核过查审问](?!说|讲|题|您|你)"
)
GOES_ON = re.compile(
    r"(?:好的?|行|嗯|可以|ok|那|我们?|就|再|回来|现在)*[，,]?(?:继续|接着)(?:刚才|前面|之前|上次)?的?"
    r"(?:来|问|看|查|对|核对?|审|检查|预审|弄|材料|清单)*[吧呗啊]?(?:可以)?[吗不]?"
)
"""Takes the pre-check up again: 好继续, 接着刚才的核对."""
BEFOREHAND = re.compile(r"(?:帮|给|替|先|想|要)[^，。,]{0,6}(?<!用地)(?<!土地)预审(?!与|和|意见)")
"""预审 alone; 用地预审 is a matter."""
OF_PAPERS = re.compile(
    rf"{PAPERS}|审|核|对|齐|全|缺|差|少|补|够|合格|容缺|承诺|有了|表|书|证|报告|图|合同|原件|复印|第.[个项样]|[前后].[个项样]|还有"
)
"""Speaks of papers, or of going through them."""
ASKS_WHICH = re.compile(
    r"(?:要|需要|得|该|带|准备|提交?|交)[^，。,]{0,5}(?:什么|哪些|啥|哪几|几[样个份])|什么是|是什么意思|怎么办理"
)
LATER = re.compile(
    r"补(?![贴助偿])|容缺|欠着|缓交|[晚迟][点些几一两]|[过等][几两]天|(?:以后|之后|回头|后[面头]?|改天|下[次回])[^，。,]{0,5}(?:交|送|拿|带)"
    r"|再(?:补|交|送|拿[来过给]|带[来过给])|先[^，。,]{0,4}(?:受理|收(?!费|多少)|办(?![^吗么不理了后再行可，,?？])|交(?!钱|费)|批|发证|拿证)"
)
LOST = re.compile(r"丢|遗失|弄坏|损坏|补[办领]|找不到")
"""Has to be made anew, not handed in later."""
HOW_LONG = re.compile(r"(?:几天|多久|多长|多少天|什么时候|期限)")
HANDED_IN = r"(?:补(?![贴助偿])|交|送(?!货)|拿[来过去给]|带[来过去给]|给(?!我)|提供)"
HANDED_IN_LATER = re.compile(
    r"(?:先|暂时)[^，。,]{0,3}(?:欠|缓)|欠着"
    r"|(?:[晚迟][点些几一两]|[过等][几两一][天日]|以后|之后|回头|后[面头]?|改天|下[次回]|到时候?|稍后|慢点)[^，。,]{0,6}"
    rf"{HANDED_IN}|再{HANDED_IN}"
)
"""Says of a paper that it is to follow, without asking: 先欠着, 差的那个迟点给."""
OF_A_VISIT = re.compile(r"约|号|取消|改期|办件|进度|发票|钱")
WILL_DO = re.compile(
    r"(?:那|行|好的?|就这些了?|[你您]看看?|这样|现在|目前|这些|我们?|就|先|到底|究竟|这个?情况|材料|还|拿[去来]|[去来到]|窗口|大厅|是不是|，|,)*"
    r"(?:能不能|可不可以|行不行|能否|会不会|是不是能?|可以|能|会|行|够|算)(?:先|就|直接|让|给|被)*(?:我|我们)?(?:[去来])?"
    r"(?:办|受理|收|过|去|来|递|交|弄|申请|提交|通过|行|够|齐|退|打回|通得过)?(?:理|件|关|了|下来|得了|不|得|材料|回来)*"
    r"[吗么嘛不吧没呢?？]*"
)
STILL_LACKS = re.compile(
    r"[缺差少欠]的?(?:是)?(?:什么|哪|啥|几|么子|多少)|够不够|齐不齐|全不全|[齐够全]了?[吗没么]|合不合格"
    r"|(?:能|可以|算|行)[^，。,]{0,4}还是(?:不|没)|(?:是不是)[就只还]?[缺差少]|[就只][缺差少][^，。,]{0,12}(?:[对是]吧|吗|是不是)"
    r"|不[缺少差]了?[吧吗]|^(?:好的?|嗯|那|我)*就?(?:只有|是|有)?这(?:些|么多|几[样份个项])(?:材料|东西|资料|了|啦|吧)*$|[齐够全]了?吧|^(?:那|所以|最后|最终)*的?(?:结果|结论)(?:到底)?(?:呢|怎么样|如何|是什么|是啥)*$|(?:问|对|核|查|看|审)?完了(?:没有?|吗)$"
    r"|^那?[这我]?[该要]?(?:怎么|咋)[办搞弄][呢啊咧]?$|哪[些几]?[个样项]?材?料?(?:还)?没(?:有|备|弄|齐)|会不会[^，。,]{0,4}(?:退|白跑|打回)|(?:办|收|受理)(?:得|不)了?[吗么不]"
)
AT_PRESENT = re.compile(r"现在|目前|到底|究竟|的话|[啊呀哦]")
"""Says when, and nothing else, in a question for the verdict: 能办吗现在."""
ELSEWHERE = re.compile(
    r"网上|线上|代办|别人|周[一二三四五六日末]|星期|礼拜|哪|几|多久|快递|今天|下午|明天|预约|约|钱|费"
)
"""Asks how or when, and not whether the papers will do."""
OF_PROMISE = re.compile(r"承诺")
ASKS_OF_PROMISE = re.compile(
    r"吗|么|怎|什么|哪|啥|多久|几|行不|能[^，。,]{0,2}不|会不会|？|\?|的话|如果|要是|没做到|做不到|后果|呢$|可以|能不能"
)
QUESTION = re.compile(
    r"[吗嘛么][?？。 ]*$|[?？]|怎|咋|如何|谁|哪|多久|多少|什么(?!都|也)|啥(?!都|也)"
    r"|[能会要是]不[能会要是]|可不可以|行不行|有没有(?=.)|(?:要是|如果|万一|假如).*[呢办]$|[行用办去收交得能算]不$|算不算|还是.{1,8}[呢?？]?$"
)
"""Asks something; a plain "there is none" does not."""
SHORTEST_QUESTION = 3
TELLS = re.compile(r"没有?|缺|差|少|漏|不是|不属于|不涉及|还在|有了|齐|弄好|拿到|备好")
CLAIMS = re.compile(
    r"(?<![没国])(?:有|冇得?|冒得?|莫得)(?:[的了啦啊呀呢咯嘞哒撒哦]|这个)*(?=$|[，。,；;！!])"
)
"""Ends a clause with what is there or not: 设备布局的有."""
READY = re.compile(
    r"(?<![没未不冇])(?<!没有)(?<!冇得)(?:补|备|弄|办|写|搞|做|开|盖|签|找|准备|凑|打印|复印|出)(?:好|齐|上|全|到|出来|来|回来)了?|拿到|有了|到手|搞定|齐了|出来了"
)
NOT_READY = re.compile(r"没|未|还在|不|吗|么|？|\?|怎|多久|要是|如果")
ASKS = re.compile(r"吗|么|不|嘛|能|可|行|允许|？|\?|咋|怎|没有?$")


TOLD_AFTER = frozenset({
    "matter", "materials", "precheck", "notice", "conditions", "result", "window", "online", "fee",
    "time_limit", "progress", "policy", "chitchat",
})  # fmt: skip
"""Topics after which papers that are told of are those of the matter."""
WAITS = re.compile(
    r"等[^，。,]{1,8}(?:再|才)(?:来|约|说|办|弄|找|过来|预约)[你您们吧了]*$|(?:下次|改天|回头|明天|以后)再(?:来|说|弄|看|聊|对)吧?$"
)
"""Puts the whole of it off: 等做好了再来."""
WANTS_ELSE = re.compile(
    r"想|打算|办(?![好下完妥了得公])|申请(?![表书])|换[一个成]|另外|还要|注册|登记(?![表证])|[搞弄开]个|转人工"
)
"""Wishes something else than to tell of papers."""
LEAVES = re.compile(r"(先|就)?不(看|查|对|核对|检查|弄)了?(吧|啊)?|先这样|不用(看|查|对)了?")
NAMING = frozenset({"find_matter", "nlu_fallback", "ask_precheck"})
"""Kinds of messages that may tell the matter when it was asked for."""


def asks_for_check(turn: Turn) -> bool:
    """Whether the words surely want the materials gone through."""
    words = turn.words
    if ASKS_WHICH.search(words) or sets_something_up(words):
        return False
    wanted = (CHECKS, BEFOREHAND, GONE_THROUGH_SINGLY)
    return any(pattern.search(words) for pattern in wanted)


def goes_on(turn: Turn) -> bool:
    """Whether the words take up a pre-check that was left: 接着刚才的核对."""
    progress = Progress.of(turn.slots.get("precheck"))
    left = progress is not None and not progress.done and progress.matter_id == turn.matter_id
    return left and GOES_ON.fullmatch(turn.words.strip("。，！,.! ?？")) is not None


def asks(words: str) -> bool:
    """Whether the words ask something, rather than tell what is there."""
    return len(words) >= SHORTEST_QUESTION and QUESTION.search(words) is not None


def asks_of_no_paper(words: str) -> bool:
    """Whether the words ask something that is no matter of papers: 没验收可以先用不."""
    return asks(words) and OF_PAPERS.search(words) is None and not asks_whether_it_will_do(words)


def asks_whether_it_will_do(words: str) -> bool:
    """Whether the words ask for the verdict: 那现在能不能办, 到底还缺什么."""
    said = AT_PRESENT.sub("", words).strip("。，！,.! ?？")
    if STILL_LACKS.search(words) or STILL_LACKS.search(said):
        return True
    return bool(said) and WILL_DO.fullmatch(said) is not None and ELSEWHERE.search(said) is None


def asks_later(words: str) -> bool:
    """Whether the words ask if a paper may be handed in later."""
    ready = READY.search(words) and not HANDED_IN_LATER.search(words)
    asked = ASKS.search(words) or HOW_LONG.search(words)
    return bool(LATER.search(words) and asked and not (ready or LOST.search(words)))


def puts_off(words: str) -> bool:
    """Whether the words say that a paper is to follow, without asking: 先欠着."""
    later = HANDED_IN_LATER.search(words) and not OF_A_VISIT.search(words)
    return bool(later) and not READY.search(words)


def asks_of_promise(words: str) -> bool:
    """Whether the words ask about a promise instead of a paper, or what breaking it brings."""
    asked = OF_PROMISE.search(words) and ASKS_OF_PROMISE.search(words)
    return bool(asked) and ELSEWHERE.search(words) is None


def asks_to_promise(turn: Turn) -> bool:
    """Whether the words ask if a promise will do for the current matter, and nothing waits."""
    asked = turn.matter_id is not None and turn.expecting is None and asks_of_promise(turn.words)
    return asked and not asks_for_check(turn)


def claims_all(turn: Turn) -> bool:
    """Whether the words say that all papers are there, and ask nothing: 材料都弄齐了."""
    words, free = turn.words, turn.expecting is None and turn.matter_id is not None
    claimed = free and ALL_READY.search(words) is not None
    return claimed and not (asks(words) or ELSEWHERE.search(words) or turn.state.get("journey"))


def asks_in_vain(turn: Turn) -> bool:
    """Whether the verdict is asked for where no list could be gone through."""
    spoken_of = turn.state.get("topic") == turn.slots.get("last_topic") == "precheck"
    free = spoken_of and turn.expecting is None and turn.matter_id is not None
    progress = Progress.of(turn.slots.get("precheck"))
    mine = progress is not None and progress.matter_id == turn.matter_id
    return free and not mine and asks_whether_it_will_do(turn.words)


def asks_for_verdict(turn: Turn) -> bool:
    """Whether the words ask once more how the pre-check of the current matter went."""
    progress = Progress.of(turn.slots.get("precheck"))
    done = progress is not None and progress.done and progress.matter_id == turn.matter_id
    return done and turn.expecting is None and asks_whether_it_will_do(turn.words)


def asks_about_later(turn: Turn) -> bool:
    """Whether the words ask if what the pre-check found missing may be handed in later."""
    return (asks_later(turn.words) or puts_off(turn.words)) and _found_missing(turn)


def _asks_anything(words: str) -> bool:
    return asks(words) or ELSEWHERE.search(words) is not None


def tells_after_all(turn: Turn) -> bool:
    """Whether the words may tell something of the papers after the result was told."""
    progress = Progress.of(turn.slots.get("precheck"))
    done = progress is not None and progress.done and progress.matter_id == turn.matter_id
    tells = (TELLS.search(turn.words) or CLAIMS.search(turn.words)) is not None
    tells = tells and not _asks_anything(turn.words)
    return done and turn.expecting is None and tells


def tells_of_papers(turn: Turn) -> bool:
    """Whether the words say that a paper is there which the pre-check found missing."""
    words = turn.words
    ready = READY.search(words) and not (NOT_READY.search(words) or _asks_anything(words))
    return bool(ready) and turn.expecting is None and _found_missing(turn)


def asks_of_what_follows(turn: Turn) -> bool:
    """Whether the words ask if something may follow, where no pre-check tells what is missing."""
    asked = turn.matter_id is not None and turn.expecting is None and asks_later(turn.words)
    return asked and not (asks_for_check(turn) or _found_missing(turn))


def tells_in_passing(turn: Turn) -> bool:
    """Whether papers of the current matter are told of, though nothing was asked: 土地证有."""
    lately = turn.slots.get("last_topic") in TOLD_AFTER or turn.state.get("topic") in TOLD_AFTER
    free = turn.expecting is None and turn.matter_id is not None and not turn.state.get("journey")
    return free and lately and turn.says("tells_of_papers")


def _found_missing(turn: Turn) -> bool:
    """Whether the pre-check of the current matter is done, and something was missing."""
    progress = Progress.of(turn.slots.get("precheck"))
    if progress is None or progress.matter_id != turn.matter_id or progress.step != "judge":
        return False
    return not {MISSING, APPLIES}.isdisjoint(progress.states.values())
