"""What goes out to other platforms: its schema, how it goes, and sending it once more."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field

from api.db.outbox import WAITING
from api.deps import Now, ServicesDep, StaffMember, StaffToken
from api.problems import Problem, responses
from api.routes.params import ConnectorId, Offset, PageSize
from api.services.connectors.outbox import (
    NothingToSend,
    Shown,
    State,
    Status,
    StillWaiting,
    UnknownConnector,
    UnknownEntry,
    Wanted,
)
from api.services.connectors.schema import json_schema
from api.services.connectors.terms import Policy

router = APIRouter()
public = APIRouter(prefix="/connectors", tags=["connectors"])
staff = APIRouter(
    prefix="/staff", tags=["staff"], dependencies=[StaffToken], responses=responses(401)
)

NO_ENTRY = "没有这条推送记录，请刷新列表。"
NO_CONNECTOR = "配置里没有这个对接，可能已经删去，请联系系统维护人员。"
ON_ITS_WAY = "这条还在排队，系统会自动推送，不用重发。"
DELETED = "这条的内容已经按期删除，不能重发。需要的话，请直接联系对方核对办件。"
LARGEST_ID = 2_147_483_647

EntryId = Annotated[int, Path(ge=1, le=LARGEST_ID)]


class OutboxItem(BaseModel):
    """One event for one platform, without what it says."""

    entry_id: int
    event_id: str = Field(description="The key by which the platform tells repetitions.")
    connector_id: str = Field(examples=["yicibanjie"])
    intake_id: str
    sequence: int = Field(description="Its place among the intake's events for the platform.")
    kind: str = Field(examples=["intake.accepted"])
    status: Status
    waits_for: int | None = Field(
        description="Number of an earlier event of the intake that has to be delivered first."
    )
    attempts: int
    next_try_at: datetime | None = Field(description="Null unless it waits.")
    delivered_at: datetime | None
    error: str | None = Field(
        description="Why it is not delivered, in Chinese.",
        examples=["对方不认我们的签名，请核对双方的密钥和时钟，再重发（HTTP 401）"],
    )
    created_at: datetime


class OutboxList(BaseModel):
    """A page of entries, newest first; `total` counts all pages."""

    items: list[OutboxItem]
    total: int


class OutboxEntryOut(OutboxItem):
    """One event with what it says."""

    payload: dict[str, Any] | None = Field(
        description="As the platform receives it; null once it is deleted."
    )


class ConnectorOut(BaseModel):
    """How a connector is doing. The fields from the file are null when it has left the file."""

    id: str
    configured: bool
    name: str | None = Field(examples=["湖南省工程建设项目审批管理系统"])
    kind: Literal["webhook"] | None
    host: str | None = Field(examples=["platform.example.gov.cn"])
    events: list[str]
    applicant: Policy | None = Field(description="How much it is told of applicants.")
    waiting: int
    failed: int
    delivered: int
    last_delivered_at: datetime | None
    oldest_waiting_at: datetime | None
    last_error: str | None


class ConnectorList(BaseModel):
    """All connectors, those of the file first."""

    items: list[ConnectorOut]
    total: int


class Replayed(BaseModel):
    """How many entries are sent again."""

    replayed: int


@public.get("/schema")
def event_schema() -> dict[str, Any]:
    """The JSON schema (2020-12) of the events that platforms receive."""
    return json_schema()


@staff.get("/outbox", responses=responses(422))
def list_outbox(
    services: ServicesDep,
    status: Annotated[Status | None, Query()] = None,
    connector_id: Annotated[ConnectorId | None, Query()] = None,
    intake_id: Annotated[str | None, Query(pattern=r"^[0-9A-Za-z_-]{1,32}$")] = None,
    limit: PageSize = 50,
    offset: Offset = 0,
) -> OutboxList:
    """What goes out, newest first; `failed` is what somebody has to look at."""
    wanted = Wanted(status, connector_id, intake_id)
    found, total = services.outbox.find(wanted, limit, offset)
    return OutboxList(items=[OutboxItem(**_fields(shown)) for shown in found], total=total)


@staff.get("/outbox/{entry_id}", responses=responses(404, 422))
def read_entry(entry_id: EntryId, services: ServicesDep) -> OutboxEntryOut:
    """One event with what it says, as the platform receives it."""
    with _refusals():
        return _whole(services.outbox.get(entry_id))


@staff.post("/outbox/{entry_id}/replay", responses=responses(404, 409, 422))
def replay(entry_id: EntryId, services: ServicesDep, member: StaffMember, now: Now) -> OutboxItem:
    """Send a failed or delivered event again, at once and under the same key.

    A platform that has it already takes no second. Later events of the intake follow it.
    """
    with _refusals():
        return OutboxItem(**_fields(services.outbox.replay(entry_id, member, now)))


@staff.get("/connectors")
def list_connectors(services: ServicesDep) -> ConnectorList:
    """The platforms that are told of intakes, and how that goes."""
    items = [_state(state) for state in services.outbox.states()]
    return ConnectorList(items=items, total=len(items))


@staff.post("/connectors/{connector_id}/replay", responses=responses(404, 422))
def replay_failed(
    connector_id: ConnectorId, services: ServicesDep, member: StaffMember, now: Now
) -> Replayed:
    """Send all failed events of a platform again, such as after its secret was put right."""
    with _refusals():
        return Replayed(replayed=services.outbox.replay_failed(connector_id, member, now))


router.include_router(public)
router.include_router(staff)


@contextmanager
def _refusals() -> Iterator[None]:
    """Why nothing was done, in words."""
    try:
        yield
    except UnknownEntry as unknown:
        raise Problem(404, NO_ENTRY) from unknown
    except UnknownConnector as unknown:
        raise Problem(404, NO_CONNECTOR) from unknown
    except StillWaiting as waiting:
        raise Problem(409, ON_ITS_WAY) from waiting
    except NothingToSend as deleted:
        raise Problem(409, DELETED) from deleted


def _fields(shown: Shown) -> dict[str, Any]:
    """What `OutboxItem` shows; the payload is not read for it."""
    own = OutboxItem.model_fields.keys() - {"waits_for"}
    fields = {name: getattr(shown.entry, name) for name in own}
    if shown.entry.status != WAITING:
        fields["next_try_at"] = None
    return {**fields, "waits_for": shown.waits_for}


def _whole(shown: Shown) -> OutboxEntryOut:
    payload = shown.entry.payload
    return OutboxEntryOut(**_fields(shown), payload=json.loads(payload) if payload else None)


def _state(state: State) -> ConnectorOut:
    terms = state.terms
    return ConnectorOut(
        id=state.connector_id,
        configured=terms is not None,
        name=terms and terms.name,
        kind=terms and terms.kind,
        host=terms and terms.host,
        events=[kind.value for kind in terms.events] if terms else [],
        applicant=terms and terms.applicant,
        waiting=state.waiting,
        failed=state.failed,
        delivered=state.delivered,
        last_delivered_at=state.last_delivered_at,
        oldest_waiting_at=state.oldest_waiting_at,
        last_error=state.last_error,
    )
