"""Which journey somebody means, and what decides its path: asking, and taking the answers."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from api.services.journey import wording
from api.services.journey.finding import (
    find_journeys,
    guessed,
    named_by_cue,
    offered,
    possible,
    with_matter,
)
from api.services.journey.reading import (
    covering,
    in_words,
    knows_no_more,
    none_of_the_rest,
    read_answers,
    steps_named,
)
from api.services.journey.told import Asked, Told, plan_of, show
from api.services.journey.walk import Walk, begun
from api.services.journeys import plan_card, plan_journey
from api.services.outcomes import Outcome
from knowledge import KnowledgeBase
from knowledge.journey_answers import UNKNOWN
from knowledge.schema import JourneyOption
from knowledge.search import Searcher
from knowledge.text import normalise

ADDS = re.compile(r"(?<!哪怕)也|还(?!没|冇|未|是)|另外|再加|以及")
"""Adds something to what was told before."""


SAID_BESIDE = re.compile(r"[的是就我们要想啊呀咯，。,.! ]+")
LEAST_OF_A_TITLE = 2


def _in_title(words: str, title: str) -> bool:
    """Whether the words hold nothing but characters of a title, in their order: 办公司的."""
    said, letters = SAID_BESIDE.sub("", words), iter(title)
    return len(said) >= LEAST_OF_A_TITLE and all(letter in letters for letter in said)


class Path:
    """Asks what decides the path of a journey."""

    def __init__(self, kb: KnowledgeBase, searcher: Searcher) -> None:
        self._kb = kb
        self._searcher = searcher

    def start(self, asked: Asked) -> Told:
        """Begin the journey that is meant, or ask which one it is."""
        named = self._kb.journeys.get(asked.subject or "")
        if asked.question and named:
            return self.choose(asked, begun(self._kb, named.journey_id))
        found = [named] if named else find_journeys(self._kb, asked.query)
        if not found and asked.walk is not None:
            return self._on_with(asked.walk, asked)
        if not found:
            found = possible(self._kb, asked.query, asked.matter_id)
        if len(found) != 1:
            text, buttons = wording.offer(offered(self._kb, found), several=bool(found))
            return Told(text, Outcome.CLARIFY, buttons, walk=asked.walk, waits_for="which")
        return self._begin(found[0].journey_id, asked)

    def switch(self, asked: Asked, walk: Walk) -> Told:
        """Begin the plan of another trade that the words name; what is done stays done."""
        found = find_journeys(self._kb, asked.query)
        if len(found) != 1:
            result = self._searcher.search(asked.query or "", asked.park_id)
            matter = result.candidates[0].matter_id if result.decision == "match" else None
            found = with_matter(self._kb, matter)
        if len(found) != 1 or found[0].journey_id == walk.id:
            return Told(understood=False, walk=walk)
        return self._begin(found[0].journey_id, asked)

    def guessed(self, asked: Asked) -> Walk | None:
        """The walk of whoever asks about steps before a plan was begun; None where it is open."""
        named = self._kb.journeys.get(asked.subject or "")
        journey = named or guessed(self._kb, asked.query, asked.matter_id)
        return begun(self._kb, journey.journey_id) if journey else None

    def names_a_step(self, asked: Asked) -> bool:
        """Whether the words name any matter: without one, "next" means nothing before a plan."""
        return bool(steps_named(self._kb, self._kb.matters, asked.query or ""))

    def _on_with(self, walk: Walk, asked: Asked) -> Told:
        """The question that waits; the plan for whoever has seen it already."""
        return self._ask(walk, asked) if self._waits(walk) else show(self._kb, walk, asked)

    def _waits(self, walk: Walk) -> bool:
        return walk.asked is not None and bool(walk.open_questions(self._kb))

    def _begin(self, journey_id: str, asked: Asked) -> Told:
        walk = begun(self._kb, journey_id, asked.walk.done if asked.walk else ())
        if asked.walk and asked.walk.id == walk.id:
            walk = asked.walk
        told = read_answers(walk.questions(self._kb), asked.query or "")
        walk = walk.told(self._kb, told)
        if walk.open_questions(self._kb):
            opening = wording.opening(plan_of(self._kb, walk, asked))
            begun_with = self._ask(walk, asked, opening, with_card=True)
        else:
            begun_with = show(self._kb, walk, asked)
        journey = self._kb.journeys[journey_id]
        words = None if asked.subject else asked.query
        named = bool(words) and named_by_cue(journey, words or "")
        return replace(
            begun_with,
            matter_id=self._matter_meant(walk, asked),
            general=bool(words and journey.general) and not named,
            named=named,
        )

    def _matter_meant(self, walk: Walk, asked: Asked) -> str | None:
        """The step that the words surely name: 开饭店 means the food business permit above all."""
        if asked.query is None:
            return None
        result = self._searcher.search(asked.query, asked.park_id)
        steps = {step.matter_id for step in walk.journey(self._kb).steps}
        best = result.candidates[0].matter_id if result.decision == "match" else None
        return best if best in steps else None

    def answer(self, asked: Asked, walk: Walk) -> Told:
        """Take what the words tell; words that tell nothing new are no answer."""
        told = read_answers(walk.questions(self._kb), asked.query or "", walk.asked)
        if walk.asked and self._knows_no_more(walk, asked, told):
            told = {one.question_id: UNKNOWN for one in walk.open_questions(self._kb)} | told
        elif walk.asked:
            told = none_of_the_rest(walk.open_questions(self._kb), asked.query or "") | told
        told = self._beside(walk, told, asked.query or "")
        new = {key: value for key, value in told.items() if walk.answers.get(key) != value}
        if not new and not (told and walk.asked):
            return Told(understood=False, walk=walk)
        return self.take_answers(asked, walk, told)

    def restate(self, asked: Asked, walk: Walk) -> Told:
        """The plan once more for words that tell again what is known; else not understood."""
        told = read_answers(walk.questions(self._kb), asked.query or "")
        known = told and all(walk.answers.get(key) == value for key, value in told.items())
        known = known or _in_title(normalise(asked.query or ""), walk.journey(self._kb).title)
        return show(self._kb, walk, asked) if known else Told(understood=False, walk=walk)

    def _beside(self, walk: Walk, told: dict[str, str], words: str) -> dict[str, str]:
        """What is told, with what was told before where the words add to it: 三类也卖."""
        if not ADDS.search(words):
            return told
        asked = {one.question_id: one for one in walk.questions(self._kb)}
        return {
            key: covering(asked[key], walk.answers.get(key), value) for key, value in told.items()
        }

    def _knows_no_more(self, walk: Walk, asked: Asked, told: dict[str, str]) -> bool:
        """Whether nothing more need be asked: it was said so, or it is the second "don't know"."""
        again = UNKNOWN in told.values() and UNKNOWN in walk.answers.values()
        return again or knows_no_more(asked.query or "")

    def with_what_is_told(self, asked: Asked, walk: Walk) -> Walk:
        """The walk with what the words tell beside the move that they make."""
        told = read_answers(walk.questions(self._kb), asked.query or "")
        return walk.told(self._kb, told) if told else walk

    def choose(self, asked: Asked, walk: Walk) -> Told:
        """Take the option on a button, also one of an earlier question."""
        known = {question.question_id for question in walk.questions(self._kb)}
        named = self._kb.journeys.get(asked.subject or "")
        if asked.question not in known and named:
            walk = begun(self._kb, named.journey_id, walk.done)
        return self.take_answers(asked, walk, {asked.question or "": asked.option or UNKNOWN})

    def unknown(self, asked: Asked, walk: Walk) -> Told:
        """The question was not answered twice: both ways stay in the plan."""
        return self.take_answers(asked, walk, {walk.asked: UNKNOWN} if walk.asked else {})

    def take_answers(self, asked: Asked, before: Walk, told: dict[str, str]) -> Told:
        """Note some answers, and go on with what is still open, or with the plan."""
        walk = before.told(self._kb, told)
        new = {key: value for key, value in told.items() if before.answers.get(key) != value}
        lead = wording.noted(
            in_words([*before.questions(self._kb), *self._new_questions(before, walk)], new),
            unknown=UNKNOWN in told.values(),
            changed=any(before.answers.get(key) not in (None, UNKNOWN) for key in new),
            led_to=walk.journey(self._kb).title if walk.id != before.id else None,
            means=[one.means for one in self._options(before, new) if one.means],
        )
        shown = UNKNOWN in told.values() or self._steps(walk) != self._steps(before)
        return self._ask_or_show(walk, asked, lead, with_card=shown)

    def _options(self, walk: Walk, answers: Mapping[str, str]) -> list[JourneyOption]:
        chosen = (one.option(answers.get(one.question_id)) for one in walk.questions(self._kb))
        return [option for option in chosen if option is not None]

    def _new_questions(self, before: Walk, walk: Walk) -> list[Any]:
        known = {question.question_id for question in before.questions(self._kb)}
        return [one for one in walk.questions(self._kb) if one.question_id not in known]

    def _steps(self, walk: Walk) -> list[tuple[str, str]]:
        plan = plan_journey(self._kb, walk.journey(self._kb), None, walk.answers)
        return [(step.matter_id, step.certainty) for step in plan.steps]

    def _ask_or_show(
        self, walk: Walk, asked: Asked, lead: str = "", with_card: bool = False
    ) -> Told:
        if walk.open_questions(self._kb):
            return self._ask(walk, asked, lead, with_card)
        return show(self._kb, walk, asked, lead)

    def _ask(self, walk: Walk, asked: Asked, lead: str = "", with_card: bool = False) -> Told:
        question, *more = walk.open_questions(self._kb)
        walk = replace(walk, asked=question.question_id)
        text, buttons = wording.ask(walk.journey(self._kb), question, len(more), len(walk.answers))
        card = (
            plan_card(self._kb, plan_of(self._kb, walk, asked), asking=True) if with_card else None
        )
        return Told(
            f"{lead}\n{text}".strip(), Outcome.ASKED, buttons, card, walk, waits_for="question"
        )

    def explain(self, asked: Asked, walk: Walk) -> Told:
        """What each answer to the question that waits would mean, and the question again."""
        told = self.ask_again(asked, walk)
        if told.understood:
            question = walk.open_questions(self._kb)[0]
            names = {one: matter.name for one, matter in self._kb.matters.items()}
            titles = {one: journey.title for one, journey in self._kb.journeys.items()}
            told.text = f"{wording.explained(question, names, titles)}\n{told.text}"
        return told

    def ask_again(self, asked: Asked, walk: Walk) -> Told:
        """The question that waits; not understood when none does."""
        if not self._waits(walk):
            return Told(understood=False, walk=walk)
        return self._ask(walk, asked)
