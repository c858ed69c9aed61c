"""Recognises how somebody goes through a plan: the next step, what is done, what is left."""

from __future__ import annotations

import re

NUMBER = r"[一二两三四五六七八九十\d]{1,3}"
SHOW = re.compile(
    r"(刚才|之前|前面|上次|原来)(说?的?|那个|这个|给我的?)*(办事)?(计划|清单|流程|路线|方案|安排|步骤)"
    r"|(看|发|给|显示|打开|列|说)(一下|下|看|我|出来|回)*(整个|完整|全部|办事|那个|我的|这个)*的?(计划|路线图|流程图|清单)"
    r"|列(给|出|一下|一份|个|成|张)|(把|按).{0,12}(清单|顺序|先后|计划|流程|步骤).{0,4}(列|发|给|说|讲)"
    r"|^(办事|整个|完整的?|我的)?(计划|路线图|流程图)[呢吧]?$|^(直接|先)?看计划"
)
WHOLE_WAY = re.compile(
    r"从头到(尾|脚)|全套|整套|全流程|全过程|一条龙|一步一步|按(先后)?顺序|先后顺序|前前后后|先.{1,6}后.{1,6}|哪些手续|哪几样|多少个?手续"
    r"|从.{1,8}到.{0,6}(投产|生产|竣工|开业|开张|营业|开工)|(所有|全部)的?(手续|证|审批)"
)
NO_QUESTION = re.compile(
    r"没有?(什么|啥|几|多少|么子)|什么的|十几|几十|好几|几[张台个吨人亩]|什么都"
)
"""Words that hold a question word and ask nothing."""
NOTHING_SPECIAL = re.compile(
    r"没有?(什么|啥|别的|其他|其它|么子)*的?(特殊|特别)|一般情况|就(是)?普通的"
)
FIRST = re.compile(
    r"第一步(?!.{0,4}(办|弄|做|搞)?(好|完)了)|先(办|做|弄|搞)(什么|哪|啥|么子)|从(哪|什么).{0,4}(开始|办起|入手|下手)|首先"
    r"|头一(步|个)|从头(开始)?(说|讲|走)|最先"
)
STAGE = re.compile(rf"第{NUMBER}(个)?(步|阶段|环节)")
NEXT = re.compile(
    r"下一?(个)?(步|项|阶段|环节)|接下来|然后呢|再往下|往下(说|走|呢)|(之后|后面|完了|接着)(呢|再)?(要|该|再)?(办|做|弄|干|是)?(什么|啥|么子|哪|呢)"
    r"|下一个(呢|办|是|证)?|继续(说|讲|走)?$|接着(说|讲|走|办)?(呢|吧)?$"
)
LEFT = re.compile(
    r"还(剩|差|有)(下)?(哪|什么|几|多少|啥|么子)|剩(下|余)(的|哪|什么|几|多少)|没办(好|完)?的(还)?(有)?(哪|什么|几)?|办到(哪|第几)"
    r"|还(要|得|需要)办(哪|什么|几|啥)|还缺(哪|几)"
)
VERBS = r"(?:办|弄|做|搞|拿|批|领|审|交|报|核|过|验|备案?|登记)(?:理)?"
SETTLED = VERBS + r"(?:好|完|到|下来|妥|齐|成|过|掉)(?:手|了)?"
DONE = re.compile(
    rf"{SETTLED}(?:了|啦|咯|嘞|哒|$|[，。,!！])|下来了|完成了|搞定|办了[，。]?$|已经(?:办|有|拿|批|领|做|完)|都?有了$|通过了|批了$|拿了$"
    r"|过了$|finished|done"
)
UNDONE = re.compile(
    r"(还没|还没有|没有|没|尚未|并没有|其实没)(真的)?(办|弄|做|搞|拿|批|领|完成|下来)(好|完|到|下来|成)?"
)
ASKS = re.compile(
    r"[?？吗]|多久|什么|哪|怎么|如何|几|谁|啥|么子|要不要|能不能|多少|咋|没$|没有$|了没"
)
STEP = re.compile(rf"(那|这|哪)一?(步|项|个证|关)|第{NUMBER}(个)?(步|阶段|环节)")
HERE = re.compile(r"^(那|这)一?(步|项|个)")
"""A step that is pointed at, and so the current matter."""
CORRECTS = re.compile(r"不是|不对|错了|改|其实|我们是|我是|现在(是|要|打算)|变了|换成|补充")
MOST_OF_A_MOVE = 30
"""Characters. Longer messages tell a story, in which such words prove nothing."""


def read_move(text: str) -> str | None:
    """The move that the words make, by the name that api gives it; None when they make none."""
    words = text.strip()
    if len(words) > MOST_OF_A_MOVE:
        return None
    asks = ASKS.search(words) is not None
    if not asks and UNDONE.search(words):
        return "undone"
    if DONE.search(words) and (not asks or NEXT.search(words)):
        return "done"
    if LEFT.search(words):
        return "left"
    if SHOW.search(words):
        return "show"
    if FIRST.search(words):
        return "first"
    if STAGE.search(words):
        return "stage"
    return "next" if NEXT.search(words) else None


def points_at_a_step(text: str) -> bool:
    """Whether the words speak of a step of the plan by its name or number: 环评那步, 第二步."""
    return STEP.search(text) is not None and HERE.search(text) is None


def is_question(text: str) -> bool:
    """Whether the words ask something, rather than tell it."""
    return ASKS.search(NO_QUESTION.sub("", text)) is not None


def asks_the_whole_way(text: str) -> bool:
    """Whether the words ask for everything there is to do, in its order."""
    return WHOLE_WAY.search(text) is not None


def says_nothing_special(text: str) -> bool:
    """Whether the words say that there is nothing more to tell."""
    return NOTHING_SPECIAL.search(text) is not None


def corrects(text: str) -> bool:
    """Whether the words put right what was told before."""
    return CORRECTS.search(text) is not None


def wants_the_plan(text: str) -> bool:
    """Whether the words ask to see the plan, without further questions."""
    return SHOW.search(text) is not None or re.search(r"别问|不用问|不要问", text) is not None
