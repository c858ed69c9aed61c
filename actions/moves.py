"""Recognises the small moves of a conversation: yes, no, a choice, a correction, giving up."""

from __future__ import annotations

import re

from actions import english_moves as english

DATE_WORDS = re.compile(
    r"[\d一二三四五六七八九十两]+[号日点月天]|[今明后昨前]天|昨日|周[一二三四五六日天末]|礼拜|星期|上午|下午|早上"
    r"|中午|晚上|傍晚|[上下]个?月|[月年][底初中末前后]|月份|[上中下]旬|节|\d[:：./]\d|[上下本这]个?周|工作日"
    r"|[明今]早|最早|随时|年|农历|阴历|旧历|[腊冬正]月|除夕|小年(?!轻)|大年|初[一二三四五六七八九十](?![个中次步期])|几天|两天|小时|第二天|隔天|次日|放假|假期|\d\d-\d\d"
)
PUT_IN_PLACE = re.compile(
    r"[换改][成到为约]?(?!天)|还是(?!能|可)|要不|应该是|算了[，,]?|不对[，,]?"
    r"|(?<=.)那(?:就|么|我|还是|要)*(?=下|[这本]周|周|星期|礼拜|大?[今明后]天|[\d一二三四五六七八九十])"
)
HOLIDAYS = re.compile(
    r"(元旦|国庆|五一|十一(?![月号日点])|春节|过年|清明|端午|中秋|冬至|除夕)(?:节|当天|那天|放假)*"
)
ANY_TIME = re.compile(
    r"(?:现在|马上|立刻|有号就|就行|空位|空号|位置|最近|最快|最早|尽快|尽早|越快越好|越早越好|早点|随便|随意|随时|无所谓|哪天|几点|哪个|时间|什么|任意|一天|一个"
    r"|看着办?|看|安排|决定|听|给我|帮我|可以|[个那就选约要的都行好吧呗你您们定来帮，,。！ ])+"
)
EARLIER_OR_LATER = re.compile(
    r"(?:时间|能不能|可不可以|可以|想|要|再|稍微|有没有|往).{0,4}(?:早|晚|提前|推迟|前|后)(?:一?点|一些|些)(?![钟半\d])"
    r"|(?:^|[，,。])(?:那|有没有|有|要|想|再|稍微?|能不能|可以|最好|还要)*(?:早|晚|迟|靠后|靠前)(?:一?点|一些|些)的?(?=$|[，,。吗么不没行可好时吧有])"
    r"|(?:earlier|later)\b",
    re.IGNORECASE,
)
LONGEST_MOVE = 20
"""A plain yes or no is shorter; patterns that could be read in many ways never see more."""
ANY_TIME_SURE = re.compile(
    r"现在|马上|立刻|有号就|最[近快早]|[尽越][快早]|都[行好可]|随[便意时]|无所谓|早点|[你您]们?(?:来)?[定看]|任意|安排|听[你您]们?的|看着办"
)
CHANGE = "改|换|错|不对|重选|重填|调"
CORRECTIONS = {
    part: re.compile(f"({CHANGE}).{{0,6}}({words})|({words}).{{0,5}}({CHANGE})")
    for part, words in (
        ("time", "时间|日期|日子|哪天|时段"),
        ("phone", "电话|手机|号码"),
        ("name", "姓名|(?<!公司)(?<!单位)(?<!企业)名字"),
        ("park", "园区"),
        ("matter", "事项"),
    )
}
CORRECTIONS["company"] = re.compile(
    r"(?:公司|单位|企业)(?:的)?(?:名称|名字|名|信息)?(?:也|又|给)?[写填打说报输]{0,2}(?:错|不对|有误|[改换](?:成|为|一下|了))"
    r"|[改换](?:一下|一改|个|掉)?(?:公司|单位|企业)(?:的)?(?:名称|名字|名|信息|$|[吧，,。])"
)
OTHER_MATTER = re.compile(
    r"(?:不对|不是|错了|换|改|另外|别的|不要)[^，,。]{0,6}?[，,。\s]*(?:是)?(?:我)?(?:现在)?(?:是)?"
    r"(?:要|想要?|得)?(?:预约|申请|办理|办|约)(?:一下|个|的是|成)?(?!事)(?P<what>.{3,})"
)
NAMED_MATTER = re.compile(
    r"(?:换成|换为|改成|改为|改办|改约|应该是?办?理?|其实是?要?办?理?|搞错了|弄错了|说错了)(?P<what>.{2,}(?:证|许可|备案|登记|审批|核准|执照|报告|手续)\S{0,3})"
)
WANTED_MATTER = re.compile(
    r"(?:我)?(?:要|想要?)(?:预约|约号|办理|办|约)(?:一下|个)?(?!事)(?P<what>.{3,})"
)
ABANDON = re.compile(
    r"(还是)?(算了|算啦)(吧)?([，,。 ]*(先|我)?不(想)?(约|预约|办|弄|订|来)了?.{0,3})?"
    r"|(先|我)?不(想)?(约|预约|办|弄|订|来)了.{0,3}|取消(预约)?(吧|掉)?|放弃|退出|不用了"
    r"|停(下|止)?(吧)?|别约了|不要(约|预约)?了|先不(约|办|预约|弄).{0,3}|下次再(约|说).{0,2}|以后再说"
)
_LATER = r"(?:改天|改日|下次|下回|以后|回头|过几天|过两天|过段时间|有空|等有空|哪天有空|想好了?)"
LEAVES_IT = re.compile(
    r"(?:那|我们?|就|先这样吧?|先|还是|今天|暂时|暂且|现在|目前|这次|也|算了吧?(?=.))*(?:"
    r"(?:不|别|莫|甭)(?:想|用|要|打算|准备|需要|必)?(?:再)?(?:约|预约|办|弄|搞|订|去|麻烦[您你]?)(?:这个)?了"
    r"|(?:不|别|莫|甭)(?:约|预约|弄|搞)|算了|罢了|反悔了?|放弃|先?放(?:着|一放|一边)|(?:先)?搁着"
    rf"|{_LATER}(?:我)?(?:再)?(?:说|约|来|办|弄|看|讲|联系|吧)|再?考虑(?:一下|考虑|下|看看)?|再想想"
    r"|取消(?:掉)?(?:这个|本次|这次)?(?:预约)?)(?:吧|了|啦|算了|好了|看|再说)*"
)
"""A clause that gives up what was begun."""
POLITE = re.compile(r"(?:谢谢|谢了|多谢|麻烦|辛苦|不好意思|抱歉|好的?|行|那|嗯|哦|[您你了啊吧])*")
BACK = re.compile(
    r"(?:我要|请|帮我)?(?:返回|退回|回到?|后退|退)?(?:到)?上一步|(?:返回|后退|退回去?)(?:一下|吧)?"
)
WAITS = re.compile(
    r"(?<!时)候补|(?:有|空|退|放)出?[了来]?(?:空)?(?:号|位|名额)了?.{0,6}(?:通知|告诉|喊|叫|提醒|联系)(?:一下|一声)?我?"
    r"|等(?:别人)?退号|排(?:个|一下)?(?:队|候)等"
)
WONT_DO = re.compile(
    r"(?:[周星期礼拜][一二三四五六日天]|[今明后]天|[号日]|那[天日]|这[天日]|那个?时[间候]|这个?时间|到时候?|[上下]午)(?:的)?(?:我|我们|又|也|都|刚好|正好|可能|恐怕|得|要)*"
    r"(?:不行|不成|不得行|不方便|不得空|来不了|去不了|不能[来去]|没空|冇空|没时间|有事|出差|上班|值班|开会|走不开|抽不)"
)
"""Says that a day will not do."""
COUNTED_DAYS = re.compile(
    r"[上前后下]+一?个?(?:工作日|天|周|星期|礼拜|月)|第.{1,3}?个?(?:工作日|天|周|星期|礼拜)|最后一?个?(?:工作日|天|周)"
)
EARLIEST = re.compile(r"最[快早]|[尽越][快早]|早点|现在|马上|立刻|有号就")
FIRST_OF_DAY = re.compile(
    r"最早|[越愈]早[越愈]好|第一个(?!月|工作日|人)|头一个|最前面|一开门|刚(?:开门|上班)|\b(?:earliest|first)\b",
    re.IGNORECASE,
)
LAST_OF_DAY = re.compile(
    r"最晚|[越愈]晚[越愈]好|最后(?:一个|那个)?(?:时间|时段|号)?|\blatest\b", re.IGNORECASE
)
YES = re.compile(
    r"(是的?|对的?|没错|好[的啊嘞]?|可以的?|行|嗯+|确认|确定|同意|没问题|那?就这[样么]|要得|ok|yes|提交"
    r"|正确|无误|预约|[吧啦了呀啊。，！,.! ])+",
    re.IGNORECASE,
)
NO = re.compile(
    r"(不是?|不对|不行|错了?|有误|不同意|不可以|否|no|不正确|[的了。，！!,. ])+", re.IGNORECASE
)
NOT_IT = re.compile(
    r"(?:不是|不要|不办|不问|并非)(?:说|问|办|要|指|讲)?的?是?[这那][个件项种样]?"
    r"(?:事|证|东西|事项)?[啊呀嘛了的哦吧]*(?=$|[，,。！!])"
    r"|(?:问|办|要|说|找|指)的[也都可]?不是[这那]|[搞弄找听认答]错了?|理解错"
    r"|^(?:不是|不对|错了)[的啊呀嘛了吧，,。！! ]*$|牛头不对马嘴|对不上"
)
"""Says that what was found is not what was meant."""
ORDINAL = re.compile(r"第\s*([一二三四五六七八九十\d]{1,2})(?!类)")
BARE_NUMBER = re.compile(r"(?:选|要|就)?\s*([一二三四五六七八九\d])\s*(?:号|吧|个)?")
CHINESE_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九十", start=1)}
FIRST_ONE = re.compile(
    r"[头前上]面(?:一|那|这)?[个件项样种]"
    r"|(?:^|[选要就那是看问说办约的，,\s])[头前上](?:一|那|这)?[个件项样种]|首个"
)
"""The first of some; 盖楼前那个 tells when, not which."""
WITHIN = re.compile(
    r"第\s*[一二三四五六七八九十\d]{1,2}\s*[个项件种条样]|[前后上下]面?[那这]?一?[个项件](?!月)|头一个|最后[那一]个"
)
EARLIER = re.compile(r"刚才|刚刚|先前|之前|前面|上面|最开始|一开始|最初|回到|上一?[个件项]")
BOTH = re.compile(
    r"(?:两|2|二)[个件项样种](?:证|事项?)?(?:都|一起|我?都要)|都要|都(?:想)?(?:看|问|办|说|讲|知道)|一起(?:说|看|讲|办)|全都?要|这?俩都"
)
EITHER = re.compile(r"(?:两|2|二)[个件项样种](?:证|事项?)?都|俩都|^(?:那)?都(?!不|没)")
OTHER_ONE = re.compile(r"另[一外]|剩下|还有一个")
DIFFERENCE = re.compile(
    r"区别|不一样|不同|差别|差异|有啥两样|有什么两样|一样[吗不么嘛]|比较|对比|差在哪"
)
STARS = re.compile(r"([1-5一二两三四五])\s*(?:星|分|颗星)|^([1-5])$")
GRADES = (
    ("非常不满意", 1),
    ("非常满意", 5),
    ("十分满意", 5),
    ("基本满意", 3),
    ("不满意", 2),
    ("满意", 4),
    ("差评", 1),
    ("好评", 5),
    ("一般", 3),
)


