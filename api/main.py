"""Wires the service together: the only place where parts meet."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiohttp
import structlog
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool

import knowledge
from api import problems
from api.db.engine import make_engine, make_session_factory
from api.deps import Services, Shared, current_time
from api.headers import SafeHeaders
from api.routes import (
    assistance,
    bookings,
    chat,
    editions,
    explanations,
    groups,
    handoffs,
    health,
    holds,
    internal,
    journeys,
    matters,
    pages,
    parks,
    prechecks,
    ratings,
    review,
    slots,
    staff,
    staff_bookings,
    staff_days,
    waiting_list,
)
from api.routes import (
    knowledge as knowledge_route,
)
from api.services import dates, upkeep
from api.services.background import Background
from api.services.booking.bookings import Bookings
from api.services.booking.displacing import HallDayChanges
from api.services.booking.groups import Groups
from api.services.booking.hall_days import HallDays
from api.services.booking.holds import Holds
from api.services.booking.requests import forget_old_keys
from api.services.booking.slots import Slots
from api.services.booking.waiting_list import WaitingList
from api.services.bot import Bot
from api.services.chat import Gateway, Turns
from api.services.conversations import Conversations
from api.services.events import Events
from api.services.guide import Guide
from api.services.intake.assistance import Assistance
from api.services.intake.handoffs import Handoffs
from api.services.intake.opening import Intakes
from api.services.intake.prechecks import Prechecks
from api.services.intake.ratings import Ratings
from api.services.learning import Learning
from api.services.noticing import Noise
from api.services.reviews import Reviews
from api.services.stream import Stream
from api.settings import Settings, get_settings
from knowledge import KnowledgeBase, talk
from knowledge.encoder.opening import open_encoder
from knowledge.index import builder
from knowledge.search import Searcher

log = structlog.get_logger()

API_PREFIX = "/api/v1"
RESOURCES = (
    health,
    parks,
    matters,
    editions,
    journeys,
    chat,
    slots,
    holds,
    bookings,
    groups,
    waiting_list,
    prechecks,
    assistance,
    handoffs,
    ratings,
    staff,
    staff_bookings,
    staff_days,
    review,
    knowledge_route,
    explanations,
    internal,
)


def open_knowledge(settings: Settings, rebuild: bool = False) -> tuple[KnowledgeBase, Searcher]:
    """Load the knowledge and open its index.

    Args:
        rebuild: build the index anew first, if anything it rests on has changed.

    Raises:
        knowledge.KnowledgeError: the data has faults; nothing is served from it.
        knowledge.search.IndexMismatch: the index was built from other data.
    """
    kb = knowledge.load(settings.knowledge_dir)
    encoder = open_encoder()
    if rebuild:
        builder.build(
            kb, encoder, settings.index_dir, say=lambda line: log.info("index", note=line)
        )
    return kb, Searcher.open(kb, settings.index_dir, encoder)


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
    for resource in RESOURCES:
        app.include_router(resource.router, prefix=API_PREFIX)
    app.include_router(pages.router)
    app.mount("/web", StaticFiles(directory=pages.WEB), name="web")
    return app


def open_shared(settings: Settings, http: aiohttp.ClientSession) -> Shared:
    """What stays the same when another edition of the knowledge goes into service."""
    engine = make_engine(settings.database_url)
    bot = Bot(
        http,
        settings.rasa_url,
        settings.actions_url,
        settings.service_token.get_secret_value(),
        settings.bot_timeout_s,
    )
    sessions = make_session_factory(engine)
    return Shared(settings, engine, sessions, bot, Stream(), Turns(), Background())


def duties(services: Callable[[], Services]) -> dict[str, upkeep.Duty]:
    """What is to be done regularly, by what it is called.

    Args:
        services: gives those in service now; to hold on to any would keep their edition in memory.
    """
    return {
        "delete expired conversations": upkeep.Duty(
            lambda: services().conversations.forget_expired()
        ),
        "delete expired review items": upkeep.Duty(lambda: services().reviews.forget_expired()),
        "delete old idempotency keys": upkeep.Duty(
            lambda: forget_old_keys(services().shared.sessions, current_time())
        ),
        "give back held seats": upkeep.Duty(
            lambda: services().holds.expire_due(current_time()), every_s=30
        ),
        "see to visits whose day has changed": upkeep.Duty(
            lambda: services().hall_day_changes.follow(current_time())
        ),
        "offer seats to those who wait": upkeep.Duty(
            lambda: services().waiting_list.offer_due(current_time()), every_s=60
        ),
    }


def wire(shared: Shared, kb: KnowledgeBase, searcher: Searcher) -> Services:
    """Put the parts together around one knowledge base and its index."""
    sessions = shared.sessions
    guide = Guide(kb, searcher)

    def edition_id() -> str:
        return kb.edition.id

    conversations = Conversations(sessions, edition_id, shared.settings.conversation_days)
    events = Events()
    hall_days = HallDays(kb, sessions)
    slots = Slots(kb, hall_days, sessions)
    intakes = Intakes(kb)
    waiting = WaitingList(sessions, kb, slots, intakes, events)
    bookings = Bookings(sessions, slots, intakes, events, waiting.offer_freed)
    handoffs = Handoffs(sessions, kb, hall_days)
    reviews = Reviews(sessions)
    noise = Noise(talk.load(), [cue for topic in kb.topics.values() for cue in topic.cues])
    learning = Learning(kb, conversations, reviews, shared.background, noise)
    return Services(
        shared=shared,
        kb=kb,
        guide=guide,
        conversations=conversations,
        gateway=Gateway(
            conversations, shared.bot, guide, handoffs, shared.stream, shared.turns, learning
        ),
        slots=slots,
        bookings=bookings,
        holds=Holds(sessions, slots, waiting.offer_freed),
        groups=Groups(sessions, slots, bookings),
        waiting_list=waiting,
        hall_days=hall_days,
        hall_day_changes=HallDayChanges(sessions, kb, hall_days, slots, events),
        handoffs=handoffs,
        assistance=Assistance(sessions),
        prechecks=Prechecks(sessions, kb),
        ratings=Ratings(sessions),
        reviews=reviews,
        noise=noise,
    )
