"""What every method answered to every message, ready to be measured."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench.routing.answers import Answer
from bench.routing.metrics import rank
from bench.routing.testsets import Query

Chosen = Callable[[Query], bool]


@dataclass(frozen=True)
class Run:
    """One method's answers.

    Attributes:
        answers: in the order of the messages.
        least_ours: the score that all but 2 % of the held-out texts about matters reach.
        held_out: whether the right matter came first, for every held-out text about one.
        seconds: per message; what is started and loaded before doesn't count.
    """

    name: str
    note: str
    answers: Sequence[Answer]
    least_ours: float
    held_out: Sequence[bool]
    seconds: float


@dataclass(frozen=True)
class Results:
    """All methods on the same messages; the first run is ours."""

    queries: Sequence[Query]
    runs: Sequence[Run]

    @property
    def ours(self) -> Run:
        return self.runs[0]

    @property
    def peers(self) -> Sequence[Run]:
        return self.runs[1:]

    def pairs(self, run: Run, chosen: Chosen) -> Iterator[tuple[Query, Answer]]:
        """The chosen messages with what a method answered."""
        pairs = zip(self.queries, run.answers, strict=True)
        return ((query, answer) for query, answer in pairs if chosen(query))

    def places(self, run: Run, chosen: Chosen) -> list[int | None]:
        """Where the one right matter stands; messages that fit several are left out."""
        return [
            rank(answer.ranked, query.right[0])
            for query, answer in self.pairs(run, chosen)
            if clear(query)
        ]

    def firsts(self, run: Run, chosen: Chosen) -> list[bool]:
        """Whether the one right matter comes first."""
        return [place == 1 for place in self.places(run, chosen)]

    def scores(self, run: Run, chosen: Chosen) -> list[float]:
        """How much the chosen messages look like ours."""
        return [answer.ours for _, answer in self.pairs(run, chosen)]

    def kinds(self, chosen: Chosen) -> list[str]:
        """Kinds of the chosen messages, in the order they occur."""
        return list(dict.fromkeys(query.kind for query in self.queries if chosen(query)))


def clear(query: Query) -> bool:
    """Whether a message is about exactly one matter of ours."""
    return len(query.right) == 1


def ours(query: Query) -> bool:
    """Whether a message is the parks' business."""
    return query.ours


def outside(query: Query) -> bool:
    """Whether it is not."""
    return not query.ours


def ambiguous(query: Query) -> bool:
    """Whether it deserves a question."""
    return query.ambiguous


def somebodys(query: Query) -> bool:
    """Whether it is known whose business it is instead."""
    return query.referral is not None


def nobodys(query: Query) -> bool:
    """Whether it is nobody's business that is known."""
    return query.referral is None


def about(matter: str) -> Chosen:
    """Messages about one matter and no other."""
    return lambda query: query.right == (matter,)


def of_set(source: str) -> Chosen:
    """Messages of one test set."""
    return lambda query: query.source == source


def of_kind(kind: str) -> Chosen:
    """Messages of one kind."""
    return lambda query: query.kind == kind


def both(first: Chosen, second: Chosen) -> Chosen:
    """Messages that both choose."""
    return lambda query: first(query) and second(query)
