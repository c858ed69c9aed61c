"""What our own action server asks when an applicant goes through a journey."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.deps import Services, ServicesDep, ServiceToken
from api.problems import responses
from api.routes.params import DataId, JourneyId, MatterId, ParkId
from api.services.english.journey.moves import EnglishMoves
from api.services.journey.moves import JourneyMoves
from api.services.journey.told import Asked
from api.services.journey.walk import Walk
from api.services.languages import ENGLISH

router = APIRouter(
    prefix="/internal/journeys",
    tags=["internal"],
    dependencies=[ServiceToken],
    responses=responses(401),
)

MoveName = Literal[
    "start", "answer", "choose", "ask", "unknown", "show", "first", "next", "stage", "left",
    "done", "undone", "step", "before", "needed", "switch", "restate", "remark", "explain",
    "longest", "total", "trips", "cost", "count", "together", "papers", "musts",
]  # fmt: skip
MOST_STEPS = 200


class WalkIn(BaseModel):
    """Where an applicant stands; what an edition of the knowledge no longer has is left out."""

    id: JourneyId
    answers: dict[DataId, DataId] = Field(default_factory=dict, max_length=MOST_STEPS)
    done: list[MatterId] = Field(default_factory=list, max_length=MOST_STEPS)
    at: Annotated[int, Field(ge=0, le=MOST_STEPS)] = 0
    asked: DataId | None = None


class MoveIn(BaseModel):
    """One move of an applicant, in words or by a button."""

    move: MoveName
    query: str | None = Field(None, max_length=2000)
    journey: WalkIn | None = None
    park_id: ParkId | None = None
    matter_id: MatterId | None = None
    subject: JourneyId | None = None
    question: DataId | None = None
    option: DataId | None = None
    language: Literal["zh", "en"] = "zh"


class MoveOut(BaseModel):
    """What is said, and where the applicant stands then.

    `understood` is false where the words were no such move; nothing else counts then. `matter_id`
    is the matter spoken of now, with what hangs on it in the park. `waits_for` is `question` or
    `which` (journey) where an answer is waited for. `general` tells that the trade has no plan of
    its own and was given the general one, `named` that the words name the plan; `steps` are the
    matters it may hold.
    """

    understood: bool
    outcome: str
    text: str
    buttons: list[dict[str, str]]
    card: dict[str, Any] | None
    journey: dict[str, Any] | None
    waits_for: str | None
    matter_id: str | None
    general: bool
    named: bool
    steps: list[str]


@router.post("/moves", responses=responses(422))
def take_move(request: MoveIn, services: ServicesDep) -> MoveOut:
    """Answer one move from the plan."""
    kb = services.kb
    stored = request.journey.model_dump() if request.journey else None
    asked = Asked(
        request.query,
        Walk.of(kb, stored),
        request.park_id,
        request.matter_id,
        request.subject,
        request.question,
        request.option,
    )
    told = _moves(services, request.language).take(request.move, asked)
    return MoveOut(
        understood=told.understood,
        outcome=told.outcome,
        text=told.text,
        buttons=told.buttons,
        card=told.card,
        journey=told.walk.stored() if told.walk else None,
        waits_for=told.waits_for,
        matter_id=told.matter_id,
        general=told.general,
        named=told.named,
        steps=[one.matter_id for one in told.walk.journey(kb).steps] if told.walk else [],
    )


def _moves(services: Services, language: str) -> JourneyMoves | EnglishMoves:
    if language == ENGLISH:
        return services.guide.journeys
    return JourneyMoves(services.kb, services.guide.searcher)
