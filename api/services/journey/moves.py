"""The moves by which an applicant goes through a journey, by the names our actions give them."""

from collections.abc import Callable, Mapping

from api.services.journey.path import Path
from api.services.journey.steps import Steps
from api.services.journey.told import Asked, Told, show
from api.services.journey.walk import Walk
from knowledge import KnowledgeBase
from knowledge.search import Searcher

Move = Callable[[Asked, Walk], Told]


class JourneyMoves:
    """Answers the moves from one knowledge base."""

    def __init__(self, kb: KnowledgeBase, searcher: Searcher) -> None:
        self._path = Path(kb, searcher)
        steps = Steps(kb)
        self._moves: Mapping[str, Move] = {
            "answer": self._path.answer,
            "choose": self._path.choose,
            "ask": self._path.ask_again,
            "unknown": self._path.unknown,
            "show": lambda asked, walk: show(kb, walk, asked),
            "first": steps.first,
            "next": steps.next,
            "stage": steps.nth_stage,
            "left": steps.left,
            "done": steps.done,
            "undone": steps.undone,
            "step": steps.step,
        }

    def take(self, move: str, asked: Asked) -> Told:
        """Answer a move; one that needs a plan before there is one begins with choosing it."""
        if move == "start" or asked.walk is None:
            return self._path.start(asked)
        return self._moves[move](asked, asked.walk)
