"""The guide's own search, as it is shipped."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.routing.answers import Answer
from knowledge.base import KnowledgeBase
from knowledge.search import IndexMismatch, Result, Searcher
from launch.paths import INDEX, shown


@dataclass(frozen=True)
class Ours:
    """The searcher with the index and the thresholds that were built for it."""

    searcher: Searcher
    matters: int
    name: str = "guide"

    @classmethod
    def open(cls, kb: KnowledgeBase) -> "Ours":
        """Leaves with a sentence when the index is not this knowledge base's."""
        try:
            return cls(Searcher.open(kb, INDEX), len(kb.matters))
        except IndexMismatch as error:
            raise SystemExit(
                f"nothing to evaluate: {error}\n(`make build` builds {shown(INDEX)} anew)"
            ) from error

    @property
    def note(self) -> str:
        return f"index as built, encoder {self.searcher.encoder_id}"

    def answer(self, messages: Sequence[str]) -> list[Answer]:
        return [_answer(self.searcher.search(text, limit=self.matters)) for text in messages]


def _answer(found: Result) -> Answer:
    offered = found.question.options if found.question else []
    return Answer(
        ranked=[candidate.matter_id for candidate in found.candidates],
        # A candidate's score is its share of the probability that the message is ours.
        ours=sum(candidate.score for candidate in found.candidates),
        decision=found.decision,
        options=[option.matter_id for option in offered if option.matter_id],
        referral=found.referral.referral_id if found.referral else None,
    )
