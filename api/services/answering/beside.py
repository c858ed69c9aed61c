"""What is said to words that go on about the current matter and that its guide does not answer.

The matter stays: a remark is taken in, a question is named as open, and neither is a new wish.
"""

import re

from api.services.answering.state import current_guide, settle
from api.services.answers import HANDOFF, Answer, Question, button
from api.services.outcomes import Outcome
from api.services.thread.compare import say_when
from knowledge import KnowledgeBase
from knowledge.text import compact, normalise

WISHES = re.compile(
    r"想(?!问|知道|了解|请教|咨询|确认)|打算|(?<![不就还])(?:要|准备|帮我|给我|来|怎么|咋|如何|哪里?)(?:去|来|再|先|给|帮)?[^，。]{0,6}?"
    r"(?:办(?!下来|完|好|法|公)|申请|开(?!工|始)|弄|搞|注册|登记|领|报|装|建|盖|修|做|挖|搭|拆|买|卖|搬)"
    r"|(?:办|申请|注册)(?:个|一个|理|张|一下)|我要|换(?:个|一个|件)|别的事|另外(?:一件|还)|顺便|顺带"
)
"""Wants something of its own, or speaks of something else."""
ASKS = re.compile(
    r"(?:[吗么嘛呢不啵吧咯]|没有?)$|[几谁哪啥咋]|什么|多[久少长大]|怎|如何|能不能|可不可以|要不要|会不会|是不是|行不行|有没有|还是"
)
WANTS = re.compile(r"想|打算|我们?要|我来|帮我|给我|怎么|咋|如何|哪里?|换|别的|另外|顺便|顺带")
"""Wants something, be it put as a question."""
WHETHER = re.compile(r"(?:[吗么嘛不啵吧]|要不要|用不用|行不行|可不可以|能不能)[?？。]*$")
WHAT_THEN = re.compile(r"(?:怎么|咋)(?:个|来)?(?:办|弄|搞)[呀啊呢]?$")
"""Asks what to do, and wants nothing of its own: 下雨天怎么办."""
LEAST_SAID = 3
NOT_WRITTEN = (
    "「{matter}」的这一点，办事指南没有写明，不敢随便告诉您。"
    "请问受理窗口，或者拨打 12345 政务服务便民热线。"
)
NOTED = (
    "好的，知道了。「{matter}」什么时候要办：{when}。"
    "您的情况拿不准的，请问受理窗口或者拨打 12345；材料、时间、收费也可以接着问我。"
)


def wishes(words: str) -> bool:
    """Whether normalised `words` want something of their own."""
    rest = WHAT_THEN.sub("", words)
    if WHETHER.search(rest) and not WANTS.search(rest):  # 每年都要报吗
        return False
    return WISHES.search(rest) is not None


def asks(words: str) -> bool:
    """Whether `words` ask something."""
    return ASKS.search(normalise(words).rstrip("?？。 ")) is not None


def goes_on(question: Question) -> bool:
    """Whether words in which nothing was found may still be about the current matter."""
    words = normalise(question.query or "")
    said = len(compact(words)) >= LEAST_SAID and not words.isascii()
    return question.matter_id is not None and said and not wishes(words)


def answer_beside(kb: KnowledgeBase, question: Question) -> Answer | None:
    """The answer to such words; None where no matter is current."""
    guide = current_guide(kb, question)
    if guide is None:
        return None
    open_question = asks(question.query or "")
    text = (NOT_WRITTEN if open_question else NOTED).format(matter=guide.name, when=say_when(guide))
    steps = [button("要带什么材料", "ask_materials"), button("去哪个窗口", "ask_window"), HANDOFF]
    outcome = Outcome.MISSING_FACT if open_question else Outcome.ANSWERED
    answer = Answer(outcome, "matter", text, matter_id=guide.matter_id, buttons=steps)
    if question.park_id is not None:
        settle(answer, guide)
    return answer
