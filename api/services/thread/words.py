"""Words that take up the thread: 刚才那个, 说错了, 现在呢, 那消防呢."""

import re

from knowledge.text import normalise

_SAID = r"(?:说|问|讲|提|看|聊|查|讲到|提到|说到|问到)?(?:过|到)?的?"
_THING = r"(?:那|这)?(?:一)?(?:个|件|项|样)(?:事项|事情|事|证|手续|业务)?"
BACK = re.compile(
    rf"(?:再?说回|回过头|再?回头|再回|回到|再说|再看看|再看|接着说|继续说|还是说|还是)?(?:我)?"
    rf"(?:刚才|刚刚|先前|之前|前面|前头|上面|起先|头先|开头|最开始|一开始|最先|最初)(?:我)?{_SAID}{_THING}"
    rf"|(?:回到)?上(?:一)?(?:个|件|项)(?:事项|事情|事|证|手续|业务)?(?![月周年星礼])"
    r"|(?:回到|再说|再看看|接着说|还是)(?:刚才|刚刚|先前|之前|前面|上面)"
    r"|(?:刚才|刚刚|先前|之前|前面)(?:我)?(?:说|问|讲|提)(?:过|到)?的"
    r"|(?:刚才|刚刚|先前|头先)(?=[^，,。]{1,12}(?:那|这)[个件项样])"
)
"""Goes back to a matter spoken of before."""
FIRST = re.compile(r"最开始|一开始|开头|最先|最初|头先")
DENIED = re.compile(
    r"(?:先|暂时)?(?:不|别|莫)(?:讲|说|问|谈|管|看|办|聊)[^，,。；;]{1,14}[了啦哒][，,。；;\s]*(?=.)"
    r"|不是[^，,。；是要]{1,14}[，,、；\s]*(?=(?:而?是|我?[要想问办]))"
    r"|^(?:哦|啊|呃|额|嗯|哎)?[，,\s]*(?:不对|不是(?:这个|那个|的)?|错了|(?:我)?(?:说|搞|弄|讲|记|打|问)错了"
    r"|(?:你|您)?(?:理解|搞|弄)错了)+[啊呀了哈啦]?[，,。！!\s]*"
)
"""A denial in front of what is meant instead."""
INSTEAD = re.compile(
    r"^(?:我)?(?:其实|应该|本来)?(?:是)?(?:要|想|想要)?(?:办|问|说|讲|查|了解|咨询)?(?:的)?(?:应该)?是(?!不是|否)"
)
NOW = re.compile(r"现在|如今|目前|眼下|今天|当前|这会儿|而今")
GOES_ON = re.compile(r"[那么批办发在的时候呢吗啊呀又是怎样样了咧嘛,.?!，。？！\s]+")
WHAT_OF = re.compile(r"(?:那么?|还有|要是|如果是|换成|换做)?[，,\s]*(?P<what>.{2,20}?)呢[？?。\s]*")
EARLIER = re.compile(
    r"(?:以前|从前|过去|原来|原先|早先|早前|(?:改革|下放|放权|赋权|承接|交接|移交)(?:之|以)?前"
    r"|(?<![\u4e00-\u9fff])之前)(?!(?:的|那个?|实施|负责|管事|[市区省县](?:里|局|级|直)?)*(?:部门|单位|[一]?家|局|公?章|印章|批[文复]|证|文件))"
)
DIFFERENCE = re.compile(
    r"一回事|一码事|同一[个件]事?[吗么不]|区别|不一样|不同|差别|差异|两样|一样[吗不么嘛]|对比|比较一下|差在哪"
)
BOTH = re.compile(r"(?:两|2|二)[个件项样种](?:证|事项?)?(?:的[^，。,]{1,4})?都|俩都|^那?都")
ASKED_FIRST = re.compile(
    r"(?:先|主要|重点)(?:给我|跟我)?(?:讲讲|说说|看看|讲|说|问|聊|解释|介绍|答)(?:一下|下)?(?P<what>(?!哪|什么|啥|谁|么|完|清|好|明)[^，,。；;！!？?]{2,})"
)
LIKEWISE = re.compile(
    r"(?:[那这]边|[那在的呢办要话，, ])*(?:是不是)?"
    r"(?:(?:也|都|还)(?:是|要)?(?:这样|这么|如此|一样|同样|这个规矩)|是?(?:一样|同样))"
    r"(?:办|算|收|的|子)*[吗么嘛不呢啵吧?？。]*"
)
"""Asks whether something holds elsewhere as well."""
SINCE = re.compile(
    r"(?:从|自)?(?:什么时候|啥时候|何时|哪天|哪年|几时|哪一天|几月份?)(?:起|开始|才)?(?:由|归)?(?:园区|你们|高新区|经开区|管委会)?"
    r"(?:开始|起|接手|承接)(?:由|归)?(?:园区|你们|高新区|经开区|管委会)?(?:办|管|批|接|承接|审批|受理)?"
)
STILL_GOOD = re.compile(r"有效|作废|算数|算不算|管用|作数|还认|[23二三]号")
ASKS_WHO = re.compile(r"谁|哪|市里|市局|区里|省里|怎么|什么(?:部门|单位|章)")


def without_denial(text: str) -> str:
    """`text` without what it denies: 不对，我要办的是营业执照 names 营业执照."""
    words = normalise(text)
    meant = DENIED.sub("", words)
    if meant == words:
        return text
    return INSTEAD.sub("", meant) or text


def goes_back(text: str) -> bool:
    """Whether `text` goes back to a matter spoken of before."""
    return BACK.search(normalise(text)) is not None


def without_way_back(text: str) -> str:
    """`text` without the words that go back."""
    return BACK.sub("", normalise(text))


def asks_about_first(text: str) -> bool:
    """Whether the first matter of the conversation is meant."""
    return FIRST.search(normalise(text)) is not None


def asks_about_now(text: str) -> bool:
    """Whether `text` says nothing but that it asks about today: 那现在呢."""
    words = normalise(text)
    return NOW.search(words) is not None and not GOES_ON.sub("", NOW.sub("", words))


def says_now(text: str) -> bool:
    """Whether `text` speaks of today."""
    return NOW.search(normalise(text)) is not None


def asks_about_earlier(text: str) -> bool:
    """Whether `text` asks how it was before the parks took over: 以前呢, 下放前谁批."""
    words = normalise(text)
    if not EARLIER.search(words) or NOW.search(words) or STILL_GOOD.search(words):
        return False
    rest = GOES_ON.sub("", EARLIER.sub("", words))
    return not rest or ASKS_WHO.search(rest) is not None


def asks_difference(text: str) -> bool:
    """Whether `text` asks how things differ."""
    return DIFFERENCE.search(normalise(text)) is not None


def asked_first(text: str) -> str | None:
    """What `text` wants to be told first of several things: 先讲容缺受理."""
    found = ASKED_FIRST.search(normalise(text))
    return found["what"] if found else None


def says_both(text: str) -> bool:
    """Whether `text` says that it is about both of two things."""
    return BOTH.search(normalise(text)) is not None


def asks_since(text: str) -> bool:
    """Whether `text` asks since when the parks handle something."""
    return SINCE.search(normalise(text)) is not None


def says_likewise(text: str) -> bool:
    """Whether `text` asks no more than whether it is the same somewhere else: 那边也是这样吗."""
    return LIKEWISE.fullmatch(normalise(text)) is not None


def what_of(text: str) -> str | None:
    """What `text` asks the last question about again: 消防验收 in 那消防验收呢."""
    found = WHAT_OF.fullmatch(normalise(text))
    return found["what"] if found else None
