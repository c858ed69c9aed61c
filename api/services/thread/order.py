"""Which of two matters comes first: by a law, as a rule, or neither."""

import re
from dataclasses import dataclass

from api.services.wording import SAMPLE_NOTE
from knowledge import KnowledgeBase
from knowledge.schema import Journey
from knowledge.schema.journey import JourneyStep
from knowledge.text import normalise

ASKS_ORDER = re.compile(
    r"先后|顺序|哪个?(?:在)?先|哪个?在前|谁(?:先|在前)|先(?:办|做|弄|搞|报|去)(?:哪|谁|什么)|哪(?:一)?(?:个|项|样)(?:要|得|应该)?先"
    r"|(?:可以|能)(?:不能)?(?:一起|同时|一块|并行)|(?:一起|同时)(?:办|弄|报)|是不是(?:要|得)?先|要不要先"
)


@dataclass(frozen=True)
class _Order:
    first: str
    then: str
    basis: str | None
    """The rule that wants it so; None where it is only usual."""


def asks_order(text: str | None) -> bool:
    """Whether `text` asks which of two comes first."""
    return text is not None and ASKS_ORDER.search(normalise(text)) is not None


def without_order(text: str) -> str:
    """`text` without the words that ask for an order."""
    return ASKS_ORDER.sub("", normalise(text))


def say_order(kb: KnowledgeBase, pair: tuple[str, str]) -> str | None:
    """Which of the two comes first; None when no plan of ours has both."""
    plans = [plan for plan in kb.journeys.values() if set(pair) <= _steps(plan).keys()]
    if not plans:
        return None
    names = [kb.matters[matter_id].name for matter_id in pair]
    orders = [order for plan in plans if (order := _order(plan, pair))]
    if not orders:
        return (
            f"「{names[0]}」和「{names[1]}」之间没有查到谁先谁后的规定，可以同时办。{SAMPLE_NOTE}"
        )
    order = next((found for found in orders if found.basis), orders[0])
    first, then = kb.matters[order.first].name, kb.matters[order.then].name
    if order.basis:
        return f"先办「{first}」，再办「{then}」。\n（依据：{order.basis}）"
    return (
        f"通常先办「{first}」，再办「{then}」。没有查到法律规定的先后，这是通常顺序。{SAMPLE_NOTE}"
    )


def _steps(plan: Journey) -> dict[str, JourneyStep]:
    return {step.matter_id: step for step in plan.steps}


def _order(plan: Journey, pair: tuple[str, str]) -> _Order | None:
    for first, then in (pair, pair[::-1]):
        steps = _steps(plan)
        if first in _earlier(steps, then):
            step = steps[then]
            basis = step.basis if first in step.needs and step.source else None
            return _Order(first, then, basis)
    return None


def _earlier(steps: dict[str, JourneyStep], matter_id: str) -> set[str]:
    """All that comes before a step, at once or by way of others."""
    found: set[str] = set()
    waiting = list(steps[matter_id].after)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(steps[one].after)
    return found
