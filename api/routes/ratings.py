"""Grading the service (好差评)."""

from typing import Annotated, Self

from fastapi import APIRouter
from pydantic import BaseModel, Field, model_validator

from api.deps import LOST, CallerDep, Now, ServicesDep
from api.problems import Problem, responses
from api.routes.bookings import NOT_FOUND
from api.routes.params import SessionId
from api.routes.persons import Lines
from api.services.booking.bookings import UnknownBooking
from api.services.conversations import UnknownConversation

router = APIRouter(prefix="/ratings", tags=["intake"])


class RatingIn(BaseModel):
    """A grade for a conversation, or for a visit (with the proof a booking needs)."""

    session_id: SessionId | None = None
    booking_code: Annotated[str, Field(max_length=32)] | None = None
    phone_last4: Annotated[str, Field(max_length=32)] | None = None
    stars: Annotated[int, Field(ge=1, le=5, strict=True, description="1 is worst, 5 is best.")]
    comment: Lines | None = None

    @model_validator(mode="after")
    def one_thing_is_graded(self) -> Self:
        """A conversation or a booking, never both."""
        if (self.session_id is None) == (self.booking_code is None):
            raise ValueError("请说明评价的是哪次对话或哪个预约")
        if self.booking_code is not None and self.phone_last4 is None:
            raise ValueError("评价预约还需要预约时留的电话后四位")
        return self


class RatingOut(BaseModel):
    """The grade as it is kept."""

    rating_id: str
    stars: int


@router.post("", status_code=201, responses=responses(401, 404, 422))
def rate(request: RatingIn, caller: CallerDep, services: ServicesDep, now: Now) -> RatingOut:
    """Grade a conversation or a visit; a later grade replaces the earlier one."""
    stars, comment = request.stars, request.comment
    if request.session_id is not None:
        caller.prove_for(request.session_id)
        try:
            services.conversations.require(request.session_id)
        except UnknownConversation as unknown:
            raise Problem(404, LOST) from unknown
        kept = services.ratings.of_conversation(request.session_id, stars, comment, now)
    else:
        try:
            booking = services.bookings.get(request.booking_code or "", request.phone_last4 or "")
        except UnknownBooking as unknown:
            raise Problem(404, NOT_FOUND) from unknown
        kept = services.ratings.of_booking(booking.code, stars, comment, now)
    return RatingOut.model_validate(vars(kept))
