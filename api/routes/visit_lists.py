"""The visits of some days as a file, for the hall's staff."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api.deps import Now, ServicesDep, StaffMember, StaffToken
from api.problems import Problem, responses
from api.routes.downloads import Kind, as_file, files
from api.routes.params import ParkId
from api.routes.periods import Days, days_within
from api.services.statistics.measures import Scope

router = APIRouter(
    prefix="/staff", tags=["staff"], dependencies=[StaffToken], responses=responses(401)
)

MOST_DAYS = 31
TODAY = 1
UNNAMED = "导出完整的个人信息要留痕，请带上工号（X-Staff-Number）再试。"
ANYBODY = "staff"

DaysDep = Annotated[Days, Depends(days_within(MOST_DAYS, TODAY))]


class Wanted:
    """Which visits, and whether with the people."""

    def __init__(
        self,
        days: DaysDep,
        actor: StaffMember,
        now: Now,
        park_id: Annotated[ParkId, Query()],
        full: Annotated[
            bool, Query(description="With names and phones; kept in the audit trail.")
        ] = False,
    ) -> None:
        if full and actor == ANYBODY:
            raise Problem(422, UNNAMED)
        self.scope = Scope(days.first, days.last, park_id)
        self.actor = actor
        self.now = now
        self.full = full


WantedDep = Annotated[Wanted, Depends()]


@router.get("/bookings.csv", response_class=Response, responses=responses(422) | files("csv"))
def visits_csv(services: ServicesDep, wanted: WantedDep) -> Response:
    """The visits of some days, today's unless others are asked for; names masked, phones hidden."""
    return _listed(services, wanted, "csv")


@router.get("/bookings.xlsx", response_class=Response, responses=responses(422) | files("xlsx"))
def visits_xlsx(services: ServicesDep, wanted: WantedDep) -> Response:
    """The same as an Excel file."""
    return _listed(services, wanted, "xlsx")


def _listed(services: ServicesDep, wanted: Wanted, kind: Kind) -> Response:
    scope, visits = wanted.scope, services.visit_lists
    table = (
        visits.full(scope, wanted.actor, wanted.now)
        if wanted.full
        else visits.masked(scope, wanted.now)
    )
    return as_file(table, kind, f"预约_{scope.park_id}_{scope.first}_{scope.last}")
