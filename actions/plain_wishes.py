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


def begins_when(intent: str, meant: Meant) -> Callable[[Begun], Begun]:
    """Registers a function that begins what `meant` recognises; the reply says it was `intent`.

    It gives None where the words, looked at closely, wish something else.
    """

    def register(begin: Begun) -> Begun:
        _WISHES.append((intent, meant, begin))
        return begin

    return register


async def plain_wish(turn: Turn, api: GuideApi) -> Reply | None:
    """The reply to a wish that the words say plainly; None where they say none."""
    if turn.pressed:
        return None
    for intent, meant, begin in _WISHES:
        if meant(turn) and (reply := await begin(turn, api)):
            return understood(intent, reply)
    return None
