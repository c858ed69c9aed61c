"""Why the search answered as it did, for staff who look into an answer."""

from datetime import date
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.deps import ServicesDep, StaffToken
from api.problems import Problem, responses
from api.routes.matters import LONGEST_QUERY
from api.routes.params import MatterId, ParkId
from knowledge.errors import UnknownMatter
from knowledge.explanation import CHANNEL_NAMES, FIELD_NAMES, Explanation, explain
from knowledge.text import compact

NOTHING_SAID = "这句话里没有可以检索的内容，请写上要办的事。"
NO_MATTERS = "园区那一天还没有承接事项，请换一个日期。"

router = APIRouter(
    prefix="/staff/matters", tags=["staff"], dependencies=[StaffToken], responses=responses(401)
)


class Asked(BaseModel):
    """The applicant's words, and the matter to explain; the first one found unless given."""

    query: str = Field(max_length=LONGEST_QUERY)
    matter_id: MatterId | None = None
    park_id: ParkId | None = None
    as_of: date | None = None


class ContributionOut(BaseModel):
    """What one kind of likeness adds to the matter's score, and how much more than its rival's."""

    channel: str
    title: str
    points: float
    lead: float
    words: list[str]


class LikenessOut(BaseModel):
    """A text of the matter that resembles the words; `similarity` is 1 for the same text."""

    field: str
    title: str
    text: str
    similarity: float


class ExplanationOut(BaseModel):
    """Why a matter stands where it stands.

    `place` counts from 1 and is null for a matter nothing speaks for. The words are taken for the
    parks' business from `least_ours` on, and for the first matter from `least_right` on.
    """

    decision: Literal["match", "clarify", "none"]
    matter_id: str
    name: str
    place: int | None
    score: float
    ours: float
    least_ours: float
    right: float
    least_right: float
    rival: str | None
    instead: str | None = Field(description="The likeliest of what is not the parks'.")
    contributions: list[ContributionOut]
    nearest: list[LikenessOut]


@router.post("/explain", responses=responses(404, 422))
def explain_answer(services: ServicesDep, asked: Asked) -> ExplanationOut:
    """Which words, fields and kinds of likeness lead to a matter."""
    try:
        found = explain(
            services.guide.searcher, asked.query, asked.matter_id, asked.park_id, asked.as_of
        )
    except UnknownMatter as error:
        raise Problem(404, "没有这个事项，请检查编号。") from error
    if found is None and not compact(asked.query):
        raise Problem(422, NOTHING_SAID)
    if found is None:
        raise Problem(404, NO_MATTERS)
    return _out(found, services.kb.matters[found.matter_id].name)


def _out(found: Explanation, name: str) -> ExplanationOut:
    return ExplanationOut.model_validate(
        {
            **vars(found),
            "name": name,
            "contributions": [
                {**vars(one), "title": CHANNEL_NAMES[one.channel]} for one in found.contributions
            ],
            "nearest": [{**vars(one), "title": FIELD_NAMES[one.field]} for one in found.nearest],
        }
    )
