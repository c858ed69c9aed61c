"""A person on request; anger, complaints and despair, each met in its own way."""

from __future__ import annotations

import re

from actions.base import GuideAction
from actions.booking.asides import answers_booking
from actions.booking.organisation import says_no_company
from actions.booking.resume import resume_booking
from actions.client import GuideApi
from actions.handoff.asking import hand_off
from actions.handoff.complaint import ABOUT_US
from actions.journey.moves import wants_the_plan
from actions.journey.questions import resume_journey
from actions.journey.replies import plan_reply, take_move
from actions.pending import with_pending_question
from actions.precheck.doubts import asks_of_papers, tell_of_paper
from actions.questions.answer import answer_question
from actions.questions.keeping import tell_how_to_keep, wants_to_keep
from actions.rating.rate import resume_rating
from actions.reply import HANDOFF, Reply, labelled
from actions.texts import say
from actions.turn import Turn

SURE = 0.55
"""The bot falls silent after a hand-off, so a doubtful message must not cause one."""
SURE_OF_DISTRESS = 0.3
"""A life may hang on it: a person too many does less harm than one too few."""
ELSEWHERE = re.compile(
    r"投诉|举报|告(?:他|她|老板|公司|厂|谁|哪)|维权|找谁|找哪|去哪|哪里|哪个部门"
)
"""Asks where to turn to with a complaint."""
DANGER = re.compile(
    r"死(?!板|规定|角)|不想活|活不|活着|没活路|要命|救命|人命|性命|自杀|跳[楼下江河桥]|楼顶|[喝吃吞]了?.{0,2}药|火|炸|漏|毒|晕|塌|血|伤|打[我人]|刀|砍|杀|威胁|关起|困|绝望|崩溃"
    r"|撑不|熬不|一了百了|解脱|绝路|短见|救[我人命]|危险|救援|留恋|盼头|坠|落水|陪葬"
)
"""Words of danger or despair; without them a doubtful message is looked up first."""
IDIOM = re.compile(r"[吵烦累热冷忙急笑气饿]死(?:了|人|个人)?")
"""Says how much something annoys, and not that a life is in danger."""
IN_EARNEST = re.compile(
    r"想死|不想活|自杀|跳[楼江河桥]|活不下|[起着失]火|煤气|泄漏|救命|晕[倒过]|流血|[要在]打[我人]"
)
"""Danger that an idiom beside it does not make light of: 起火了，急死了."""
LIFE = re.compile(r"[活死命跳]|绝望|难受|痛苦|不想|撑不|救")
INSULT = re.compile(
    r"垃圾|废物|蠢|傻[逼叉瓜帽]|笨(?:蛋|死)|滚|放屁|狗屁|智障|弱智|脑残|混[账蛋]|王八|妈的|他妈|tmd|sb\b|吃干饭|有病吧|脑壳有",
    re.IGNORECASE,
)
"""Swears at the guide or the hall, however doubtful the message is otherwise."""
NOTHING_FOUND = frozenset({"not_found", "ask_matter"})
"""Outcomes that show that the words are about no matter."""
ABSENT = re.compile(r"国外|外地|外省|出差|出国|住院|来不了|回不来|不在")
"""Says that somebody cannot come."""
LEAST_STORY = 12
"""Characters from which on an angry message may also say what it is about."""


class ActionHandOff(GuideAction):
    """Answers whoever wants a person, is angry, or is in despair."""

    topic = "handoff"

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_handoff"

    async def reply(self, turn: Turn, api: GuideApi) -> Reply:
        """Soothe once, hand over otherwise; a message that may mean something else is answered."""
        if kept := await tell_how_to_keep(turn, api) if _keeps(turn) else None:
            return kept
        if turn.intent == "distress" and not _only_idiom(turn.words):
            return await _in_distress(turn, api)
        return await _something_else(turn, api) or await _handed_over(turn, api)


def _only_idiom(words: str) -> bool:
    return IDIOM.search(words) is not None and IN_EARNEST.search(words) is None


async def _in_distress(turn: Turn, api: GuideApi) -> Reply:
    """A person at once, unless it is doubtful and there is an answer: 我要离婚."""
    if turn.confidence < SURE_OF_DISTRESS:
        return await _something_else(turn, api) or await _handed_over(turn, api)
    doubtful = turn.confidence < SURE and not DANGER.search(turn.words)
    if doubtful and (told := await _not_ours(turn, api) or await _told_of_matter(turn, api)):
        return told
    return await hand_off(turn, api, "distress", say("handoff.comfort"))


async def _told_of_matter(turn: Turn, api: GuideApi) -> Reply | None:
    """The answer to what tells of somebody in a case that is spoken of: 法人在国外."""
    if turn.matter_id is None or LIFE.search(turn.words):
        return None
    answer = await answer_question(turn, api, "conditions")
    told = answer.outcome == "answered" and ABSENT.search(turn.words)
    return await with_pending_question(answer, turn, api) if told else None


