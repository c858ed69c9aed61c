"""What an answer leaves behind: the matter, the park, what was found."""

from dataclasses import replace
from typing import Any

from api.services.answers import Answer, Question
from api.services.outcomes import Outcome
from knowledge import KnowledgeBase, ServiceGuide
from knowledge.search import Result


def keeping_matter(kb: KnowledgeBase, question: Question, answer: Answer) -> Answer:
    """A general answer leaves the current matter and park as they were.

    On what is not ours there is no current matter; it can still be gone back to.
    """
    referred = answer.outcome == Outcome.REFERRED
    matter_id = None if referred else answer.matter_id or question.matter_id
    if matter_id is None or matter_id not in kb.matters:
        return replace(answer, park_id=question.park_id)
    answer = replace(answer, matter_id=matter_id, park_id=question.park_id)
    if question.park_id and kb.has(matter_id, question.park_id, question.as_of):
        settle(answer, kb.guide(matter_id, question.park_id, question.as_of))
    return answer


def current_guide(kb: KnowledgeBase, question: Question) -> ServiceGuide | None:
    """The service guide of the current matter, in the applicant's park or one that has it."""
    current = question.matter_id
    if current is None or current not in kb.matters:
        return None
    park_id = question.park_id or next(iter(kb.park_ids(current, question.as_of)), None)
    if park_id is None or not kb.has(current, park_id, question.as_of):
        return None
    return kb.guide(current, park_id, question.as_of)


def settle(answer: Answer, guide: ServiceGuide) -> None:
    """Let mode and window follow the matter and the park of a guide."""
    windows = guide.fields["windows"].value or []
    answer.window_id = windows[0]["window_id"] if windows else None
    answer.delegation_mode = guide.fields["delegation_mode"].value


def candidates(result: Result) -> list[dict[str, Any]]:
    """The matters found, those a question offers in the order in which it offers them.

    Somebody who says "the second one" counts the buttons.
    """
    offered = [option.matter_id for option in result.question.options] if result.question else []
    ranked = sorted(
        result.candidates,
        key=lambda c: offered.index(c.matter_id) if c.matter_id in offered else len(offered),
    )
    return [{"matter_id": c.matter_id, "name": c.name, "score": c.score} for c in ranked]
