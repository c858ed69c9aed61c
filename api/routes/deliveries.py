"""Results that are sent by courier: what an applicant tells, and what the staff do."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field, field_validator

from api.db.intake import CourierDelivery, Intake
from api.deps import Now, ServicesDep, StaffMember, StaffToken
from api.problems import Problem, responses
from api.routes.params import ParkId
from api.routes.persons import MARKUP, NAME_LENGTH, Line
from api.services.booking.applicants import clean_phone
from api.services.intake.courier import UnknownDelivery
from api.services.limits.life import NotPossible

router = APIRouter(
    prefix="/staff/deliveries",
    tags=["staff"],
    dependencies=[StaffToken],
    responses=responses(401),
)

SHORTEST_ADDRESS, ADDRESS_LENGTH = 8, 200
GONE = "没有找到这件快递送达，请刷新列表后再试。"

DeliveryId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
DeliveryStatus = Literal["requested", "sent", "withdrawn"]


class CourierIn(BaseModel):
    """Where the result is to be sent."""

    recipient: Line = Field(max_length=NAME_LENGTH, examples=["张三"])
    phone: str = Field(max_length=32, examples=["13812345678"])
    address: Line = Field(
        max_length=ADDRESS_LENGTH, examples=["湖南省郴州市某某区某某路 1 号某某大厦 501 室"]
    )

    @field_validator("recipient", "address")
    @classmethod
    def plain(cls, value: str) -> str:
        """Refuse markup: no address has any, and it would be shown to the hall's staff."""
        if MARKUP.search(value):
            raise ValueError("不能含有 < 或 >，请填写平常的文字")
        return value

    @field_validator("address")
    @classmethod
    def complete(cls, value: str) -> str:
        """Refuse what no courier would find."""
        if len(value) < SHORTEST_ADDRESS:
            raise ValueError("地址太短，请写明省、市、区县、街道和门牌号")
        return value

    @field_validator("phone")
    @classmethod
    def dialled(cls, value: str) -> str:
        """Refuse what the courier cannot call."""
        return clean_phone(value)


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
    services: ServicesDep, staff: StaffMember, delivery_id: DeliveryId, now: Now, asked: SendIn
) -> DeliveryOut:
    """It is with the courier."""
    try:
        done = services.couriers.send(delivery_id, asked.carrier, asked.tracking_number, staff, now)
    except UnknownDelivery as unknown:
        raise Problem(404, GONE) from unknown
    except NotPossible as refused:
        raise Problem(409, str(refused)) from refused
    return shown_delivery(done.row, done.intake)


@router.post("/{delivery_id}/withdraw", responses=responses(404, 409, 422))
def withdraw_delivery(
    services: ServicesDep, staff: StaffMember, delivery_id: DeliveryId, now: Now
) -> DeliveryOut:
    """Nothing is sent; the address is deleted at once."""
    try:
        done = services.couriers.withdraw(delivery_id, staff, now)
    except UnknownDelivery as unknown:
        raise Problem(404, GONE) from unknown
    except NotPossible as refused:
        raise Problem(409, str(refused)) from refused
    return shown_delivery(done.row, done.intake)


def shown_delivery(delivery: CourierDelivery, intake: Intake) -> DeliveryOut:
    """A delivery as the staff see it."""
    return DeliveryOut.model_validate({**vars(delivery), "matter_id": intake.matter_id})
