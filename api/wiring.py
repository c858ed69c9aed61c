"""Puts the parts together around one edition of the knowledge: the only place where they meet."""

from datetime import datetime, timedelta

import aiohttp
import structlog

import knowledge
from api.db.engine import make_engine, make_session_factory
from api.deps import Services, Shared
from api.services.background import Background
from api.services.booking.bookings import Bookings
from api.services.booking.displacing import HallDayChanges
from api.services.booking.groups import Groups
from api.services.booking.hall_days import HallDays, LiveCalendar
from api.services.booking.holds import Holds
from api.services.booking.slots import Slots
from api.services.booking.waiting_list import WaitingList
from api.services.bot import Bot
from api.services.case_card import CaseCards
from api.services.chat import Gateway, Turns
from api.services.connectors import config
from api.services.connectors.delivery import Deliveries
from api.services.connectors.listener import Announcer
from api.services.connectors.outbox import Outbox
from api.services.conversations import Conversations
from api.services.english.guide import BilingualGuide
from api.services.erasure import Erasure
from api.services.events import Events
from api.services.intake.assistance import Assistance
from api.services.intake.commitments import Commitments
from api.services.intake.completing import Completing
from api.services.intake.courier import Couriers
from api.services.intake.gaps import Gaps
from api.services.intake.handoffs import Handoffs
from api.services.intake.opening import Intakes
from api.services.intake.prechecks import Prechecks
from api.services.learning import Learning
from api.services.limits.case import Cases
from api.services.limits.limits import Limits
from api.services.limits.supervision import Supervision
from api.services.limits.watch import Lead, Watch
from api.services.noticing import Noise
from api.services.notifications.listener import MessageListener, Messages
from api.services.notifications.notifications import Notifications
from api.services.notifications.opening import open_notifiers
from api.services.notifications.sending import Sender
from api.services.notifications.templates import Templates
from api.services.queue.service import Queue
from api.services.queue.steps import leave_queue
from api.services.ratings import Ratings
from api.services.reviews import Reviews
from api.services.statistics.demand import DemandCounter
from api.services.statistics.report import Statistics
from api.services.statistics.visits import VisitList
from api.services.statistics.weak_spots import WeakSpots
from api.services.stream import Stream
from api.settings import Settings
from knowledge import KnowledgeBase, talk
from knowledge import ratings as grading
from knowledge.encoder.opening import open_encoder
from knowledge.index import builder
from knowledge.search import Searcher

log = structlog.get_logger()


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
    templates = Templates.load(public_url=settings.public_url)
    return Shared(
        settings,
        engine,
        sessions,
        bot,
        Stream(),
        Turns(),
        Background(),
        templates,
        Notifications(sessions, templates),
        Sender(sessions, templates, open_notifiers(settings)),
        DemandCounter(sessions),
    )


def wire(shared: Shared, kb: KnowledgeBase, searcher: Searcher) -> Services:
    """Put the parts together around one knowledge base and its index."""
    sessions, settings = shared.sessions, shared.settings
    platforms = config.load(settings.connectors, kb, development=settings.env == "development")
    guide = BilingualGuide(kb, searcher)

    def edition_id() -> str:
        return kb.edition.id

    conversations = Conversations(sessions, edition_id, shared.settings.conversation_days)
    messages = Messages.of(kb, shared.templates, shared.notifications, shared.settings.staff_phone)
    events = Events(leave_queue, MessageListener(messages), Announcer(platforms, kb))
    hall_days = HallDays(kb, sessions)
    calendar = LiveCalendar(hall_days.calendar)
    slots = Slots(kb, hall_days, sessions)
    commitments = Commitments(kb)
    couriers = Couriers(sessions, settings.courier_days, messages.cases.courier_sent)
    intakes = Intakes(kb, Completing(kb, commitments, couriers))
    waiting = WaitingList(sessions, kb, slots, intakes, events)
    bookings = Bookings(sessions, slots, intakes, events, waiting.offer_freed)
    holds = Holds(sessions, slots, waiting.offer_freed)
    handoffs = Handoffs(sessions, kb, calendar, messages.cases.call_back)
    gaps = Gaps(sessions, events, settings.gap_days, messages.cases.gap)
    lead = Lead(settings.limit_warning_days, settings.limit_warning_share)

    def nearest(matter_id: str, park_id: str, now: datetime) -> datetime | None:
        free = slots.nearest_free(matter_id, park_id, now, now)
        return free[0].start if free else None

    reviews = Reviews(sessions)
    noise = Noise(talk.load(), [cue for topic in kb.topics.values() for cue in topic.cues])
    learning = Learning(kb, conversations, reviews, shared.background, noise)
    scale = grading.load()
    counted = Statistics(sessions, kb, scale.bad_up_to)
    return Services(
        shared=shared,
        kb=kb,
        guide=guide,
        conversations=conversations,
        gateway=Gateway(
            conversations,
            shared.bot,
            guide,
            handoffs,
            holds,
            shared.stream,
            shared.turns,
            learning,
            shared.demand,
        ),
        slots=slots,
        bookings=bookings,
        holds=holds,
        groups=Groups(sessions, slots, bookings),
        waiting_list=waiting,
        hall_days=hall_days,
        hall_day_changes=HallDayChanges(sessions, kb, hall_days, slots, events),
        queue=Queue.open(sessions, kb, calendar, events, nearest, messages.visits.soon_called),
        handoffs=handoffs,
        assistance=Assistance(sessions, kb, calendar),
        case_cards=CaseCards(sessions, kb),
        prechecks=Prechecks(sessions, kb, settings.gap_days),
        commitments=commitments,
        gaps=gaps,
        limits=Limits(sessions, kb, events, gaps),
        watch=Watch(sessions, messages.cases.limit_warning, lead),
        supervision=Supervision(sessions),
        cases=Cases(sessions, kb),
        couriers=couriers,
        erasure=Erasure(sessions, settings.intake_days),
        ratings=Ratings(sessions, scale),
        reviews=reviews,
        noise=noise,
        messages=messages,
        statistics=counted,
        weak_spots=WeakSpots(sessions, kb, counted),
        visit_lists=VisitList(sessions, kb),
        outbox=Outbox(sessions, platforms, timedelta(days=settings.delivered_event_days)),
        deliveries=Deliveries(sessions, platforms),
    )
