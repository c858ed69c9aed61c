"""What is told of a request that is not ours, and of what is asked about it afterwards."""

import re
from dataclasses import replace

from api.services.answers import HANDOFF, Answer, Question
from api.services.outcomes import Outcome
from api.services.thread import about
from api.services.thread.order import asks_order
from api.services.thread.resolve import Resolver
from api.services.wording import say_rule
from knowledge import KnowledgeBase, Referral

SHORT = 14
"""Characters of a message that but repeats the number it was told."""
HOTLINE = "12345"
"""Where to ask when a referral names no number of its own (国办发〔2020〕53号)."""
OURS = re.compile(
    r"大厅|园区|你们|您们|这里|这边|智能导办|预约"
    r"|(?:高新|经开)区?.{0,8}(?:几点|上班|下班|开门|关门|有人|周[六日末]|星期|礼拜|放假)"
)
"""Says that the park itself is meant, whatever was spoken of before."""
PLACES = re.compile(
    r"[在到是归属]*(?:我们?|我这|公司|店|厂|项目)*(?:在|是)?(?:那边|这边)?(?:郴州|湖南)?市?"
    r"(?:高新(?:技术)?区?|经(?:济)?开(?:发)?区?|开发区|北湖区?|苏仙区?)(?:那边|这边|的话|的|里|这块)*"
)
"""Says where one is, which leaves it the same business: 北湖区的, 在高新区，去哪个窗口."""
ELSEWHERE = frozenset({"booking", "journey", "progress", "compare"})
"""Questions that are no follow-up of a referral."""
WHETHER_HERE = re.compile(
    r"(?:为什么|为啥|凭什么|怎么)(?:就)?(?:不能|不给|不管|不办|不帮|办不)|(?:不能|没法|没权|无权|不可以)(?:办|管|受理)|办不了|办不到|管不了"
    r"|(?:能|可以|给|帮)(?:不能|不可以)?(?:办|管)[吗么嘛不啵]|有没有(?:这个)?窗口|(?:谁|哪里|哪个)(?:能|可以|才)(?:办|管)|那我?(?:该)?(?:去|找)(?:哪|谁)"
)
"""Asks whether the park or somebody else handles it, and why not."""
CALLS = re.compile(r"电话|热线|号码|打哪|打什么|联系|怎么打|拨")
DURATION = re.compile(
    r"[\d一二三四五六七八九十百]+个?(?:工作日|日|天|周|个月|月|年)(?:之?内|以内|前)?"
)
NOT_ON_LIST = "这件事不在园区大厅的办事清单里。"
FINDS_OUT = "这一点我没有查到可靠来源，请打{phone}问清楚。"


class Referred:
    """Answers about what somebody else handles."""

    def __init__(self, kb: KnowledgeBase, resolver: Resolver, asking: about.Asking) -> None:
        self._kb = kb
        self._resolver = resolver
        self._asking = asking

    def follow_up(self, question: Question) -> Answer | None:
        """The answer to a question about the referral told last; None when it is about another."""
        told = about.referral_told(self._kb, question.thread.about)
        if told is None or question.query is None or question.matter_id is not None:
            return None
        if told.phone and told.phone in question.query and len(question.query) <= SHORT:
            return answer_referral(told, say_of_referral(told, question.topic, "电话"))
        if WHETHER_HERE.search(question.query) and not self._asks_of_ours(question, told):
            return answer_referral(told, self._not_here(told))
        if question.topic in ELSEWHERE or asks_order(question.query) or OURS.search(question.query):
            return None
        if self._resolver.names_another(question, told):
            return None
        asked = PLACES.sub(" ", question.query).strip("，。,. ")
        goes_on = (
            not asked or self._asking.names_nothing(asked) or self._asking.shares(asked, told.text)
        )
        if not goes_on and (question.topic == "matter" or self._resolver.finds(question)):
            return None
        return answer_referral(told, say_of_referral(told, question.topic, question.query))

    def _not_here(self, told: Referral) -> str:
        """That it is not for the park to handle, and who does (decree D8)."""
        kept = say_rule(self._kb.rules["kept_by_districts"])
        whose = f"「{told.title}」由{told.body}办理，可以先打{told.phone or HOTLINE}问清楚。"
        return (kept if told.status == "official" else NOT_ON_LIST) + whose

    def _asks_of_ours(self, question: Question, told: Referral) -> bool:
        """Whether something else than the referral is named beside the hall."""
        rest = WHETHER_HERE.sub("", OURS.sub("", question.query or ""))
        return self._resolver.names_another(replace(question, query=rest, topic="window"), told)


def answer_referral(told: Referral, text: str) -> Answer:
    """A text about a referral, as an answer after which it can be asked about."""
    return Answer(Outcome.REFERRED, "referral", text, buttons=[HANDOFF], about=about.referral(told))


def say_referral(told: Referral) -> str:
    """Whose business it is, how to reach them, and what to bring where that is known."""
    parts = [told.text]
    if told.phone and told.phone not in told.text:
        parts.append(f"电话：{told.phone}")
    if told.bring:
        parts.append(f"一般要带：{'、'.join(told.bring)}")
    return "\n".join(parts)


def say_of_referral(told: Referral, topic: str, asked: str) -> str:
    """What is known of one side of a request that is not ours, or where to ask about it."""
    phone = told.phone or HOTLINE
    whose = f"「{told.title}」由{told.body}办理，不在园区大厅。"
    if CALLS.search(asked):
        return f"请打{phone}。{whose}"
    if topic == "matter":
        return say_referral(told)
    if topic in ("mode", "liability"):
        return f"{whose}可以先打{phone}问清楚。"
    if topic == "window":
        return f"{whose}具体地址和上班时间，去之前请打{phone}问清楚。"
    if topic in ("materials", "precheck", "notice"):
        return _bring(told, phone) + f"\n{whose}"
    known = _durations(told) if topic in ("time_limit", "result") else ""
    return (
        (known or FINDS_OUT.format(phone=phone))
        + f"\n{whose}"
        + (f"别的请打{phone}问。" if known else "")
    )


def _bring(told: Referral, phone: str) -> str:
    if not told.bring:
        return f"要带什么，我没有查到可靠来源，请先打{phone}问清楚。"
    return f"一般要带：{'、'.join(told.bring)}。去之前最好打{phone}再问一声。"


def _durations(told: Referral) -> str:
    """The sentences of a referral that tell a time."""
    sentences = [sentence for sentence in told.text.split("。") if DURATION.search(sentence)]
    return "".join(f"{sentence}。" for sentence in sentences)