def read_ordinal(text: str, count: int) -> int | None:
    """Which of `count` offered things `text` picks, counted from 0.

    May be out of range: "第五个" of three is 4, and the caller says there are only three.
    """
    if re.search(r"最后|末尾|倒数第一", text):
        return count - 1
    if FIRST_ONE.search(text) and not ORDINAL.search(text):
        return 0
    if re.search(r"(后|下)面(那|一|这)?[个件项样种]", text):
        return count - 1
    if re.search(r"中间(那)?个", text):
        return count // 2
    found = ORDINAL.search(text) or BARE_NUMBER.fullmatch(text.strip("。.！! "))
    return _number(found[1]) - 1 if found else english.read_ordinal(text, count)


def picks_within(text: str) -> bool:
    """Whether a question says which of the offered things it is about: 后面那个要多久."""
    return WITHIN.search(text) is not None


def goes_back(text: str) -> bool:
    """Whether `text` goes back to what was spoken of before: 上一个, 刚才那个."""
    return EARLIER.search(text) is not None


def without_way_back(text: str) -> str:
    """`text` without the words that go back to what was said before."""
    return EARLIER.sub("", text)


def says_both(text: str) -> bool:
    """Whether a question says that it is about both of two things: 两个都要钱吗."""
    return EITHER.search(text) is not None


