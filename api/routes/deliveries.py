"""Results that are sent by courier: where to, and what the staff do."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import AfterValidator, BaseModel, Field

from api.db.intake import CourierDelivery, Intake
from api.deps import Now, ServicesDep, StaffMember, StaffToken
from api.problems import Problem, responses
from api.routes.params import DrawnId, ParkId
from api.routes.persons import Line
from api.services.intake.courier import UnknownDelivery, clean_address
from api.services.intake.life import NotPossible

router = APIRouter(
    prefix="/staff/deliveries",
    tags=["staff"],
    dependencies=[StaffToken],
    responses=responses(401),
)

ADDRESS_LENGTH = 200
GONE = "没有找到这件快递送达，请刷新列表后再试。"

Address = Annotated[str, Field(max_length=ADDRESS_LENGTH), AfterValidator(clean_address)]
"""Where a result is to be sent, as an applicant tells it."""

DeliveryStatus = Literal["requested", "sent", "withdrawn"]


class DeliveryOut(BaseModel):
    """A delivery; whom and where is null once it is deleted."""

    delivery_id: str
    intake_id: str
    matter_id: str
    status: DeliveryStatus
    recipient: str | None
    phone: str | None
    address: str | None
    carrier: str | None
    tracking_number: str | None
    created_at: datetime
    sent_at: datetime | None


class DeliveryList(BaseModel):
    """The park's deliveries in a status, the oldest first."""

    items: list[DeliveryOut]
    total: int


class SendIn(BaseModel):
    """Which courier has it, and under which number."""

    carrier: Line = Field(max_length=40, examples=["邮政速递"])
    tracking_number: str = Field(pattern=r"^[0-9A-Za-z-]{6,40}$", examples=["EA123456789CN"])


@router.get("", responses=responses(422))
def list_deliveries(
    services: ServicesDep,
    park_id: Annotated[ParkId, Query()],
    status: Annotated[DeliveryStatus, Query()] = "requested",
) -> DeliveryList:
    """What is to be sent, unless another status is asked for."""
    found, total = services.couriers.find(park_id, status)
    items = [shown_delivery(item.row, item.intake) for item in found]
    return DeliveryList(items=items, total=total)


@router.post("/{delivery_id}/send", responses=responses(404, 409, 422))
def mark_sent(
    services: ServicesDep, staff: StaffMember, delivery_id: DrawnId, now: Now, asked: SendIn
) -> DeliveryOut:
    """It is with the courier."""
    with _told():
        done = services.couriers.send(delivery_id, asked.carrier, asked.tracking_number, staff, now)
    return shown_delivery(done.row, done.intake)


@router.post("/{delivery_id}/withdraw", responses=responses(404, 409, 422))
def withdraw_delivery(
    services: ServicesDep, staff: StaffMember, delivery_id: DrawnId, now: Now
) -> DeliveryOut:
    """Nothing is sent; the address is deleted at once."""
    with _told():
        done = services.couriers.withdraw(delivery_id, staff, now)
    return shown_delivery(done.row, done.intake)


@contextmanager
def _told() -> Iterator[None]:
    """Say in a problem why a step is not taken."""
    try:
        yield
    except UnknownDelivery as unknown:
        raise Problem(404, GONE) from unknown
    except NotPossible as refused:
        raise Problem(409, str(refused)) from refused


def shown_delivery(delivery: CourierDelivery, intake: Intake) -> DeliveryOut:
    """A delivery as the staff see it."""
    return DeliveryOut.model_validate({**vars(delivery), "matter_id": intake.matter_id})
