"""Learning from use: what went wrong in a conversation goes on the review list, unasked for.

Nothing trains itself here. The list is read by the hall's staff, who decide what the guide learns.
"""

from datetime import datetime
from functools import partial
from typing import Any

from api.db.types import HALL_ZONE
from api.services.anonymity import anonymous
from api.services.background import Background
from api.services.conversations import Conversations
from api.services.noticing import Exchange, Noise, Searched, may_have_failed, notice
from api.services.reviews import Reviews, Sighting
from knowledge import KnowledgeBase
from knowledge.text import compact

CANDIDATES_KEPT = 3
SEARCHED = "searched"
"""Under this key a message in the transcript tells what the search for it found."""


class Learning:
    """Looks at each turn after it has been answered."""

    def __init__(
        self,
        kb: KnowledgeBase,
        conversations: Conversations,
        reviews: Reviews,
        background: Background,
        noise: Noise,
    ) -> None:
        self._kb = kb
        self._conversations = conversations
        self._reviews = reviews
        self._background = background
        self._noise = noise

    def look_at(self, turn: Exchange) -> None:
        """Have the turn looked at soon; the applicant neither waits for it nor sees it fail."""
        self._background.do(partial(self._keep, turn))

    def _keep(self, turn: Exchange) -> None:
        if not may_have_failed(turn):
            return
        # read back from the transcript: whoever has ended the conversation meanwhile is forgotten
        said = self._conversations.said_until(turn.conversation_id, turn.seq)
        questions = [_question(seq, body) for seq, body in said if SEARCHED in body]
        noticed = notice(turn, questions)
        if noticed is None or self._noise.is_noise(noticed.question.text):
            return
        question = noticed.question
        self._reviews.keep(
            Sighting(
                text=anonymous(question.text),
                why=noticed.why,
                edition_id=self._kb.edition.id,
                park_id=turn.after.get("park_id"),
                answered_matter_id=question.matter_id,
                chosen_matter_id=noticed.chosen_matter_id,
                candidates=question.candidates,
                again=noticed.again or _was_asked_before(question, questions),
            ),
            datetime.now(HALL_ZONE),
        )


def remembered(in_words: bool, after: dict[str, Any]) -> dict[str, Any]:
    """What the transcript keeps beside a message in words for which a matter was looked for.

    Args:
        after: the conversation's context after it.
    """
    if not in_words or after["decision"] is None:
        return {}
    nearest = [
        {"matter_id": found.get("matter_id"), "score": found.get("score")}
        for found in after["candidates"][:CANDIDATES_KEPT]
    ]
    return {
        SEARCHED: {
            "decision": after["decision"],
            "topic": after["topic"],
            "matter_id": after["matter_id"] if after["decision"] == "match" else None,
            "candidates": nearest,
        }
    }


def _was_asked_before(question: Searched, questions: list[Searched]) -> bool:
    words = compact(question.text)
    return any(one.seq < question.seq and compact(one.text) == words for one in questions)


def _question(seq: int, body: dict[str, Any]) -> Searched:
    return Searched(seq=seq, text=body["text"], **body[SEARCHED])
