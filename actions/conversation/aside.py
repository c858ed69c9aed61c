"""What is said while a question waits and is no answer to it: dealt with, then asked again."""

from __future__ import annotations

from actions.booking.book import start_booking
from actions.booking.existing import start_appointment
from actions.booking.wishes import asks_to_come
from actions.client import GuideApi
from actions.conversation.small_talk import NEXT_STEPS, SMALL_TALK
from actions.handoff.handoff import ActionHandOff
from actions.pending import with_pending_question
from actions.questions.answer import answer_question
from actions.questions.topics import TOPIC_OF_INTENT
from actions.reply import Reply
from actions.texts import say
from actions.turn import Turn

SURE = 0.6
APPOINTMENTS = ("booking_lookup", "cancel_booking", "move_booking")


async def answer_aside(turn: Turn, api: GuideApi) -> Reply | None:
    """The reply to a message that turns to something else; None when it does not.

    Another job of the guide takes over; a question or a greeting is answered, and the question that
    waits is put again.
    """
    if turn.surely("book", confidence=SURE) or asks_to_come(turn):
        return await start_booking(turn, api)
    if turn.surely(*APPOINTMENTS, confidence=SURE):
        return await start_appointment(turn, api)
    if turn.surely("anger", confidence=SURE):
        return await ActionHandOff().reply(turn, api)
    if turn.surely(*SMALL_TALK, confidence=SURE):
        line = Reply(say(SMALL_TALK[turn.intent]), NEXT_STEPS, outcome="small_talk")
        return await with_pending_question(line, turn, api)
    if turn.asks_something:
        aside = await answer_question(turn, api, TOPIC_OF_INTENT[turn.intent])
        return await with_pending_question(aside, turn, api)
    return None
