"""What our own action server asks; nobody else may."""

from datetime import date, datetime
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.deps import Now, ServicesDep, ServiceToken
from api.problems import Problem, responses
from api.routes.params import MatterId, ParkId, SessionId
from api.services.answers import Question
from api.services.dates import Spoken, at_the_same_time, understand
from api.services.english import days as english_days
from api.services.intake.applicants import clean_uscc, why_no_uscc
from api.services.languages import ENGLISH
from api.services.thread_state import Thread

Language = Literal["zh", "en"]

router = APIRouter(
    prefix="/internal",
    tags=["internal"],
    dependencies=[ServiceToken],
    responses=responses(401),
)


class ThreadIn(BaseModel):
    """What earlier turns left behind; see `api.services.thread_state.Thread`."""

    last_topic: str | None = Field(None, max_length=32)
    recent: list[MatterId] = Field([], max_length=8)
    pair: list[MatterId] = Field([], max_length=2)
    offered: list[MatterId] = Field([], max_length=16)
    vague: str | None = Field(None, max_length=2000)
    as_of: date | None = None
    aside: bool = False
    about: str | None = Field(None, max_length=64)

    def known(self) -> Thread:
        """The thread as the guide takes it."""
        return Thread(
            last_topic=self.last_topic,
            recent=tuple(self.recent),
            pair=tuple(self.pair),
            offered=tuple(self.offered),
            vague=self.vague,
            as_of=self.as_of,
            aside=self.aside,
            about=self.about,
        )


class QuestionIn(BaseModel):
    """One question of one kind."""

    topic: str = "matter"
    query: str | None = Field(None, max_length=2000)
    matter_id: MatterId | None = None
    park_id: ParkId | None = None
    as_of: date | None = None
    subject: str | None = Field(None, max_length=64)
    matters: list[MatterId] = Field([], max_length=8)
    detail: Literal["brief", "full"] | None = None
    channel: str | None = Field(None, max_length=16)
    thread: ThreadIn = ThreadIn()
    language: Language = "zh"

    def asked(self) -> Question:
        """The question as the guide takes it."""
        plain = self.model_dump(exclude={"matters", "thread"})
        return Question(**plain, matters=tuple(self.matters), thread=self.thread.known())


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
    pair: list[str]
    as_of: date | None
    about: str | None


class LastAnswer(BaseModel):
    """What the guide said last in a conversation, and what kind of answer that was."""

    text: str
    buttons: list[dict[str, str]]
    card: dict[str, Any] | None


class DateWords(BaseModel):
    """Words that may name a day and a time."""

    text: str = Field(max_length=2000)
    language: Language = "zh"
    anchor: datetime | None = None
    """The visit that is being moved, from which 往后推一天 counts."""
    whole: str | None = Field(default=None, max_length=2000)
    """The message of which `text` is the part that names the day: 时间不变，改到下周一."""


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
    found = services.guide.answer(request.asked())
    return AnswerOut(**vars(found))


@router.get("/conversations/{session_id}/last-answer", responses=responses(404, 422))
def last_answer(session_id: SessionId, services: ServicesDep) -> LastAnswer:
    """What the guide said last, for whoever did not catch it."""
    said = services.conversations.last_answer(session_id)
    if said is None:
        raise Problem(404, "前面还没有回答过什么。")
    return LastAnswer.model_validate(said)


@router.post("/dates", responses=responses(422))
def dates(request: DateWords, now: Now) -> Spoken:
    """The day and time that words name, counted from today; English ones if it says so.

    Figures alone (12-3) are read the same in both languages.
    """
    said = request.whole or request.text
    return at_the_same_time(_understood(request, now), said, request.anchor)


def _understood(request: DateWords, now: datetime) -> Spoken:
    if request.language == ENGLISH:
        spoken = english_days.understand(request.text, now)
        if spoken != Spoken():
            return spoken
    return understand(request.text, now, request.anchor)


@router.post("/credit-codes", responses=responses(422))
def credit_code(request: CodeWords) -> CreditCode:
    """Check a credit code before it is part of a booking."""
    try:
        return CreditCode(uscc=clean_uscc(request.code))
    except ValueError:
        return CreditCode(reason=why_no_uscc(request.code))
