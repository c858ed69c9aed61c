"""The review list: what the guide did not get right, and what the hall's staff makes of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import structlog
from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.db.review import ReviewItem
from api.deps import Now, Services, ServicesDep, StaffToken
from api.problems import Problem, responses
from api.routes.params import DrawnId, Offset, PageSize
from api.routes.reopening import reopening
from api.routes.review_models import (
    Accepted,
    AcceptRequest,
    DismissRequest,
    ReviewItemOut,
    ReviewList,
    TargetList,
    TargetOut,
    shown,
)
from api.services.anonymity import anonymous
from api.services.lessons import (
    Contradiction,
    Kind,
    Lesson,
    NotTakenBack,
    NotWritten,
    UnknownTarget,
    teach,
)
from api.services.reviews import AlreadySettled, State, UnknownItem, Why
from api.services.targets import Found, find_targets
from knowledge.additions import NotAddable
from knowledge.changes import Outdated
from knowledge.loader import DATA
from knowledge.search import Result

log = structlog.get_logger()

router = APIRouter(
    prefix="/staff/review", tags=["staff"], dependencies=[StaffToken], responses=responses(401)
)

GONE = "没有这条记录，可能已经过期删除，请刷新列表。"
SETTLED = {
    "accepted": "这条已经有人收录过了，请刷新列表。",
    "dismissed": "这条已经有人处理为不收录，请刷新列表。",
}
NO_TARGET = "没有这个事项或转介去向，请重新选择。"
NOT_TAUGHT = "没有收录，资料已经恢复原样，这条还在列表里。请按下面的提示处理后再试。"
NOT_WRITTEN = "资料文件写不进去，没有收录，这条还在列表里。请联系系统维护人员检查磁盘。"
NOT_TAKEN_BACK = "没有收录，资料也没能恢复原样，请联系系统维护人员检查 {files}。"
EDITED = "资料刚被别人改过，请刷新后再试。"
SAYS_NOTHING = "“{text}”没有说是什么事，收录后会答错别人的问题。请写明要办的事再收录。"
UNKNOWN_FORM = "资料文件写法特别，没法自动收录，请手工加到 knowledge/data/{file} 里。"
PLACES: dict[Kind, str] = {"phrasing": "说法", "alias": "别名", "referral": "例句"}


@router.get("", responses=responses(422))
def review_list(
    services: ServicesDep,
    state: Annotated[State, Query()] = "open",
    why: Annotated[Why | None, Query()] = None,
    limit: PageSize = 20,
    offset: Offset = 0,
) -> ReviewList:
    """Questions that nobody could route or whose answer was corrected, most asked first."""
    items, total = services.reviews.find(state, why, limit, offset)
    return ReviewList(items=[shown(services.kb, item) for item in items], total=total)


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
    item_id: DrawnId, decision: AcceptRequest, request: Request, services: ServicesDep, now: Now
) -> Accepted:
    """Teach the guide the question, at once: the next one who asks so is led there.

    The text is written into the data folder, the index is built anew and goes into service. When
    that fails, the data is as before and the item stays open.
    """
    async with reopening(services, NOT_TAUGHT):
        item = await run_in_threadpool(_open_item, services, item_id)
        lesson = decision.lesson(item.text)
        if services.noise.is_noise(lesson.text):
            raise Problem(422, SAYS_NOTHING.format(text=lesson.text))
        with _refusals(lesson):
            data = services.shared.settings.knowledge_dir or DATA
            reopen = request.app.state.reopen
            new = await run_in_threadpool(teach, data, lesson, services.kb, reopen)
        if new is not None:
            request.app.state.services = new
        current: Services = request.app.state.services
        target = Found.of(current.kb, lesson.kind, lesson.target_id)
        done = {"as": lesson.kind, **vars(target), "text": lesson.text}
        try:
            settled = await run_in_threadpool(services.reviews.accept, item_id, done, now)
        except UnknownItem as gone:
            raise Problem(404, GONE) from gone
    message = await run_in_threadpool(_told, current, lesson, target.name, new is None)
    return Accepted(item=shown(current.kb, settled), message=message)


@router.post("/{item_id}/dismiss", responses=responses(404, 409, 422))
def dismiss(
    item_id: DrawnId, decision: DismissRequest, services: ServicesDep, now: Now
) -> ReviewItemOut:
    """Make nothing of it. Asked again within half a year, it is counted but not shown anew."""
    try:
        reason = anonymous(decision.reason) if decision.reason else None
        item = services.reviews.dismiss(item_id, reason, now)
    except (UnknownItem, AlreadySettled) as settled:
        raise _refusal(settled) from settled
    return shown(services.kb, item)


@router.delete("/{item_id}", status_code=204, responses=responses(404, 422))
def delete(item_id: DrawnId, services: ServicesDep) -> Response:
    """Delete an item whatever its state; what it taught the guide stays taught."""
    try:
        services.reviews.delete(item_id)
    except UnknownItem as gone:
        raise Problem(404, GONE) from gone
    return Response(status_code=204)


@contextmanager
def _refusals(lesson: Lesson) -> Iterator[None]:
    """Why a lesson was not taken in, in words."""
    try:
        yield
    except UnknownTarget as unknown:
        raise Problem(422, NO_TARGET) from unknown
    except Contradiction as contradiction:
        raise Problem(409, str(contradiction)) from contradiction
    except NotAddable as strange:
        raise Problem(422, UNKNOWN_FORM.format(file=lesson.file)) from strange
    except Outdated as outdated:
        raise Problem(409, EDITED) from outdated
    except NotWritten as error:
        raise Problem(503, NOT_WRITTEN) from error
    except NotTakenBack as error:
        log.error(
            "a lesson is neither in service nor taken back", files=error.files, exc_info=error
        )
        raise Problem(503, NOT_TAKEN_BACK.format(files="、".join(error.files))) from error


def _open_item(services: Services, item_id: str) -> ReviewItem:
    try:
        return services.reviews.get_open(item_id)
    except (UnknownItem, AlreadySettled) as reason:
        raise _refusal(reason) from reason


def _refusal(reason: UnknownItem | AlreadySettled) -> Problem:
    if isinstance(reason, AlreadySettled):
        return Problem(409, SETTLED[reason.state])
    return Problem(404, GONE)


def _told(services: Services, lesson: Lesson, name: str, known: bool) -> str:
    """What happened, and what the guide now makes of the same words."""
    place = f"「{name}」的{PLACES[lesson.kind]}"
    done = f"{place}里已经有这句话" if known else f"已收录到{place}"
    return f"{done}，{_reached(services.guide.searcher.search(lesson.text), lesson.target_id)}"


def _reached(result: Result, target_id: str) -> str:
    """Whether the words now lead to a target."""
    if result.decision == "match" and result.candidates[0].matter_id == target_id:
        return "现在这样问会直接答到它。"
    if result.question and any(o.matter_id == target_id for o in result.question.options):
        return "现在这样问会先反问一句，选项里有它。"
    if result.referral and result.referral.referral_id == target_id:
        return "现在这样问会直接告诉申请人找谁。"
    return "不过现在这样问还找不到它，可以再收录一句更具体的说法。"
