"""Words that surely ask for a new visit, whatever else the message says."""

from __future__ import annotations

import re

from actions import english_moves as english
from actions.booking.who import one_more_visit
from actions.moves import names_a_day
from actions.precheck.wishes import asks
from actions.questions.topics import SEARCHING_INTENTS
from actions.reading import read_code, read_phone
from actions.turn import Turn

SEAT = r"(?:预约|约号|挂个?号|取个?号|排个?号|约(?:个|一个|一下|下|在|到|号|时间))"
WANTS = re.compile(
    rf"(?:想|要|帮|给|替|麻烦|请|能不能|可以|那)[^，。；不别]{{0,8}}{SEAT}|^{SEAT}|(?<=[，。；,;\s]){SEAT}|约(?:一?个|一下)(?:号|时间)?[吧呗嘛]?$"
    r"|(?:想|要|帮我?们?|给我?们?|替我?们?|请|麻烦[您你]?)(?:先|再|也|提前)?约(?![定束谈会好过了请你您我人]|的|不)"
    r"|(?:^|我|那|就|先)约(?=大?[今明后]天|[下这本]?个?[周星礼]|[\d一二三四五六七八九十]+[月号])"
    r"|(?:直接|还是|干脆)(?:预约|约)(?:吧|号|了)*(?=$|[，,。])"
    rf"|{english.WANTS_VISIT.pattern}",
    re.IGNORECASE,
)
MAY_COME = re.compile(
    r"(?:能|可以|好|行|会|给)(?:不能|不可以|不)?(?:不能)?(?:帮我|给我|提前|网上)?(?:预约|约|挂号|取号|排号)(?:上|到|得到|得上)?(?:个?号|时间)?[吗么嘛不没呢]?"
    r"|(?:预约|约)(?:得到|得上|不约得到)|(?:还)?有(?:没有|得)?(?:空的?)?(?:号|位子|位置|空位|名额)"
)
"""Asks whether a visit is to be had."""
_WHETHER = r"(?:能不能|可不可以|能否|可否)"
_AT_ONCE = r"(?:就|再|直接|过|跑)*"
NOT_NOW = re.compile(
    r"等[^，。,]{1,8}(?:再|才)(?:来)?(?:预约|约|挂号)(?=$|[，,。])|(?:^|[，,。；\s])(?:那|我们?|就|先|还是|今天|暂时|暂且|现在|目前|这次)*"
    r"(?:不|别|莫)(?:急着|忙|想|要|用|打算)?(?:预约|约|挂号)(?:了|吧|啦)*(?=$|[，,。；！!])"
)
"""Wants no visit now."""
MAY_GO = re.compile(
    rf"(?:{_WHETHER}|可以|阔以|能|好){_AT_ONCE}(?:去|来)(?:过|过去|过来)?(?:办|弄|搞|一趟|大厅|窗口)*(?:理)?"
    r"[不吗么嘛没呢啵咯]?(?=$|[，。？?！!,\s])"
    rf"|{_WHETHER}[^，。？?]{{1,8}}(?:去|来)(?:办|弄)?(?:理)?[吗么不]?(?=$|[，。？?！!,\s])"
    r"|(?:去|来|过去|过来)(?:办|弄|搞)?(?:理)?(?:要得|行|得行|可以|得|成)[不吗么嘛没呢]|(?:去|来)(?:办)?行不行"
)
"""Asks whether one may come on a day."""
OPENING = re.compile(r"上班|开门|关门|下班|有人|值班|放假|休息|营业")
"""Asks for the hours instead."""
ANEW = re.compile(
    r"(?:还)?没有?(?:预约|约)(?:过|呢|上)?(?=$|[，,。])|(?:继续|接着)(?:办理?|做|来)?(?:预约|约号?)|(?:重新|另外?|再|重|新)(?:给我|帮我|来)?(?:预约|约|挂|取|排|订)(?!到|成|时间)|(?:重新|另外?|再)(?:来|办)个?(?:预约|号)"
)
OF_ANOTHER_VISIT = re.compile(
    r"取消|退[号掉]|撤销|改[到成为期签约]|(?:改|换|变更|调整|修改).{0,4}(?:预约|时间|日期)|推迟|提前|查[一下看询到]|(?:我|之前|原来|先前|昨天|上次|以前)的?预约的?(?:[在是码号呢吗]|$)"
    r"|(?:那个|我的|之前的?|原来的?)预约[^，。]{0,4}(?:[来去]不了|不[去来]|取消|[改换推])|预约码|预约号|约(?:了|好|过|的)|有没有约|记录|尾号|后四位|怎么(?:预约|约)|如何预约|要不要预约|需要预约吗|要预约吗"
)
"""Speaks of a booking that is there already, or asks how to make one."""

