"""What our own action server asks; nobody else may."""

from datetime import date, datetime
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.deps import Now, ServicesDep, ServiceToken
from api.problems import responses
from api.routes.params import MatterId, ParkId
from api.services.answers import Question
from api.services.dates import Spoken, understand

router = APIRouter(
    prefix="/internal",
    tags=["internal"],
    dependencies=[ServiceToken],
    responses=responses(401),
)


class QuestionIn(BaseModel):
    """One question of one kind."""

    topic: str = "matter"
    query: str | None = Field(None, max_length=2000)
    matter_id: MatterId | None = None
    park_id: ParkId | None = None
    as_of: date | None = None
    subject: str | None = Field(None, max_length=64)


class AnswerOut(BaseModel):
    """An answer in words, with the state that follows from it."""

    outcome: str
    topic: str
    text: str
    decision: str | None
    candidates: list[dict[str, Any]]
    matter_id: str | None
    park_id: str | None
    delegation_mode: str | None
    window_id: str | None
    buttons: list[dict[str, str]]
    card: dict[str, Any] | None


class DateWords(BaseModel):
    """Words that may name a day and a time."""

    text: str = Field(max_length=2000)
    anchor: datetime | None = None
    """The visit that is being moved, from which 往后推一天 counts."""


@router.post("/answers", responses=responses(422))
def answer(request: QuestionIn, services: ServicesDep) -> AnswerOut:
    """Answer a question from the knowledge base, searching when it names a matter."""
    found = services.guide.answer(Question(**request.model_dump()))
    return AnswerOut(**vars(found))


@router.post("/dates", responses=responses(422))
def dates(request: DateWords, now: Now) -> Spoken:
    """The day and time that Chinese words name, counted from today."""
    return understand(request.text, now, request.anchor)
