"""The moves by which an applicant goes through a journey, by the names our actions give them."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from api.services.journey import wording
from api.services.journey.order import Order
from api.services.journey.path import Path
from api.services.journey.remark import Remark
from api.services.journey.steps import Steps
from api.services.journey.told import Asked, Told, show
from api.services.journey.walk import Walk
from api.services.journey.whole import WHOLE, Whole
from knowledge import KnowledgeBase
from knowledge.search import Searcher

Move = Callable[[Asked, Walk], Told]

OF_A_PLAN = frozenset({"before", "next", "done", "left", "show", *WHOLE})
"""Moves that ask about a plan as if there were one."""


class JourneyMoves:
    """Answers the moves from one knowledge base."""

    def __init__(self, kb: KnowledgeBase, searcher: Searcher) -> None:
        self._kb = kb
        self._path = Path(kb, searcher)
        steps = Steps(kb)
        order = Order(kb)
        self._moves: Mapping[str, Move] = {
            "answer": self._path.answer,
            "choose": self._path.choose,
            "switch": self._path.switch,
            "restate": self._path.restate,
            "ask": self._path.ask_again,
            "explain": self._path.explain,
            "remark": Remark(kb, searcher, self._path).take,
            "unknown": self._path.unknown,
            "show": lambda asked, walk: show(kb, self._path.with_what_is_told(asked, walk), asked),
            "before": order.before,
            "needed": order.needed,
            "first": lambda asked, walk: order.of_first(asked, walk) or steps.first(asked, walk),
            "next": steps.next,
            "stage": steps.nth_stage,
            "left": steps.left,
            "done": steps.done,
            "undone": steps.undone,
            "step": steps.step,
            **Whole(kb).moves(),
        }

    def take(self, move: str, asked: Asked) -> Told:
        """Answer a move; one that needs a plan before there is one begins with choosing it.

        Whoever speaks as if there were a plan is answered from the one that is most likely meant.
        """
        if move == "start":
            return self._path.start(asked)
        if asked.walk is not None:
            return self._moves[move](asked, asked.walk)
        walk = self._path.guessed(asked) if move in OF_A_PLAN else None
        if walk is None or (move == "next" and not self._path.names_a_step(asked)):
            return self._path.start(asked)
        told = self._moves[move](asked, walk)
        return replace(told, text=wording.guessed(walk.journey(self._kb)) + told.text)
