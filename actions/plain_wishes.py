"""Wishes that the words say plainly, whatever kind of message the classifier takes them for.

A long official name drowns the few words that tell what is wanted. A topic registers by which
words it is surely meant, and how it begins.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from actions.client import GuideApi
from actions.reply import Reply, understood
from actions.turn import Turn

Begin = Callable[[Turn, GuideApi], "Awaitable[Reply | None]"]
Meant = Callable[[Turn], bool]
Begun = TypeVar("Begun", bound="Callable[..., Awaitable[Reply | None]]")

_WISHES: list[tuple[str, Meant, Begin]] = []
_ANYWHERE: list[tuple[Meant, Begin]] = []


def begins_when(intent: str, meant: Meant) -> Callable[[Begun], Begun]:
    """Registers a function that begins what `meant` recognises; the reply says it was `intent`.

    It gives None where the words, looked at closely, wish something else.
    """

    def register(begin: Begun) -> Begun:
        _WISHES.append((intent, meant, begin))
        return begin

    return register


def answers_anywhere(meant: Meant) -> Callable[[Begun], Begun]:
    """Registers a function that answers what `meant` recognises, to whatever action it came."""

    def register(begin: Begun) -> Begun:
        _ANYWHERE.append((meant, begin))
        return begin

    return register


async def answered_anywhere(turn: Turn, api: GuideApi) -> Reply | None:
    """The reply to what any action answers; None where nothing of that kind is said."""
    for meant, begin in _ANYWHERE:
        if not turn.pressed and meant(turn) and (reply := await begin(turn, api)):
            return reply
    return None


async def plain_wish(turn: Turn, api: GuideApi) -> Reply | None:
    """The reply to a wish that the words say plainly; None where they say none."""
    if turn.pressed:
        return None
    for intent, meant, begin in _WISHES:
        if meant(turn) and (reply := await begin(turn, api)):
            return understood(intent, reply)
    return None
