"""The gateway: one message of an applicant in, a useful answer out, whatever is broken."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from weakref import WeakValueDictionary

from starlette.concurrency import run_in_threadpool

from api.db.chat import Conversation
from api.db.types import HALL_ZONE
from api.services.answers import HANDOFF, button
from api.services.booking.holds import Holds
from api.services.bot import Bot, BotReply, BotUnavailable, Incoming
from api.services.choices import is_offered
from api.services.conversations import EMPTY_CONTEXT, Conversations
from api.services.degraded import answer_without_bot, fresh_start, wants_person
from api.services.english import texts as english
from api.services.english.guide import BilingualGuide
from api.services.english.language import LanguageReader, language_wanted
from api.services.intake.handoffs import Handoffs
from api.services.intake.papers_told import tells_of_papers
from api.services.intake.spoken_materials import pauses_kept
from api.services.languages import ENGLISH
from api.services.learning import Learning, remembered
from api.services.leaving import asked_along, asked_meanwhile, calls_for_guide, leaves
from api.services.masking import mask_personal_data
from api.services.noticing import Exchange
from api.services.outcomes import Outcome, next_steps, settled
from api.services.repairs import as_repaired
from api.services.said.marks import marks
from api.services.said.pauses import with_pauses
from api.services.said.person import declines_wait
from api.services.said.visiting import asked_of_visit
from api.services.statistics.demand import DemandCounter
from api.services.stream import Stream
from api.services.thread_state import THREAD_START, is_aside, kept
from api.services.wordless import is_wordless, spelled_out
from knowledge.mishearing import heard_right
from knowledge.text import compact, normalise

FOR_THE_BOT = (
    "matter_id", "park_id", "candidates", "booking_code", "topic", "outcome", "recent", "pair",
    "as_of", "about", "language", "precheck", "journey", "helped", "rating_asked",
)  # fmt: skip
RESTART = "/restart"
BACK = {"title": "回到智能导办", "payload": "/back_to_guide"}
LEAVING = frozenset({RESTART, BACK["payload"]})
"""What somebody who waits for a person may press without reaching that person."""
MOVES = {
    "ask_materials": "要带什么材料",
    "back_to_guide": BACK["title"],
    "book": "预约办理",
    "booking_lookup": "我的预约",
    "cancel_booking": "取消预约",
    "move_booking": "改时间",
    "request_handoff": HANDOFF["title"],
    "restart": "重新开始",
    "stop": "不办了",
}
"""What the buttons say that are offered where an answer brings none."""
WORDLESS = "/wordless"
WELCOME_BACK = "好的，我接着为您服务，人工的请求已经撤回。请接着说您要问的事。"
BACK_AGAIN = "好的，人工的请求已经撤回，我接着答您。"
MEANWHILE = "您先问我，工作人员那边照样给您留着。"
IN_CHINESE = "好的，我用中文答您。想办什么事，接着说就行。"
STILL_HERE = "我在，一直由我为您服务。请说您要办的事。"
RESTART_WORDS = frozenset({"重新开始", "restart", "startover"})
GONE = "这个选项已经用不了了。请直接说说您要办的事，或者转人工。"


@dataclass(frozen=True)
class Turn:
    """The answer to one message."""

    messages: list[dict[str, Any]]
    context: dict[str, Any]


class Turns:
    """Lets the messages of one conversation pass one at a time.

    Two of them at once would make the bot poll for its own lock.
    """

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def lock_of(self, conversation_id: str) -> asyncio.Lock:
        """The lock of a conversation."""
        return self._locks.setdefault(conversation_id, asyncio.Lock())


class Gateway:
    """Decides who answers a conversation: the dialogue, a person, or the knowledge base itself."""

    def __init__(
        self,
        conversations: Conversations,
        bot: Bot,
        guide: BilingualGuide,
        handoffs: Handoffs,
        holds: Holds,
        stream: Stream,
        turns: Turns,
        learning: Learning,
        demand: DemandCounter,
    ) -> None:
        self._conversations = conversations
        self._bot = bot
        self._guide = guide
        self._languages = LanguageReader(guide.english)
        self._handoffs = handoffs
        self._holds = holds
        self._stream = stream
        self._turns = turns
        self._learning = learning
        self._demand = demand

    async def turn(self, conversation_id: str, token: str, incoming: Incoming) -> Turn:
        """Answer one message.

        Raises:
            UnknownConversation: no such conversation, or a wrong token.
        """
        async with self._turns.lock_of(conversation_id):
            conversation = await run_in_threadpool(self._conversations.get, conversation_id, token)
            before = conversation.context
            wanted = language_wanted(incoming.text)
            language = wanted or self._languages.of(incoming.text, before.get("language"))
            conversation.context = {**before, "language": language}
            reply = await self._reply(conversation, incoming)
            context = {**EMPTY_CONTEXT, **conversation.context, **_per_turn(), **reply.context}
            context["outcome"] = settled(context["outcome"])
            context.update(kept(before, context, reply.context))
            self._leave_a_way_on(reply, context["outcome"], language)
            said = {"text": mask_personal_data(_as_said(incoming))}
            found = remembered(incoming.text is not None, context)
            answers = [("guide", message) for message in reply.messages]
            if context["outcome"] == Outcome.RESTARTED:
                await self._forget_what_was_said(conversation_id)
                context.update(THREAD_START)
            seq = await run_in_threadpool(
                self._conversations.record,
                conversation_id,
                [("applicant", {**said, **found}), *answers],
                context,
            )
        if conversation.context.get("handoff"):
            self._stream.publish(conversation_id, "applicant", said)
        self._demand.look_at(before, context, conversation.channel, datetime.now(HALL_ZONE))
        self._learning.look_at(
            Exchange(conversation_id, seq, incoming.text, incoming.payload, before, context)
        )
        return Turn(reply.messages, context)

    async def _reply(self, conversation: Conversation, incoming: Incoming) -> BotReply:
        before, said = conversation.context, incoming.text
        if before.get("handoff") or calls_for_guide(incoming.text or ""):
            incoming = _as_move(incoming)
        if before.get("handoff"):
            waited = await self._while_waiting(conversation, incoming, said or "")
            if waited is not None:
                return waited
        in_english = before["language"] == ENGLISH
        if language_wanted(said):
            text = english.IN_ENGLISH if in_english else IN_CHINESE
            return self._worded(_message(text, Outcome.SMALL_TALK, topic="chitchat"), in_english)
        if incoming.payload == BACK["payload"]:
            text = _back_words(bool(before.get("handoff")), in_english)
            reply = _message(text, Outcome.SMALL_TALK, topic="chitchat", handoff=False)
            return self._worded(reply, in_english)
        if incoming.payload is not None and not is_offered(self._guide.kb, incoming.payload):
            text = english.GONE if in_english else GONE
            reply = _message(text, Outcome.REFUSED, topic=before.get("topic") or "none")
            return self._worded(reply, in_english)
        metadata = {
            "channel": conversation.channel,
            "aside": is_aside(before),
            # It searches: on the loop itself, everybody else would wait for that.
            "said": await run_in_threadpool(self._said, incoming.text, before),
            "of_visit": asked_of_visit(incoming.text or ""),
            "paused": _with_pauses(incoming),
            **{key: before.get(key) for key in FOR_THE_BOT},
        }
        try:
            return await self._bot.send(
                conversation.conversation_id, _for_the_bot(incoming), metadata
            )
        except BotUnavailable:
            return await run_in_threadpool(self._without_bot, conversation, incoming)

    def _said(self, words: str | None, before: Mapping[str, Any]) -> list[str]:
        """What the bot is told that the words say."""
        said = marks(words, before)
        if words and self._guide.asks_frequent_question(words, before.get("matter_id")):
            said.append("asks_frequent_question")
        if tells_of_papers(words or ""):
            said.append("tells_of_papers")
        return said

    async def _while_waiting(
        self, conversation: Conversation, incoming: Incoming, said: str
    ) -> BotReply | None:
        """The reply while a person is awaited; None once the guide was only called back."""
        if beside := await self._beside_the_wait(conversation, said):
            return beside
        if incoming.payload not in LEAVING:
            return await run_in_threadpool(self._with_a_person, conversation, incoming)
        before = conversation.context
        await run_in_threadpool(self._handoffs.withdraw, conversation.conversation_id)
        conversation.context = {**before, "handoff": False}
        asked = asked_along(said)
        if asked is None:
            return None
        back = english.BACK_AGAIN if before["language"] == ENGLISH else BACK_AGAIN
        return await self._back_and_answered(conversation, asked, back)

    async def _beside_the_wait(self, conversation: Conversation, said: str) -> BotReply | None:
        """The guide's reply where the staff keep what was said, and nobody is waited for."""
        asked = asked_meanwhile(said)
        if asked is None and not declines_wait(said):
            return None
        key, language = conversation.conversation_id, conversation.context["language"]
        now, before = datetime.now(HALL_ZONE), conversation.context
        told = await run_in_threadpool(self._handoffs.leave_word, key, now, language)
        if told is None:
            return None
        conversation.context = {**before, "handoff": False}
        if asked is not None:
            lead = english.MEANWHILE if language == ENGLISH else MEANWHILE
            return await self._back_and_answered(conversation, asked, lead)
        reply = _message(told, Outcome.SMALL_TALK, topic="handoff", handoff=False)
        return self._worded(reply, language == ENGLISH)

    async def _back_and_answered(
        self, conversation: Conversation, asked: str, back: str
    ) -> BotReply:
        """Back with the guide, and what was asked in the same breath answered."""
        reply = await self._reply(conversation, Incoming(text=asked))
        if reply.messages:
            reply.messages[0]["text"] = f"{back}\n{reply.messages[0]['text']}"
        reply.context = {"handoff": False, **reply.context}
        return reply

    def _with_a_person(self, conversation: Conversation, incoming: Incoming) -> BotReply:
        """After a hand-off the bot stays silent, except that the applicant may start again."""
        language, now = conversation.context["language"], datetime.now(HALL_ZONE)
        words = incoming.text or ""
        said = self._handoffs.hear(conversation.conversation_id, words, now, language)
        reply = _message(said, Outcome.HANDED_OVER, topic="handoff", handoff=True)
        return self._worded(reply, language == ENGLISH)

    def _without_bot(self, conversation: Conversation, incoming: Incoming) -> BotReply:
        """The dialogue is away: a fresh start and a person can be had all the same."""
        language = conversation.context["language"]
        if incoming.payload == RESTART:
            return self._worded(fresh_start(language), language == ENGLISH)
        if wants_person(incoming.payload, incoming.text):
            now = datetime.now(HALL_ZONE)
            handoff = self._handoffs.ask(conversation.conversation_id, None, now)
            said = self._handoffs.message(handoff, now, language)
            reply = _message(said, Outcome.HANDED_OVER, topic="handoff", handoff=True)
            return self._worded(reply, language == ENGLISH)
        reply = answer_without_bot(self._guide, incoming, conversation.context)
        return self._worded(reply, language == ENGLISH)

    def _worded(self, reply: BotReply, in_english: bool) -> BotReply:
        """A reply of our own with its buttons in the applicant's language."""
        if in_english:
            for message in reply.messages:
                message["buttons"] = self._guide.buttons.of(message["buttons"])
        return reply

    def _leave_a_way_on(self, reply: BotReply, outcome: str, language: str) -> None:
        """Give a reply without buttons those of its outcome: no turn is a dead end (decree D17)."""
        if reply.messages and not any(message.get("buttons") for message in reply.messages):
            moves = next_steps()[outcome]
            reply.messages[-1]["buttons"] = [button(MOVES[move], move) for move in moves]
            self._worded(reply, language == ENGLISH)

    async def _forget_what_was_said(self, conversation_id: str) -> None:
        """A new start: what was said before goes, here and in the bot."""
        await run_in_threadpool(self._conversations.clear, conversation_id)
        await self._bot.forget(conversation_id)

    async def forget(self, conversation_id: str, token: str, now: datetime) -> None:
        """End a conversation: delete what was said, here and in the bot; give back a held seat.

        What was booked stays. A message under way is answered first: its answer would otherwise be
        kept by the bot, or hold a seat, for a conversation that is gone.

        Raises:
            UnknownConversation: no such conversation, or a wrong token.
        """
        await run_in_threadpool(self._conversations.get, conversation_id, token)
        async with self._turns.lock_of(conversation_id):
            await run_in_threadpool(self._conversations.forget, conversation_id)
            await run_in_threadpool(self._holds.release, conversation_id, now)
            self._stream.close(conversation_id)
            await self._bot.forget(conversation_id)


