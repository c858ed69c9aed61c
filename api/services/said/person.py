"""Whether words want a person to answer in the guide's place, or want none."""

import re

from knowledge.text import compact

_CALLED = r"人工(?!智能)|真人|活人|(?<!智能)客服(?!电话|热线|号码)"
PERSON = rf"(?:{_CALLED}|工作人员)"
_WANTED = "用|要|需要|找|转|等|想要?|必|麻烦|给我|再|去|你们?|叫|接|到"
DECLINED = (
    rf"(?:(?<!要)不(?:{_WANTED})+|(?:别|甭|莫|无[需须])(?:{_WANTED})*)了?{PERSON}(?:回[复话答])?(?:了|啦|吧)*"
    rf"|(?:取消|退出|结束|撤[回销掉]|关掉)(?:转)?{PERSON}(?:服务|请求)?(?:了|吧)*"
    r"|不(?:用|要|必|需要|消)(?:再)?(?:[找叫喊转换等])(?:你们?的?)?人(?:了|啦|来|吧)*(?=$|[，,。！!])"
    r"|(?:明天|后天|改天|改日|下次|下回|以后|回头|过几天|过会儿?|晚点|等下|有空)(?:我)?(?:再|才)(?:来)?"
    rf"(?:找|打|问|联系|转)(?:你们?的?)?(?:{PERSON}|人)(?:了|吧)*"
    rf"|{PERSON}(?:就|先|也|我|那边)*(?:不用|不要|不需要|不必|不找|不等|算了|免了|取消)(?:了|吧)*"
)
"""Says that no person is wanted, though one is named."""
DECLINES = re.compile(DECLINED)
_ENGLISH = (
    r"\b(?:talk|speak|chat|connect|transfer)\b.{0,15}\b(?:person|human|agent|operator|staff|somebody"
    r"|someone|people)\b|\breal (?:person|human)\b"
    r"|\b(?:call|phone|ring) (?:me|us)\b(?: back)?"
)
_HEAD = r"(?:领导|负责人?|负责的人?|经理|主管|主任|管事的人?|上级|头头|头儿|老大|站长|科长|局长)"
_CALLS_HEAD = (
    rf"(?:叫|喊|让|找|见|换|请|喊|把|跟|和)(?:一?下|个)?(?:你们?|您们?|你家|大厅|窗口|那边)(?:的|这里|那里|大厅|窗口|单位)*{_HEAD}"
    rf"|(?:叫|喊|让|把)(?:个|你|他|他们)*{_HEAD}(?:给我|快点?|赶紧|出|过)*(?:来|出来|过来|接|听|跟我|和我|回)"
)
"""Calls for whoever is in charge; 要找领导签字 does not."""
ASKS = re.compile(
    rf"{_CALLS_HEAD}|(?:转|找|要|叫|喊|换|来|跟|和|接|请(?!问)|有没有|派).{{0,4}}{PERSON}|{PERSON}(?:来|接|服务|在吗|呢)"
    rf"|{_ENGLISH}",
    re.IGNORECASE,
)
HINTS = re.compile(
    rf"{PERSON}|转接|转过去|接线员|[找叫喊要]个?人|有人[吗没]|转(?:人|接|给|到|过)|{_ENGLISH}",
    re.IGNORECASE,
)
"""Says that a person may be wanted; 找你们管用不 does not."""
CALLS = re.compile(
    rf"{ASKS.pattern}|{_CALLED}|接线员|[找叫喊]个?人|\b(?:human|operator|call centre)\b",
    re.IGNORECASE,
)
"""Calls for a person, where little else is said."""
_KEEP = (
    r"(?:记|记录|登记|反映|转达|转告|转交|备注|带个?话|传个?话)"
    r"(?:一?下来?|下来|着|上去?|上|好|一笔|个|给他们|给领导)*"
)
KEPT_ONLY = re.compile(
    rf"{_KEEP}(?:了)?(?:就|即)(?:行|可以?|好|够|成|要得|OK)"
    rf"|(?:只|光|就)(?:要|需要?|想|是想)?(?:你|您|请你|帮我|给我|麻烦你)*{_KEEP}"
    rf"|(?:你|您)?(?:先|就)?(?:帮我|给我|替我){_KEEP}(?:就|吧|行|可以|嘛|咯|$)"
    r"|(?:不用|不必|不需要|不要|别|无需)[^，,。]{0,6}(?:回[话复电信]|电话|联系|答复|处理|找人|转)[^。]{0,8}"
    rf"{_KEEP}"
    r"|\b(?:just|please) (?:take (?:a )?note|note it|write it down|pass it on|record it"
    r"|let them know|tell them|forward it)\b",
    re.IGNORECASE,
)
"""What is said is to be kept for the staff, and no more."""
LONGEST_IN_ENGLISH = 60


def declines_person(words: str) -> bool:
    """Whether no person is wanted: 不用转人工了, 取消人工."""
    return DECLINES.search(words) is not None


def asks_for_person(words: str) -> bool:
    """Whether somebody is plainly asked for, however much else is said."""
    return ASKS.search(DECLINES.sub(" ", words)) is not None


def names_person(words: str) -> bool:
    """Whether one is named who is to answer in the guide's place: 人工, 真人."""
    return re.search(PERSON, words) is not None


def declines_wait(words: str) -> bool:
    """Whether what is said is only to be kept for the staff, with nobody waited for.

    不用人工，你记下来就行; 帮我反映一下就可以.
    """
    return KEPT_ONLY.search(words) is not None


def hints_at_person(words: str) -> bool:
    """Whether a person may be wanted, though none is named: 帮我转过去."""
    return HINTS.search(words) is not None


def calls_for_person(words: str) -> bool:
    """Whether `words` ask for a person and say little else."""
    if declines_person(words):
        return False
    found = CALLS.search(words)
    if found is None:
        return False
    if found[0].isascii():
        return len(words) <= LONGEST_IN_ENGLISH
    return len(compact(words)) <= 2 * len(found[0]) + 4
