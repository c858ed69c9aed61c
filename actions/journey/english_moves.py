"""How somebody who writes English goes through a plan, beside the Chinese of moves.py."""

from __future__ import annotations

import re

_DONE = r"(?:done|finished|completed|settled|approved|got it|have it|through)"
_PLAN = r"(?:plan|list of steps|roadmap|overview|whole list|checklist of steps)"
_NUMBERS = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)"
_LATER_ORDINALS = r"(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth)"


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


UNDONE = _words(rf"\b(?:not|isn'?t|haven'?t|hasn'?t) (?:yet |been |really )*{_DONE}\b")
DONE = _words(
    r"\b(?:is|are|i'?m|we'?re|already|has been|have been|got|it'?s)\b"
    rf".{{0,20}}\b{_DONE}\b",
    rf"^{_DONE}\b",
    r"\bwe (?:already )?have (?:the|our|a)\b.{0,40}\b(?:already|permit|licence|license|approval)\b",
)
ASKS = _words(r"\?", r"^\W*(?:what|which|who|where|when|how|is|are|do|does|can|could|should|why)\b")
MOVES = (
    (
        "left",
        _words(
            r"\b(?:what|which|anything)\b.{0,20}\b(?:left|remain\w*|still (?:to do|open))\b",
            r"\bwhat else (?:is there|do i (?:have|need) to do)\b",
        ),
    ),
    (
        "before",
        _words(
            r"\b(?:what|which|anything|something)\b.{0,30}\bbefore\b",
            r"\bprerequisite",
            r"\bcomes? first\b.{0,20}\bor\b",
            r"\bneed to have (?:done )?first\b",
        ),
    ),
    (
        "first",
        _words(
            r"\b(?:the )?(?:very )?first step\b",
            r"\b(?:where|how) do (?:i|we) (?:start|begin)\b",
            r"\bwhat (?:do i do|comes?|is|should i do) first\b",
        ),
    ),
    (
        "stage",
        _words(
            rf"\b(?:step|stage) (?:no\.? ?|number )?{_NUMBERS}\b",
            rf"\b{_LATER_ORDINALS} (?:step|stage)\b",
        ),
    ),
    (
        "next",
        _words(
            r"\b(?:the )?next (?:step|one|stage)\b",
            r"\bwhat(?:'s| is| comes?| do (?:i|we) do)? (?:next|after|then)\b",
            r"\bthen what\b",
            r"^(?:next|go on|continue)\W*$",
        ),
    ),
    (
        "show",
        _words(
            rf"\b(?:show|see|give|send|list|skip|display|want)\b.{{0,30}}\b{_PLAN}\b",
            rf"^(?:the |my )?(?:whole |full |complete )?{_PLAN}\W*$",
            r"\b(?:parallel|same time|simultaneous\w*)\b",
        ),
    ),
)
"""The moves that ask something, the one that counts first before the others."""
WHOLE_WAY = _words(
    r"\b(?:whole|full|complete|entire) (?:plan|process|procedure|list|way)\b",
    r"\ball (?:the )?(?:steps|permits|procedures|approvals)\b",
    r"\bfrom start to finish\b",
    r"\bfrom \w+ to production\b",
    r"\bstep by step\b",
    r"\bin (?:which|what) order\b",
    r"\bwhich permits\b",
)
"""Asks for everything there is to do, in its order."""
FACT = _words(
    r"\b(?:documents?|papers?|materials?|how long|cost|fee|window|where|who|conditions?|online)\b"
)
NEEDED = _words(
    r"\b(?:do (?:i|we) (?:really |even |always )?need|is|are)\b"
    r".{0,50}\b(?:needed|required|necessary|mandatory)\b",
    r"\bdo (?:i|we) (?:really|always|even) need (?:the|an?|to)\b",
)
MOST_OF_A_MOVE = 80
"""Characters. Longer messages tell a story."""


def read_move(text: str) -> str | None:
    """The move that English words make; None when they make none."""
    words = text.strip()
    if len(words) > MOST_OF_A_MOVE:
        return None
    asks = ASKS.search(words) is not None
    if not asks and UNDONE.search(words):
        return "undone"
    if not asks and DONE.search(words):
        return "done"
    return next((move for move, asked in MOVES if asked.search(words)), None)


def wants_the_plan(text: str) -> bool:
    """Whether the words ask to see the plan."""
    shows = next(asked for move, asked in MOVES if move == "show")
    return shows.search(text) is not None or WHOLE_WAY.search(text) is not None
