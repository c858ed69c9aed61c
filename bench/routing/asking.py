"""Asks every method the same, and reads its threshold off the held-out texts."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.routing.answers import Answer, Method
from bench.routing.measures import REJECTED
from bench.routing.metrics import threshold_for
from bench.routing.runs import Run
from bench.routing.testsets import Query
from knowledge.corpus import Kind, Text


@dataclass(frozen=True)
class Asked:
    """What every method is asked: the held-out texts, for a threshold, and the test messages."""

    held_out: Sequence[Text]
    queries: Sequence[Query]

    def run(self, method: Method) -> Run:
        """Ask one method everything."""
        print(f"asking {method.name} ({method.note})", flush=True)
        messages = [text.text for text in self.held_out]
        messages += [query.text for query in self.queries]
        started = time.perf_counter()
        answers = method.answer(messages)
        seconds = seconds_a_message(answers, time.perf_counter() - started)
        known, asked = answers[: len(self.held_out)], answers[len(self.held_out) :]
        scores = [answer.ours for _, answer in self._about_matters(known)]
        firsts = [list(a.ranked[:1]) == [text.target.id] for text, a in self._about_matters(known)]
        least = threshold_for(scores, REJECTED)
        return Run(method.name, method.note, asked, least, firsts, seconds)

    def _about_matters(self, answers: Sequence[Answer]) -> Iterator[tuple[Text, Answer]]:
        """The held-out texts that every method was taught the like of: no vague wishes."""
        pairs = zip(self.held_out, answers, strict=True)
        return ((text, answer) for text, answer in pairs if text.target.kind is Kind.MATTER)


def seconds_a_message(answers: Sequence[Answer], whole: float) -> float:
    """The mean of what the method measured itself, else its share of the `whole` call."""
    measured = [answer.seconds for answer in answers if answer.seconds is not None]
    return sum(measured) / len(measured) if measured else whole / len(answers)
