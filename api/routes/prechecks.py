"""Going through the materials before the visit."""

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.deps import Now, ServicesDep
from api.problems import Problem, responses
from api.routes.matters import require_matter
from api.routes.params import MatterId, ParkId
from api.services.intake.prechecks import UnknownMaterial
from knowledge import NotCovered

router = APIRouter(prefix="/prechecks", tags=["intake"])

MOST_MATERIALS = 100
MESSAGES = {
    "ready": "清单上的材料您都有了，可以预约办理。清单以大厅一次性告知为准。",
    "gaps": "还缺这些材料，备齐后再来可以少跑一趟；能不能先收后补，请向窗口确认。",
    "unknown": "这个事项的材料清单暂缺，请向大厅窗口或 12345 确认后再准备。",
}


class PrecheckIn(BaseModel):
    """Which materials of the matter's list somebody has, by name."""

    park_id: ParkId
    matter_id: MatterId
    have: list[Annotated[str, Field(max_length=200)]] = Field([], max_length=MOST_MATERIALS)


class PrecheckOut(BaseModel):
    """`ready`: all there; `gaps`: some missing; `unknown`: no list has been published."""

    precheck_id: str
    result: Literal["ready", "gaps", "unknown"]
    missing: list[str]
    message: str


@router.post("", status_code=201, responses=responses(422))
def check_materials(request: PrecheckIn, services: ServicesDep, now: Now) -> PrecheckOut:
    """Compare what somebody has with what the service guide asks for."""
    require_matter(services, request.matter_id, request.park_id)
    try:
        checked = services.prechecks.check(request.matter_id, request.park_id, request.have, now)
    except UnknownMaterial as unknown:
        raise Problem(
            422, f"您填的第 {unknown} 项不在材料清单里，请按办事指南上的材料名称填写。"
        ) from unknown
    except NotCovered as gap:
        raise Problem(422, str(gap)) from gap
    return PrecheckOut.model_validate({**vars(checked), "message": MESSAGES[checked.result]})
