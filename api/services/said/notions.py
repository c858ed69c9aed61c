"""Whether words ask what is meant by something: 什么叫容缺受理, 服务前移是啥."""

import re

TERM = (
    r"(?:直接赋权|服务前移|审批直报|赋权|容缺\S{0,2}|告知承诺|承诺制|区域评估|帮办代办|一件事\S{0,4}|首问责任|一次性告知[单书]?|告知[单书]"
    r"|绿色通道|过渡期|法定时限|承诺时限|工作日|行政复议|复议|好差评|行政审批专用章|[23二三]号章|(?<!用地)预审|预检)"
)
"""A term of the service or the decree."""
MEANING = re.compile(
    r"(?:[啥什么]|么子)意思|什么?意思|到底是|是要求|(?:什么|啥|么子)[叫是]|何谓|怎么回事|怎么理解|解释|指的?是什么|有几种|哪几种|哪三种"
    rf"|{TERM}(?:到底|又|就)?是个?(?:什么|啥|么子)(?!方式|时候|单位|部门|情况)"
)
"""Asks what is meant, whatever it is."""
OF_A_TERM = re.compile(rf"{TERM}\S{{0,4}}(?:是|什么|么子|啥|怎么|咋|意思|解释|区别)")


def asks_meaning(words: str) -> bool:
    """Whether `words` ask what something means."""
    return MEANING.search(words) is not None


def asks_of_term(words: str) -> bool:
    """Whether `words` ask about a term that they name, not about what was said before."""
    if OF_A_TERM.search(words):
        return True
    return re.search(TERM, words) is not None and asks_meaning(words)
