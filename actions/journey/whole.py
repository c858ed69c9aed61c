"""Recognises what is asked of a plan as a whole: 总共要多久, 这里面哪个最久, 要跑几趟."""

from __future__ import annotations

import re

WHICH = r"(?:哪|什么|啥|么子|谁)"
ALL = (
    r"(?:总共|一共|统共|拢共|总的|全部|整个|全套|全程|所有|加起来|加一起|从头到[尾脚]|前前后后|通通|这[一]?(?:套|趟|些|圈)|[它他]们"
    r"|[办走跑弄搞做](?:下来|齐|全|完(?!了|成))|全?都?[办走跑弄搞做](?:下来|齐|全|完)|全办|整下来|里[面头]|其中)"
)
OPENED = r"(?:开张|开业|投产|开工|营业|开门|开起来|入住|生产|动工)"
HOW_LONG = (
    r"(?:多久|多长|好久|几天|几个?月|多少天|多少个?月|多少时间|啥时候|什么时候|几时|时间|周期|工期)"
)
HOW_MUCH = r"(?:多少钱|几多钱|好多钱|花多少|费用|花费|收费|要钱|交钱|花钱|成本|开销)"
LONGEST = re.compile(
    rf"{WHICH}[^，。？,?]{{0,8}}最?(?:久|慢|费时|耗时|费时间|花时间|耗时间|拖|卡)(?!理)"
    rf"|{WHICH}[^，。？,?]{{0,8}}最(?:长|难|麻烦|复杂|头疼|头痛|恼火|啰嗦|折腾)"
    rf"|最(?:久|慢|长|难|费时|耗时|麻烦|复杂|难办|卡|头疼|拖)[^，。？,?]{{0,6}}(?:{WHICH}|[呢吗?？]$)"
    r"|哪一?[步个样项][^，。？,?]{0,4}最(?!先|早|后|前|近|便宜|好|开始)|(?:时间|耗时)最长|卡在哪|难办[吗么不]|最(?:久|慢|耗时|费时|费时间|难|难办|麻烦|卡)的(?:是)?$"
)
SUPERLATIVE = re.compile(r".{0,6}最.{1,4}的(?:是|呢)?")
TOTAL = re.compile(
    rf"{ALL}[^，。？,?]{{0,10}}{HOW_LONG}|{HOW_LONG}[^，。？,?]{{0,6}}(?:{ALL}|{OPENED})"
    rf"|{OPENED}[^，。？,?]{{0,4}}{HOW_LONG}"
    r"|总(?:的)?(?:时间|工期|周期|时长)"
    rf"|{ALL}[^，。？,?]{{0,6}}(?:[一两半几]年|[一两三几]个月|[一两三几]个?(?:星期|礼拜|周))"
    r"|(?:[一两几三]天|当天|[一两]个?(?:月|星期|礼拜))[^，。？,?]{0,4}(?:办|搞|弄|跑)(?:得|不)?(?:完|好|下来|齐)"
)
TRIPS = re.compile(
    r"(?:跑|去|来|走|拜)[^，。？,?]{0,4}(?:几|多少|好多)(?:个)?(?:趟|次|回|部门|地方|窗口|单位|衙门)"
    r"|几(?:趟|个部门|个窗口|个地方|个单位)|(?:都|这些|全)[^，。？,?]{0,8}(?:一个地方|一个大厅|一个窗口|同一个|一处|一起交)"
    r"|一[趟次][^，。？,?]{0,6}(?:办|搞|弄|跑|走)(?:得|不)?(?:完|齐|好|定|成|了)|(?:办|搞|弄|跑)[^，。？,?]{0,4}一[趟次]"
    r"|(?:窗口|地方)[^，。？,?]{0,4}(?:一样|同一|在一起|一个地方)"
)
MUSTS = re.compile(
    r"哪[些几个样]?[^，。？,?]{0,8}(?:必须|一定|非|躲不掉|必办|肯定|可以不|不用|能省|可省|免)|(?:必须|一定要|非办不可|必办|肯定要|可以不办|不用办|能省)的?[^，。？,?]{0,3}(?:是)?(?:哪|几|什么|啥)"
    r"|^(?:这些|那|是不是|全部|所有)*(?:都|全都?)(?:要|得|必须|需要)(?:办|做|弄|跑)?[吗么嘛不]?[?？]*$"
)
COST = re.compile(rf"{ALL}[^，。？,?]{{0,10}}{HOW_MUCH}|{HOW_MUCH}[^，。？,?]{{0,4}}{ALL}")
COUNT = re.compile(
    r"(?:有|分|共|要|是|得|办|走|跑|还有)?(?:几|多少|好多)个?(?:大)?(?:步(?!材)|项(?!材)|样证|个证|本证|道手续|个手续|个环节|关|个事项)"
)
TOGETHER = re.compile(
    r"(?:同时|一起|一块|并行|一并|一道|同步|平行)[^，。？,?]{0,4}(?:办|做|弄|报|申请|进行|走|搞|交|来|推进|跑)"
    r"|(?:不|要)[^，。？,?]{0,3}(?:按|等)[^，。？,?]{0,3}(?:顺序|先后|前一)"
)
ASKS = re.compile(
    r"[?？吗么嘛呢不没啵]$|哪|什么|啥|么子|怎么|咋|如何|谁|几|多|能不能|可不可以|是不是|要不要|好久|个数|准话"
)
_BEFORE = r"(?:那|大概|一般|到底|得|要|需要|办|都|花|准备|带|交|备|在|去)*"
_PAPERS = r"(?:些|哪些|什么|啥|么子)?(?:材料|资料|东西)"
_AFTER_PAPERS = r"(?:要|需要|得|有|准备|带|交|备|哪些|什么|啥|么子|些|呢|啊|清单)*"
_WHERE = r"(?:(?:哪个?|什么|啥)?(?:窗口|地方)|(?:在哪里?|去哪里?|上哪))"
SHORT = {
    "total": re.compile(rf"{_BEFORE}{HOW_LONG}(?:能|可以|才|呢|啊|办好|好|下来|搞定|弄好)*"),
    "cost": re.compile(rf"{_BEFORE}{HOW_MUCH}(?:的|吗|么|嘛|不|呢|啊)*"),
    "papers": re.compile(rf"{_BEFORE}{_PAPERS}{_AFTER_PAPERS}"),
    "trips": re.compile(rf"{_BEFORE}{_WHERE}(?:在哪里?|办|弄|搞|交|呢|啊|是哪个)*"),
}
"""What means the whole plan where nothing else is spoken of: 那要多久啊."""
WHOLE = (
    ("musts", MUSTS),
    ("longest", LONGEST),
    ("total", TOTAL),
    ("cost", COST),
    ("trips", TRIPS),
    ("together", TOGETHER),
    ("count", COUNT),
)
SCOPE = re.compile(
    rf"{ALL}|这[些里]|计划|步骤|{WHICH}[^，。？,?]{{0,6}}最|最[^，。？,?]{{1,3}}的?是?{WHICH}"
)
"""Says that all of the plan is meant, whatever was spoken of last."""
BOOKS = re.compile(r"预约|约号|取号|改期|约的|材料|资料")
"""Speaks of a visit or of papers, of which there may be several too."""
CONFUSED = re.compile(
    r"(?:没|冇|不|听|看)[^，。？,?]{0,3}(?:懂|明白)|(?:什么|啥|么子)(?:叫|是|意思)|(?:是|指的?是?|有)(?:什么|啥|么子)(?:意思|区别|不同|不一样)"
    r"|怎么(?:分|算|区分|选|判断)|(?:为什么|为啥|干嘛)[^，。？,?]{0,4}问|算不算|[属算]于?哪|选哪|哪个(?:是|好|合适)|有影响"
)
NAMES_NOTHING = re.compile(
    r"[这那它他她你您我们说问的了啊呀呢吧嘛么吗哦诶哎太大怎就都还个一句话题种些两几里是什啥子叫意思"
    r"有区别不同样没冇听看搞弄懂明白清楚分算选判断为干属于哪合适好该应影响，,。？?！!\s]+"
)
"""Words that ask for an explanation of what was just asked, and name nothing else."""
TAIL = re.compile(r"[啊呀哈哦噢嗯诶哎，,。.!！~\s]+$")
MOST = 40


def whole_asked(text: str) -> str | None:
    """The question that the words ask of a plan as a whole, by the name api gives it; else None."""
    words = TAIL.sub("", text.strip())
    if not 0 < len(words) <= MOST or BOOKS.search(words):
        return None
    plain = MUSTS.fullmatch(words) or SUPERLATIVE.fullmatch(words)
    if not ASKS.search(words) and not plain:
        return None
    return next((name for name, asked in WHOLE if asked.search(words)), None)


def is_confused(text: str) -> bool:
    """Whether the words only ask what the question means: 没懂, 这个有什么区别."""
    return CONFUSED.search(text) is not None and NAMES_NOTHING.fullmatch(text) is not None


def means_the_whole(text: str) -> bool:
    """Whether the words say that they ask of all there is to do, and not of the current matter."""
    return SCOPE.search(text) is not None


def short_asked(text: str) -> str | None:
    """The question of few words that name nothing, which the plan they follow answers: 要多久."""
    words = re.sub(r"[？?，,。！!\s]", "", text)
    return next((name for name, asked in SHORT.items() if asked.fullmatch(words)), None)
