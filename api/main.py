"""The application: its routes, and what is opened and closed with it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiohttp
import structlog
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool

from api import problems
from api.duties import duties
from api.forgetting import Forgetting
from api.headers import SafeHeaders
from api.routes import (
    assistance,
    bookings,
    chat,
    connectors,
    deliveries,
    editions,
    explanations,
    groups,
    handoffs,
    health,
    holds,
    internal,
    internal_prechecks,
    journey_moves,
    journeys,
    limits,
    matters,
    notices,
    notifications,
    page_codes,
    pages,
    parks,
    prechecks,
    queue,
    rating_replies,
    ratings,
    review,
    slots,
    staff,
    staff_bookings,
    staff_days,
    staff_queue,
    statistics,
    visit_lists,
    waiting_list,
)
from api.routes import (
    knowledge as knowledge_route,
)
from api.services import dates, upkeep
from api.settings import Settings, get_settings
from api.wiring import open_knowledge, open_shared, wire
from knowledge import KnowledgeBase
from knowledge.search import Searcher

log = structlog.get_logger()

API_PREFIX = "/api/v1"
RESOURCES = (
    health,
    parks,
    matters,
    notices,
    page_codes,
    editions,
    journeys,
    chat,
    slots,
    holds,
    bookings,
    groups,
    waiting_list,
    queue,
    prechecks,
    assistance,
    handoffs,
    ratings,
    staff,
    staff_bookings,
    staff_days,
    limits,
    deliveries,
    staff_queue,
    review,
    notifications,
    rating_replies,
    statistics,
    visit_lists,
    connectors,
    knowledge_route,
    explanations,
    internal,
    internal_prechecks,
    journey_moves,
)


def create_app(
    settings: Settings | None = None,
    opening: Callable[[Settings], tuple[KnowledgeBase, Searcher]] = open_knowledge,
) -> FastAPI:
    """The application. Nothing is opened until it starts.

    Args:
        opening: opens the knowledge when it starts.
    """
    settings = settings or get_settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with aiohttp.ClientSession() as http:
            shared = open_shared(settings, http)
            app.state.services = wire(shared, *await run_in_threadpool(opening, settings))
            app.state.reopen = lambda: wire(shared, *open_knowledge(settings, rebuild=True))
            await run_in_threadpool(dates.warm_up)  # now, not under the first applicant
            async with upkeep.running(duties(lambda: app.state.services)):
                yield
            await run_in_threadpool(shared.background.close)
            await run_in_threadpool(shared.demand.close)
            shared.engine.dispose()

    app = FastAPI(
        title="园区政务服务智能导办",
        version="1.0.0",
        description="Leads applicants to the right matter, delegation mode, materials and window, "
        "and books the visit.",
        lifespan=lifespan,
        docs_url="/docs",
        openapi_url="/openapi.json",
    )
    problems.install(app)
    app.add_middleware(SafeHeaders)
    app.add_middleware(Forgetting)
    for resource in RESOURCES:
        app.include_router(resource.router, prefix=API_PREFIX)
    app.include_router(pages.router)
    app.mount("/web", StaticFiles(directory=pages.WEB), name="web")
    return app
