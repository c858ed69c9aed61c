"""Putting another edition of the knowledge into service, without a restart."""

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from api.deps import ServicesDep, StaffToken
from api.problems import responses
from api.routes.reopening import reopening

router = APIRouter(
    prefix="/staff/knowledge", tags=["staff"], dependencies=[StaffToken], responses=responses(401)
)

REFUSED = "没有更新，系统继续用原来的资料。请按下面的提示改正后再试。"


class InService(BaseModel):
    """The edition that answers now."""

    edition_id: str
    status: str
    matters: int


@router.post("/reload", responses=responses(409, 422, 503))
async def reload(request: Request, services: ServicesDep) -> InService:
    """Load, check and index the data folder, then answer from it.

    While that goes on, and when the data has faults, everybody is answered from the edition
    before. A request that has begun is answered to its end from the edition it began with.
    """
    async with reopening(services, REFUSED):
        new = await run_in_threadpool(request.app.state.reopen)
        request.app.state.services = new
    edition = new.kb.edition
    return InService(
        edition_id=edition.id, status=edition.status, matters=len(new.kb.find_matters())
    )
