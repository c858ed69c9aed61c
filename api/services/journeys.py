"""A journey as a plan for one park: stages, limits, and what may be skipped (decree D11, D12)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from knowledge import Journey, KnowledgeBase, NotCovered, ServiceGuide
from knowledge.edition_diff import MODE_NAMES
from knowledge.journey_answers import (
    UNKNOWN,
    Answers,
    Certainty,
    questions_of,
    tailor,
)
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
CERTAINTY = {"sure": "要办", "likely": "多半要办", "open": "看情况"}
REGIONAL_NOTE = "园区已做{name}区域评估的，可以共享结果，先问大厅能不能不再单独做"


@dataclass(frozen=True)
class PlannedStep:
    """One matter of the plan, as it is shown.

    Attributes:
        after: ids of the matters that come first.
        basis: the rule that sets the order, or that it is the usual one; `status` says which.
        regional: what the region-wide assessment spares, in words; None where there is none.
        limit: the statutory limit in its source's words; None where none is known.
        certainty: whether it is surely to be done, mostly, or only in the case that `when` names.
        done: whether the applicant said that it is settled.
        mode: the delegation mode in the applicant's park; None while the park is not known.
        window: the window there.
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
    certainty: Certainty
    done: bool
    mode: str | None
    window: str | None


@dataclass(frozen=True)
class Plan:
    """A whole journey in stages; the steps of one stage can be done at the same time.

    Attributes:
        told: what the applicant told, as short statements.
        open: the questions to which the answer is not known.
        dropped: the matters that what was told spares.
        spared: the assessments for which the park's own may stand in (decree D12).
        query: what makes just this plan again, as a part of an address; empty for the whole one.
    """

    journey_id: str
    title: str
    text: str
    status: str
    stages: list[list[PlannedStep]]
    path: CriticalPath
    told: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    spared: list[str] = field(default_factory=list)
    query: str = ""

    @property
    def steps(self) -> list[PlannedStep]:
        """All steps in their order."""
        return [step for stage in self.stages for step in stage]

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.done for step in self.steps)


NOTHING_TOLD: Answers = {}


def plan_journey(
    kb: KnowledgeBase,
    journey: Journey,
    park_id: str | None,
    answers: Answers = NOTHING_TOLD,
    done: Collection[str] = (),
) -> Plan:
    """The plan of a journey as the answers leave it.

    Limits are those of `park_id`, or of the first park that has them.
    """
    left = tailor(journey, answers, done)
    guides = {step.matter_id: guide_for(kb, step.matter_id, park_id) for step in journey.steps}
    limits = {matter_id: _limit(guide) for matter_id, guide in guides.items()}
    place = _Place(kb, guides, park_id)
    shown = [
        [place.step(step, left.certainty[step.matter_id], step.matter_id in done) for step in stage]
        for stage in stages(left.journey)
    ]
    questions = questions_of(kb.journeys, journey.journey_id)
    return Plan(
        journey_id=journey.journey_id,
        title=journey.title,
        text=journey.text,
        status=journey.status,
        stages=shown,
        path=critical_path(left.journey, limits),
        told=[
            option.title
            for one in questions
            if (option := one.option(answers.get(one.question_id)))
        ],
        open=[one.text for one in questions if answers.get(one.question_id) == UNKNOWN],
        dropped=[kb.matters[matter_id].name for matter_id in left.dropped],
        spared=[
            name for step in left.journey.steps if (name := REGIONAL_NAMES.get(step.regional or ""))
        ],
        query=_query(
            {
                one.question_id: answers[one.question_id]
                for one in questions
                if one.question_id in answers
            },
            done,
            park_id,
        ),
    )


def _query(answers: Answers, done: Collection[str], park_id: str | None) -> str:
    told = ",".join(f"{question}.{option}" for question, option in answers.items())
    parts = {"answers": told, "done": ",".join(done), "park_id": park_id or ""}
    return urlencode({name: value for name, value in parts.items() if value}, safe=",")


