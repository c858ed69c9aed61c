"""The parks and their service halls."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.deps import ServicesDep
from api.problems import responses
from api.routes.params import ParkId

router = APIRouter(tags=["parks"])


class ParkItem(BaseModel):
    """One park."""

    park_id: str
    name: str
    short_name: str
    name_en: str = Field(description="What the park is called in English, with its Chinese name.")


class EditionOut(BaseModel):
    """The edition of the matter list in use; `sample` until the official one is imported."""

    id: str
    status: str


class ParkList(BaseModel):
    """All parks."""

    items: list[ParkItem]
    total: int
    edition: EditionOut


class HallList(BaseModel):
    """Service halls with their windows."""

    items: list[dict[str, Any]]
    total: int


@router.get("/parks")
def parks(services: ServicesDep) -> ParkList:
    """The parks the guide speaks for."""
    items = [
        ParkItem(
            park_id=park.park_id,
            name=park.name,
            short_name=park.short_name,
            name_en=services.guide.english.of(park.short_name) or park.name_en,
        )
        for park in services.kb.parks.values()
    ]
    edition = EditionOut(id=services.kb.edition.id, status=services.kb.edition.status)
    return ParkList(items=items, total=len(items), edition=edition)


@router.get("/halls", responses=responses(422))
def halls(services: ServicesDep, park_id: Annotated[ParkId | None, Query()] = None) -> HallList:
    """The service halls, of one park or of all, with the status of every fact about them."""
    items = [
        hall.model_dump(mode="json")
        for hall in services.kb.halls.values()
        if park_id in (None, hall.park_id)
    ]
    return HallList(items=items, total=len(items))
