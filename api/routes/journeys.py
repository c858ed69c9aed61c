"""Plans of several matters for one intent (一件事一次办)."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from api.deps import Services, ServicesDep
from api.problems import Problem, responses
from api.routes.params import JourneyId, ParkId
from api.services.journey_picture import draw
from api.services.journeys import Plan, plan_journey, regional_in_words, total_in_words
from knowledge.journey_answers import UNKNOWN, questions_of

router = APIRouter(prefix="/journeys", tags=["matters"])

ID = r"[a-z][a-z0-9-]{0,63}"
Park = Annotated[ParkId | None, Query()]
Answers = Annotated[
    str | None,
    Query(
        max_length=1000,
        pattern=rf"^{ID}\.{ID}(,{ID}\.{ID})*$",
        description="What was told: question and option, or `unknown`.",
        examples=["site.new-land,hazchem.not-given"],
    ),
]
Done = Annotated[
    str | None,
    Query(
        max_length=4000,
        pattern=rf"^{ID}(,{ID})*$",
        description="The matters that are settled.",
        examples=["investment-filing,eia-approval"],
    ),
]
OUTDATED = (
    "这个计划的链接有误，或者资料已经更新。"
    "请回到智能导办说“看计划”，重新打开；也可以拨打 12345 咨询。"
)


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
    """One matter of a plan; `status` is `law` where a law sets its place, else `sample`.

    `certainty` is `sure`, `likely`, or `open` where `when` decides; mode and window are those of
    the park that was asked for.
    """

    matter_id: str
    name: str
    when: str | None
    note: str | None
    after: list[str]
    basis: str
    status: str
    regional: str | None
    limit: str | None
    certainty: str
    done: bool
    mode: str | None
    window: str | None


class PathOut(BaseModel):
    """The chain that decides how long it takes; days of different kinds are never added up."""

    matter_ids: list[str]
    totals: dict[str, int]
    without_limit: list[str]
    text: str


class OptionOut(BaseModel):
    """One answer to a question; `journey` is where it leads over to."""

    option_id: str
    title: str
    journey: str | None


class QuestionOut(BaseModel):
    """What decides the path."""

    question_id: str
    text: str
    options: list[OptionOut]


class JourneyOut(BaseModel):
    """A plan; the steps of one stage can be done at the same time.

    `told` and `open` say what the answers told and left open, `dropped` what they spare, and
    `query` makes just this plan again.
    """

    journey_id: str
    title: str
    text: str
    status: str
    stages: list[list[StepOut]]
    critical_path: PathOut
    questions: list[QuestionOut]
    told: list[str]
    open: list[str]
    dropped: list[str]
    regional: str | None
    query: str


@router.get("")
def list_journeys(services: ServicesDep) -> JourneyList:
    """The intents for which there is a plan."""
    items = [
        JourneyItem(journey_id=key, title=journey.title, steps=len(journey.steps_at_first))
        for key, journey in services.kb.journeys.items()
    ]
    return JourneyList(items=items, total=len(items))


@router.get("/{journey_id}", responses=responses(404, 422))
def journey_plan(
    services: ServicesDep,
    journey_id: JourneyId,
    park_id: Park = None,
    answers: Answers = None,
    done: Done = None,
) -> JourneyOut:
    """The plan of one intent, in stages, as the answers leave it."""
    kb = services.kb
    plan = _plan(services, journey_id, park_id, answers, done)
    return JourneyOut.model_validate(
        {
            **vars(plan),
            "stages": [[vars(step) for step in stage] for stage in plan.stages],
            "critical_path": {**vars(plan.path), "text": total_in_words(kb, plan.path)},
            "questions": [one.model_dump() for one in questions_of(kb.journeys, journey_id)],
            "regional": regional_in_words(plan),
        }
    )


@router.get(
    "/{journey_id}/picture",
    response_class=Response,
    responses={200: {"content": {"image/svg+xml": {}}}, **responses(404, 422)},
)
def picture(
    services: ServicesDep,
    journey_id: JourneyId,
    park_id: Park = None,
    answers: Answers = None,
    done: Done = None,
) -> Response:
    """The plan as a picture."""
    drawn = draw(_plan(services, journey_id, park_id, answers, done))
    return Response(drawn, media_type="image/svg+xml")


def _plan(
    services: Services,
    journey_id: str,
    park_id: str | None,
    answers: str | None,
    done: str | None,
) -> Plan:
    kb = services.kb
    journey = kb.journeys.get(journey_id)
    if journey is None:
        raise Problem(404, "没有这个办事计划。请直接说说您要做什么事，或拨打 12345 咨询。")
    told = dict(pair.split(".") for pair in answers.split(",")) if answers else {}
    questions = {one.question_id: one for one in questions_of(kb.journeys, journey_id)}
    for question_id, option_id in told.items():
        question = questions.get(question_id)
        if question is None or (option_id != UNKNOWN and question.option(option_id) is None):
            raise Problem(422, OUTDATED)
    matters = done.split(",") if done else []
    if any(matter_id not in kb.matters for matter_id in matters):
        raise Problem(422, OUTDATED)
    return plan_journey(kb, journey, park_id, told, matters)
