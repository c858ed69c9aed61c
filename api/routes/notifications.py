"""Messages to applicants, as the staff see them: whether they went out, not what they say."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.db.notification import Notification
from api.deps import Now, ServicesDep, StaffMember, StaffToken
from api.problems import Problem, responses
from api.routes.params import BookingCode, DrawnId, Offset, PageSize
from api.services.booking.codes import read_code
from api.services.notifications.notifications import NotRetryable, Status, UnknownNotification
from api.services.notifications.notifier import Recipient

router = APIRouter(
    prefix="/staff/notifications",
    tags=["staff"],
    dependencies=[StaffToken],
    responses=responses(401),
)

GONE = "没有这条通知，请刷新列表。"


class NotificationOut(BaseModel):
    """One message: what it is about and what became of it."""

    notification_id: str
    template: str
    status: Status
    booking_code: str | None
    intake_id: str | None
    recipient: str | None
    """The phone number with its middle hidden; none once the message is over."""
    attempts: int
    due_at: datetime
    next_try_at: datetime
    send_by: datetime | None
    sent_at: datetime | None
    provider: str | None
    error: str | None
    created_at: datetime

    @classmethod
    def of(cls, row: Notification) -> "NotificationOut":
        """The message as the staff may see it."""
        phone = Recipient.from_json(row.recipient).masked_phone if row.recipient else None
        return cls.model_validate({**vars(row), "recipient": phone})


class NotificationList(BaseModel):
    """A page of the messages, the newest first."""

    items: list[NotificationOut]
    total: int


@router.get("", responses=responses(422))
def list_notifications(
    services: ServicesDep,
    status: Annotated[Status | None, Query()] = None,
    booking_code: Annotated[BookingCode | None, Query()] = None,
    limit: PageSize = 20,
    offset: Offset = 0,
) -> NotificationList:
    """What was or will be sent, whether it worked, and why not."""
    code = read_code(booking_code) if booking_code is not None else None
    if booking_code is not None and code is None:
        return NotificationList(items=[], total=0)
    rows, total = services.shared.notifications.find(status, code, limit, offset)
    return NotificationList(items=[NotificationOut.of(row) for row in rows], total=total)


@router.post("/{notification_id}/retry", responses=responses(404, 409, 422))
def retry(
    notification_id: DrawnId, services: ServicesDep, now: Now, member: StaffMember
) -> NotificationOut:
    """Try a message again that could not be sent, as long as its content is kept."""
    try:
        row = services.shared.notifications.retry(notification_id, member, now)
    except UnknownNotification as unknown:
        raise Problem(404, GONE) from unknown
    except NotRetryable as refusal:
        raise Problem(409, str(refusal)) from refusal
    return NotificationOut.of(row)
