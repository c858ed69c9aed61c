"""How long conversations are kept."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from api.db.chat import Conversation
from api.db.engine import SessionFactory
from api.db.types import HALL_ZONE
from api.services.conversations import Conversations


@pytest.mark.parametrize(
    ("channel", "silent", "kept"),
    [
        ("widget", timedelta(days=29), True),
        ("widget", timedelta(days=31), False),
        ("kiosk", timedelta(minutes=50), True),
        ("kiosk", timedelta(minutes=70), False),
    ],
)
def test_a_conversation_on_the_kiosk_is_kept_for_an_hour_and_others_for_days(
    sessions: SessionFactory, channel: str, silent: timedelta, kept: bool
) -> None:
    conversations = Conversations(sessions, lambda: "edition", keep_days=30)
    conversations.open(channel, "gaoxin")
    with sessions() as session, session.begin():
        session.execute(update(Conversation).values(active_at=datetime.now(HALL_ZONE) - silent))
    assert (conversations.forget_expired() == 0) is kept
