"""What is kept of a conversation, for how long, and how."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    Restarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.bounded_tracker_store import KEPT_SECONDS, BoundedTrackerStore

SECRET = "a secret key that is only for tests"
DRAFT = {"name": "张三", "phone": "13812345678"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the rows are kept; its folder does not exist yet."""
    return tmp_path / "bot" / "tracker.db"


def open_store(domain: Domain, file: Path, secret: str = SECRET) -> BoundedTrackerStore:
    """The store as Rasa opens it at start."""
    return BoundedTrackerStore(domain, host=f"sqlite:///{file}", secret=secret)


@pytest.fixture
def store(domain: Domain, file: Path) -> BoundedTrackerStore:
    """An empty store."""
    return open_store(domain, file)


def take_turn(store: BoundedTrackerStore, text: str = "你好", **slots: Any) -> None:
    """One turn of a conversation, as Rasa's processor has it."""

    async def turn() -> None:
        tracker = await store.get_or_create_tracker("someone", append_action_listen=True)
        tracker.update(UserUttered(text, {"name": "greet"}))
        tracker.update(ActionExecuted("action_small_talk"))
        tracker.update(BotUttered("您好"))
        for name, value in slots.items():
            tracker.update(SlotSet(name, value))
        tracker.update(ActionExecuted("action_listen"))
        await store.save(tracker)

    asyncio.run(turn())


def kept(store: BoundedTrackerStore) -> DialogueStateTracker | None:
    """The conversation as the next turn meets it."""
    return asyncio.run(store.retrieve("someone"))


def found(store: BoundedTrackerStore) -> DialogueStateTracker:
    """The conversation, which must be there."""
    tracker = kept(store)
    assert tracker is not None
    return tracker


def test_slots_outlive_a_restart_of_the_bot(domain: Domain, file: Path) -> None:
    take_turn(open_store(domain, file), draft=DRAFT, expecting="booking.confirm")
    tracker = found(open_store(domain, file))
    assert tracker.get_slot("draft") == DRAFT
    assert tracker.get_slot("expecting") == "booking.confirm"


def test_the_last_message_is_known_and_the_bot_listens(store: BoundedTrackerStore) -> None:
    take_turn(store, "施工许可证")
    tracker = found(store)
    assert tracker.latest_message is not None
    assert tracker.latest_message.text == "施工许可证"
    assert tracker.latest_action_name == "action_listen"


def test_what_is_kept_does_not_grow(store: BoundedTrackerStore, file: Path) -> None:
    take_turn(store, expecting="booking.date")
    after_one = len(found(store).events)
    for _ in range(30):
        take_turn(store, expecting="booking.date")
    assert len(found(store).events) == after_one


def test_a_slot_that_was_cleared_stays_so(store: BoundedTrackerStore) -> None:
    take_turn(store, expecting="booking.date")
    take_turn(store, expecting=None)
    assert found(store).get_slot("expecting") is None


def test_false_and_zero_are_values(store: BoundedTrackerStore) -> None:
    take_turn(store, upset=False)
    assert found(store).get_slot("upset") is False


def test_a_slot_the_model_no_longer_has_is_dropped(domain: Domain, file: Path) -> None:
    take_turn(open_store(domain, file), draft=DRAFT)
    assert open_store(Domain.empty(), file)
    assert "draft" not in found(open_store(Domain.empty(), file)).slots


def test_no_personal_data_is_readable_in_the_file(store: BoundedTrackerStore, file: Path) -> None:
    take_turn(store, "我叫张三，13812345678", draft=DRAFT)
    content = b"".join(path.read_bytes() for path in file.parent.iterdir())
    assert b"13812345678" not in content
    assert "张三".encode() not in content
    assert b"\\u5f20" not in content


def test_rows_of_another_secret_are_not_read(domain: Domain, file: Path) -> None:
    take_turn(open_store(domain, file), draft=DRAFT)
    assert kept(open_store(domain, file, secret="another secret key, only for tests")) is None


@pytest.mark.parametrize("secret", ["", "short"])
def test_without_a_proper_secret_it_does_not_open(domain: Domain, file: Path, secret: str) -> None:
    with pytest.raises(ValueError, match="GUIDE_SECRET_KEY"):
        open_store(domain, file, secret or "x")


def test_a_restarted_conversation_leaves_no_row(store: BoundedTrackerStore, file: Path) -> None:
    take_turn(store, draft=DRAFT)
    tracker = found(store)
    tracker.update(Restarted())
    asyncio.run(store.save(tracker))
    assert kept(store) is None
    assert sqlite3.connect(file).execute("select count(*) from dialogue_state").fetchone() == (0,)


def test_silent_conversations_are_forgotten(store: BoundedTrackerStore, file: Path) -> None:
    take_turn(store, draft=DRAFT)
    long_ago = time.time() - KEPT_SECONDS - 60
    with sqlite3.connect(file) as connection:
        connection.execute("update dialogue_state set updated_at = ?", (long_ago,))
    asyncio.run(store.create_tracker("somebody else"))
    assert kept(store) is None
