"""What our own action server asks; nobody else may."""

from datetime import date
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.deps import Now, ServicesDep, ServiceToken
from api.problems import responses
from api.routes.params import MatterId, ParkId
from api.services.answers import Question
from api.services.dates import Spoken, understand
from api.services.english import days as english_days
from api.services.english.language import ENGLISH

Language = Literal["zh", "en"]

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
    language: Language = "zh"


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
    language: Language = "zh"


@router.post("/answers", responses=responses(422))
def answer(request: QuestionIn, services: ServicesDep) -> AnswerOut:
    """Answer a question from the knowledge base, searching when it names a matter."""
    found = services.guide.answer(Question(**request.model_dump()))
    return AnswerOut(**vars(found))


@router.post("/dates", responses=responses(422))
def dates(request: DateWords, now: Now) -> Spoken:
    """The day and time that words name, counted from today; English ones if it says so.

    Figures alone (12-3) are read the same in both languages.
    """
    if request.language == ENGLISH:
        spoken = english_days.understand(request.text, now)
        if spoken != Spoken():
            return spoken
    return understand(request.text, now)
