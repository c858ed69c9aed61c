"""The review list: what the guide did not get right, and what the hall's staff makes of it."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from starlette.concurrency import run_in_threadpool

from api.db.review import TEXT_LENGTH, ReviewItem
from api.deps import Now, Services, ServicesDep, StaffToken
from api.problems import Problem, responses
from api.routes.params import MatterId
from api.routes.persons import MARKUP, Line
from api.routes.reopening import reopening
from api.services.anonymity import is_anonymous
from api.services.lessons import Contradiction, Kind, Lesson, UnknownTarget, teach
from api.services.reviews import AlreadySettled, State, UnknownItem, Why
from api.services.targets import Found, find_targets
from knowledge import KnowledgeBase
from knowledge.additions import NotAddable
from knowledge.loader import DATA
from knowledge.search import Result

router = APIRouter(
    prefix="/staff/review", tags=["staff"], dependencies=[StaffToken], responses=responses(401)
)

GONE = "没有这条记录，可能已经过期删除，请刷新列表。"
SETTLED = {
    "accepted": "这条已经有人收录过了，请刷新列表。",
    "dismissed": "这条已经有人处理为不收录，请刷新列表。",
}
NO_TARGET = "没有这个事项或转介去向，请重新选择。"
NOT_TAUGHT = "没有加入，资料已经恢复原样，这条还在列表里。请按下面的提示处理后再试。"
NOT_WRITTEN = "资料文件写不进去，没有加入，这条还在列表里。请联系系统维护人员检查磁盘。"
UNKNOWN_FORM = "这个事项的资料文件写法特别，没法自动加入，请手工加到 knowledge/data 里。"
PERSONAL = "里面有个人信息或它的替代字样（如〔姓名〕），请改写成一般的问法后再加入"
NO_MARKUP = "不能含有 < 或 >，请改写成平常的问法"
LONGEST_ALIAS = 30
LAST_PAGE = 100_000

ItemId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


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
            {"as": "phrasing", "target_id": "food-business-permit", "text": "厂里弄小卖部"},
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
            raise ValueError("转介去向没有别名，请作为说法加入")
        return self

    def lesson(self, asked: str) -> Lesson:
        """What is to be taught. Raises a `Problem`: the words asked are not fit for it."""
        text = self.text or asked
        if fault := _fault_of(text):
            raise Problem(422, f"text：{fault}。")
        if self.as_ == "alias" and len(text) > LONGEST_ALIAS:
            raise Problem(
                422, f"text：别名是事项的叫法，请缩短到 {LONGEST_ALIAS} 字以内，或者作为说法加入。"
            )
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
    message: str = Field(examples=["已加入「食品经营许可」的说法，现在这样问会直接答到这个事项。"])


class TargetOut(BaseModel):
    """A matter or a referral that a question may belong to."""

    kind: Literal["matter", "referral"]
    target_id: str = Field(examples=["food-business-permit"])
    name: str = Field(examples=["食品经营许可"])


class TargetList(BaseModel):
    """What fits the words looked for, best first."""

    items: list[TargetOut]
    total: int


@router.get("", responses=responses(422))
def review_list(
    services: ServicesDep,
    state: Annotated[State, Query()] = "open",
    why: Annotated[Why | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    offset: Annotated[int, Query(ge=0, le=LAST_PAGE)] = 0,
) -> ReviewList:
    """Questions that nobody could route or whose answer was corrected, most asked first."""
    items, total = services.reviews.find(state, why, limit, offset)
    return ReviewList(items=[_shown(services.kb, item) for item in items], total=total)


@router.get("/targets", responses=responses(422))
def targets(
    services: ServicesDep, q: Annotated[str, Query(min_length=1, max_length=100)]
) -> TargetList:
    """Matters and referrals that some words may mean, to choose one from."""
    found = find_targets(services.kb, services.guide.searcher, q)
    items = [TargetOut.model_validate(vars(target)) for target in found]
    return TargetList(items=items, total=len(items))


@router.post("/{item_id}/accept", responses=responses(404, 409, 422, 503))
async def accept(
    item_id: ItemId, decision: AcceptRequest, request: Request, services: ServicesDep, now: Now
) -> Accepted:
    """Teach the guide the question, at once: the next one who asks so is led there.

    The text is written into the data folder, the index is built anew and goes into service. When
    that fails, the data is as before and the item stays open.
    """
    async with reopening(services, NOT_TAUGHT):
        item = await run_in_threadpool(_open_item, services, item_id)
        lesson = decision.lesson(item.text)
        data = services.shared.settings.knowledge_dir or DATA
        try:
            new = await run_in_threadpool(teach, data, lesson, request.app.state.reopen)
        except UnknownTarget as unknown:
            raise Problem(422, NO_TARGET) from unknown
        except Contradiction as contradiction:
            raise Problem(409, str(contradiction)) from contradiction
        except NotAddable as strange:
            raise Problem(422, UNKNOWN_FORM) from strange
        except OSError as error:
            raise Problem(503, NOT_WRITTEN) from error
        if new is not None:
            request.app.state.services = new
    current: Services = request.app.state.services
    done = {"as": lesson.kind, "target_id": lesson.target_id, "text": lesson.text}
    try:
        settled = await run_in_threadpool(services.reviews.accept, item_id, done, now)
    except UnknownItem as gone:
        raise Problem(404, GONE) from gone
    message = await run_in_threadpool(_told, current, lesson, new is None)
    return Accepted(item=_shown(current.kb, settled), message=message)


@router.post("/{item_id}/dismiss", responses=responses(404, 409, 422))
def dismiss(
    item_id: ItemId, decision: DismissRequest, services: ServicesDep, now: Now
) -> ReviewItemOut:
    """Make nothing of it. Asked again within half a year, it is counted but not shown anew."""
    try:
        item = services.reviews.dismiss(item_id, decision.reason, now)
    except (UnknownItem, AlreadySettled) as reason:
        raise _refusal(reason) from reason
    return _shown(services.kb, item)


def _fault_of(text: str) -> str | None:
    """Why a text cannot stand in the data, if it cannot."""
    if MARKUP.search(text):
        return NO_MARKUP
    return None if is_anonymous(text) else PERSONAL


def _open_item(services: Services, item_id: str) -> ReviewItem:
    try:
        return services.reviews.get_open(item_id)
    except (UnknownItem, AlreadySettled) as reason:
        raise _refusal(reason) from reason


def _refusal(reason: UnknownItem | AlreadySettled) -> Problem:
    if isinstance(reason, AlreadySettled):
        return Problem(409, SETTLED[reason.state])
    return Problem(404, GONE)


def _told(services: Services, lesson: Lesson, known: bool) -> str:
    """What happened, and what the guide now makes of the same words."""
    target = Found.of(services.kb, lesson.kind, lesson.target_id)
    place = {"phrasing": "说法", "alias": "别名", "referral": "例句"}[lesson.kind]
    done = (
        f"「{target.name}」的{place}里已经有这句话"
        if known
        else f"已加入「{target.name}」的{place}"
    )
    return f"{done}，{_reached(services.guide.searcher.search(lesson.text), lesson.target_id)}"


def _reached(result: Result, target_id: str) -> str:
    """Whether the words now lead to a target."""
    if result.decision == "match" and result.candidates[0].matter_id == target_id:
        return "现在这样问会直接答到它。"
    if result.question and any(o.matter_id == target_id for o in result.question.options):
        return "现在这样问会先反问一句，选项里有它。"
    if result.referral and result.referral.referral_id == target_id:
        return "现在这样问会直接告诉申请人找谁。"
    return "但这样问还不会答到它，可以再加一句更具体的说法。"


def _shown(kb: KnowledgeBase, item: ReviewItem) -> ReviewItemOut:
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