def numbered(plan: Plan) -> str:
    """The stages as numbered lines, for whoever reads no pictures."""
    return "\n".join(
        f"{number}. {'；'.join(_named(step) for step in stage)}"
        for number, stage in enumerate(plan.stages, 1)
    )


def _named(step: PlannedStep) -> str:
    if step.done:
        return f"{step.name}（已办）"
    return step.name if step.certainty == "sure" else f"{step.name}（{CERTAINTY[step.certainty]}）"


def total_in_words(kb: KnowledgeBase, path: CriticalPath) -> str:
    """How long the longest chain takes by law, each unit by itself, and what is not counted."""
    totals = "，另加".join(f"{number}个{unit}" if unit == "工作日" else f"{number}{unit}"
                         for unit, number in path.totals.items())  # fmt: skip
    unknown = "、".join(f"「{kb.matters[matter_id].name}」" for matter_id in path.without_limit)
    if not totals:
        return "这条线上的事项都没有查到以数字写明的法定时限。"
    left = f"；{unknown}没有查到数字，没有算在内" if unknown else ""
    return f"最长的一条线上，法定时限合计{totals}（各单位分开算，不互相折算{left}）。"


def plan_card(kb: KnowledgeBase, plan: Plan, asking: bool = False) -> dict[str, Any]:
    """The plan as a card of a conversation.

    Args:
        asking: whether a question is still open, so that the plan is a first one.
    """
    query = f"?{plan.query}" if plan.query else ""
    more = f"&{plan.query}" if plan.query else ""
    return {
        "type": "journey",
        "journey_id": plan.journey_id,
        "name": plan.title,
        "picture": f"/api/v1/journeys/{plan.journey_id}/picture{query}",
        "print": f"/plan?journey={plan.journey_id}{more}",
        "first": asking,
        "told": plan.told,
        "open": plan.open,
        "progress": {"done": plan.done, "total": len(plan.steps)},
        "regional": regional_in_words(plan),
        "stages": [[vars(step) for step in stage] for stage in plan.stages],
        "notice": total_in_words(kb, plan.path),
    }


def regional_in_words(plan: Plan) -> str | None:
    """Which single assessments the region-wide one may replace (D12); None where there is none."""
    if not plan.spared:
        return None
    names = "、".join(plan.spared)
    return f"{names}：园区做过区域评估的，可以共享结果，先问大厅能不能不再单独做。"


@dataclass(frozen=True)
class _Place:
    """Where the steps are handled: the guides of a park, or of any while it is not known."""

    kb: KnowledgeBase
    guides: Mapping[str, ServiceGuide | None]
    park_id: str | None

    def step(self, step: JourneyStep, certainty: Certainty, done: bool) -> PlannedStep:
        """One step as it is shown."""
        regional = REGIONAL_NAMES.get(step.regional or "")
        guide = self.guides[step.matter_id]
        limit = _limit(guide)
        here = guide if guide and guide.park_id == self.park_id else None
        return PlannedStep(
            matter_id=step.matter_id,
            name=self.kb.matters[step.matter_id].name,
            when=step.when,
            note=step.note,
            after=step.after,
            basis=step.basis,
            status=step.status,
            regional=REGIONAL_NOTE.format(name=regional) if regional else None,
            limit=limit["text"] if limit else None,
            certainty=certainty,
            done=done,
            mode=MODE_NAMES.get(here.fields["delegation_mode"].value or "") if here else None,
            window=_window(here) if here else None,
        )


def _window(guide: ServiceGuide) -> str | None:
    windows = guide.fields["windows"].value
    return f"{windows[0]['number']} {windows[0]['name']}".strip() if windows else None


def guide_for(kb: KnowledgeBase, matter_id: str, park_id: str | None) -> ServiceGuide | None:
    """The guide of a park, or of the first park that has one; None where none has."""
    having = kb.park_ids(matter_id)
    park = park_id if park_id in having else next(iter(having), None)
    if park is None:
        return None
    try:
        return kb.guide(matter_id, park)
    except NotCovered:
        return None


def _limit(guide: ServiceGuide | None) -> Limit | None:
    limit: Limit | None = guide.fields["statutory_limit"].value if guide else None
    return limit