def _per_turn() -> dict[str, Any]:
    """The parts of the context that speak of this turn alone."""
    return {"intent": None, "topic": "none", "decision": None, "outcome": None}


def _as_move(incoming: Incoming) -> Incoming:
    """Words by which somebody who was handed over leaves the person, as the button for it."""
    words = compact(incoming.text or "")
    if words in RESTART_WORDS:
        return Incoming(payload=RESTART)
    if leaves(incoming.text or ""):
        return Incoming(payload=BACK["payload"])
    return incoming


def _back_words(was_with_a_person: bool, in_english: bool) -> str:
    """What somebody is told who calls for the guide."""
    if was_with_a_person:
        return english.WELCOME_BACK if in_english else WELCOME_BACK
    return english.STILL_HERE if in_english else STILL_HERE


def _message(text: str, outcome: Outcome, **context: Any) -> BotReply:
    ways_on = [BACK] if context.get("handoff") else [HANDOFF]
    message = {"text": text, "buttons": ways_on, "card": None}
    return BotReply([message], {**context, "outcome": outcome})


def _with_pauses(incoming: Incoming) -> str | None:
    """What the bot gets, with the pauses that tell papers apart; None where there are none."""
    said = pauses_kept(incoming.text or "")
    return None if said == (incoming.text or "") else _for_the_bot(Incoming(text=said))


def _for_the_bot(incoming: Incoming) -> str:
    if incoming.payload is not None:
        return incoming.payload
    if is_wordless(incoming.text or ""):
        return WORDLESS
    # A leading slash would be read as a command; people's words never are.
    plain = as_repaired(spelled_out(normalise(with_pauses(incoming.text or ""))))
    return heard_right(plain).lstrip("/ ") or "？"


def _as_said(incoming: Incoming) -> str:
    return incoming.text if incoming.text is not None else f"［选择］{incoming.payload}"
