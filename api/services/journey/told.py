"""One move in a journey, and what is said to it."""

from dataclasses import dataclass, field, replace
from typing import Any

from api.services.answers import HANDOFF, Button, button
from api.services.journey import wording
from api.services.journey.walk import Walk
from api.services.journeys import Plan, plan_card, plan_journey
from api.services.outcomes import Outcome
from knowledge import KnowledgeBase

FIRST_STEP = button("第一步做什么", "walk_journey", move="first")
GO_ON = button("下一步做什么", "walk_journey", move="next")
WHAT_IS_LEFT = button("还剩哪些", "walk_journey", move="left")
SHOW = button("看整个计划", "walk_journey", move="show")
STEP_DONE = button("这步办好了", "walk_journey", move="done")
BOOK = button("预约办理", "book")


@dataclass(frozen=True)
class Asked:
    """One move.

    Attributes:
        query: the applicant's words; None for a button.
        walk: where the applicant stands, None before any plan.
        park_id, matter_id: the current ones.
        subject, question, option: what a button names.
    """

    query: str | None = None
    walk: Walk | None = None
    park_id: str | None = None
    matter_id: str | None = None
    subject: str | None = None
    question: str | None = None
    option: str | None = None


@dataclass
class Told:
    """What is said, and where the applicant stands then.

    Attributes:
        understood: whether the words were such a move at all; nothing else counts when not.
        matter_id: the matter that is spoken of now; None where it stays as it was.
        waits_for: `question` or `which` (journey) where an answer is waited for.
        general: whether a trade without a plan of its own was given the general one.
        named: whether the words name the journey itself.
    """

    text: str = ""
    outcome: Outcome = Outcome.PLAN
    buttons: list[Button] = field(default_factory=list)
    card: dict[str, Any] | None = None
    walk: Walk | None = None
    matter_id: str | None = None
    understood: bool = True
    waits_for: str | None = None
    general: bool = False
    named: bool = False


def plan_of(kb: KnowledgeBase, walk: Walk, asked: Asked) -> Plan:
    """The plan of one applicant."""
    return plan_journey(kb, walk.journey(kb), asked.park_id, walk.answers, walk.done)


def show(kb: KnowledgeBase, walk: Walk, asked: Asked, lead: str = "") -> Told:
    """The whole plan as it is; questions that are open stay open."""
    plan = plan_of(kb, walk, asked)
    buttons = [GO_ON, WHAT_IS_LEFT, HANDOFF] if plan.done else [FIRST_STEP, HANDOFF]
    return Told(
        f"{lead}\n{wording.whole(plan)}".strip(),
        Outcome.PLAN,
        buttons,
        plan_card(kb, plan),
        replace(walk, asked=None),
    )
