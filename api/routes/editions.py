"""The editions of the list of matters, and what changes from one to the next."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.deps import Services, ServicesDep
from api.problems import Problem, responses
from api.routes.params import DataId
from knowledge import Edition, edition_diff

router = APIRouter(prefix="/editions", tags=["matters"])


class EditionItem(BaseModel):
    """One edition: from when to when it holds, and how many matters it lists."""

    id: str
    title: str
    status: str
    effective_from: date
    effective_to: date | None
    matters: int


class EditionList(BaseModel):
    """All editions, the earliest first."""

    items: list[EditionItem]
    total: int


class ChangeOut(BaseModel):
    """One difference, for one matter in one park."""

    kind: Literal["added", "removed", "mode_changed", "window_changed"]
    matter_id: str
    name: str
    park_id: str
    before: str | None
    after: str | None


class DiffOut(BaseModel):
    """What is different under the later edition; `text` says the same for people."""

    earlier: str
    later: str
    from_day: date
    changes: list[ChangeOut]
    text: list[str]


@router.get("")
def list_editions(services: ServicesDep) -> EditionList:
    """The editions there are."""
    items = [
        EditionItem(
            id=edition.id,
            title=edition.title,
            status=edition.status,
            effective_from=edition.effective_from,
            effective_to=edition.effective_to,
            matters=len(edition.matters),
        )
        for edition in services.kb.editions
    ]
    return EditionList(items=items, total=len(items))


@router.get("/{edition_id}/diff", responses=responses(404, 422))
def compare(
    services: ServicesDep,
    edition_id: DataId,
    against: Annotated[
        str | None,
        Query(max_length=64, description="The edition to compare with; the one before if none."),
    ] = None,
) -> DiffOut:
    """What an edition changes."""
    later = _edition(services, edition_id)
    earlier = _before(services, later) if against is None else _edition(services, against)
    found = edition_diff.diff(services.kb, earlier, later)
    return DiffOut.model_validate(
        {**found.as_json(), "text": edition_diff.sentences(services.kb, found)}
    )


def _edition(services: Services, edition_id: str) -> Edition:
    for edition in services.kb.editions:
        if edition.id == edition_id:
            return edition
    raise Problem(404, f"没有编号为“{edition_id}”的清单版本，请先查看版本列表。")


def _before(services: Services, later: Edition) -> Edition:
    position = services.kb.editions.index(later)
    if position == 0:
        raise Problem(404, "这是最早的一版清单，没有更早的可以比较。")
    return services.kb.editions[position - 1]
