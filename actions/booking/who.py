"""Who comes, told where nobody asked: a name with a number wants a visit for them."""

from __future__ import annotations

import re

from actions.precheck.wishes import asks
from actions.reading import (
    introduces_a_name,
    only_a_name,
    read_name,
    read_phone,
    without_phone,
)
from actions.turn import Turn

ONE_MORE = re.compile(
    r"(?:再|另外|还[想要])(?:帮我们?|给我们?|替我们?)?(?:再)?(?:预约|约|挂)(?:一?个|一次|别的|其他)"
    r"|(?:同事|朋友|老[公婆]|爱人|家里?人|[他她])(?:也|还)(?:想|要|来|得)*(?:预约|约|挂)(?![过好了错])"
)
CALLED_OFF = re.compile(r"取消|退[了掉号]|撤")
LONGEST_REST = 14
"""Characters beside name and number up to which nothing else is told."""
OTHER = re.compile(r"投诉|举报|骗|催|打电话|回电|人工|叫什么|公司|注册|核名|名称|店名|[改换错]")
"""Speaks of something else than of who comes."""


def one_more_visit(words: str) -> bool:
    """Whether another visit is wanted beside one that is there: 我前天约过了，想再约一个."""
    return ONE_MORE.search(words) is not None and CALLED_OFF.search(words) is None


def tells_who_comes(turn: Turn) -> bool:
    """Whether the words give a name or a phone number, and nothing waits for an answer."""
    words = turn.words
    if turn.expecting or turn.pressed or turn.says("asks_for_person") or asks(words):
        return False
    phone = read_phone(words)
    told = introduces_a_name(words) or phone is not None
    name = read_name(words, strict=phone is None) if told else None
    if phone is None and not (name and only_a_name(name)):
        return False
    if OTHER.search(words):
        return False
    rest = without_phone(words).replace(name or " ", "")
    return len(rest.strip("，,。 ")) <= LONGEST_REST
