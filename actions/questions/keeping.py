"""Having what was just shown on paper or on a phone: 这个能发给我带回去吗."""

from __future__ import annotations

from actions.client import GuideApi
from actions.parks import park_in
from actions.plain_wishes import begins_when
from actions.questions.answer import as_reply
from actions.reply import Reply
from actions.texts import say
from actions.turn import Turn

KIOSK = "kiosk"
"""The channel on which nothing is opened or printed: what is kept is scanned."""


def wants_to_keep(turn: Turn) -> bool:
    """Whether the words want to keep what was just shown, and answer no question."""
    return turn.says("keeps_what_was_shown") and turn.expecting is None


@begins_when("ask_notice", wants_to_keep)
async def tell_how_to_keep(turn: Turn, api: GuideApi) -> Reply | None:
    """How what was shown can be printed, kept and passed on, with the page itself."""
    if turn.state.get("outcome") == "plan":
        return Reply(
            _how(turn, "questions.keep_plan"), outcome="plan", context={"topic": "journey"}
        )
    if turn.matter_id is None:
        return None
    park_id = (await park_in(turn.words, api)) or turn.park_id
    question = {"topic": "notice", "matter_id": turn.matter_id, "park_id": park_id}
    reply = as_reply(await api.answer(**question), question)
    if reply.outcome == "notice":
        after_park = say("questions.keep_after_park")
        reply.text = _how(turn, "questions.keep_notice") if park_id else after_park
    return reply


def _how(turn: Turn, where_it_is_opened: str) -> str:
    """The words for the channel."""
    on_kiosk = turn.state.get("channel") == KIOSK
    return say("questions.keep_by_scan" if on_kiosk else where_it_is_opened)
