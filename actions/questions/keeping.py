"""Having what was just shown on paper or on a phone: 这个能发给我带回去吗."""

from __future__ import annotations

import re

from actions.client import GuideApi
from actions.parks import park_in
from actions.plain_wishes import begins_when
from actions.questions.answer import as_reply
from actions.reply import BOOK, HANDOFF, Reply, labelled
from actions.texts import say
from actions.turn import Turn

CHECK = labelled("precheck.button", "ask_precheck")
KIOSK = "kiosk"
"""The channel on which nothing is opened or printed: what is kept is scanned."""


KEPT = "questions.keep_notice"
WAYS = {
    "questions.keep_unprinted": re.compile(
        r"不打印|不用打|不想打|没有?打印|打不[出了]|给窗口看|没有?电脑(?!.*寄)"
    ),
    "questions.keep_by_sending": re.compile(r"短信|1[3-9]\d{9}|寄|邮箱|邮件|@"),
    "questions.keep_on_paper": re.compile(r"纸|哪[里儿]?(?:能|可以|去)?打"),
}
"""Ways of keeping that want more than the usual words."""


def asks_if_it_counts(turn: Turn) -> bool:
    """Whether the words ask what the notice that was just shown is worth."""
    return turn.says("asks_if_it_counts") and turn.expecting is None


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
        reply.text = _how(turn, _way(turn.words)) if park_id else after_park
    return reply


@begins_when("ask_notice", asks_if_it_counts)
async def tell_what_it_is_worth(turn: Turn, api: GuideApi) -> Reply:
    """That the notice is for preparing, and the window's own is what counts."""
    return Reply(
        say("questions.notice_counts"),
        [CHECK, BOOK, HANDOFF],
        outcome="answered",
        context={"topic": "matter", "matter_id": turn.matter_id},
    )


def _way(words: str) -> str:
    """The way of keeping that the words speak of, by the name of its text."""
    return next((text for text, said in WAYS.items() if said.search(words)), KEPT)


def _how(turn: Turn, where_it_is_opened: str) -> str:
    """The words for the channel."""
    on_kiosk = turn.state.get("channel") == KIOSK
    return say("questions.keep_by_scan" if on_kiosk else where_it_is_opened)