async def _something_else(turn: Turn, api: GuideApi) -> Reply | None:
    """The reply to what only sounds like a wish for a person, or like anger."""
    if (turn.expecting or "").startswith("rating.") and turn.intent == "anger":
        return await resume_rating(turn, api)  # the reason of a bad grade is seldom polite
    if turn.says("declines_person"):
        return await with_pending_question(_stays_with_the_guide(), turn, api)
    if answers_booking(turn):
        return await resume_booking(turn, api)
    return await _not_ours(turn, api) or await _going_on(turn, api)


async def _handed_over(turn: Turn, api: GuideApi) -> Reply:
    """A person at once, after one apology, or when it is doubtful, when that is confirmed."""
    swears = turn.intent == "anger" and INSULT.search(turn.words)
    doubtful = turn.confidence < SURE and not turn.says("asks_for_person") and not swears
    if doubtful or says_no_company(turn.words):
        return await _doubtful(turn, api)
    if turn.intent == "anger":
        return await _angry(turn, api)
    complains = ABOUT_US.search(turn.words) is not None and "投诉" in turn.words
    lead = say("handoff.complaint_taken") if complains else ""
    return await hand_off(turn, api, "complaint" if complains else "request", lead)


def _keeps(turn: Turn) -> bool:
    """Whether what was shown is to be kept, in words that speak of no life or death."""
    return wants_to_keep(turn) and LIFE.search(turn.words) is None


async def _going_on(turn: Turn, api: GuideApi) -> Reply | None:
    """The answer to what only sounds like a wish for somebody: who draws a plan, a plan at once."""
    if turn.says("names_person") or turn.intent == "distress":
        return None
    lately = turn.expecting is None and turn.slots.get("last_topic") == "journey"
    planning = lately or (turn.expecting or "").startswith("journey.")
    asked = (turn.expecting or "").startswith("journey.") and turn.intent == "request_handoff"
    if asked and not turn.says("hints_at_person"):  # 接管网 answers the plan's question
        return await resume_journey(turn, api)
    if planning and turn.state.get("journey") and wants_the_plan(turn.words):
        return await plan_reply(await take_move("show", turn, api), api)
    return await tell_of_paper(turn, api) if asks_of_papers(turn) else None


async def _not_ours(turn: Turn, api: GuideApi) -> Reply | None:
    """Where to complain about what is not the hall's business: 老板拖欠工资去哪里投诉."""
    if turn.pressed or turn.says("asks_for_person") or ABOUT_US.search(turn.words):
        return None
    if not ELSEWHERE.search(turn.words) and (
        turn.intent == "anger" or turn.says("hints_at_person")
    ):
        return None
    answer = await answer_question(turn, api, "matter")
    if answer.outcome != "referred":
        return None
    return await with_pending_question(answer, turn, api)


async def _angry(turn: Turn, api: GuideApi) -> Reply:
    """One apology with a way on; the second time a person."""
    complaint = ABOUT_US.search(turn.words) is not None
    if turn.slots.get("upset"):
        return await hand_off(turn, api, "anger", say("handoff.sorry"))
    soothing = Reply(
        say("handoff.soothe_complaint") if complaint else say("handoff.soothe"),
        [HANDOFF, labelled("conversation.restart_button", "restart")],
        outcome="soothed",
        slots={"upset": True},
    )
    return await with_pending_question(await _with_answer(soothing, turn, api), turn, api)


async def _with_answer(soothing: Reply, turn: Turn, api: GuideApi) -> Reply:
    """An angry message that surely names a matter is answered too."""
    if len(turn.words) < LEAST_STORY or turn.expecting:
        return soothing
    answer = await answer_question(turn, api, "matter")
    if answer.context.get("decision") != "match":
        return soothing
    answer.text = f"{say('handoff.sorry')}\n{answer.text}"
    answer.outcome = "soothed"
    answer.buttons = [*answer.buttons[:2], HANDOFF]
    answer.slots.update(soothing.slots)
    return answer


async def _doubtful(turn: Turn, api: GuideApi) -> Reply:
    """Not surely meant so: what the words may be about, else whether a person is wanted."""
    answer = await answer_question(turn, api, "matter")
    angry = turn.intent == "anger" and answer.outcome == "referred"  # 你比窗口的人靠谱吗
    if answer.outcome not in NOTHING_FOUND and not angry:
        return await with_pending_question(answer, turn, api)
    return await with_pending_question(
        Reply(
            say("handoff.is_wanted"),
            [HANDOFF],
            outcome="soothed" if turn.intent == "anger" else "small_talk",
            slots={"proposed": "handoff", "upset": turn.intent == "anger" or None},
        ),
        turn,
        api,
    )


def _stays_with_the_guide() -> Reply:
    return Reply(
        say("handoff.not_wanted"), [HANDOFF], outcome="small_talk", context={"topic": "chitchat"}
    )
