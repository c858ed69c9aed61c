"""Where one applicant stands in a journey; kept in the conversation's context as `journey`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from knowledge import KnowledgeBase
from knowledge.journey_answers import questions_of, settled
from knowledge.schema import Journey, JourneyQuestion


@dataclass(frozen=True)
class Walk:
    """A journey, what was told about it, and what is done.

    Attributes:
        answers: the option chosen, or "unknown", by question; also of the question that led here.
        done: the matters that are settled, in the order in which that was told.
        at: the stage that was told last, counted from 1; 0 before the first.
        asked: the question that waits for an answer.
    """

    id: str
    answers: Mapping[str, str] = field(default_factory=dict)
    done: tuple[str, ...] = ()
    at: int = 0
    asked: str | None = None

    @classmethod
    def of(cls, kb: KnowledgeBase, stored: Mapping[str, Any] | None) -> Self | None:
        """The walk as the context keeps it; None without one, or when its journey is gone."""
        if not stored or stored.get("id") not in kb.journeys:
            return None
        return cls(
            str(stored["id"]),
            dict(stored.get("answers") or {}),
            tuple(matter_id for matter_id in stored.get("done") or () if matter_id in kb.matters),
            int(stored.get("at") or 0),
            stored.get("asked"),
        )

    def stored(self) -> dict[str, Any]:
        """As the context keeps it."""
        return {**asdict(self), "done": list(self.done)}

    def journey(self, kb: KnowledgeBase) -> Journey:
        """The journey as it stands in the data."""
        return kb.journeys[self.id]

    def questions(self, kb: KnowledgeBase) -> tuple[JourneyQuestion, ...]:
        """What decides its path."""
        return questions_of(kb.journeys, self.id)

    def open_questions(self, kb: KnowledgeBase) -> list[JourneyQuestion]:
        """The questions to ask that nobody answered yet, not even with "I don't know"."""
        asked = (one for one in self.questions(kb) if not one.in_passing)
        return [one for one in asked if one.question_id not in self.answers]

    def told(self, kb: KnowledgeBase, answers: Mapping[str, str]) -> "Walk":
        """With more answers, in the journey that fits them then; what is done stays done."""
        journey_id, together = settled(kb.journeys, self.id, {**self.answers, **answers})
        return replace(self, id=journey_id, answers=together, at=0)

    def with_done(self, matter_ids: list[str]) -> "Walk":
        """With these matters settled too."""
        return replace(self, done=tuple(dict.fromkeys((*self.done, *matter_ids))))

    def without_done(self, matter_ids: list[str]) -> "Walk":
        """With these matters not settled after all."""
        return replace(self, done=tuple(one for one in self.done if one not in matter_ids))


def begun(kb: KnowledgeBase, journey_id: str, done: tuple[str, ...] = ()) -> Walk:
    """A new walk; a journey that an answer leads to begins with that answer."""
    found, answers = settled(kb.journeys, journey_id, {})
    return Walk(found, answers, done)
