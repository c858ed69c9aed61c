"""Decides which matter a question speaks of: a newly named one, or the current one."""

from dataclasses import dataclass

from api.services.answers import Question
from knowledge import KnowledgeBase
from knowledge.search import Result, Searcher
from knowledge.text import normalise

WORDS_OF_ITS_OWN = 2
"""Characters that must remain, once the question words are gone, for a matter to be named."""


@dataclass(frozen=True)
class Subject:
    """What a question is about. `result` is the search of this turn, None when none was made."""

    matter_id: str | None
    result: Result | None = None


class Resolver:
    """Finds the matter a question is about."""

    def __init__(self, kb: KnowledgeBase, searcher: Searcher) -> None:
        self._kb = kb
        self._searcher = searcher
        self._cues = sorted(
            {cue for topic in kb.topics.values() for cue in topic.cues}, key=len, reverse=True
        )

    def resolve(self, question: Question) -> Subject:
        """The matter of `question`, and the search that led to it if one was made."""
        current = question.matter_id if question.matter_id in self._kb.matters else None
        if question.query is None or not self._names_something(question):
            return Subject(current)
        result = self._searcher.search(question.query, question.park_id, question.as_of)
        if result.decision == "match":
            return Subject(result.candidates[0].matter_id, result)
        if current is not None and question.topic != "matter":
            # "那要多久", "谁盖章": a follow-up speaks of the current matter, and what the
            # search made of such words is no decision.
            return Subject(current)
        return Subject(None, result)

    def _names_something(self, question: Question) -> bool:
        """Whether words are left that could name a matter, once the question words are gone."""
        rest = normalise(question.query or "")
        if question.topic != "matter":
            for cue in self._cues:
                rest = rest.replace(cue, "")
        return len(rest.strip("，。？！、,.?! ")) >= WORDS_OF_ITS_OWN
