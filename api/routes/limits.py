"""The supervisor's list, and what the staff do with an intake after it has arrived."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field, field_validator

from api.db.intake import Gap, Intake, TimeLimit
from api.deps import Now, Services, ServicesDep, StaffMember, StaffToken
from api.problems import Problem, responses
from api.routes.deliveries import DeliveryOut, shown_delivery
from api.routes.params import DrawnId, Offset, PageSize, ParkId
from api.routes.persons import Lines
from api.services.intake.gaps import UnknownGap
from api.services.intake.life import NotPossible, UnknownIntake
from api.services.intake.materials import MayNotFollow, UnknownMaterial
from api.services.limits.case import Case
from api.services.limits.clocks import KINDS
from api.services.limits.limits import PAUSE_KINDS
from api.services.limits.standing import Standing

router = APIRouter(
    prefix="/staff", tags=["staff"], dependencies=[StaffToken], responses=responses(401)
)

GONE = "没有找到这件申请，请刷新列表后再试。"
NO_GAP = "没有找到这项要补交的材料，请刷新后再试。"
MOST_MATERIALS = 100

IntakeId = Annotated[str, Path(pattern=r"^[0-9A-Za-z]{1,32}$")]
IntakeStatus = Literal["expected", "accepted", "paused", "decided", "withdrawn"]
LimitStatus = Literal["running", "paused", "met", "exceeded", "ended"]
PauseKind = Literal["hearing", "expert_review", "inspection", "publication", "correction"]


class LimitOut(BaseModel):
    """A limit and how it stands. 日 and 工作日 are different units, never turned into each other.

    `left` is in the limit's own unit: negative by how much it is over, null once it is closed.
    """

    limit_id: str
    kind: Literal["statutory", "promised"]
    kind_name: str
    number: int
    unit: Literal["日", "工作日"]
    source: str
    starts_on: date
    due_on: date
    provisional: bool
    status: LimitStatus
    left: int | None
    overdue: bool
    text: str
    note: str | None
    warned_at: datetime | None
    alerted_at: datetime | None


class SupervisedOut(LimitOut):
    """A limit with the intake it runs on."""

    intake_id: str
    intake_status: IntakeStatus
    park_id: str
    matter_id: str
    matter_name: str | None


class SupervisedList(BaseModel):
    """The most urgent first, those that stand still last."""

    items: list[SupervisedOut]
    total: int


class IntakeItem(BaseModel):
    """An intake in a list; who applied is shown with the case only."""

    intake_id: str
    status: IntakeStatus
    park_id: str
    matter_id: str
    matter_name: str | None
    created_at: datetime
    accepted_at: datetime | None
    decided_at: datetime | None
    outcome: str | None


class IntakeList(BaseModel):
    """Intakes, the oldest first."""

    items: list[IntakeItem]
    total: int


class ApplicantOut(BaseModel):
    """Who applied; all null once the personal data is erased."""

    name: str | None
    phone: str | None
    company: str | None
    uscc: str | None


class GapOut(BaseModel):
    """A material that follows after conditional acceptance, and until when."""

    gap_id: str
    material: str
    status: Literal["open", "handed_in", "overdue"]
    due_on: date
    provisional: bool
    settled_at: datetime | None


class CommitmentOut(BaseModel):
    """A promise made instead of bringing a material, by which version of which text."""

    material: str
    text_id: str
    version: str
    agreed_at: datetime


class PauseOut(BaseModel):
    """Days that do not count; `last_day` is null while it goes on."""

    kind: PauseKind
    kind_name: str
    reason: str | None
    first_day: date
    last_day: date | None


class PrecheckedOut(BaseModel):
    """What the pre-check found."""

    precheck_id: str
    result: Literal["ready", "gaps", "unknown"]
    missing: list[str]
    items: list[dict[str, Any]] | None
    created_at: datetime


class TrailEntry(BaseModel):
    """One step in the audit trail."""

    at: datetime
    actor: str
    subject: str
    action: str
    status_before: str | None
    status_after: str | None
    reason: str | None
    details: dict[str, Any] | None


class CaseOut(IntakeItem):
    """An intake with everything around it."""

    edition_id: str
    mode: str | None
    journey_id: str | None
    notice_version: str | None
    erased_at: datetime | None
    applicant: ApplicantOut
    precheck: PrecheckedOut | None
    gaps: list[GapOut]
    commitments: list[CommitmentOut]
    limits: list[LimitOut]
    unknown_limits: list[str]
    pauses: list[PauseOut]
    delivery: DeliveryOut | None
    trail: list[TrailEntry]


class AcceptIn(BaseModel):
    """The acceptance."""

    materials_to_follow: (
        Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=MOST_MATERIALS)]
        | None
    ) = Field(
        None,
        description="What the window lets follow (容缺受理), by name; none: []. Left out: what the "
        "applicant's pre-check found.",
    )


class PauseIn(BaseModel):
    """What stops the clocks, and by which rule (行政许可法 第四十五条 or the matter's own)."""

    kind: PauseKind
    reason: Lines = Field(examples=["组织专家评审，依据行政许可法第四十五条"])

    @field_validator("reason")
    @classmethod
    def said(cls, value: str) -> str:
        """Refuse a pause that nobody gives a reason for: the supervisor will ask."""
        if not value:
            raise ValueError("请写明暂停计时的原因和依据")
        return value


class ResumeIn(BaseModel):
    """Which pause ends; all where none is named."""

    kind: PauseKind | None = None


class DecideIn(BaseModel):
    """The decision."""

    outcome: Literal["granted", "refused"]


class WithdrawIn(BaseModel):
    """That the applicant takes it back, and why, if they said so."""

    reason: Lines | None = None


@router.get("/limits", responses=responses(422))
def list_limits(
    services: ServicesDep,
    now: Now,
    park_id: Annotated[ParkId | None, Query()] = None,
    status: Annotated[LimitStatus | None, Query()] = None,
    due_before: Annotated[date | None, Query()] = None,
    limit: PageSize = 100,
    offset: Offset = 0,
) -> SupervisedList:
    """The limits that run or are paused, unless another status is asked for."""
    found, total = services.supervision.limits(
        now.date(),
        park_id=park_id,
        status=status,
        due_before=due_before,
        limit=limit,
        offset=offset,
    )
    items = [
        SupervisedOut.model_validate(
            {
                **_limit(item.limit, item.standing),
                **_matter(services, item.intake),
                "intake_status": item.intake.status,
            }
        )
        for item in found
    ]
    return SupervisedList(items=items, total=total)


@router.get("/intakes", responses=responses(422))
def list_intakes(
    services: ServicesDep,
    park_id: Annotated[ParkId | None, Query()] = None,
    status: Annotated[IntakeStatus, Query()] = "accepted",
    limit: PageSize = 100,
    offset: Offset = 0,
) -> IntakeList:
    """The intakes in a status; those without any limit are found here only."""
    found, total = services.cases.find(park_id, status, limit, offset)
    items = [
        IntakeItem.model_validate({**vars(intake), **_matter(services, intake)}) for intake in found
    ]
    return IntakeList(items=items, total=total)


@router.get("/intakes/{intake_id}", responses=responses(404, 422))
def read_intake(services: ServicesDep, intake_id: IntakeId, now: Now) -> CaseOut:
    """The case: who and what, the materials, the clocks, and what was done when."""
    return _case(services, intake_id, now)


@router.post("/intakes/{intake_id}/accept", responses=responses(404, 409, 422))
def accept(
    services: ServicesDep, staff: StaffMember, intake_id: IntakeId, now: Now, asked: AcceptIn
) -> CaseOut:
    """Accept it: its clocks begin to run. `unknown_limits` says where no clock can."""
    with _told():
        services.limits.accept(intake_id, staff, now, asked.materials_to_follow)
    return _case(services, intake_id, now)


@router.post("/intakes/{intake_id}/pause", responses=responses(404, 409, 422))
def pause(
    services: ServicesDep, staff: StaffMember, intake_id: IntakeId, now: Now, asked: PauseIn
) -> CaseOut:
    """Stop the clocks: from today on, no day counts until the pause is ended."""
    with _told():
        services.limits.pause(intake_id, asked.kind, asked.reason, staff, now)
    return _case(services, intake_id, now)


@router.post("/intakes/{intake_id}/resume", responses=responses(404, 409, 422))
def resume(
    services: ServicesDep, staff: StaffMember, intake_id: IntakeId, now: Now, asked: ResumeIn
) -> CaseOut:
    """End a pause: today counts again once no other pause goes on."""
    with _told():
        services.limits.resume(intake_id, asked.kind, staff, now)
    return _case(services, intake_id, now)


@router.post("/intakes/{intake_id}/decide", responses=responses(404, 409, 422))
def decide(
    services: ServicesDep, staff: StaffMember, intake_id: IntakeId, now: Now, asked: DecideIn
) -> CaseOut:
    """The decision is made: the clocks stop for good."""
    with _told():
        services.limits.decide(intake_id, asked.outcome, staff, now)
    return _case(services, intake_id, now)


@router.post("/intakes/{intake_id}/withdraw", responses=responses(404, 409, 422))
def withdraw(
    services: ServicesDep, staff: StaffMember, intake_id: IntakeId, now: Now, asked: WithdrawIn
) -> CaseOut:
    """The applicant takes it back."""
    with _told():
        services.limits.withdraw(intake_id, asked.reason, staff, now)
    return _case(services, intake_id, now)


@router.post("/intakes/{intake_id}/gaps/{gap_id}/hand-in", responses=responses(404, 409, 422))
def hand_in(
    services: ServicesDep, staff: StaffMember, intake_id: IntakeId, gap_id: DrawnId, now: Now
) -> GapOut:
    """The material has followed, in time or late."""
    with _told():
        return _gap(services.gaps.hand_in(intake_id, gap_id, staff, now))


@contextmanager
def _told() -> Iterator[None]:
    """Says in Chinese why a step was refused."""
    try:
        yield
    except UnknownIntake as unknown:
        raise Problem(404, GONE) from unknown
    except UnknownGap as unknown:
        raise Problem(404, NO_GAP) from unknown
    except NotPossible as refused:
        raise Problem(409, str(refused)) from refused
    except UnknownMaterial as unknown:
        raise Problem(
            422, f"您填的第 {unknown} 项不在材料清单里，请按办事指南上的材料名称填写。"
        ) from unknown
    except MayNotFollow as refused:
        raise Problem(422, f"“{refused}”按办事指南不能容缺，请备齐后再受理。") from refused


def _case(services: Services, intake_id: str, now: datetime) -> CaseOut:
    with _told():
        case = services.cases.get(intake_id, now.date())
    return CaseOut.model_validate({**vars(case.intake), **_around(services, case)})


def _around(services: Services, case: Case) -> dict[str, Any]:
    intake = case.intake
    return {
        **_matter(services, intake),
        "notice_version": (intake.notice or {}).get("version"),
        "applicant": ApplicantOut.model_validate(vars(intake)),
        "precheck": case.precheck and vars(case.precheck),
        "gaps": list(map(_gap, case.gaps)),
        "commitments": [vars(commitment) for commitment in case.commitments],
        "limits": [_limit(limit, standing) for limit, standing in case.limits],
        "unknown_limits": case.unknown_limits,
        "pauses": [{**vars(pause), "kind_name": PAUSE_KINDS[pause.kind]} for pause in case.pauses],
        "delivery": case.delivery and shown_delivery(case.delivery, intake),
        "trail": [vars(entry) for entry in case.trail],
    }


def _limit(limit: TimeLimit, standing: Standing) -> dict[str, Any]:
    return {**vars(limit), **vars(standing), "kind_name": KINDS[limit.kind]}


def _gap(gap: Gap) -> GapOut:
    return GapOut.model_validate(vars(gap))


def _matter(services: Services, intake: Intake) -> dict[str, Any]:
    matter = services.kb.matters.get(intake.matter_id)
    return {
        "intake_id": intake.intake_id,
        "park_id": intake.park_id,
        "matter_id": intake.matter_id,
        "matter_name": matter.name if matter else None,
    }