def means_the_other(text: str) -> bool:
    """Whether `text` means the other one of two things."""
    return OTHER_ONE.search(text) is not None


def wants_both(text: str) -> bool:
    """Whether `text` takes both of two things: 两个都要."""
    return len(text) <= LONGEST_MOVE and BOTH.search(text) is not None


def asks_difference(text: str) -> bool:
    """Whether `text` asks how two things differ."""
    return (DIFFERENCE.search(text) or english.DIFFERENCE.search(text)) is not None


def read_corrections(text: str) -> list[str]:
    """Which parts of a booking somebody wants to change: time, phone, name, park, matter."""
    both = (*CORRECTIONS.items(), *english.CORRECTIONS.items())
    return list(dict.fromkeys(part for part, said in both if said.search(text)))


def steps_back(text: str) -> bool:
    """Whether somebody wants to answer the question before once more."""
    return BACK.fullmatch(text.strip("。.！!，, ")) is not None


def read_end_of_day(text: str) -> int | None:
    """Which of a day's times is wanted, the first (0) or the last (-1): 越早越好, 最晚那个."""
    if FIRST_OF_DAY.search(text):
        return 0
    return -1 if LAST_OF_DAY.search(text) else None


def waits_for_seat(text: str) -> bool:
    """Whether somebody wants to be told when a seat on a full day becomes free."""
    return WAITS.search(text) is not None


