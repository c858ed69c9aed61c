"""Wires the service together: the only place where parts meet."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiohttp
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool

import knowledge
from api import problems
from api.db.engine import make_engine, make_session_factory
from api.deps import Services
from api.routes import (
    assistance,
    bookings,
    chat,
    editions,
    handoffs,
    health,
    internal,
    matters,
    pages,
    parks,
    prechecks,
    ratings,
    slots,
    staff,
)
from api.services import dates, upkeep
from api.services.assistance import Assistance
from api.services.booking import Bookings
from api.services.bot import Bot
from api.services.calendar import Calendar
from api.services.chat import Gateway
from api.services.conversations import Conversations
from api.services.guide import Guide
from api.services.handoffs import Handoffs
from api.services.prechecks import Prechecks
from api.services.ratings import Ratings
from api.services.slots import Slots
from api.services.stream import Stream
from api.settings import Settings, get_settings
from knowledge import KnowledgeBase
from knowledge.search import Searcher

API_PREFIX = "/api/v1"
RESOURCES = (
    health,
    parks,
    matters,
    editions,
    chat,
    slots,
    bookings,
    prechecks,
    assistance,
    handoffs,
    ratings,
    staff,
    internal,
)


def open_services(settings: Settings, http: aiohttp.ClientSession) -> Services:
    """Load the knowledge, open the index and the database.

    Raises:
        knowledge.KnowledgeError: the data has faults; nothing is served from it.
        knowledge.search.IndexMismatch: the index was built from other data.
    """
    kb = knowledge.load(settings.knowledge_dir) if settings.knowledge_dir else knowledge.load()
    searcher = Searcher.open(kb, settings.index_dir)
    # The dictionaries load now, not under the first applicant.
    searcher.search("食品经营许可")
    dates.warm_up()
    return wire(settings, http, kb, searcher)


def create_app(
    settings: Settings | None = None,
    opening: Callable[[Settings, aiohttp.ClientSession], Services] = open_services,
) -> FastAPI:
    """The application. Nothing is opened until it starts.

    Args:
        opening: opens its services when it starts.
    """
    settings = settings or get_settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with aiohttp.ClientSession() as http:
            services = await run_in_threadpool(opening, settings, http)
            app.state.services = services
            async with upkeep.running(services.conversations):
                yield
            services.engine.dispose()

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
    for resource in RESOURCES:
        app.include_router(resource.router, prefix=API_PREFIX)
    app.include_router(pages.router)
    app.mount("/web", StaticFiles(directory=pages.WEB), name="web")
    return app


def wire(
    settings: Settings, http: aiohttp.ClientSession, kb: KnowledgeBase, searcher: Searcher
) -> Services:
    """Put the parts together around one knowledge base and its index."""
    guide = Guide(kb, searcher)
    engine = make_engine(settings.database_url)
    sessions = make_session_factory(engine)
    bot = Bot(
        http,
        settings.rasa_url,
        settings.actions_url,
        settings.service_token.get_secret_value(),
        settings.bot_timeout_s,
    )
    conversations = Conversations(sessions, kb.edition.id, settings.conversation_days)
    stream = Stream()
    calendar = Calendar(kb.calendar)
    slots = Slots(kb, calendar, sessions)
    handoffs = Handoffs(sessions, kb, calendar)
    return Services(
        settings=settings,
        kb=kb,
        guide=guide,
        engine=engine,
        sessions=sessions,
        bot=bot,
        conversations=conversations,
        stream=stream,
        gateway=Gateway(conversations, bot, guide, handoffs, stream),
        calendar=calendar,
        slots=slots,
        bookings=Bookings(sessions, slots, kb.edition.id),
        handoffs=handoffs,
        assistance=Assistance(sessions),
        prechecks=Prechecks(sessions, kb),
        ratings=Ratings(sessions),
    )
