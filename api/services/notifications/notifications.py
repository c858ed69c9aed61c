"""The messages that wait to be sent, and what became of the others."""

import json
import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, CursorResult, func, select, update
from sqlalchemy.orm import Session

from api.db.engine import SessionFactory, reading
from api.db.notification import Notification
from api.db.upsert import insert_for
from api.services import audit
from api.services.notifications.notifier import Recipient
from api.services.notifications.templates import Templates

Status = Literal["waiting", "sent", "failed", "withdrawn"]
WAITING: Status = "waiting"
SENT: Status = "sent"
FAILED: Status = "failed"
WITHDRAWN: Status = "withdrawn"
EMPTY: Mapping[str, None] = {"recipient": None, "values": None}
"""What is left of a person in a message that is over."""
KEEP_FAILED = timedelta(days=3)
"""How long a message that nobody could take over can be sent again."""


class UnknownNotification(Exception):
    """There is no such message."""


class NotRetryable(Exception):
    """The message cannot be sent again; the text says why and what to do, in Chinese."""


class Notifications:
    """The stored messages."""

    def __init__(self, sessions: SessionFactory, templates: Templates) -> None:
        self._sessions = sessions
        self._templates = templates

    def queue(
        self,
        session: Session,
        template: str,
        recipient: Recipient,
        values: Mapping[str, str],
        dedupe: str,
        due_at: datetime,
        *,
        now: datetime,
        booking_code: str | None = None,
        intake_id: str | None = None,
        send_by: datetime | None = None,
    ) -> bool:
        """Write down a message, in the transaction of what it tells of.

        Args:
            values: exactly those the template is made for.
            dedupe: the same for messages of which one is enough; at most 120 characters. A message
                that was withdrawn does not count.
            due_at: when to send it. One that is due by day is not sent at night, however late.
            send_by: after this moment it would only confuse, so it is given up.

        Returns:
            Whether it was written; False when there is one like it.

        Raises:
            WrongValues: the template is unknown, or is made for other values.
        """
        self._templates.check(template, values)
        session.flush()  # the rows it belongs to come first
        written = session.execute(
            insert_for(session, Notification)
            .values(
                notification_id=secrets.token_hex(16),
                template=template,
                recipient=recipient.to_json(),
                values=json.dumps(dict(values), ensure_ascii=False),
                dedupe=dedupe,
                booking_code=booking_code,
                intake_id=intake_id,
                status=WAITING,
                attempts=0,
                due_at=due_at,
                next_try_at=due_at,
                send_by=send_by,
                created_at=now,
            )
            .on_conflict_do_nothing(index_elements=[Notification.dedupe])
            .returning(Notification.notification_id)
        )
        return written.first() is not None

    def withdraw(
        self, session: Session, booking_code: str, templates: Collection[str] | None = None
    ) -> int:
        """Take back what waits to be sent about a visit; returns how many messages that were.

        Args:
            templates: only of these; None for all.
        """
        wanted = [Notification.booking_code == booking_code]
        if templates is not None:
            wanted.append(Notification.template.in_(templates))
        return _withdraw(session, *wanted)

    def find(
        self, status: Status | None, booking_code: str | None, limit: int, offset: int = 0
    ) -> tuple[Sequence[Notification], int]:
        """A page of the messages, the newest first; and how many there are in all."""
        wanted: list[ColumnElement[bool]] = []
        if status is not None:
            wanted.append(Notification.status == status)
        if booking_code is not None:
            wanted.append(Notification.booking_code == booking_code)
        order = (Notification.created_at.desc(), Notification.notification_id)
        with reading(self._sessions) as session:
            total = session.scalar(select(func.count()).select_from(Notification).where(*wanted))
            page = select(Notification).where(*wanted).order_by(*order)
            return session.scalars(page.limit(limit).offset(offset)).all(), total or 0

    def retry(self, notification_id: str, actor: str, now: datetime) -> Notification:
        """Have a message tried again now that failed; at night it waits for the morning.

        Raises:
            UnknownNotification: there is none.
            NotRetryable: it has not failed, comes too late, or its content is gone.
        """
        with self._sessions() as session, session.begin():
            row = session.get(Notification, notification_id, with_for_update=True)
            if row is None:
                raise UnknownNotification(notification_id)
            if refusal := _why_not(row, now):
                raise NotRetryable(refusal)
            before, row.status, row.attempts, row.next_try_at = row.status, WAITING, 0, now
            steps = {"before": before, "after": WAITING}
            audit.note(session, "notification", notification_id, "retried", actor, now, **steps)
        return row

    def empty_failed(self, now: datetime) -> int:
        """Empty the failed messages that nobody has tried again in time."""
        with self._sessions() as session, session.begin():
            return _change(
                session,
                [
                    Notification.status == FAILED,
                    Notification.recipient.is_not(None),
                    Notification.next_try_at <= now - KEEP_FAILED,
                ],
                EMPTY,
            )


def _withdraw(session: Session, *wanted: ColumnElement[bool]) -> int:
    """Their keys are given free, so that the same can be said another time."""
    key = Notification.dedupe + "#" + Notification.notification_id
    changes = {"status": WITHDRAWN, "dedupe": key, **EMPTY}
    return _change(session, [Notification.status == WAITING, *wanted], changes)


def _change(
    session: Session, wanted: Sequence[ColumnElement[bool]], changes: Mapping[str, Any]
) -> int:
    statement = update(Notification).where(*wanted).values(**changes)
    result = session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    return result.rowcount


def _why_not(row: Notification, now: datetime) -> str | None:
    """Why a message cannot be tried again now, in Chinese."""
    if row.status in {SENT, WITHDRAWN}:
        return "这条通知已经发出或撤回，不用重发，请刷新列表。"
    if row.status == WAITING and row.error is None:
        return "这条通知还没到发送时间，或者正在发送，请稍后刷新列表。"
    if row.recipient is None:
        return "这条通知的内容已经清除，不能重发，请直接打电话告诉申请人。"
    if row.send_by is not None and row.send_by <= now:
        return "这条通知已经过时，不能重发，请直接打电话告诉申请人。"
    return None