def read_other_matter(text: str, wants_one: bool = False) -> str | None:
    """How `text` names another matter to book for: "不对，我要预约……", "换成……许可证".

    Args:
        wants_one: whether the message surely asks for a booking, so that no "no" is needed.
    """
    patterns = (
        OTHER_MATTER,
        NAMED_MATTER,
        english.OTHER_MATTER,
        *((WANTED_MATTER,) if wants_one else ()),
    )
    found = next((match for one in patterns if (match := one.search(text))), None)
    return found["what"].strip("吧了的。，！ ") if found else None


def told_last(text: str) -> str:
    """What stands in the place of something before: 星期一人多吧，换下周二 -> 下周二.

    The whole text where nothing is put in a place, or what is names no day.
    """
    tail = PUT_IN_PLACE.split(text)[-1]
    return tail if tail != text and names_a_day(tail) else text


def names_a_day(text: str) -> bool:
    """Whether `text` speaks of a day or a time, so that it is worth reading as one."""
    return (DATE_WORDS.search(text) or english.DAY_WORDS.search(text)) is not None


def names_a_holiday(text: str) -> bool:
    """Whether `text` speaks of a holiday, to be read as a day where a day is asked for.

    Not among the words of `names_a_day`: people are called 国庆 too.
    """
    return HOLIDAYS.search(text) is not None


def takes_any_time(text: str) -> bool:
    """Whether `text` leaves the day or time to us: 最近的, 随便哪天, 都行."""
    said = text.strip("。.！!，, ")
    if english.ANY_TIME.fullmatch(said):
        return True
    if len(said) > LONGEST_MOVE:
        return False
    return ANY_TIME_SURE.search(said) is not None and ANY_TIME.fullmatch(said) is not None


def wants_other_hour(text: str) -> bool:
    """Whether an earlier or a later time is wanted, and none is named: 能不能早点."""
    return EARLIER_OR_LATER.search(text) is not None


def refuses_a_day(text: str) -> bool:
    """Whether `text` says that a day will not do, and does not ask whether it would: 那天我没空."""
    return WONT_DO.search(text) is not None and not text.rstrip("。！").endswith(("吗", "?", "？"))


def wants_later(text: str) -> bool:
    """Whether the other time that is wanted lies later in the day."""
    return re.search(r"晚|迟|靠后|推迟|往后|later", text) is not None


def counts_days(text: str) -> bool:
    """Whether an ordinal counts days of the calendar rather than what was offered."""
    return COUNTED_DAYS.search(text) is not None


def wants_the_first(text: str) -> bool:
    """Whether the earliest time of all is wanted, not only any."""
    return EARLIEST.search(text) is not None


def without_waiting(text: str) -> str:
    """`text` without the wish to wait for a seat: what is left may name a matter."""
    return WAITS.sub(" ", text)


def abandons(text: str) -> bool:
    """Whether somebody gives up what was begun."""
    said = text.strip("。.！!，, ")
    if ABANDON.fullmatch(said) or english.ABANDON.fullmatch(said):
        return True
    if len(said) > LONGEST_MOVE:
        return False
    clauses = [one for one in re.split(r"[，,。！!\s]+", said) if not POLITE.fullmatch(one)]
    return bool(clauses) and all(LEAVES_IT.fullmatch(one) for one in clauses)


def says_yes(text: str) -> bool:
    """Whether `text` is a plain yes."""
    said = text.strip("。，！,.! ")
    if english.says_yes(said):
        return True
    return len(said) <= LONGEST_MOVE and YES.fullmatch(said) is not None


def denies_it(text: str) -> bool:
    """Whether what was just found is not what was meant: 不是这个, 不对，我问的不是这个."""
    return NOT_IT.search(text) is not None


def says_no(text: str) -> bool:
    """Whether `text` is a plain no."""
    said = text.strip("。，！,.! ")
    if english.says_no(said):
        return True
    return len(said) <= LONGEST_MOVE and NO.fullmatch(said) is not None


def read_stars(text: str) -> int | None:
    """A grade from 1 (worst) to 5, said in stars, points or the five official words (好差评)."""
    for words, stars in GRADES:
        if words in text:
            return stars
    found = STARS.search(text.strip())
    if not found:
        return english.read_stars(text)
    said = found[1] or found[2]
    return 2 if said == "两" else _number(said)


def _number(said: str) -> int:
    if said.isdigit():
        return int(said)
    if said.startswith("十"):
        return 10 + CHINESE_DIGITS.get(said[1:], 0)
    return CHINESE_DIGITS[said[0]]
