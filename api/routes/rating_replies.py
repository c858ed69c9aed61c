"""The bad grades and the hall's replies to them (好差评, decree D22)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.db.intake import Rating
from api.deps import Now, Services, ServicesDep, StaffMember, StaffToken
from api.problems import Problem, responses
from api.routes.params import DrawnId, Offset, PageSize, ParkId
from api.routes.persons import StaffAnswer
from api.services.conversations import UnknownConversation
from api.services.ratings import NoReplyDue, Status, UnknownRating

router = APIRouter(
    prefix="/staff/ratings", tags=["staff"], dependencies=[StaffToken], responses=responses(401)
)

GONE = "没有这条评价，请刷新列表。"
SETTLED = "这条评价已经答复过，或者不用答复，请刷新列表。"


class ReplyIn(BaseModel):
    """What the hall answers."""

    text: StaffAnswer


class OwnerIn(BaseModel):
    """Whose task the reply shall be."""

    owner: Annotated[str, Field(pattern=r"^[\w.-]{1,32}$", description="A staff number (工号).")]


class BadRating(BaseModel):
    """A bad grade, and how far its reply has come."""

    rating_id: str
    stars: int
    grade: str
    reason: str | None
    comment: str | None
    park_id: str | None
    matter_id: str | None
    matter: str | None
    window_id: str | None
    booking_code: str | None
    created_at: datetime
    owner: str | None
    reply_by: date | None
    provisional: bool
    overdue: bool
    replied_at: datetime | None
    reply: str | None


class BadRatingList(BaseModel):
    """Bad grades: those to be answered in the order in which they are due."""

    items: list[BadRating]
    total: int


@router.get("", responses=responses(422))
def bad_ratings(
    services: ServicesDep,
    now: Now,
    status: Annotated[Status, Query()] = "open",
    park_id: Annotated[ParkId | None, Query()] = None,
    limit: PageSize = 50,
    offset: Offset = 0,
) -> BadRatingList:
    """`open`: to be answered; `overdue`: of these, the ones whose day has passed; `settled`."""
    today = now.date()
    found, total = services.ratings.find(status, today, park_id, limit, offset)
    return BadRatingList(items=[_shown(services, one, today) for one in found], total=total)


@router.post("/{rating_id}/owner", responses=responses(404, 409, 422))
def take_on(
    rating_id: DrawnId, taken: OwnerIn, services: ServicesDep, actor: StaffMember, now: Now
) -> BadRating:
    """Make the reply the task of one of the staff."""
    with _refusals():
        rating = services.ratings.take_on(rating_id, taken.owner, actor, now)
    return _shown(services, rating, now.date())


@router.post("/{rating_id}/reply", responses=responses(404, 409, 422))
def reply(
    rating_id: DrawnId, answer: ReplyIn, services: ServicesDep, actor: StaffMember, now: Now
) -> BadRating:
    """Answer it, once. Who graded a conversation finds the reply in it; a visit's holder asks."""
    with _refusals():
        rating = services.ratings.reply(rating_id, answer.text, actor, now)
    if rating.conversation_id is not None:
        _tell(services, rating.conversation_id, answer.text)
    return _shown(services, rating, now.date())


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except UnknownRating as unknown:
        raise Problem(404, GONE) from unknown
    except NoReplyDue as settled:
        raise Problem(409, SETTLED) from settled


def _tell(services: Services, conversation_id: str, text: str) -> None:
    body: dict[str, Any] = {"text": f"您的评价已有答复：{text}", "buttons": [], "card": None}
    try:
        services.conversations.record(conversation_id, [("staff", body)])
    except UnknownConversation:  # forgotten meanwhile: nobody is there to read it
        return
    services.shared.stream.publish(conversation_id, "message", {"sender": "staff", **body})


def _shown(services: Services, rating: Rating, today: date) -> BadRating:
    scale, matter = services.ratings.scale, services.kb.matters.get(rating.matter_id or "")
    late = rating.replied_at is None and rating.reply_by is not None and rating.reply_by < today
    return BadRating.model_validate(
        {
            **vars(rating),
            "grade": scale.name_of(rating.stars),
            "reason": scale.reason_name(rating.reason),
            "matter": matter.name if matter else None,
            "overdue": late,
        }
    )
