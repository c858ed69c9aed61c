"""What is told in passing while a plan's question waits, and is no answer to any of them."""

import re

from api.services.answers import button
from api.services.journey import wording
from api.services.journey.path import Path
from api.services.journey.told import Asked, Told, plan_of
from api.services.journey.walk import Walk
from knowledge import KnowledgeBase
from knowledge.search import Searcher

DENIES = re.compile(r"不(?!锈|动产)|没|冇|无(?!线|人机|尘|菌)|莫")


class Remark:
    """Says what a remark means for the plan: 污水排到市政管网里去, 用自来水，不打井."""

    def __init__(self, kb: KnowledgeBase, searcher: Searcher, path: Path) -> None:
        self._kb = kb
        self._searcher = searcher
        self._path = path

    def take(self, asked: Asked, walk: Walk) -> Told:
        """What the remark means, and the question again; not understood when it names nothing."""
        result = self._searcher.search(asked.query or "", asked.park_id)
        if result.decision != "match" and not result.named:
            return Told(understood=False, walk=walk)
        matter_id = result.candidates[0].matter_id
        if answers := self._answers(matter_id, walk, denied=_denies(asked)):
            return self._path.take_answers(asked, walk, answers)
        lead = self._noted(matter_id, asked, walk)
        told = self._path.ask_again(asked, walk)
        if not told.understood:
            return told
        told.text = f"{lead}\n{told.text}"
        if matter_id not in self._steps(walk) and not _denies(asked):
            name = self._kb.matters[matter_id].name
            told.buttons = [*told.buttons, button(name, "choose_matter", matter_id=matter_id)]
        return told

    def _answers(self, matter_id: str, walk: Walk, denied: bool) -> dict[str, str]:
        """The open question that the matter's case answers: who digs a well needs the permit."""
        for one in walk.open_questions(self._kb):
            given = [option for option in one.options if option.affirms is True]
            if any(matter_id in (*option.adds, *option.likely) for option in given):
                meant = (option for option in one.options if option.affirms is (not denied))
                return {one.question_id: next(meant).option_id}
        return {}

    def _noted(self, matter_id: str, asked: Asked, walk: Walk) -> str:
        name = self._kb.matters[matter_id].name
        plan = plan_of(self._kb, walk, asked)
        step = next((one for one in plan.steps if one.matter_id == matter_id), None)
        if step is not None:
            return wording.remarked(step, denied=_denies(asked))
        if _denies(asked) or matter_id in self._steps(walk):
            return wording.spares_nothing()
        return wording.beside_the_plan(name)

    def _steps(self, walk: Walk) -> set[str]:
        return {step.matter_id for step in walk.journey(self._kb).steps}


def _denies(asked: Asked) -> bool:
    return DENIES.search(asked.query or "") is not None
