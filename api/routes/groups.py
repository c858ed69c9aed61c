"""Several matters of one journey in one visit (一件事一次办)."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.deps import Now, Services, ServicesDep
from api.problems import Problem, responses
from api.routes.bookings import BookingOut, Key, booking_out, seated
from api.routes.matters import require_matter
from api.routes.params import JourneyId, MatterId, ParkId, SlotId
from api.routes.persons import ApplicantIn, Consent
from api.routes.slots import SlotOut, days_asked
from api.services.booking.groups import FEWEST, MOST, Chain, GroupRequest, NotBackToBack, Visit

router = APIRouter(tags=["intake"])

ONE_EACH = "同一个事项不用重复预约，请每个事项只选一次。"


class VisitIn(BaseModel):
    """One matter and the slot wanted for it."""

    matter_id: MatterId
    slot_id: SlotId


class GroupIn(BaseModel):
    """Matters to be seen to in one visit, and who comes."""

    park_id: ParkId
    visits: list[VisitIn] = Field(min_length=FEWEST, max_length=MOST)
    applicant: ApplicantIn
    consent: Consent
    journey_id: JourneyId | None = None

    def to_request(self) -> GroupRequest:
        """In the form in which it is booked."""
        return GroupRequest(
            self.park_id,
            tuple(Visit(visit.matter_id, visit.slot_id) for visit in self.visits),
            self.applicant.to_applicant(),
            self.journey_id,
        )


class GroupOut(BaseModel):
    """The bookings of a visit, in order of time."""

    group_id: str
    bookings: list[BookingOut]


class ChainVisit(SlotOut):
    """A slot of a row, and the matter it is for."""

    matter_id: str


class ChainOut(BaseModel):
    """Slots that follow each other, one for each matter in the order asked for."""

    start: datetime
    end: datetime
    visits: list[ChainVisit]


class ChainList(BaseModel):
    """The rows of slots that are free."""

    chains: list[ChainOut]


@router.get("/slot-chains", responses=responses(404, 422))
def list_chains(
    services: ServicesDep,
    now: Now,
    park_id: Annotated[ParkId, Query()],
    matter_id: Annotated[list[MatterId], Query(min_length=FEWEST, max_length=MOST)],
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="to")] = None,
) -> ChainList:
    """Rows of free slots for several matters, one after the other on one day."""
    first, last = days_asked(first, last, now.date())
    _require_matters(services, park_id, matter_id)
    chains = services.groups.chains(park_id, matter_id, first, last, now)
    return ChainList(chains=[_chain_out(chain, matter_id) for chain in chains])


@router.post("/booking-groups", status_code=201, responses=responses(409, 422))
def book_group(request: GroupIn, key: Key, services: ServicesDep, now: Now) -> GroupOut:
    """Book visits for several matters in a row: all of them, or none."""
    _require_matters(services, request.park_id, [visit.matter_id for visit in request.visits])
    first = request.visits[0]
    try:
        bookings = seated(
            services,
            first.matter_id,
            request.park_id,
            first.slot_id,
            now,
            lambda: services.groups.book(request.to_request(), key, now),
        )
    except NotBackToBack as apart:
        raise Problem(422, str(apart)) from apart
    return GroupOut(
        group_id=bookings[0].group_id or "",
        bookings=[booking_out(services, booking, now) for booking in bookings],
    )


def _require_matters(services: Services, park_id: str, matter_ids: list[str]) -> None:
    if len(set(matter_ids)) < len(matter_ids):
        raise Problem(422, ONE_EACH)
    for matter_id in matter_ids:
        require_matter(services, matter_id, park_id)


def _chain_out(chain: Chain, matter_ids: list[str]) -> ChainOut:
    visits = [
        ChainVisit(matter_id=matter_id, **SlotOut.of(opening).model_dump())
        for matter_id, opening in zip(matter_ids, chain, strict=True)
    ]
    return ChainOut(start=chain[0].start, end=chain[-1].end, visits=visits)
