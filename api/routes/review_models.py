"""The shapes of the review list: what the staff sends, and what it is shown."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from api.db.review import TEXT_LENGTH, ReviewItem
from api.problems import Problem
from api.routes.params import MatterId
from api.routes.persons import MARKUP, Line
from api.services.anonymity import personal_in
from api.services.lessons import Kind, Lesson
from api.services.reviews import State, Why
from knowledge import KnowledgeBase

PERSONAL = "“{found}”像是个人信息，请改写成一般的问法后再收录"
NO_MARKUP = "不能含有 < 或 >，请改写成平常的问法"
TOO_LONG = "别名是事项的叫法，请缩短到 {most} 字以内，或者作为说法收录。"
LONGEST_ALIAS = 30


class MatterRef(BaseModel):
    """A matter by id and name; the id again where it has left the list."""

    matter_id: str = Field(examples=["food-business-permit"])
    name: str = Field(examples=["食品经营许可"])


class NearMatter(MatterRef):
    """A matter that came close, and how close (0 to 1)."""

    score: float = Field(examples=[0.31])


class ReviewItemOut(BaseModel):
    """One question, however often it was asked."""

    item_id: str
    text: str = Field(
        description="As first asked, everything personal taken out.",
        examples=["想在厂里弄个小卖部"],
    )
    times: int = Field(examples=[7])
    first_asked_at: datetime
    last_asked_at: datetime
    why: Why = Field(
        description="What went wrong when it was asked last; the next fields speak of that time."
    )
    answered: MatterRef | None = Field(description="The matter that was shown, if one was.")
    chosen: MatterRef | None = Field(description="The matter the applicant took instead.")
    candidates: list[NearMatter]
    park_id: str | None
    edition_id: str
    state: State
    decided_by: str | None
    decided_at: datetime | None
    done: dict[str, Any] | None = Field(
        description="Where which text was added, or why it was dismissed.",
        examples=[
            {
                "as": "phrasing",
                "kind": "matter",
                "target_id": "food-business-permit",
                "name": "食品经营许可",
                "text": "想在厂里弄个小卖部",
            },
        ],
    )


class ReviewList(BaseModel):
    """A page of the list, most asked first; `total` counts all pages."""

    items: list[ReviewItemOut]
    total: int


class AcceptRequest(BaseModel):
    """What the question means: a matter, or somebody else's business."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"matter_id": "food-business-permit", "as": "phrasing"}],
        }
    )

    matter_id: MatterId | None = None
    referral_id: MatterId | None = None
    as_: Literal["phrasing", "alias"] = Field(
        "phrasing",
        alias="as",
        description="`alias`: another name that means this matter and no other. "
        "A referral takes phrasings only.",
    )
    text: Annotated[Line, Field(max_length=TEXT_LENGTH)] | None = Field(
        None, description="Other words, instead of those that were asked."
    )

    @field_validator("text")
    @classmethod
    def plain(cls, value: str | None) -> str | None:
        """Refuse markup and what is personal: the data is public."""
        if value and (fault := _fault_of(value)):
            raise ValueError(fault)
        return value

    @model_validator(mode="after")
    def one_target(self) -> Self:
        """Exactly one of matter and referral, and an alias of a matter only."""
        if (self.matter_id is None) == (self.referral_id is None):
            raise ValueError("请选一个事项，或者一个转介去向")
        if self.referral_id is not None and self.as_ == "alias":
            raise ValueError("转介去向没有别名，请作为说法收录")
        return self

    def lesson(self, asked: str) -> Lesson:
        """What is to be taught. Raises a `Problem`: the words asked are not fit for it."""
        text = self.text or asked
        if fault := _fault_of(text):
            raise Problem(422, f"{fault}。")
        if self.as_ == "alias" and len(text) > LONGEST_ALIAS:
            raise Problem(422, TOO_LONG.format(most=LONGEST_ALIAS))
        kind: Kind = self.as_ if self.referral_id is None else "referral"
        return Lesson(text, kind, self.matter_id or self.referral_id or "")


class DismissRequest(BaseModel):
    """Why nothing is made of it."""

    reason: Annotated[Line, Field(max_length=TEXT_LENGTH, examples=["不是办事的问题"])] | None = (
        None
    )


class Accepted(BaseModel):
    """The item as it is now, and what happened, in Chinese."""

    item: ReviewItemOut
    message: str = Field(examples=["已收录到「食品经营许可」的说法，现在这样问会直接答到它。"])


class TargetOut(BaseModel):
    """A matter or a referral that a question may belong to."""

    kind: Literal["matter", "referral"]
    target_id: str = Field(examples=["food-business-permit"])
    name: str = Field(examples=["食品经营许可"])


class TargetList(BaseModel):
    """What fits the words looked for, best first."""

    items: list[TargetOut]
    total: int


def shown(kb: KnowledgeBase, item: ReviewItem) -> ReviewItemOut:
    """An item with the names of the matters it speaks of."""
    return ReviewItemOut.model_validate(
        {
            **vars(item),
            "answered": _matter(kb, item.answered_matter_id),
            "chosen": _matter(kb, item.chosen_matter_id),
            "candidates": [
                {**near, "name": _name(kb, near["matter_id"])} for near in item.candidates
            ],
        }
    )


def _matter(kb: KnowledgeBase, matter_id: str | None) -> dict[str, str] | None:
    return {"matter_id": matter_id, "name": _name(kb, matter_id)} if matter_id else None


def _name(kb: KnowledgeBase, matter_id: str) -> str:
    return kb.matters[matter_id].name if matter_id in kb.matters else matter_id


def _fault_of(text: str) -> str | None:
    """Why a text cannot stand in the data, if it cannot."""
    if MARKUP.search(text):
        return NO_MARKUP
    found = personal_in(text)
    return PERSONAL.format(found=found) if found is not None else None
