"""The queue as the rest of the application has it."""

from dataclasses import dataclass

from api.db.engine import SessionFactory
from api.services.days.calendar import Calendar
from api.services.events import Events
from api.services.queue.board import Boards
from api.services.queue.calling import Calling, TellSoon, tell_nobody
from api.services.queue.closing import Closing
from api.services.queue.presence import Presence
from api.services.queue.steps import Steps
from api.services.queue.tickets import Nearest, Tickets
from knowledge import KnowledgeBase


@dataclass(frozen=True)
class Queue:
    """All that can be done with the queue of a hall."""

    tickets: Tickets
    calling: Calling
    boards: Boards
    closing: Closing
    presence: Presence

    @classmethod
    def open(
        cls,
        sessions: SessionFactory,
        kb: KnowledgeBase,
        calendar: Calendar,
        events: Events,
        nearest: Nearest,
        soon: TellSoon = tell_nobody,
    ) -> "Queue":
        """Put its parts together.

        Args:
            events: are told of check-ins, of who was served and who was missed.
            nearest: finds a time to book for whom the day is too full for.
            soon: tells somebody that their turn is near.
        """
        steps = Steps(events)
        return cls(
            Tickets(sessions, kb, calendar, steps, nearest),
            Calling(sessions, kb, calendar, steps, soon),
            Boards(sessions, kb, calendar),
            Closing(sessions, kb, calendar, steps, events),
            Presence(sessions, kb),
        )
