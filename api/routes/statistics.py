"""Statistics for the hall's staff (decree D26), to look at and as files."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field

from api.deps import Now, ServicesDep, StaffToken
from api.problems import responses
from api.routes.downloads import as_file, files
from api.routes.params import MatterId, PageSize, ParkId, WindowId
from api.routes.periods import Days, days_within
from api.services.statistics.measures import Per, Scope
from api.services.statistics.periods import By
from api.services.statistics.report import Report, Row
from api.services.statistics.tables import notes, report_table
from api.services.statistics.weak_spots import RULES

router = APIRouter(
    prefix="/staff", tags=["staff"], dependencies=[StaffToken], responses=responses(401)
)

MOST_DAYS = 731
FOUR_WEEKS = 28
REVIEW_PAGE = "/staff/review"

DaysDep = Annotated[Days, Depends(days_within(MOST_DAYS, FOUR_WEEKS))]
ParkQuery = Annotated[ParkId | None, Query()]


class Wanted:
    """What the report shall be about."""

    def __init__(
        self,
        days: DaysDep,
        park_id: ParkQuery = None,
        window_id: Annotated[WindowId | None, Query()] = None,
        matter_id: Annotated[MatterId | None, Query()] = None,
        by: Annotated[By, Query(description="The periods; weeks begin on Monday (ISO).")] = "total",
        per: Annotated[Per, Query(description="What a row is about.")] = "matter",
    ) -> None:
        self.scope = Scope(days.first, days.last, park_id, window_id, matter_id)
        self.by = by
        self.per = per


WantedDep = Annotated[Wanted, Depends()]


class ReportOut(BaseModel):
    """The report: its rows by period and then by id, and all of it together."""

    first: date
    last: date
    by: By
    per: Per
    generated_at: datetime
    notes: list[str]
    rows: list[Row]
    total: Row


class UnaskedOut(BaseModel):
    """A matter that nobody asked for or came for."""

    park_id: str
    matter_id: str
    name: str


class UnaskedList(BaseModel):
    """The matters of the list in force that nobody asked for, booked or drew a ticket for."""

    first: date
    last: date
    notes: list[str]
    items: list[UnaskedOut]
    total: int


class UnansweredOut(BaseModel):
    """A question on the review list, with nothing of who asked."""

    item_id: str
    text: str
    times: int
    why: str
    park_id: str | None
    last_asked_at: datetime
    nearest: list[str]


class UnansweredList(BaseModel):
    """The questions without a good answer, most asked first, whenever they were asked."""

    review_page: str
    items: list[UnansweredOut]
    total: int


class RuleOut(BaseModel):
    """When a matter counts as running badly."""

    rule: str
    text: str
    share: float
    least: Annotated[int, Field(description="Of fewer than so many, nothing is said.")]


class FindingOut(BaseModel):
    """Why a matter is on the list."""

    rule: str
    part: int
    whole: int
    text: str


class BadlyRunningOut(BaseModel):
    """A matter to be looked into."""

    park_id: str
    matter_id: str
    name: str
    findings: list[FindingOut]


class BadlyRunningList(BaseModel):
    """The matters to which a rule applies, and all the rules."""

    first: date
    last: date
    notes: list[str]
    rules: list[RuleOut]
    items: list[BadlyRunningOut]
    total: int


@router.get("/statistics", responses=responses(422))
def statistics(services: ServicesDep, wanted: WantedDep, now: Now) -> ReportOut:
    """How often each matter, park or window was asked for, booked, served, missed and graded."""
    report = _report(services, wanted)
    return ReportOut(
        first=wanted.scope.first,
        last=wanted.scope.last,
        by=report.by,
        per=report.per,
        generated_at=now,
        notes=notes(services.kb),
        rows=list(report.rows),
        total=report.total,
    )


@router.get("/statistics.csv", response_class=Response, responses=responses(422) | files("csv"))
def statistics_csv(services: ServicesDep, wanted: WantedDep, now: Now) -> Response:
    """The same as a file that Excel opens; what looks like a formula is defused."""
    table = report_table(_report(services, wanted), services.kb, now)
    return as_file(table, "csv", _file_name(wanted))


@router.get("/statistics.xlsx", response_class=Response, responses=responses(422) | files("xlsx"))
def statistics_xlsx(services: ServicesDep, wanted: WantedDep, now: Now) -> Response:
    """The same as an Excel file."""
    table = report_table(_report(services, wanted), services.kb, now)
    return as_file(table, "xlsx", _file_name(wanted))


@router.get("/statistics/unasked", responses=responses(422))
def unasked(services: ServicesDep, days: DaysDep, park_id: ParkQuery = None) -> UnaskedList:
    """Matters that nobody asked for, booked or drew a ticket for (D26: 长期没人办)."""
    found = services.weak_spots.unasked(days.first, days.last, park_id)
    items = [UnaskedOut.model_validate(vars(one)) for one in found]
    return UnaskedList(
        first=days.first,
        last=days.last,
        notes=notes(services.kb),
        items=items,
        total=len(items),
    )


@router.get("/statistics/unanswered", responses=responses(422))
def unanswered(services: ServicesDep, limit: PageSize = 20) -> UnansweredList:
    """Questions nobody could answer, as they wait on the review list, where they are settled."""
    found, total = services.reviews.find("open", limit=limit)
    matters = services.kb.matters
    items = [
        UnansweredOut.model_validate(
            {
                **vars(item),
                "nearest": [
                    matters[near["matter_id"]].name
                    for near in item.candidates
                    if near.get("matter_id") in matters
                ],
            }
        )
        for item in found
    ]
    return UnansweredList(review_page=REVIEW_PAGE, items=items, total=total)


@router.get("/statistics/badly-running", responses=responses(422))
def badly_running(
    services: ServicesDep, days: DaysDep, park_id: ParkQuery = None
) -> BadlyRunningList:
    """Matters that many miss, search in vain, grade badly or wait for too long (D26: 运行不畅).

    The rules, with their shares and least numbers, are part of the answer.
    """
    found = services.weak_spots.badly_running(days.first, days.last, park_id)
    items = [BadlyRunningOut.model_validate(asdict(one)) for one in found]
    return BadlyRunningList(
        first=days.first,
        last=days.last,
        notes=notes(services.kb),
        rules=[
            RuleOut(rule=rule.rule, text=rule.text, share=rule.share, least=rule.least)
            for rule in RULES
        ],
        items=items,
        total=len(items),
    )


def _report(services: ServicesDep, wanted: Wanted) -> Report:
    return services.statistics.report(wanted.scope, wanted.by, wanted.per)


def _file_name(wanted: Wanted) -> str:
    return f"统计_{wanted.scope.first}_{wanted.scope.last}"
