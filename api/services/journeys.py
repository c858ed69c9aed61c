"""A journey as a plan for one park: stages, limits, and what may be skipped (decree D11, D12)."""

from dataclasses import dataclass
from typing import Any

from knowledge import Journey, KnowledgeBase, NotCovered
from knowledge.journey_plan import CriticalPath, critical_path, stages
from knowledge.schema import JourneyStep
from knowledge.schema.values import Limit

REGIONAL_NAMES = {
    "heritage": "文物",
    "mineral_overlay": "压覆矿产",
    "water_resources": "水资源",
    "energy": "节能",
    "geological_hazard": "地质灾害",
}
REGIONAL_NOTE = "园区已做{name}区域评估的，可以共享结果，先问大厅能不能不再单独做"


@dataclass(frozen=True)
class PlannedStep:
    """One matter of the plan, as it is shown.

    Attributes:
        after: ids of the matters that come first.
        basis: the rule that sets the order, or that it is the usual one; `status` says which.
        regional: what the region-wide assessment spares, in words; None where there is none.
        limit: the statutory limit in its source's words; None where none is known.
    """

    matter_id: str
    name: str
    when: str | None
    note: str | None
    after: tuple[str, ...]
    basis: str
    status: str
    regional: str | None
    limit: str | None


@dataclass(frozen=True)
class Plan:
    """A whole journey in stages; the steps of one stage can be done at the same time."""

    journey_id: str
    title: str
    text: str
    status: str
    stages: list[list[PlannedStep]]
    path: CriticalPath


def plan_journey(kb: KnowledgeBase, journey: Journey, park_id: str | None) -> Plan:
    """The plan of a journey; limits are those of `park_id`, or of the first park that has them."""
    limits = {step.matter_id: _limit(kb, step.matter_id, park_id) for step in journey.steps}
    shown = [
        [_step(kb, step, limits[step.matter_id]) for step in stage] for stage in stages(journey)
    ]
    return Plan(
        journey_id=journey.journey_id,
        title=journey.title,
        text=journey.text,
        status=journey.status,
        stages=shown,
        path=critical_path(journey, limits),
    )


def total_in_words(kb: KnowledgeBase, path: CriticalPath) -> str:
    """How long the longest chain takes by law, each unit by itself, and what is not counted."""
    totals = "，另加".join(f"{number}个{unit}" if unit == "工作日" else f"{number}{unit}"
                         for unit, number in path.totals.items())  # fmt: skip
    unknown = "、".join(f"「{kb.matters[matter_id].name}」" for matter_id in path.without_limit)
    if not totals:
        return "这条线上的事项都没有查到以数字写明的法定时限。"
    left = f"；{unknown}没有查到数字，没有算在内" if unknown else ""
    return f"最长的一条线上，法定时限合计{totals}（各单位分开算，不互相折算{left}）。"


def plan_card(kb: KnowledgeBase, plan: Plan) -> dict[str, Any]:
    """The plan as a card of a conversation."""
    return {
        "type": "journey",
        "journey_id": plan.journey_id,
        "name": plan.title,
        "picture": f"/api/v1/journeys/{plan.journey_id}/picture",
        "print": f"/plan?journey={plan.journey_id}",
        "stages": [[vars(step) for step in stage] for stage in plan.stages],
        "notice": total_in_words(kb, plan.path),
    }


def _step(kb: KnowledgeBase, step: JourneyStep, limit: Limit | None) -> PlannedStep:
    regional = REGIONAL_NAMES.get(step.regional or "")
    return PlannedStep(
        matter_id=step.matter_id,
        name=kb.matters[step.matter_id].name,
        when=step.when,
        note=step.note,
        after=step.after,
        basis=step.basis,
        status=step.status,
        regional=REGIONAL_NOTE.format(name=regional) if regional else None,
        limit=limit["text"] if limit else None,
    )


def _limit(kb: KnowledgeBase, matter_id: str, park_id: str | None) -> Limit | None:
    having = kb.park_ids(matter_id)
    park = park_id if park_id in having else next(iter(having), None)
    if park is None:
        return None
    try:
        limit: Limit | None = kb.guide(matter_id, park).fields["statutory_limit"].value
    except NotCovered:
        return None
    return limit
