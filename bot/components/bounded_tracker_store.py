"""Keeps of each conversation only what the next turn needs, so that a long one stays fast."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.tracker_rows import TrackerRows

DEFAULT_URL = "sqlite:///var/bot/tracker.db"
KEPT_SECONDS = 24 * 3600
NOT_KEPT = (SlotSet, BotUttered)


class BoundedTrackerStore(TrackerStore):
    """A tracker store whose rows do not grow with the conversation.

    Rasa replays, stores and sends to the action server every event a tracker ever had, each turn.
    Here a row holds the slots and the events since the last pause (`action_listen`), which is all
    that rules and our policy look at. Rows are encrypted: a booking draft holds a name and a
    phone number. A conversation that was restarted and said nothing since has no row.

    Args:
        domain: the model's domain.
        host: database URL; default the environment's `GUIDE_TRACKER_URL`, else a file in var/.
        secret: default the environment's `GUIDE_SECRET_KEY`.
        event_broker: not used, nothing is streamed.
    """

    def __init__(
        self,
        domain: Domain | None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        secret: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        url = host or os.environ.get("GUIDE_TRACKER_URL") or DEFAULT_URL
        self._rows = TrackerRows(url, secret or os.environ.get("GUIDE_SECRET_KEY", ""))

    async def create_tracker(
        self, sender_id: str, append_action_listen: bool = True
    ) -> DialogueStateTracker:
        """A new conversation; it gets its row with its first message."""
        self._rows.delete_older_than(KEPT_SECONDS)
        tracker: DialogueStateTracker = self.init_tracker(sender_id)
        if append_action_listen:
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the slots and the last turn; forget a conversation that has just been restarted."""
        last_turn = _last_turn(tracker.applied_events())
        if not last_turn:
            self._rows.delete(tracker.sender_id)
            return
        slots = {
            name: value
            for name, value in tracker.current_slot_values().items()
            if value is not None
        }
        events = [event.as_dict() for event in last_turn]
        self._rows.write(tracker.sender_id, {"slots": slots, "events": events})

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation as of its last turn, or None when it isn't known."""
        state = self._rows.read(sender_id)
        if state is None:
            return None
        known = {slot.name for slot in self.domain.slots}
        before: list[Event] = [
            SlotSet(name, value) for name, value in state["slots"].items() if name in known
        ]
        events = [Event.from_parameters(event) for event in state["events"]]
        return DialogueStateTracker.from_events(
            sender_id,
            [*before, ActionExecuted(ACTION_LISTEN_NAME), *(event for event in events if event)],
            self.domain.slots,
        )

    async def keys(self) -> Iterable[str]:
        """The conversations kept."""
        return self._rows.sender_ids()


def _last_turn(events: list[Event]) -> list[Event]:
    """The last message and the actions that followed.

    Slots are left out, their end state is kept apart; so are the bot's own words and cards.
    """
    start = next(
        (i for i in reversed(range(len(events))) if isinstance(events[i], UserUttered)), None
    )
    if start is None:
        return []
    return [event for event in events[start:] if not isinstance(event, NOT_KEPT)]
