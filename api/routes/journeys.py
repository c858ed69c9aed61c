"""Plans of several matters for one intent (一件事一次办)."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from api.deps import Services, ServicesDep
from api.problems import Problem, responses
from api.routes.params import JourneyId, ParkId
from api.services.journey_picture import draw
from api.services.journeys import Plan, plan_journey, total_in_words

router = APIRouter(prefix="/journeys", tags=["matters"])

Park = Annotated[ParkId | None, Query()]


class JourneyItem(BaseModel):
    """A journey in a list."""

    journey_id: str
    title: str
    steps: int


class JourneyList(BaseModel):
    """All journeys."""

    items: list[JourneyItem]
    total: int


class StepOut(BaseModel):
    """One matter of a plan; `status` is `law` where a law sets its place, else `sample`."""

    matter_id: str
    name: str
    when: str | None
    note: str | None
    after: list[str]
    basis: str
    status: str
    regional: str | None
    limit: str | None


class PathOut(BaseModel):
    """The chain that decides how long it takes; days of different kinds are never added up."""

    matter_ids: list[str]
    totals: dict[str, int]
    without_limit: list[str]
    text: str


class JourneyOut(BaseModel):
    """A whole plan; the steps of one stage can be done at the same time."""

    journey_id: str
    title: str
    text: str
    status: str
    stages: list[list[StepOut]]
    critical_path: PathOut


@router.get("")
def list_journeys(services: ServicesDep) -> JourneyList:
    """The intents for which there is a plan."""
    items = [
        JourneyItem(journey_id=key, title=journey.title, steps=len(journey.steps))
        for key, journey in services.kb.journeys.items()
    ]
    return JourneyList(items=items, total=len(items))


@router.get("/{journey_id}", responses=responses(404, 422))
def journey_plan(services: ServicesDep, journey_id: JourneyId, park_id: Park = None) -> JourneyOut:
    """The plan of one intent, in stages."""
    plan = _plan(services, journey_id, park_id)
    path = {**vars(plan.path), "text": total_in_words(services.kb, plan.path)}
    stages = [[vars(step) for step in stage] for stage in plan.stages]
    return JourneyOut.model_validate({**vars(plan), "stages": stages, "critical_path": path})


@router.get(
    "/{journey_id}/picture",
    response_class=Response,
    responses={200: {"content": {"image/svg+xml": {}}}, **responses(404, 422)},
)
def picture(services: ServicesDep, journey_id: JourneyId) -> Response:
    """The plan as a picture."""
    drawn = draw(_plan(services, journey_id, None))
    return Response(drawn, media_type="image/svg+xml")


def _plan(services: Services, journey_id: str, park_id: str | None) -> Plan:
    journey = services.kb.journeys.get(journey_id)
    if journey is None:
        raise Problem(404, "没有这个办事计划。请直接说说您要做什么事，或拨打 12345 咨询。")
    return plan_journey(services.kb, journey, park_id)
