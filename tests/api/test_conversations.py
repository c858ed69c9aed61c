"""How long conversations are kept."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from api.db.chat import Conversation
from api.db.engine import SessionFactory
from api.db.intake import Handoff
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


@pytest.mark.parametrize(("phone", "kept"), [("13907356611", True), (None, False)])
def test_a_call_that_was_promised_on_the_kiosk_is_not_forgotten_after_an_hour(
    sessions: SessionFactory, phone: str | None, kept: bool
) -> None:
    conversations = Conversations(sessions, lambda: "edition", keep_days=30)
    conversation_id, _ = conversations.open("kiosk", "gaoxin")
    now = datetime.now(HALL_ZONE)
    with sessions() as session, session.begin():
        session.execute(update(Conversation).values(active_at=now - timedelta(hours=20)))
        session.add(
            Handoff(
                handoff_id="0" * 32,
                conversation_id=conversation_id,
                status="waiting",
                created_at=now,
                phone=phone,
            )
        )
    assert (conversations.forget_expired() == 0) is kept
