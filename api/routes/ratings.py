"""Grading the service (好差评)."""

from datetime import date, datetime
from typing import Annotated, Self

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field, model_validator

from api.db.intake import Rating
from api.deps import LOST, CallerDep, Now, ServicesDep
from api.problems import Problem, responses
from api.routes.bookings import proved
from api.routes.params import BookingCode, PhoneLast4, SessionId
from api.routes.persons import Lines
from api.services.conversations import UnknownConversation
from api.services.ratings import Grade
from knowledge.ratings import Scale

router = APIRouter(prefix="/ratings", tags=["intake"])

NO_REASON = "请从列出的原因里选一个，或者留空，用自己的话写在说明里"
NOT_BAD = "满意的评价不用选原因，请去掉这一项"
NOT_RATED = "这次办理还没有评价。"

ReasonId = Annotated[str, Field(pattern=r"^[a-z_]{1,32}$")]


class RatingIn(BaseModel):
    """A grade for a conversation, or for a visit (with the proof a booking needs)."""

    session_id: SessionId | None = None
    booking_code: BookingCode | None = None
    phone_last4: PhoneLast4 | None = None
    stars: Annotated[int, Field(ge=1, le=5, strict=True, description="1 is worst, 5 is best.")]
    reason: Annotated[
        ReasonId | None, Field(description="Of a bad grade, if they like: see `GET /ratings/scale`")
    ] = None
    comment: Lines | None = None

    @model_validator(mode="after")
    def one_thing_is_graded(self) -> Self:
        """A conversation or a booking, never both."""
        if (self.session_id is None) == (self.booking_code is None):
            raise ValueError("请说明评价的是哪次对话或哪个预约")
        if self.booking_code is not None and self.phone_last4 is None:
            raise ValueError("评价预约还需要预约时留的电话后四位")
        return self


class ReasonOut(BaseModel):
    """A reason to choose."""

    reason: str
    name: str


class RatingOut(BaseModel):
    """The grade as it is kept, and what follows from it."""

    rating_id: str
    stars: int
    grade: str
    reasons: Annotated[
        list[ReasonOut],
        Field(description="To choose from, when the grade is bad and says nothing of why."),
    ]
    reply_by: Annotated[date | None, Field(description="Until when a bad grade is answered.")]
    provisional: Annotated[
        bool, Field(description="The holidays until then were not published yet.")
    ]


class GradeOut(BaseModel):
    """One of the five grades."""

    stars: int
    name: str
    bad: bool


class ScaleOut(BaseModel):
    """The grades, best last, and the reasons of a bad one."""

    grades: list[GradeOut]
    reasons: list[ReasonOut]


class OwnRating(BaseModel):
    """A grade as who gave it sees it."""

    stars: int
    grade: str
    reason: str | None
    comment: str | None
    created_at: datetime
    reply_by: date | None
    replied_at: datetime | None
    reply: str | None


@router.get("/scale")
def scale(services: ServicesDep) -> ScaleOut:
    """What can be chosen when somebody grades."""
    found = services.ratings.scale
    grades = [
        GradeOut(stars=grade.stars, name=grade.name, bad=found.is_bad(grade.stars))
        for grade in found.grades
    ]
    return ScaleOut(grades=grades, reasons=_reasons(found))


@router.post("", status_code=201, responses=responses(401, 404, 422))
def rate(request: RatingIn, caller: CallerDep, services: ServicesDep, now: Now) -> RatingOut:
    """Grade a conversation or a visit; a later grade replaces the earlier one.

    A bad one (up to 2) is answered by the hall within some working days.
    """
    grade = _grade(request, services.ratings.scale)
    if request.session_id is not None:
        caller.prove_for(request.session_id)
        try:
            kept = services.ratings.of_conversation(request.session_id, grade, now)
        except UnknownConversation as unknown:
            raise Problem(404, LOST) from unknown
    else:
        booking = proved(services, request.booking_code or "", request.phone_last4 or "")
        kept = services.ratings.of_booking(booking.code, grade, now)
    return _given(kept, services.ratings.scale)


@router.get("/bookings/{code}", responses=responses(404, 422))
def rating_of_visit(
    services: ServicesDep,
    code: Annotated[BookingCode, Path()],
    phone_last4: Annotated[PhoneLast4, Query()],
) -> OwnRating:
    """The grade somebody gave for their visit, and the hall's reply; proved like the booking."""
    booking = proved(services, code, phone_last4)
    rating = services.ratings.given_for(booking.code)
    if rating is None:
        raise Problem(404, NOT_RATED)
    scale = services.ratings.scale
    names = {"grade": scale.name_of(rating.stars), "reason": scale.reason_name(rating.reason)}
    return OwnRating.model_validate({**vars(rating), **names})


def _grade(request: RatingIn, scale: Scale) -> Grade:
    if request.reason is not None:
        if not scale.is_bad(request.stars):
            raise _refusal(NOT_BAD)
        if request.reason not in {reason.reason for reason in scale.reasons}:
            raise _refusal(NO_REASON)
    return Grade(request.stars, request.comment, request.reason)


def _refusal(message: str) -> Problem:
    errors = [{"field": "reason", "message": message}]
    return Problem(422, f"reason：{message}。请改正后重试。", errors=errors)


def _given(rating: Rating, scale: Scale) -> RatingOut:
    unexplained = scale.is_bad(rating.stars) and not (rating.reason or rating.comment)
    return RatingOut(
        rating_id=rating.rating_id,
        stars=rating.stars,
        grade=scale.name_of(rating.stars),
        reasons=_reasons(scale) if unexplained else [],
        reply_by=rating.reply_by,
        provisional=rating.provisional,
    )


def _reasons(scale: Scale) -> list[ReasonOut]:
    return [ReasonOut(reason=one.reason, name=one.name) for one in scale.reasons]
