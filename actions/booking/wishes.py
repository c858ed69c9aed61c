"""Words that surely ask for a new visit, whatever else the message says."""

from __future__ import annotations

import re

from actions.questions.topics import SEARCHING_INTENTS
from actions.reading import read_code
from actions.turn import Turn

SEAT = r"(?:预约|约号|挂个?号|取个?号|排个?号|约(?:个|一个|一下|下|在|到|号|时间))"
WANTS = re.compile(
    rf"(?:想|要|帮|给|替|麻烦|请|能不能|可以|那)[^，。；不别]{{0,8}}{SEAT}|^{SEAT}|(?<=[，。；,;\s]){SEAT}|约(?:一?个|一下)(?:号|时间)?[吧呗嘛]?$"
)
ANEW = re.compile(
    r"(?:继续|接着)(?:办理?|做|来)?(?:预约|约号?)|(?:重新|另外?|再|重|新)(?:给我|帮我|来)?(?:预约|约|挂|取|排|订)(?!到|成|时间)|(?:重新|另外?|再)(?:来|办)个?(?:预约|号)"
)
OF_ANOTHER_VISIT = re.compile(
    r"取消|退[号掉]|撤销|改[到成为期签约]|改个?时间|推迟|提前|查[一下看询到]|(?:我|之前|原来|先前|昨天|上次|以前)的?预约的?(?:[在是码号呢吗]|$)"
    r"|预约码|预约号|约(?:了|好|过|的)|有没有约|记录|尾号|后四位|怎么(?:预约|约)|如何预约|要不要预约|需要预约吗|要预约吗"
)
"""Speaks of a booking that is there already, or asks how to make one."""

ASKED_FOR = re.compile(
    r"(?:我们?)?(?:就|还|也)?(?:想要?|要|能不能|可不可以|可以)?(?:麻烦)?(?:[你您]们?)?(?:帮|给|替)?(?:我们?)?"
    rf"(?:重新|另外|再)?{SEAT}(?:个|一个|一下|下)?(?:时间|号|位)?(?:(?:来|去|过来)?(?:问问|看看|咨询)(?:一下)?)?[吧呗嘛呢吗]?"
)
"""The wish for a visit itself, which drowns what it is for."""


def without_wish(words: str) -> str:
    """What is left of `words` that want a visit when that wish is taken away."""
    return ASKED_FOR.sub(" ", words).strip("，。, ")


def wants_new_visit(turn: Turn) -> bool:
    """Whether the words surely want a visit booked, and speak of none that is there."""
    words = turn.words
    if read_code(words) or OF_ANOTHER_VISIT.search(words):
        return False
    if ANEW.search(words):
        return True
    known = turn.slots.get("visit") or turn.state.get("booking_code")
    wants = WANTS.search(words) is not None or turn.surely("book", confidence=0.6)
    return wants and not known


def wants_visit(turn: Turn) -> bool:
    """Whether words that were taken for a matter, or for a visit that is there, want a new one."""
    other = (*SEARCHING_INTENTS, "booking_lookup", "cancel_booking", "move_booking", "book")
    return turn.intent in other and wants_new_visit(turn)
