"""Whether the service lives, and whether every part of it can be used."""

from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from api.deps import Services, ServicesDep

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The process is alive."""

    status: str = "ok"


class Readiness(BaseModel):
    """Each part's state and version; `ready` only when all are."""

    ready: bool
    parts: dict[str, dict[str, Any]]


@router.get("/health")
def health() -> Health:
    """Whether the process is alive."""
    return Health()


@router.get("/ready", responses={503: {"model": Readiness}})
async def ready(services: ServicesDep, response: Response) -> Readiness:
    """Whether all parts are usable."""
    edition = services.kb.edition
    parts: dict[str, dict[str, Any]] = {
        "knowledge": {
            "ready": True,
            "edition": edition.id,
            "status": edition.status,
            "matters": len(services.kb.matters),
        },
        "index": {"ready": True, "encoder": services.guide.searcher.encoder_id},
        "database": await run_in_threadpool(_database, services),
        "dialogue": {"ready": await services.shared.bot.is_ready()},
        "actions": {"ready": await services.shared.bot.has_actions()},
    }
    all_ready = all(part["ready"] for part in parts.values())
    response.status_code = 200 if all_ready else 503
    return Readiness(ready=all_ready, parts=parts)


def _database(services: Services) -> dict[str, Any]:
    try:
        with services.shared.engine.connect() as connection:
            revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except SQLAlchemyError:
        return {"ready": False}
    return {"ready": True, "kind": services.shared.engine.dialect.name, "schema": revision}
