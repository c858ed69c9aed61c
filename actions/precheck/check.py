"""A pre-check of the materials: what begins one, and the answers to its questions."""

from __future__ import annotations

from dataclasses import replace

from actions.base import GuideAction
from actions.choosing.offered import offered_to
from actions.client import ApiRefused, GuideApi
from actions.conversation.aside import answer_aside
from actions.journey.asides import in_order, journey_aside
from actions.moves import abandons, read_ordinal
from actions.pending import puts_again
from actions.plain_wishes import plain_wish
from actions.precheck.answers import answered, promise_again, promised, with_promise
from actions.precheck.asking import next_step, stopped
from actions.precheck.beginning import (
    first_question,
    from_the_beginning,
    list_of,
    start_precheck,
)
from actions.precheck.progress import APPLIES, HAVE, MISSING, SPARED, Progress
from actions.precheck.wishes import LEAVES, NAMING, WAITS, asks, asks_later, asks_of_no_paper
from actions.questions.answer import answer_question, as_reply
from actions.reply import Reply
from actions.texts import say
from actions.turn import Turn


class ActionPrecheck(GuideAction):
    """Begins a pre-check, or takes a button of one."""

    topic = "precheck"

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_precheck"

    async def reply(self, turn: Turn, api: GuideApi) -> Reply:
        """Take the button of a question, also of an earlier one; otherwise begin."""
        progress = Progress.of(turn.slots.get("precheck"))
        if turn.intent == "answer_precheck" and progress is not None:
            return await _pressed(progress, turn, api)
        if told := await plain_wish(turn, api) or await journey_aside(turn, api):
            return told
        if turn.matter_id and asks_later(turn.words) and progress is None:
            asked = {
                "topic": "policy",
                "subject": "conditional_acceptance",
                "matter_id": turn.matter_id,
                "park_id": turn.park_id,
            }
            return as_reply(await api.answer(**asked), asked)
        if turn.matter_id and asks_of_no_paper(turn.words):
            return await answer_question(turn, api, "conditions")
        return await start_precheck(turn, api)


@puts_again("precheck")
async def ask_again(turn: Turn, api: GuideApi) -> Reply | None:
    """The question of the pre-check that waits."""
    progress = Progress.of(turn.slots.get("precheck"))
    if progress is None or progress.done or progress.step == "judge":
        return promise_again(progress)
    pending = await next_step(progress, turn, api)
    pending.text = say("precheck.still_open") + pending.text
    return pending


async def resume_precheck(turn: Turn, api: GuideApi) -> Reply:
    """Take an answer to the pending question of a pre-check, whatever form it has."""
    step = (turn.expecting or "").removeprefix("precheck.")
    progress = Progress.of(turn.slots.get("precheck"))
    if _leaves(turn):
        return stopped(turn)
    if step == "matter":
        return await _matter_told(turn, api)
    if progress is None:
        return await start_precheck(turn, api)
    if turn.pressed:
        return await _pressed(progress, turn, api)
    if step == "promise":
        return await promised(progress, turn, api)
    try:
        return await answered(progress, turn, api)
    except ApiRefused as changed:  # another edition of the list came into force meanwhile
        return await from_the_beginning(changed, turn, api)


def _leaves(turn: Turn) -> bool:
    if turn.pressed:
        return turn.intent == "stop"
    said = turn.words.strip("。，！,.! ")
    waits = WAITS.search(said) is not None and not asks(said)
    return waits or LEAVES.fullmatch(said) is not None or abandons(said)


async def _matter_told(turn: Turn, api: GuideApi) -> Reply:
    """The answer to "for which matter"."""
    offered = offered_to(turn)
    index = read_ordinal(turn.words, len(offered)) if offered and not turn.pressed else None
    if index is not None and 0 <= index < len(offered):
        return await start_precheck(turn, api, offered[index]["matter_id"])
    if turn.pressed or turn.surely("none_of_these", "deny"):
        return stopped(turn)
    if on_in_plan := await in_order(turn, api):
        return on_in_plan
    if turn.intent not in NAMING and (aside := await answer_aside(turn, api)):
        return aside
    return await first_question(await list_of(turn, api, None, turn.text), turn, api)


async def _pressed(progress: Progress, turn: Turn, api: GuideApi) -> Reply:
    field, number = turn.entities.get("field"), turn.entities.get("item")
    if field in ("agree", "decline") or (turn.expecting == "precheck.promise" and field is None):
        if progress.promise is None:
            return await next_step(progress, turn, api)
        agrees = field == "agree" or turn.intent == "affirm"
        return await with_promise(progress, turn, api, agrees)
    if field == "singly":
        return await next_step(replace(progress, singly=True), turn, api)
    if field == "all":
        progress = progress.told({str(n): HAVE for n in progress.unknown})
    elif field == "spared" and number is None:
        progress = progress.told({str(n): SPARED for n in progress.conditional})
    elif field in (HAVE, MISSING, SPARED, APPLIES) and _on_the_list(progress, number):
        progress = progress.told({str(number): field})
    return await next_step(progress, turn, api)


def _on_the_list(progress: Progress, number: str | None) -> bool:
    return number is not None and 1 <= int(number) <= len(progress.names)
