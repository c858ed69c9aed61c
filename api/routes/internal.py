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
from api.services.intake.applicants import clean_uscc, why_no_uscc

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


class CodeWords(BaseModel):
    """What somebody typed as a unified social credit code."""

    code: str = Field(max_length=64)


class CreditCode(BaseModel):
    """The code in the form in which it is kept, or the reason why it is none, in Chinese."""

    uscc: str | None = None
    reason: str | None = None


@router.post("/answers", responses=responses(422))
def answer(request: QuestionIn, services: ServicesDep) -> AnswerOut:
    """Answer a question from the knowledge base, searching when it names a matter."""
    found = services.guide.answer(Question(**request.model_dump()))
    return AnswerOut(**vars(found))


@router.post("/dates", responses=responses(422))
def dates(request: DateWords, now: Now) -> Spoken:
    """The day and time that Chinese words name, counted from today."""
    return understand(request.text, now, request.anchor)


@router.post("/credit-codes", responses=responses(422))
def credit_code(request: CodeWords) -> CreditCode:
    """Check a credit code before it is part of a booking."""
    try:
        return CreditCode(uscc=clean_uscc(request.code))
    except ValueError:
        return CreditCode(reason=why_no_uscc(request.code))
