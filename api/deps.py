"""What routes ask for: the opened services, and proof of who is calling."""

import asyncio
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import SecretStr
from sqlalchemy import Engine

from api.db.engine import SessionFactory
from api.db.types import HALL_ZONE
from api.problems import Problem
from api.services.background import Background
from api.services.booking.bookings import Bookings
from api.services.booking.displacing import HallDayChanges
from api.services.booking.groups import Groups
from api.services.booking.hall_days import HallDays
from api.services.booking.holds import Holds
from api.services.booking.slots import Slots
from api.services.booking.waiting_list import WaitingList
from api.services.bot import Bot
from api.services.case_card import CaseCards
from api.services.chat import Gateway, Turns
from api.services.connectors.delivery import Deliveries
from api.services.connectors.outbox import Outbox
from api.services.conversations import Conversations, UnknownConversation
from api.services.english.guide import BilingualGuide
from api.services.erasure import Erasure
from api.services.intake.assistance import Assistance
from api.services.intake.commitments import Commitments
from api.services.intake.courier import Couriers
from api.services.intake.gaps import Gaps
from api.services.intake.handoffs import Handoffs
from api.services.intake.prechecks import Prechecks
from api.services.limits.case import Cases
from api.services.limits.limits import Limits
from api.services.limits.supervision import Supervision
from api.services.limits.watch import Watch
from api.services.noticing import Noise
from api.services.notifications.listener import Messages
from api.services.notifications.notifications import Notifications
from api.services.notifications.sending import Sender
from api.services.notifications.templates import Templates
from api.services.queue.service import Queue
from api.services.ratings import Ratings
from api.services.reviews import Reviews
from api.services.statistics.demand import DemandCounter
from api.services.statistics.report import Statistics
from api.services.statistics.visits import VisitList
from api.services.statistics.weak_spots import WeakSpots
from api.services.stream import Stream
from api.settings import Settings
from knowledge import KnowledgeBase

UNPROVED = "对话凭证缺失，请刷新页面重新开始。"
LOST = "这段对话已经结束或不存在，请重新开始。"


@dataclass(frozen=True)
class Shared:
    """What the application opens once, whatever edition of the knowledge is in service."""

    settings: Settings
    engine: Engine
    sessions: SessionFactory
    bot: Bot
    stream: Stream
    turns: Turns
    background: Background
    templates: Templates
    notifications: Notifications
    sender: Sender
    demand: DemandCounter
    reloading: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass(frozen=True)
class Services:
    """Everything that answers from one edition of the knowledge; replaced as a whole."""

    shared: Shared
    kb: KnowledgeBase
    guide: BilingualGuide
    conversations: Conversations
    gateway: Gateway
    slots: Slots
    bookings: Bookings
    holds: Holds
    groups: Groups
    waiting_list: WaitingList
    hall_days: HallDays
    hall_day_changes: HallDayChanges
    queue: Queue
    handoffs: Handoffs
    case_cards: CaseCards
    assistance: Assistance
    prechecks: Prechecks
    commitments: Commitments
    gaps: Gaps
    limits: Limits
    watch: Watch
    supervision: Supervision
    cases: Cases
    couriers: Couriers
    erasure: Erasure
    ratings: Ratings
    reviews: Reviews
    noise: Noise
    messages: Messages
    statistics: Statistics
    weak_spots: WeakSpots
    visit_lists: VisitList
    outbox: Outbox
    deliveries: Deliveries


def get_services(request: Request) -> Services:
    """The running application's services."""
    services: Services = request.app.state.services
    return services


ServicesDep = Annotated[Services, Depends(get_services)]


def current_time() -> datetime:
    """The moment of the request, in the hall's zone."""
    return datetime.now(HALL_ZONE)


Now = Annotated[datetime, Depends(current_time)]


ServiceTokenHeader = Annotated[str | None, Header(alias="X-Service-Token")]


def require_service_token(services: ServicesDep, sent: ServiceTokenHeader = None) -> None:
    """Only our own processes may pass."""
    if not _is_same(sent, services.shared.settings.service_token):
        raise Problem(401, "这个接口只供系统内部使用。")


ServiceToken = Depends(require_service_token)

_session_bearer = HTTPBearer(
    auto_error=False,
    scheme_name="ChatSession",
    description="The token given with the chat session.",
)
SessionBearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_session_bearer)]
_staff_bearer = HTTPBearer(
    auto_error=False, scheme_name="Staff", description="The staff token of this installation."
)


StaffBearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_staff_bearer)]


def sent_by_staff(services: ServicesDep, credentials: StaffBearer) -> bool:
    """Whether the hall's staff, or a kiosk they have set up, sent this."""
    sent = credentials.credentials if credentials else None
    return _is_same(sent, services.shared.settings.staff_token)


SentByStaff = Annotated[bool, Depends(sent_by_staff)]


def require_staff_token(services: ServicesDep, credentials: StaffBearer) -> None:
    """Only the hall's staff may pass."""
    if not sent_by_staff(services, credentials):
        raise Problem(401, "请先以工作人员身份登录。")


StaffToken = Depends(require_staff_token)


def staff_member(
    number: Annotated[
        str | None,
        Header(
            alias="X-Staff-Number",
            pattern=r"^[\w.-]{1,32}$",
            description="Who of the staff does this (工号); kept in the audit trail.",
        ),
    ] = None,
) -> str:
    """Whom the audit trail names for what the hall's staff do."""
    return f"staff:{number}" if number else "staff"


StaffMember = Annotated[str, Depends(staff_member)]


def _is_same(sent: str | None, expected: SecretStr) -> bool:
    """Whether the secret was sent; none is never the same as none."""
    return bool(sent) and secrets.compare_digest(
        (sent or "").encode(), expected.get_secret_value().encode()
    )


def conversation_token(credentials: SessionBearer) -> str:
    """The bearer token of a chat session, not yet checked against the session."""
    if credentials is None:
        raise Problem(401, UNPROVED)
    return credentials.credentials


ConversationToken = Annotated[str, Depends(conversation_token)]


class Caller:
    """Whoever sends a request on behalf of a conversation: its applicant, or our own bot."""

    def __init__(
        self, services: ServicesDep, credentials: SessionBearer, sent: ServiceTokenHeader = None
    ) -> None:
        self._services = services
        self._credentials = credentials
        self._is_ours = _is_same(sent, services.shared.settings.service_token)

    def prove_for(self, session_id: str) -> None:
        """Refuse whoever is neither. Raises a `Problem` (401, 404)."""
        if self._is_ours:
            return
        if self._credentials is None:
            raise Problem(401, UNPROVED)
        try:
            self._services.conversations.get(session_id, self._credentials.credentials)
        except UnknownConversation as unknown:
            raise Problem(404, LOST) from unknown


CallerDep = Annotated[Caller, Depends()]
