"""The matter list, service guides and the search for the right matter."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, field_validator

from api.deps import Services, ServicesDep
from api.problems import Problem, responses
from api.routes.params import MatterId, Mode, ParkId
from knowledge import NotCovered
from knowledge.text import normalise

router = APIRouter(prefix="/matters", tags=["matters"])

LONGEST_QUERY = 500


class MatterItem(BaseModel):
    """A matter in a list."""

    matter_id: str
    name: str
    park_ids: list[str]
    department: str | None
    stage: str


class MatterList(BaseModel):
    """Matters that fit the filters."""

    items: list[MatterItem]
    total: int


class GuideEdition(BaseModel):
    """The edition of the matter list that an answer rests on."""

    id: str
    status: str
    effective_from: date
    effective_to: date | None


class GuideField(BaseModel):
    """One fact: its value (null when missing), where it was read, and how sure it is."""

    value: Any
    source: list[dict[str, Any]]
    status: Literal["official", "law", "guide", "sample", "missing"]
    checked_on: date | None


class ServiceGuideOut(BaseModel):
    """The whole service guide of one matter in one park."""

    matter_id: str
    name: str
    name_en: str | None = None
    park_id: str
    edition: GuideEdition
    fields: dict[str, GuideField]
    notices: list[str]


class SearchRequest(BaseModel):
    """What the applicant says."""

    query: str = Field(max_length=LONGEST_QUERY)
    park_id: ParkId | None = None
    limit: int = Field(5, ge=1, le=60)
    as_of: date | None = Field(None, description="Only matters a park has on this day.")

    @field_validator("query")
    @classmethod
    def say_something(cls, value: str) -> str:
        """Refuse words that are nothing but white space."""
        if not normalise(value).strip():
            raise ValueError("请说说您要办什么事")
        return value


class CandidateOut(BaseModel):
    """A matter that may be meant."""

    matter_id: str
    name: str
    score: float


class SearchAnswer(BaseModel):
    """`match`: confident in the first; `clarify`: worth one question; `none`: not ours."""

    decision: Literal["match", "clarify", "none"]
    candidates: list[CandidateOut]
    referral: dict[str, Any] | None
    question: dict[str, Any] | None


@router.get("", responses=responses(422))
def list_matters(
    services: ServicesDep,
    park_id: Annotated[ParkId | None, Query()] = None,
    mode: Annotated[Mode | None, Query()] = None,
    department: Annotated[str | None, Query(max_length=100)] = None,
    stage: Annotated[str | None, Query(max_length=100)] = None,
    q: Annotated[str | None, Query(max_length=100)] = None,
    as_of: Annotated[date | None, Query()] = None,
) -> MatterList:
    """The matters that fit all filters; `q` looks in names and aliases."""
    found = services.kb.find_matters(
        park_id=park_id, mode=mode, department=department, stage=stage, q=q, as_of=as_of
    )
    items = [
        MatterItem(
            matter_id=matter.matter_id,
            name=matter.name,
            park_ids=services.kb.park_ids(matter.matter_id, as_of),
            department=matter.department.value,
            stage=matter.stage,
        )
        for matter in found
    ]
    return MatterList(items=items, total=len(items))


@router.get("/{matter_id}", responses=responses(404, 422))
def service_guide(
    services: ServicesDep,
    matter_id: MatterId,
    park_id: Annotated[ParkId | None, Query()] = None,
    as_of: Annotated[date | None, Query()] = None,
) -> ServiceGuideOut:
    """The whole service guide; without a park, that of the first park that has the matter.

    404 when the park does not have the matter on that day: since when, and who handles it.
    """
    kb = services.kb
    if matter_id not in kb.matters:
        raise Problem(404, "没有这个事项。请用搜索说说您要办什么事，或拨打 12345 咨询。")
    having = kb.park_ids(matter_id, as_of)
    park: str = park_id or next(iter(having or kb.parks))
    try:
        guide = kb.guide(matter_id, park, as_of)
    except NotCovered as gap:
        raise Problem(404, str(gap)) from gap
    known = services.guide.english.matters.get(matter_id)
    name_en = known.name if known else None
    return ServiceGuideOut.model_validate({**guide.model_dump(mode="json"), "name_en": name_en})


@router.post("/search", responses=responses(422))
def search(services: ServicesDep, request: SearchRequest) -> SearchAnswer:
    """Find the matter meant by the applicant's own words."""
    found = services.guide.searcher.search(
        request.query, park_id=request.park_id, as_of=request.as_of, limit=request.limit
    )
    return SearchAnswer(
        decision=found.decision,
        candidates=[
            CandidateOut(matter_id=c.matter_id, name=c.name, score=c.score)
            for c in found.candidates
        ],
        referral=found.referral.model_dump(
            mode="json", exclude={"examples", "held_out", "keywords"}
        )
        if found.referral
        else None,
        question={
            "text": found.question.text,
            "options": [
                {"title": option.title, "matter_id": option.matter_id}
                for option in found.question.options
            ],
        }
        if found.question
        else None,
    )


def require_matter(services: Services, matter_id: str, park_id: str) -> None:
    """Refuse a request for a matter that the park does not have."""
    if not services.kb.has(matter_id, park_id):
        raise Problem(422, "这个园区没有这个事项，请先用搜索找到要办的事项。")
