"""Sends the messages that are due, each once, however many processes send."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select, update

from api.db.engine import SessionFactory
from api.db.notification import Notification
from api.services.days.night import by_day, is_night
from api.services.notifications.notifications import EMPTY, FAILED, SENT, WAITING
from api.services.notifications.notifier import (
    Notifier,
    Outgoing,
    PermanentFailure,
    Recipient,
    TemporaryFailure,
)
from api.services.notifications.templates import Templates, WrongValues

log = structlog.get_logger()

BATCH = 10
"""Messages that are taken at a time."""
LEASE = timedelta(minutes=15)
"""How long a message that was taken is left alone: longer than sending a batch can last, so that it
is tried again only when whoever took it is gone."""
MOST_ATTEMPTS = 10
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=30)
"""Before the second attempt, and at most; each wait is twice the one before."""
LONGEST_ERROR = 200
TOO_LATE, NEVER_ENDED = "too late", "no attempt came to an end"


class Sender:
    """Hands messages over to whoever can deliver them.

    Args:
        notifiers: in the order in which they are tried. The next one is tried when one cannot reach
            somebody at all, and at the last attempt also when one does not work.
    """

    def __init__(
        self, sessions: SessionFactory, templates: Templates, notifiers: Sequence[Notifier]
    ) -> None:
        self._sessions = sessions
        self._templates = templates
        self._notifiers = notifiers

    def send_all_due(self, clock: Callable[[], datetime]) -> int:
        """Send until nothing more is due; returns how many messages were tried."""
        count = 0
        while tried := self.send_due(clock()):
            count += tried
        return count

    def send_due(self, now: datetime) -> int:
        """Send one batch of what is due; returns how many messages were tried.

        A message may reach somebody twice when the process ends between sending it and writing
        that down: better than not at all.
        """
        taken = self._take(now)
        for row in taken:
            self._send(row, now)
        return len(taken)

    def _take(self, now: datetime) -> list[Notification]:
        """Reserve a batch; nobody else tries these until the lease is over."""
        due = (
            select(Notification)
            .where(Notification.status == WAITING, Notification.next_try_at <= now)
            .order_by(Notification.next_try_at)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        )
        with self._sessions() as session, session.begin():
            return [row for row in session.scalars(due) if _reserve(row, now)]

    def _send(self, row: Notification, now: datetime) -> None:
        last = row.attempts >= MOST_ATTEMPTS
        try:
            provider = self._try_in_turn(self._outgoing(row), last)
        except PermanentFailure as failure:
            self._write(row, status=FAILED, next_try_at=now, error=_short(failure), **EMPTY)
        except TemporaryFailure as failure:
            later = now if last else _next_try(row, now)
            status = FAILED if last else WAITING
            self._write(row, status=status, next_try_at=later, error=_short(failure))
        else:
            self._write(row, status=SENT, sent_at=now, provider=provider, error=None, **EMPTY)

    def _outgoing(self, row: Notification) -> Outgoing:
        """Raises `PermanentFailure` when a newer release knows no such template."""
        assert row.recipient is not None
        assert row.values is not None
        values = json.loads(row.values)
        try:
            filled = self._templates.fill(row.template, values)
        except WrongValues as misfit:
            raise PermanentFailure("the template has changed") from misfit
        recipient = Recipient.from_json(row.recipient)
        return Outgoing(
            notification_id=row.notification_id,
            template=row.template,
            recipient=recipient,
            values=values,
            **vars(filled),
        )

    def _try_in_turn(self, outgoing: Outgoing, last: bool) -> str:
        """The name of the one that took it over.

        Raises:
            TemporaryFailure: one may work later, or might have if this were not the last attempt.
            PermanentFailure: none will ever.
        """
        reasons: list[str] = []
        failure: type[Exception] = PermanentFailure
        for notifier in self._notifiers:
            try:
                _hand_over(notifier, outgoing)
            except PermanentFailure as never:
                reasons.append(f"{notifier.name}: {never}")
            except TemporaryFailure as not_now:
                reasons.append(f"{notifier.name}: {not_now}")
                failure = TemporaryFailure
                if not last:
                    break
            else:
                return notifier.name
        raise failure("; ".join(reasons))

    def _write(self, row: Notification, **outcome: Any) -> None:
        """Write down what became of it, unless it was withdrawn or taken by others meanwhile."""
        mine = [
            Notification.notification_id == row.notification_id,
            Notification.attempts == row.attempts,
        ]
        if outcome["status"] != SENT:  # what was sent was sent
            mine.append(Notification.status == WAITING)
        with self._sessions() as session, session.begin():
            session.execute(
                update(Notification).where(*mine).values(**outcome),
                execution_options={"synchronize_session": False},
            )
        log.info(
            "a message was tried",
            notification_id=row.notification_id,
            template=row.template,
            attempts=row.attempts,
            status=outcome["status"],
            provider=outcome.get("provider"),
            error=outcome["error"],
        )


def _reserve(row: Notification, now: datetime) -> bool:
    """Reserve a message, or put off or give up one that must not be sent now."""
    if row.send_by is not None and row.send_by <= now:
        row.status, row.error = FAILED, TOO_LATE
        row.recipient = row.values = None
        return False
    if row.attempts >= MOST_ATTEMPTS:  # whoever took it the last time is gone
        row.status, row.error, row.next_try_at = FAILED, NEVER_ENDED, now
        return False
    if is_night(now) and not is_night(row.due_at):
        row.next_try_at = by_day(now)
        return False
    row.attempts += 1
    row.next_try_at, row.error = now + LEASE, None
    return True


def _hand_over(notifier: Notifier, outgoing: Outgoing) -> None:
    """Send it; whatever goes wrong unexpectedly is a temporary failure and stops no other."""
    try:
        notifier.send(outgoing)
    except (PermanentFailure, TemporaryFailure):
        raise
    except Exception as error:
        name = type(error).__name__
        log.error("a notifier failed unexpectedly", notifier=notifier.name, error=name)
        raise TemporaryFailure(name) from error


def _next_try(row: Notification, now: datetime) -> datetime:
    """When to try again after a failure: by day, unless it was due at night."""
    wait = min(FIRST_WAIT * 2 ** (row.attempts - 1), LONGEST_WAIT)
    return now + wait if is_night(row.due_at) else by_day(now + wait)


def _short(failure: Exception) -> str:
    return str(failure)[:LONGEST_ERROR]
