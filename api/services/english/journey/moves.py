"""The moves by which an applicant who writes English goes through a journey."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from api.services.answers import HANDOFF, Button, button
from api.services.english.journey import words
from api.services.english.journey.words import Words
from api.services.journey.finding import guessed, offered, with_matter
from api.services.journey.told import (
    BOOK,
    FIRST_STEP,
    GO_ON,
    SHOW,
    STEP_DONE,
    WHAT_IS_LEFT,
    Asked,
    Told,
    plan_of,
)
from api.services.journey.walk import Walk, begun
from api.services.journey.whole import WHOLE
from api.services.journeys import Plan, PlannedStep, plan_card
from api.services.outcomes import Outcome
from knowledge import KnowledgeBase
from knowledge.english import Translation
from knowledge.english.finding import Finder
from knowledge.english.likeness import likeness, nearest
from knowledge.english.numbers import NUMBERS, ORDINALS, value
from knowledge.english.words import told as names_something
from knowledge.journey_answers import UNKNOWN
from knowledge.schema import Journey, JourneyQuestion

Move = Callable[[Asked, Walk], Told]
LIKE_AN_OPTION = 0.5
STEP = re.compile(
    rf"\b(?:step|stage) (?:no\.? ?|number )?(?P<number>\d+|{'|'.join(NUMBERS)})\b"
    rf"|\b(?P<ordinal>{'|'.join(ORDINALS)}) (?:step|stage)\b",
    re.IGNORECASE,
)
ALL = re.compile(r"\b(?:all|everything|every one)\b", re.IGNORECASE)
YES = re.compile(
    r"\s*(?:yes|yeah|yep|sure|of course|right|correct|we do|i do|we will|it is)\b", re.I
)
NO = re.compile(r"\s*(?:no|nope|not|none|we don'?t|i don'?t|we won'?t|it isn'?t)\b", re.I)
KNOWS_NOT = re.compile(
    r"\b(?:don'?t|do not) know\b|\bnot sure\b|\bno idea\b|\bunsure\b|\bskip\b|\bunclear\b"
    r"|\bnot decided\b",
    re.IGNORECASE,
)
OF_A_PLAN = frozenset({"before", "first", "next", "stage", "done", "left", "show", "needed"})
"""Moves that ask about a plan as if there were one."""
GUESSED = "In the usual order of “{title}” (if yours is another case, tell me what you want to do):"
SAID_OF_A_STEP = re.compile(
    r"\b(?:done|finished|completed|settled|approved|already|got|have|has|is|are|it|this|that|one"
    r"|step|yet|not|all|everything|before|after|comes?|next|thing)\b",
    re.IGNORECASE,
)
"""What is said of a step beside its name."""
BY_CERTAINTY = ("sure", "likely", "open")
WHICH_STEP = (
    "Which matter is done? Say its name, for example “the environmental impact assessment is "
    "done”, or “step 1 is done”."
)


class EnglishMoves:
    """Answers the moves from one knowledge base."""

    def __init__(self, kb: KnowledgeBase, english: Translation, finder: Finder) -> None:
        self._kb = kb
        self._english = english
        self._finder = finder
        self._words = Words(english, self._finder.name_of)
        self._moves: Mapping[str, Move] = {
            "switch": lambda asked, walk: self._switch(asked, walk),
            "answer": self._answer,
            "restate": lambda _, walk: _not_understood(walk),
            "remark": lambda _, walk: _not_understood(walk),
            "explain": lambda _, walk: _not_understood(walk),
            "choose": self._choose,
            "ask": lambda asked, walk: self._ask(asked, walk) or _not_understood(walk),
            "unknown": lambda asked, walk: self._took(
                asked, walk, {walk.asked: UNKNOWN} if walk.asked else {}
            ),
            "show": self._show,
            "before": self._before,
            "needed": self._needed,
            "first": lambda asked, walk: self._stage(asked, replace(walk, at=1)),
            "next": self._next,
            "stage": self._nth_stage,
            "left": self._left,
            "done": self._done,
            "undone": self._undone,
            "step": self._step,
            **{name: lambda _, walk: _not_understood(walk) for name in WHOLE},
        }

    def take(self, move: str, asked: Asked) -> Told:
        """Answer a move; one that needs a plan before there is one begins with choosing it."""
        walk = asked.walk if move != "start" else None
        guess = None if walk or move not in OF_A_PLAN else self._guessed(asked)
        if guess is not None:
            told = self._moves[move](asked, guess)
            lead = GUESSED.format(title=self._words.title(guess.journey(self._kb)))
            told = replace(told, text=f"{lead}\n{told.text}") if told.understood else told
        else:
            told = self._moves[move](asked, walk) if walk else self._start(asked)
        return replace(told, buttons=[_in_english(one) for one in told.buttons])

    def whole(self, query: str | None, subject: str | None, park_id: str | None) -> Told:
        """The plan that is named, without questions; which ones there are where none is."""
        known = self._kb.journeys.get(subject or "")
        named = [known] if known else self._named(query)
        asked = Asked(query, park_id=park_id)
        if not named:
            return self.take("start", asked)
        return self.take("show", replace(asked, walk=begun(self._kb, named[0].journey_id)))

    def _start(self, asked: Asked) -> Told:
        named = self._kb.journeys.get(asked.subject or "")
        if asked.question and named:
            return self._choose(asked, begun(self._kb, named.journey_id))
        found = [named] if named else self._named(asked.query)
        if not found and asked.walk is not None:
            waits = asked.walk.asked is not None
            return (self._ask(asked, asked.walk) if waits else None) or self._show(
                asked, asked.walk
            )
        found = found or with_matter(self._kb, asked.matter_id)
        if len(found) != 1:
            text, buttons = self._words.offer(offered(self._kb, found), several=bool(found))
            return Told(text, Outcome.CLARIFY, buttons, walk=asked.walk, waits_for="which")
        return self._begin(asked, found[0])

    def _guessed(self, asked: Asked) -> Walk | None:
        """The walk of whoever asks about steps before a plan was begun; None where it is open."""
        named = self._named(asked.query)
        journey = named[0] if named else guessed(self._kb, None, asked.matter_id)
        return begun(self._kb, journey.journey_id) if journey else None

    def _named(self, query: str | None) -> list[Journey]:
        """The journey that the words name."""
        asked = {key: (one.title, *one.asked) for key, one in self._english.journeys.items()}
        key = nearest(query or "", asked)
        return [self._kb.journeys[key]] if key else []

    def _begin(self, asked: Asked, journey: Journey) -> Told:
        walk = begun(self._kb, journey.journey_id, asked.walk.done if asked.walk else ())
        if asked.walk and asked.walk.id == walk.id:
            walk = asked.walk
        lead = words.opening(self._plan(asked, walk))
        return self._ask(asked, walk, lead, with_card=True) or self._show(asked, walk)

    def _switch(self, asked: Asked, walk: Walk) -> Told:
        found = self._named(asked.query)
        other = found and found[0].journey_id != walk.id
        return self._begin(asked, found[0]) if other else _not_understood(walk)

    def _plan(self, asked: Asked, walk: Walk) -> Plan:
        return self._words.in_english(plan_of(self._kb, walk, asked), walk.journey(self._kb))

    def _card(self, plan: Plan, asking: bool = False) -> dict[str, object]:
        return {
            **plan_card(self._kb, plan, asking),
            "regional": words.regional(plan),
            "notice": words.total(plan, self._finder.name_of),
        }

    def _show(self, asked: Asked, walk: Walk, lead: str = "") -> Told:
        plan = self._plan(asked, walk)
        buttons = [GO_ON, WHAT_IS_LEFT, HANDOFF] if plan.done else [FIRST_STEP, HANDOFF]
        text = f"{lead}\n{words.whole(plan)}".strip()
        return Told(text, Outcome.PLAN, buttons, self._card(plan), replace(walk, asked=None))

    def _ask(
        self, asked: Asked, walk: Walk, lead: str = "", with_card: bool = False
    ) -> Told | None:
        """The next question that decides the path; None when none is open."""
        questions = walk.open_questions(self._kb)
        if not questions:
            return None
        walk = replace(walk, asked=questions[0].question_id)
        text, buttons = self._words.ask(walk.journey(self._kb), questions[0], len(questions) - 1)
        card = self._card(self._plan(asked, walk), asking=True) if with_card else None
        return Told(
            f"{lead}\n{text}".strip(), Outcome.ASKED, buttons, card, walk, waits_for="question"
        )

    def _answer(self, asked: Asked, walk: Walk) -> Told:
        """Take what the words tell of the question that waits."""
        questions = {one.question_id: one for one in walk.questions(self._kb)}
        question = questions.get(walk.asked or "")
        option = self._option(question, asked.query or "") if question else None
        if question is None or option is None:
            return _not_understood(walk)
        return self._took(asked, walk, {question.question_id: option})

    def _option(self, question: JourneyQuestion, query: str) -> str | None:
        if KNOWS_NOT.search(query):
            return UNKNOWN
        alike = [(likeness(query, self._words.said(one.title)), one) for one in question.options]
        share, best = max(alike, key=lambda pair: pair[0])
        if share >= LIKE_AN_OPTION:
            return best.option_id
        affirms = True if YES.match(query) else False if NO.match(query) else None
        plain = (one for one in question.options if one.affirms == affirms is not None)
        return next((one.option_id for one in plain), None)

    def _choose(self, asked: Asked, walk: Walk) -> Told:
        """Take the option on a button, also one of an earlier question."""
        known = {question.question_id for question in walk.questions(self._kb)}
        named = self._kb.journeys.get(asked.subject or "")
        if asked.question not in known and named:
            walk = begun(self._kb, named.journey_id, walk.done)
        return self._took(asked, walk, {asked.question or "": asked.option or UNKNOWN})

    def _took(self, asked: Asked, before: Walk, told: Mapping[str, str]) -> Told:
        walk = before.told(self._kb, told)
        titles = {
            option.option_id: self._words.said(option.title)
            for question in (*before.questions(self._kb), *walk.questions(self._kb))
            if question.question_id in told
            for option in question.options
        }
        said = [titles[option] for option in told.values() if option in titles]
        lead = words.noted(said, unknown=UNKNOWN in told.values())
        return self._ask(asked, walk, lead) or self._show(asked, walk, lead)

    def _stage(self, asked: Asked, walk: Walk, lead: str = "") -> Told:
        """The stage at which the applicant is; its surest step is spoken of from now on."""
        plan = self._plan(asked, walk)
        steps = [step for step in plan.stages[walk.at - 1] if not step.done]
        current = _first(steps or plan.stages[walk.at - 1])
        text = words.stage(plan, walk.at)
        if len(steps) > 1:
            text += (
                f"\nLet us begin with {current.name}: ask me about its documents or its window, or "
                "book a visit."
            )
        materials = button(
            "What to bring", "choose_matter", matter_id=current.matter_id, topic="materials"
        )
        return Told(
            f"{lead}\n{text}".strip(),
            Outcome.PLAN,
            [materials, BOOK, STEP_DONE] if steps else [GO_ON, WHAT_IS_LEFT],
            self._card(plan) if lead else None,
            replace(walk, asked=None),
            current.matter_id,
        )

    def _nth_stage(self, asked: Asked, walk: Walk) -> Told:
        plan = self._plan(asked, walk)
        number = _number(asked.query) or max(1, walk.at)
        if number > len(plan.stages):
            text = f"This plan has {len(plan.stages)} steps; there is no step {number}."
            return Told(text, Outcome.PLAN, [FIRST_STEP, SHOW], walk=replace(walk, asked=None))
        return self._stage(asked, replace(walk, at=number))

    def _next(self, asked: Asked, walk: Walk) -> Told:
        """The stage after the one told last in which something is left, or after a step named."""
        plan = self._plan(asked, walk)
        named = self._steps_named(plan, asked.query)
        at = max((_stage_of(plan, step) for step in named), default=walk.at)
        later = [number for number in _open_stages(plan) if number > at]
        if later:
            return self._stage(asked, replace(walk, at=later[0]))
        lead = "That was the last step. " if at else ""
        return Told(
            f"{lead}{words.left_over(plan)}",
            Outcome.PLAN,
            [SHOW, HANDOFF],
            walk=replace(walk, asked=None),
        )

    def _left(self, asked: Asked, walk: Walk) -> Told:
        plan = self._plan(asked, walk)
        buttons = [GO_ON, SHOW, HANDOFF]
        text = words.left_over(plan)
        return Told(text, Outcome.PLAN, buttons, self._card(plan), replace(walk, asked=None))

    def _done(self, asked: Asked, walk: Walk) -> Told:
        """Note the steps that the words mean as done, and go on."""
        meant = self._meant(asked, walk)
        if not meant:
            return Told(WHICH_STEP, Outcome.ASKED, [WHAT_IS_LEFT, SHOW, HANDOFF], walk=walk)
        walk = walk.with_done([step.matter_id for step in meant])
        plan = self._plan(asked, walk)
        names = ", ".join(step.name for step in meant)
        lead = f"Noted: {names} done; {plan.done} of {len(plan.steps)} matters are done."
        left = _open_stages(plan)
        if not left:
            return Told(
                f"{lead}\n{words.left_over(plan)}", Outcome.PLAN, [SHOW], self._card(plan), walk
            )
        following = next((number for number in left if number >= walk.at), left[0])
        return self._stage(asked, replace(walk, at=following), f"{lead} Next:")

    def _undone(self, asked: Asked, walk: Walk) -> Told:
        """Take back what was noted as done."""
        meant = [step.matter_id for step in self._meant(asked, walk)]
        taken = [one for one in meant if one in walk.done] or list(walk.done[-1:])
        return self._left(asked, walk.without_done(taken))

    def _meant(self, asked: Asked, walk: Walk) -> Sequence[PlannedStep]:
        """The steps that the words speak of: numbered, named, all, or the one just spoken of."""
        plan = self._plan(asked, walk)
        number = _number(asked.query)
        if number and number <= len(plan.stages):
            return [s for s in plan.stages[number - 1] if s.certainty != "open"] or plan.stages[0]
        if named := self._steps_named(plan, asked.query):
            return named
        if names_something(SAID_OF_A_STEP.sub(" ", asked.query or "")):
            return []
        if ALL.search(asked.query or ""):
            return plan.steps
        return [step for step in plan.steps if step.matter_id == asked.matter_id]

    def _before(self, asked: Asked, walk: Walk) -> Told:
        """What is done before the step that the words name, or before the current one."""
        plan = self._plan(asked, walk)
        current = [step for step in plan.steps if step.matter_id == asked.matter_id]
        steps = self._steps_named(plan, asked.query) or current
        if not steps:
            return _not_understood(walk)
        first = [step for step in plan.steps if step.matter_id in steps[0].after]
        text = words.before(plan, steps[0], first)
        return Told(text, Outcome.PLAN, [SHOW], self._card(plan), walk, steps[0].matter_id)

    def _needed(self, asked: Asked, walk: Walk) -> Told:
        plan = self._plan(asked, walk)
        steps = self._steps_named(plan, asked.query)
        if not steps:
            return _not_understood(walk)
        matter_id = steps[0].matter_id
        return Told(words.needed(steps[0]), Outcome.PLAN, [SHOW], None, walk, matter_id)

    def _step(self, asked: Asked, walk: Walk) -> Told:
        """The matter of the step that the words name."""
        plan = self._plan(asked, walk)
        number = _number(asked.query)
        if number and number <= len(plan.stages):
            found = _first(plan.stages[number - 1])
            return Told(walk=replace(walk, at=number), matter_id=found.matter_id)
        named = self._steps_named(plan, asked.query)
        if not named:
            return _not_understood(walk)
        return Told(walk=walk, matter_id=named[0].matter_id)

    def _steps_named(self, plan: Plan, query: str | None) -> list[PlannedStep]:
        """The step that the words name best, if they name one of the plan."""
        said = SAID_OF_A_STEP.sub(" ", query or "")
        if not names_something(said):
            return []
        result = self._finder.find(said)
        if result.decision == "none":
            return []
        best = result.candidates[0].score
        found = {one.matter_id for one in result.candidates if one.score >= best}
        return [step for step in plan.steps if step.matter_id in found]


def _not_understood(walk: Walk) -> Told:
    return Told(understood=False, walk=walk)


def _number(query: str | None) -> int | None:
    """The number of the step that words name, counted from 1."""
    found = STEP.search(query or "")
    if found is None:
        return None
    return value(found["ordinal"] or found["number"])


def _first(steps: Sequence[PlannedStep]) -> PlannedStep:
    """The surest of some steps."""
    return min(steps, key=lambda step: BY_CERTAINTY.index(step.certainty))


def _stage_of(plan: Plan, step: PlannedStep) -> int:
    return next(number for number, steps in enumerate(plan.stages, 1) if step in steps)


def _open_stages(plan: Plan) -> list[int]:
    """The numbers of the stages in which something is left."""
    stages = enumerate(plan.stages, 1)
    return [number for number, steps in stages if not all(step.done for step in steps)]


TITLES = {
    HANDOFF["title"]: "Talk to a person",
    BOOK["title"]: "Book a visit",
    FIRST_STEP["title"]: "The first step",
    GO_ON["title"]: "The next step",
    WHAT_IS_LEFT["title"]: "What is left?",
    SHOW["title"]: "The whole plan",
    STEP_DONE["title"]: "This step is done",
}


def _in_english(one: Button) -> Button:
    return {**one, "title": TITLES.get(one["title"], one["title"])}
