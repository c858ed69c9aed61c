"""One complete notice of everything a matter needs."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.deps import Now, ServicesDep
from api.problems import Problem, responses
from api.routes.params import MatterId, ParkId
from api.services.intake.notice import notice_of
from knowledge import NotCovered
from knowledge.errors import UnknownMatter, UnknownPark

router = APIRouter(prefix="/matters", tags=["matters"])

NO_MATTER = "没有这个事项。请用搜索说说您要办什么事，或拨打 12345 咨询。"


class NoticeSection(BaseModel):
    """One part of the notice: what is known, how sure it is, and where it was read."""

    field: str
    title: str
    lines: list[str]
    status: Literal["official", "law", "guide", "sample", "missing"]
    status_name: str
    sources: list[str]


class NoticeOut(BaseModel):
    """The whole notice. Equal versions say the same."""

    matter_id: str
    park_id: str
    as_of: date
    version: str
    edition: dict[str, Any]
    name: str
    park: str
    sections: list[NoticeSection]
    notices: list[str]


@router.get("/{matter_id}/notice", responses=responses(404, 422))
def complete_notice(
    services: ServicesDep,
    now: Now,
    matter_id: MatterId,
    park_id: Annotated[ParkId, Query()],
    as_of: Annotated[date | None, Query()] = None,
) -> NoticeOut:
    """Everything the guide says of the matter in the park, ready to be printed (一次性告知)."""
    try:
        notice = notice_of(services.kb, matter_id, park_id, as_of or now.date())
    except (UnknownMatter, UnknownPark) as unknown:
        raise Problem(404, NO_MATTER) from unknown
    except NotCovered as gap:
        raise Problem(404, str(gap)) from gap
    return NoticeOut.model_validate(notice)
