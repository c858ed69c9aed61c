"""Greetings, thanks and the like: one friendly line, and back to business."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.agreement import agrees
from actions.base import GuideAction
from actions.choosing.offered import offered_to
from actions.client import GuideApi
from actions.journey.asides import journey_aside
from actions.journey.moves import wants_the_plan
from actions.moves import abandons
from actions.pending import with_pending_question
from actions.plain_wishes import plain_wish
from actions.questions.answer import answer_question
from actions.rating.inviting import may_invite, with_invitation
from actions.reply import BOOK, HANDOFF, IDLE, LOOK_UP, Reply
from actions.texts import say
from actions.turn import Turn

SMALL_TALK = {
    "greet": "conversation.greeting",
    "goodbye": "conversation.goodbye",
    "thanks": "conversation.thanks",
    "ask_guide": "conversation.about",
    "idle_chat": "conversation.idle_chat",
    "remark": "conversation.listens",
    "wordless": "conversation.wordless",
}
MAY_BE_PLAIN = frozenset({"ask_guide", "idle_chat", "wordless"})
"""Kinds of small talk for which a plain wish may be taken."""
NOTHING_ELSE = frozenset({"greet", "goodbye", "thanks", "wordless"})
"""Kinds of small talk that are surely nothing else."""
SHORTEST_QUESTION = 4
"""Characters from which a message may ask something, whatever it sounds like."""
GREETING = re.compile(
    r"[你您]们?好|早上好|上午好|中午好|下午好|晚上好|早安|晚安|哈[喽啰罗]|嗨|喂+|在吗|在不在?|在么|有人[吗么没不]?|打扰(?:一下|了)?|请问|麻烦(?:了|一下)?"
    r"|师傅|老师|同志|领导|客服|亲|美女|帅哥|小姐姐|大哥|大姐|各位|[啊呀哈呢吧嘛哦嗯的了]|[，,。.！!？?~～\s]"
)
"""What a greeting is made of."""
SHORTEST_NAME = 2
SHORTEST_WISH = 8
"""Characters from which a wish for another matter may name it."""
TELLING = frozenset({"answered", "missing_fact", "referred", "card"})
"""Outcomes that show that something was asked."""
FINDING = TELLING | {"clarify", "ask_park"}
"""The same, be it that one more thing must be asked."""
GIVING_UP = frozenset({"stop", "deny"})
SURE_REMARK = 0.5
"""How sure a remark must be for its words not to be searched for a matter."""
PARTING = frozenset({"goodbye", "thanks"})
WORDS = re.compile(r"[A-Za-z]{3,}|[一-龥]{4,}")
NEXT_STEPS = [
    BOOK,
    LOOK_UP,
    HANDOFF,
]


class ActionSmallTalk(GuideAction):
    """Answers what is no question about a matter."""

    topic = "chitchat"

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_small_talk"

    async def reply(self, turn: Turn, api: GuideApi) -> Reply:
        """One line, with the usual next steps."""
        planning = turn.state.get("journey") is not None and wants_the_plan(turn.words)
        of_the_plan = turn.intent == "another_matter" or planning
        if of_the_plan and (told := await journey_aside(turn, api)):
            return told
        if turn.intent == "another_matter":
            if told := await _named_already(turn, api):
                return told
            return Reply(
                say("conversation.another"),
                [HANDOFF],
                outcome="small_talk",
                slots={**IDLE, "pending_topic": None},
            )
        plain = turn.intent in MAY_BE_PLAIN and turn.expecting is None
        if told := await plain_wish(turn, api) if plain else None:
            return told
        told = await _named_after_greeting(turn, api) or await _of_a_matter(turn, api)
        if told := told or await asked_after_all(turn, api):
            return told
        talk = Reply(
            say(SMALL_TALK.get(turn.intent, "conversation.nothing_open")),
            NEXT_STEPS,
            outcome="small_talk",
        )
        if turn.intent in PARTING and may_invite(turn):
            return with_invitation(talk)
        return await with_pending_question(talk, turn, api)


async def _named_after_greeting(turn: Turn, api: GuideApi) -> Reply | None:
    """The answer to what is said beside a greeting: 你好，燃气站; None where nothing is."""
    rest = GREETING.sub("", turn.words)
    if turn.intent != "greet" or turn.pressed or len(rest) < SHORTEST_NAME or rest.isascii():
        return None
    answer = await answer_question(replace(turn, text=rest), api, "matter")
    found = answer.outcome in TELLING or answer.outcome == "clarify"
    return await with_pending_question(answer, turn, api) if found else None


async def _named_already(turn: Turn, api: GuideApi) -> Reply | None:
    """The answer where the other matter is named in the same breath; None where it is not."""
    if turn.pressed or len(turn.words) < SHORTEST_WISH:
        return None
    answer = await answer_question(turn, api, "matter")
    named = answer.context.get("decision") == "match" and answer.outcome in TELLING
    return await with_pending_question(answer, turn, api) if named else None


async def _of_a_matter(turn: Turn, api: GuideApi) -> Reply | None:
    """The answer where a remark tells of the case or names a matter; None where it does not.

    While one of several is to be chosen, any remark may tell which.
    """
    if turn.intent == "wordless" and WORDS.search(turn.words):  # letters that mean nothing
        answer = await answer_question(turn, api, "matter")
        if answer.outcome != "referred":
            return await with_pending_question(answer, turn, api)
        return None
    if turn.intent != "remark":
        return None
    choosing = bool(offered_to(turn))
    if turn.confidence >= SURE_REMARK and not choosing:
        return await _named_already(turn, api)
    topic = str(turn.slots.get("pending_topic") or "matter") if choosing else "matter"
    answer = await answer_question(turn, api, topic)
    told = answer.outcome in FINDING and answer.context.get("decision") is not None
    return await with_pending_question(answer, turn, api) if told else None


async def asked_after_all(turn: Turn, api: GuideApi) -> Reply | None:
    """The answer to a question that only sounds like small talk: 工伤认定, 你从哪里查到的."""
    if turn.pressed or turn.intent in NOTHING_ELSE or len(turn.words) < SHORTEST_QUESTION:
        return None
    if turn.intent == "affirm" and agrees(turn.words):  # 好的我确定了
        return None
    if turn.intent in GIVING_UP and abandons(turn.words):  # 那我先不办了 asks of no consequences
        return None
    answer = await answer_question(turn, api, "policy")
    if turn.intent == "idle_chat" and answer.outcome == "missing_fact":
        return None
    return await with_pending_question(answer, turn, api) if answer.outcome in TELLING else None