ASKED_FOR = re.compile(
    r"(?:我们?)?(?:就|还|也)?(?:想要?|要|能不能|可不可以|可以)?(?:麻烦)?(?:[你您]们?)?(?:帮|给|替)?(?:我们?)?"
    rf"(?:重新|另外|再)?{SEAT}(?:个|一个|一下|下)?(?:时间|号|位)?(?:(?:来|去|过来)?(?:问问|看看|咨询)(?:一下)?)?[吧呗嘛呢吗]?"
)
"""The wish for a visit itself, which drowns what it is for."""


BESIDE = ("booking_lookup", "cancel_booking", "move_booking", "book", "choose_park", "affirm")
"""Kinds for which words that want a visit are taken, for a code, a day or a park in them."""


def without_wish(words: str) -> str:
    """What is left of `words` that want a visit when that wish is taken away."""
    rest = ASKED_FOR.sub(" ", ANEW.sub(" ", words))
    rest = english.VISIT_ASKED_FOR.sub(" ", rest)
    return rest.strip("，。, .")


def declines_visit(words: str) -> bool:
    """Whether the words say that none is wanted now: 还没准备好，先不约."""
    return NOT_NOW.search(words) is not None and not asks(words)


def wants_new_visit(turn: Turn) -> bool:
    """Whether the words surely want a visit booked, and speak of none that is there."""
    words = turn.words
    if declines_visit(words):
        return False
    if one_more_visit(words) and not read_code(words):
        return True
    if read_code(words) or OF_ANOTHER_VISIT.search(words):
        return False
    if ANEW.search(words):
        return True
    known = turn.slots.get("visit") or turn.state.get("booking_code")
    tells_all = names_a_day(words) and read_phone(words) is not None  # when, and who comes
    wants = tells_all or asks_for_seat(words) or WANTS.search(words) is not None
    return (wants or turn.surely("book", confidence=0.6)) and not known


def asks_for_seat(words: str) -> bool:
    """Whether the words ask if a visit is to be had on a day they name: 礼拜六能约吗."""
    return names_a_day(words) and MAY_COME.search(words) is not None


def asks_to_come(turn: Turn) -> bool:
    """Whether somebody asks if they may come on a day for the matter spoken of: 明天能去不."""
    words, known = turn.words, turn.slots.get("visit") or turn.state.get("booking_code")
    about_it = turn.matter_id is not None and not known and not turn.pressed
    asks = MAY_GO.search(words) is not None and OPENING.search(words) is None
    return about_it and asks and names_a_day(words)


def names_only_a_time(turn: Turn) -> bool:
    """Whether words taken for a change name a day or time, but no change, and nothing is booked."""
    known = turn.slots.get("visit") or turn.state.get("booking_code") or read_code(turn.words)
    changes = OF_ANOTHER_VISIT.search(turn.words) or re.search(r"改|换|推|挪|延", turn.words)
    return turn.intent == "move_booking" and names_a_day(turn.words) and not (known or changes)


def wants_visit(turn: Turn) -> bool:
    """Whether words that were taken for something else want a new visit."""
    if names_only_a_time(turn) or asks_to_come(turn):
        return True
    other = (*SEARCHING_INTENTS, *BESIDE)
    plainly = asks_for_seat(turn.words) or one_more_visit(turn.words)
    return (turn.intent in other or plainly) and wants_new_visit(turn)
