"""A pre-check as our own action server holds it in a conversation; nobody else may."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.deps import Now, Services, ServicesDep, ServiceToken
from api.problems import Problem, responses
from api.routes.matters import require_matter
from api.routes.params import MatterId, ParkId
from api.routes.prechecks import MOST_MATERIALS, Names
from api.services.intake import paper_questions, spoken_materials_english
from api.services.intake.commitments import GENERAL
from api.services.intake.materials import (
    AlwaysNeeded,
    Answers,
    NoCommitment,
    UnknownMaterial,
)
from api.services.intake.papers import asks_for, matters_giving
from api.services.intake.precheck_words import (
    Card,
    promise_of,
    result_card,
    telling,
    ways_on,
)
from api.services.intake.prechecks import Checked
from api.services.intake.spoken_materials import State, read
from api.services.languages import ENGLISH
from knowledge import NotCovered, ServiceGuide
from knowledge.labels import material_text

router = APIRouter(
    prefix="/internal/prechecks",
    tags=["internal"],
    dependencies=[ServiceToken],
    responses=responses(401),
)

CHANGED = "材料清单刚刚更新过，请从头再对一遍。"


class WordsIn(BaseModel):
    """Words that may tell which materials are there."""

    text: str = Field(max_length=2000)
    names: Names
    asked: list[Annotated[int, Field(ge=1, le=MOST_MATERIALS)]]
    bare: State | None = None
    others_there: bool = True
    matter_id: MatterId | None = None


class Unlisted(BaseModel):
    """What was spoken of and is not on the list; with the matter of ours that gives it, if any.

    `condition` is whether the conditions of the matter that is checked ask for it.
    """

    name: str
    matter_id: str | None
    matter_name: str | None
    condition: bool = False


class WordsOut(BaseModel):
    """The state of the materials that were spoken of, by number."""

    states: dict[int, State]
    unlisted: list[Unlisted]
    pointed: bool


class QuestionIn(BaseModel):
    """A question about papers of a list; without a park, the first that has the matter."""

    text: str = Field(max_length=2000)
    matter_id: MatterId
    park_id: ParkId | None = None
    asked: list[Annotated[int, Field(ge=1, le=MOST_MATERIALS)]] = []


class QuestionOut(BaseModel):
    """What is told, null where the words ask nothing of a paper, and of which papers.

    `needed` is whether it was asked if a paper is needed at all.
    """

    text: str | None
    numbers: list[int]
    listed: list[str] = []
    """The papers themselves, as the list has them."""
    needed: bool = False


class JudgeIn(BaseModel):
    """All that was told; without a park, the first that has the matter stands for it.

    What is only looked at on the way, with `keep` false, is not stored.
    """

    matter_id: MatterId
    park_id: ParkId | None = None
    have: Names = []
    not_applicable: Names = []
    commitments: Names = []
    keep: bool = True
    language: Literal["zh", "en"] = "zh"


class PromiseOut(BaseModel):
    """What may be promised instead of brought, and the question for it."""

    names: list[str]
    version: str
    text: str
    agreed: str
    card: dict[str, Any]


class JudgeOut(BaseModel):
    """The result, in words and as a card."""

    precheck_id: str
    park_id: str
    verdict: Literal["ready", "acceptable_with_gaps", "commitment_possible", "not_yet", "unknown"]
    text: str
    buttons: list[dict[str, str]]
    card: dict[str, Any]
    promise: PromiseOut | None


@router.post("/words", responses=responses(422))
def words(request: WordsIn, services: ServicesDep) -> WordsOut:
    """What somebody's words tell of the materials of a list."""
    if spoken_materials_english.is_english(request.text):
        count = len(request.names)
        said = spoken_materials_english.read(request.text, count, request.asked, request.bare)
    else:
        said = read(request.text, request.names, request.asked, request.bare, request.others_there)
    return WordsOut(
        states=said.states,
        unlisted=[_unlisted(name, request.matter_id, services) for name in said.unlisted],
        pointed=said.pointed,
    )


def _unlisted(name: str, checked: str | None, services: Services) -> Unlisted:
    giving = next(iter(matters_giving(services.kb, name)), None)
    title = services.kb.matters[giving].name if giving else None
    matter = services.kb.matters.get(checked or "")
    asked = matter is not None and asks_for(matter, name)
    return Unlisted(name=name, matter_id=giving, matter_name=title, condition=asked)


@router.post("/questions", responses=responses(422))
def question(request: QuestionIn, services: ServicesDep, now: Now) -> QuestionOut:
    """The answer to a question about a paper: who makes it, in what form, where it is to be had."""
    park_id = _park(request.matter_id, request.park_id, services, now)
    guide = services.kb.guide(request.matter_id, park_id, now.date())
    found = paper_questions.answer(services.kb, guide, request.text, request.asked)
    papers = guide.fields["materials"].value or ()
    listed = [material_text(papers[number - 1]) for number in found.numbers]
    return QuestionOut(
        text=found.text, numbers=list(found.numbers), listed=listed, needed=found.needed
    )


def _park(matter_id: str, park_id: str | None, services: Services, now: datetime) -> str:
    """The park that is told, else the first that has the matter today."""
    having: list[str] = services.kb.park_ids(matter_id, now.date())
    found = park_id or next(iter(having), None)
    if found is None:
        raise Problem(422, CHANGED)
    require_matter(services, matter_id, found)
    return found


@router.post("", responses=responses(422))
def judge(request: JudgeIn, services: ServicesDep, now: Now) -> JudgeOut:
    """Judge what is there, keep the result, and say it."""
    kb = services.kb
    park_id = _park(request.matter_id, request.park_id, services, now)
    answers = Answers(request.have, request.not_applicable, request.commitments)
    try:
        checked = services.prechecks.check(
            request.matter_id, park_id, answers, now, keep=request.keep
        )
        guide = kb.guide(request.matter_id, park_id, now.date())
    except (UnknownMaterial, AlwaysNeeded, NoCommitment, NotCovered) as changed:
        raise Problem(422, CHANGED) from changed
    card = result_card(guide, kb.parks[park_id] if request.park_id else None, checked)
    words = services.guide.prechecks if request.language == ENGLISH else None
    return JudgeOut(
        precheck_id=checked.precheck.precheck_id,
        park_id=park_id,
        verdict=checked.verdict,
        text=words.telling(guide, checked) if words else telling(kb, guide, checked),
        buttons=(
            words.ways_on(guide.matter_id, checked)
            if words
            else ways_on(kb, guide.matter_id, checked)
        ),
        card=words.card(card) if words else card,
        promise=_promise(services, guide, checked, card),
    )


def _promise(
    services: Services, guide: ServiceGuide, checked: Checked, card: Card
) -> PromiseOut | None:
    """The promise that may be made; none where something else is missing that has to be there."""
    names = [item.assessed.name for item in checked.items if item.assessed.way == "commitment"]
    if not names or checked.verdict == "not_yet":
        return None
    text = services.commitments.text(GENERAL)
    return PromiseOut.model_validate(promise_of(text, names, card))
