"""The choices of a question that is still open, and which of them words mean."""

from api.services.answers import Question
from knowledge.question import Option
from knowledge.search import Candidate, Searcher
from knowledge.text import QuestionWords, normalise

MANY = 20
"""Candidates among which those on offer are looked for."""
LIKELY = 0.05
"""Share of all matters from which one on offer may be meant."""
FAR_MORE = 2.0
"""How many times likelier than the next on offer it must be."""
LEAST = 0.3
"""Share that what is told of a wish must give the one that is meant."""
HARDLY = 0.01
SURE = 0.3
"""Share from which the search counts more than the words of a title."""


def is_open(question: Question) -> bool:
    """Whether the last answer asked which of several matters is meant.

    Where the current one is among them, what is asked next is asked of it.
    """
    offered = question.thread.offered
    several = question.thread.vague is not None and len(offered) > 1
    return several and question.matter_id not in offered


class Offer:
    """Finds what is meant among the matters on offer, by what a person tells of the case."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._plain = QuestionWords()

    def options(self, question: Question) -> list[Option]:
        """The choices of the open question, in the words in which it put them."""
        return self._searcher.options(question.thread.offered)

    def picked(self, question: Question, query: str) -> str | None:
        """The matter on offer that `query` means; None when none of them clearly is."""
        by_title = self.by_title(question, query)
        likely = self._likeliest(question, query)
        if by_title and likely and by_title != likely[0]:
            return likely[0] if likely[1] >= SURE else None
        return by_title or (likely[0] if likely else None) or self._made_likelier(question, query)

    def goes_on(self, question: Question, query: str) -> bool:
        """Whether words, taken with the wish before them, still mean one of those on offer."""
        both = self._search(question, f"{question.thread.vague}，{query}")
        return bool(both) and both[0].matter_id in question.thread.offered

    def _search(self, question: Question, words: str) -> list[Candidate]:
        return self._searcher.search(words, question.park_id, limit=MANY).candidates

    def _shares(self, question: Question, words: str) -> dict[str, float]:
        """How likely words make each of those on offer."""
        found = {one.matter_id: one.score for one in self._search(question, words)}
        return {one: found.get(one, 0.0) for one in question.thread.offered}

    def _likeliest(self, question: Question, query: str) -> tuple[str, float] | None:
        shares = self._shares(question, query)
        first, second = sorted(shares, key=lambda one: -shares[one])[:2]
        far_ahead = shares[first] >= LIKELY and shares[first] >= FAR_MORE * shares[second]
        return (first, shares[first]) if far_ahead else None

    def _made_likelier(self, question: Question, query: str) -> str | None:
        """The one that the wish and what is told of it now mean, when the wish alone did not."""
        wanted = question.thread.vague or ""
        before = self._shares(question, wanted)
        both = self._shares(question, f"{wanted}，{query}")
        gains = {one: both[one] / max(before[one], HARDLY) for one in both}
        first, second = sorted(gains, key=lambda one: -gains[one])[:2]
        gained = gains[first] >= FAR_MORE * gains[second] and gains[first] > 1
        return (
            first if gained and both[first] >= LEAST and both[first] == max(both.values()) else None
        )

    def by_title(self, question: Question, query: str) -> str | None:
        """The choice whose words are said that no other choice has: 新开的 for 新开公司，办执照."""
        words = normalise(query)
        options = [one for one in self.options(question) if one.matter_id]
        titles = [one.title for one in options]
        pairs = {words[at : at + 2] for at in range(len(words) - 1)}
        telling = {pair for pair in pairs if not self._plain.cover(pair)}
        said = [sum(pair in title for pair in _of_one_only(telling, titles)) for title in titles]
        best = max(said, default=0)
        return options[said.index(best)].matter_id if best and said.count(best) == 1 else None


def _of_one_only(pairs: set[str], titles: list[str]) -> list[str]:
    return [pair for pair in pairs if sum(pair in title for title in titles) == 1]
