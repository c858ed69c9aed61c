"""Going through the materials before the visit, and the texts of commitments."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.deps import Now, ServicesDep
from api.problems import Problem, responses
from api.routes.matters import require_matter
from api.routes.params import DataId, MatterId, ParkId
from api.services.intake.commitments import UnknownText
from api.services.intake.materials import (
    AlwaysNeeded,
    Answers,
    NoCommitment,
    UnknownMaterial,
    Verdict,
    Way,
)
from api.services.intake.prechecks import Checked
from knowledge import NotCovered
from knowledge.commitments import CommitmentText

router = APIRouter(tags=["intake"])

MOST_MATERIALS = 100
NO_TEXT = "没有这份承诺书，或者没有这个版本，请从最新的承诺书开始看。"

Names = Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=MOST_MATERIALS)]


class PrecheckIn(BaseModel):
    """What somebody says of their materials, each by its name on the matter's list."""

    park_id: ParkId
    matter_id: MatterId
    have: Names = Field([], description="What is there.")
    not_applicable: Names = Field(
        [], description="What is needed in some cases only, and not in this one."
    )
    commitments: Names = Field([], description="What is to be promised instead of brought.")


class PrecheckItem(BaseModel):
    """One material and what to do about it.

    `have`, `shared` (the office gets it itself), `not_applicable`: nothing. `later`: it may follow
    after conditional acceptance. `commitment`: a written promise may take its place. `ask`: the
    guide does not say, the window decides. `bring`: nothing is accepted without it.
    """

    name: str
    way: Way
    core: bool
    when: str | None
    text: str
    due_on: date | None = Field(description="Until when it may follow, if accepted today.")
    provisional: bool


class PrecheckOut(BaseModel):
    """`ready`: all there; `gaps`: some missing; `unknown`: no list has been published.

    `verdict` says whether the office would accept, as far as the guide tells; the window decides.
    """

    precheck_id: str
    result: Literal["ready", "gaps", "unknown"]
    missing: list[str]
    message: str
    verdict: Verdict
    items: list[PrecheckItem]
    next_step: str


class CommitmentTextOut(BaseModel):
    """What one is told, what one promises, and what follows from a false promise."""

    text_id: str
    version: str
    status: Literal["official", "sample"]
    title: str
    informed: list[str]
    promises: list[str]
    consequences: list[dict[str, Any]]
    basis: list[dict[str, Any]]
    checked_on: date


@router.post("/prechecks", status_code=201, responses=responses(422))
def check_materials(request: PrecheckIn, services: ServicesDep, now: Now) -> PrecheckOut:
    """Compare what somebody has with what the service guide asks for."""
    require_matter(services, request.matter_id, request.park_id)
    answers = Answers(request.have, request.not_applicable, request.commitments)
    try:
        checked = services.prechecks.check(request.matter_id, request.park_id, answers, now)
    except UnknownMaterial as unknown:
        raise Problem(
            422, f"您填的第 {unknown} 项不在材料清单里，请按办事指南上的材料名称填写。"
        ) from unknown
    except AlwaysNeeded as needed:
        raise Problem(
            422, f"“不适用”的第 {needed} 项，办事指南没有写明只在某种情况下才要，请向窗口确认。"
        ) from needed
    except NoCommitment as refused:
        raise Problem(
            422, f"“承诺”的第 {refused} 项，办事指南没有写明可以告知承诺，请向窗口确认。"
        ) from refused
    except NotCovered as gap:
        raise Problem(422, str(gap)) from gap
    return _shown(checked)


@router.get("/commitments/{text_id}", responses=responses(404, 422))
def commitment_text(
    services: ServicesDep,
    text_id: DataId,
    version: Annotated[str | None, Query(max_length=64)] = None,
) -> CommitmentTextOut:
    """The text of a commitment, in the version in force unless another is asked for."""
    try:
        text: CommitmentText = services.commitments.text(text_id, version)
    except UnknownText as unknown:
        raise Problem(404, NO_TEXT) from unknown
    return CommitmentTextOut(text_id=text_id, **text.model_dump())


def _shown(checked: Checked) -> PrecheckOut:
    return PrecheckOut(
        precheck_id=checked.precheck.precheck_id,
        result=checked.precheck.result,
        missing=checked.precheck.missing,
        message=checked.next_step,
        verdict=checked.verdict,
        items=[
            PrecheckItem(
                name=item.assessed.name,
                way=item.assessed.way,
                core=item.assessed.core,
                when=item.assessed.when,
                text=item.text,
                due_on=item.due_on,
                provisional=item.provisional,
            )
            for item in checked.items
        ],
        next_step=checked.next_step,
    )
