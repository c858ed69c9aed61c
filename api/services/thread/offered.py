"""Which of the matters just offered a short reply means: 执照 — 新开的，公司."""

import re
from dataclasses import dataclass

from api.services.answers import Question
from knowledge.search import Result, Searcher
from knowledge.text import normalise

LONGEST_REPLY = 24
"""Characters. A longer reply tells a wish of its own."""
LEAST_SHARE = 0.006
"""Share of all matters that the reply alone must give the one it means."""
FAR_AHEAD = 3.0
"""Times the next one's weight from which one of those offered is meant."""
NO_CHOICE = re.compile(
    r"不(?:知道|晓得|清楚|确定|懂|明白)|分不清|搞不清|哪个|哪种|什么|么子|啥|怎么|区别|几种|等一?[下会哈]|[吗呢]$|[?？]"
)
"""Says that one cannot choose, or asks about the choice."""


@dataclass(frozen=True)
class Reply:
    """What a reply to an offer comes to: the matter it means, or the same offer again."""

    matter_id: str | None = None
    again: Result | None = None


class Offered:
    """Reads replies to what was offered together with the vague words that led to the offer.

    "新开的" alone names nothing; beside 执照 it tells the founding of a company from its change.
    """

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def reply(self, question: Question) -> Reply:
        """What the words choose of what was offered; an empty reply where they choose nothing."""
        words, vague = question.query or "", question.thread.vague
        if not vague or not question.thread.offered or len(normalise(words)) > LONGEST_REPLY:
            return Reply()
        alone = self._searcher.search(words, question.park_id)
        if alone.decision == "match" or alone.named or alone.elsewhere:
            return Reply()
        if not NO_CHOICE.search(words) and (meant := self._meant(words, vague, question)):
            return Reply(meant)
        if alone.decision != "none" or question.topic != "matter" or _is_referred(alone, words):
            return Reply()
        asked = self._searcher.search(vague, question.park_id)
        return Reply(again=asked if asked.question else None)

    def _meant(self, words: str, vague: str, question: Question) -> str | None:
        alone = self._shares(words, question)
        together = self._shares(f"{vague}，{words}", question)
        weight = {
            one: alone.get(one, 0.0) * together.get(one, 0.0) for one in question.thread.offered
        }
        best, *others = sorted(weight, key=lambda one: -weight[one])
        if alone.get(best, 0.0) < LEAST_SHARE:
            return None
        ahead = all(weight[best] >= FAR_AHEAD * weight[other] for other in others)
        return best if ahead else None

    def _shares(self, words: str, question: Question) -> dict[str, float]:
        """The share of all matters that each has of the words."""
        weighed = self._searcher.weigh(self._searcher.heard(words), question.park_id)
        return {one.matter_id: one.share for one in weighed.ranked} if weighed else {}


def _is_referred(alone: Result, words: str) -> bool:
    """Whether the words name what is somebody else's business."""
    keywords = alone.referral.keywords if alone.referral else ()
    return any(keyword in normalise(words) for keyword in keywords)
