"""What routes ask for: the opened services, and proof of who is calling."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import Engine

from api.db.engine import SessionFactory
from api.db.types import HALL_ZONE
from api.problems import Problem
from api.services.booking import Bookings
from api.services.bot import Bot
from api.services.calendar import Calendar
from api.services.chat import Gateway
from api.services.conversations import Conversations
from api.services.guide import Guide
from api.services.slots import Slots
from api.services.stream import Stream
from api.settings import Settings
from knowledge import KnowledgeBase


@dataclass(frozen=True)
class Services:
    """Everything the application opened at its start."""

    settings: Settings
    kb: KnowledgeBase
    guide: Guide
    engine: Engine
    sessions: SessionFactory
    bot: Bot
    conversations: Conversations
    stream: Stream
    gateway: Gateway
    calendar: Calendar
    slots: Slots
    bookings: Bookings


def get_services(request: Request) -> Services:
    """The running application's services."""
    services: Services = request.app.state.services
    return services


ServicesDep = Annotated[Services, Depends(get_services)]


def current_time() -> datetime:
    """The moment of the request, in the hall's zone."""
    return datetime.now(HALL_ZONE)


Now = Annotated[datetime, Depends(current_time)]


def require_service_token(
    services: ServicesDep, x_service_token: Annotated[str | None, Header()] = None
) -> None:
    """Only our own processes may pass."""
    expected = services.settings.service_token.get_secret_value()
    if not secrets.compare_digest((x_service_token or "").encode(), expected.encode()):
        raise Problem(401, "这个接口只供系统内部使用。")


ServiceToken = Depends(require_service_token)

_bearer = HTTPBearer(auto_error=False, description="The token given with the chat session.")


def conversation_token(
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> str:
    """The bearer token of a chat session, not yet checked against the session."""
    if credentials is None:
        raise Problem(401, "对话凭证缺失，请刷新页面重新开始。")
    return credentials.credentials


ConversationToken = Annotated[str, Depends(conversation_token)]
