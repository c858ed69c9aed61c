"""Answers straight from the knowledge base while the dialogue is away, and offers a way on."""

from typing import Any

from api.services.answers import HANDOFF, Answer, Button, Question, button
from api.services.bot import BotReply, Incoming
from api.services.choices import topic_asked
from api.services.conversations import EMPTY_CONTEXT
from api.services.english import texts as english
from api.services.english.guide import BilingualGuide
from api.services.languages import ENGLISH
from api.services.outcomes import Outcome
from api.services.payloads import parse_payload
from api.services.said.person import calls_for_person

APOLOGY = "对话服务正在恢复，我先按资料回答您："
RETRY_LATER = "对话服务正在恢复，这一步暂时办不了。请稍后再点一次；急事请拨打 12345，或者转人工。"
STARTED_AGAIN = "好的，我们重新开始。请问您想办什么事？"
STAYS_AFTER_RESTART = ("park_id", "language")


def answer_without_bot(
    guide: BilingualGuide, incoming: Incoming, context: dict[str, Any]
) -> BotReply:
    """The best answer the knowledge base alone can give to this message."""
    question = (
        _question_of_payload(guide, incoming.payload, context)
        if incoming.payload is not None
        else _question_of_text(guide, incoming.text or "", context)
    )
    in_english = context.get("language") == ENGLISH
    if question is None:
        text = english.RETRY_LATER if in_english else RETRY_LATER
        return BotReply(
            [{"text": text, "buttons": _ways_on(incoming), "card": None}],
            {"topic": context.get("topic") or "none", "outcome": Outcome.DEGRADED},
        )
    answer = guide.answer(question)
    message = {
        "text": f"{english.APOLOGY if in_english else APOLOGY}\n{answer.text}",
        "buttons": answer.buttons,
        "card": answer.card,
    }
    return BotReply([message], {**context_of(answer), "outcome": answer.outcome})


def wants_person(payload: str | None, text: str | None) -> bool:
    """Whether a person is asked for: by the button, or by words that are little else."""
    if payload is not None:
        return payload.startswith("/request_handoff")
    return calls_for_person(text or "")


def fresh_start(language: str | None = None) -> BotReply:
    """A conversation that begins again; only the park and the language stay."""
    context = {k: v for k, v in EMPTY_CONTEXT.items() if k not in STAYS_AFTER_RESTART}
    text = english.STARTED_AGAIN if language == ENGLISH else STARTED_AGAIN
    message = {"text": text, "buttons": [HANDOFF], "card": None}
    return BotReply([message], {**context, "topic": "chitchat", "outcome": Outcome.RESTARTED})


def context_of(answer: Answer) -> dict[str, Any]:
    """The part of the conversation's context that an answer settles."""
    return {
        "topic": answer.topic,
        "decision": answer.decision,
        "candidates": answer.candidates,
        "matter_id": answer.matter_id,
        "park_id": answer.park_id,
        "delegation_mode": answer.delegation_mode,
        "window_id": answer.window_id,
        "pair": answer.pair,
        "as_of": answer.as_of and answer.as_of.isoformat(),
        "about": answer.about,
    }


def _question_of_payload(
    guide: BilingualGuide, payload: str, context: dict[str, Any]
) -> Question | None:
    intent, entities = parse_payload(payload)
    topic = topic_asked(guide.kb, intent)
    if topic is None and intent in ("choose_matter", "choose_park"):
        topic = str(entities.get("topic", "matter"))
    if topic is None:
        return None
    return Question(
        topic=topic,
        matter_id=entities.get("matter_id", context.get("matter_id")),
        park_id=entities.get("park_id", context.get("park_id")),
        subject=entities.get("subject"),
        language=context.get("language"),
    )


def _question_of_text(guide: BilingualGuide, text: str, context: dict[str, Any]) -> Question:
    return Question(
        topic=guide.topic_of_words(text, context.get("language")),
        query=text,
        matter_id=context.get("matter_id"),
        park_id=context.get("park_id"),
        language=context.get("language"),
    )


def _ways_on(incoming: Incoming) -> list[Button]:
    again = {"title": "再试一次", "payload": incoming.payload or "/restart"}
    return [again, button("要带什么材料", "ask_materials"), HANDOFF]
