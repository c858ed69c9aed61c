"""The life of an intake: which step may follow which, each written into the audit trail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.db.intake import Intake
from api.services import audit
from api.services.events import Event, Events, Kind

EXPECTED, ACCEPTED, PAUSED = "expected", "accepted", "paused"
DECIDED, WITHDRAWN = "decided", "withdrawn"
UNDER_WAY = (ACCEPTED, PAUSED)
GRANTED, REFUSED = "granted", "refused"

NEXT: Mapping[str, frozenset[str]] = {
    EXPECTED: frozenset({ACCEPTED, WITHDRAWN}),
    # A second pause may begin before the first has ended.
    ACCEPTED: frozenset({PAUSED, DECIDED, WITHDRAWN}),
    PAUSED: frozenset({PAUSED, ACCEPTED, WITHDRAWN}),
    DECIDED: frozenset(),
    WITHDRAWN: frozenset(),
}
WHY_NOT: Mapping[str, str] = {
    EXPECTED: "这件申请还没有受理，请先受理。",
    ACCEPTED: "这件申请已经受理，正在办理，不能重复受理，也没有暂停可以恢复。",
    PAUSED: "这件申请的计时已经暂停，请先恢复计时。",
    DECIDED: "这件申请已经办结，不能再改动。",
    WITHDRAWN: "申请人已经撤回这件申请，不能再办理。",
}


class UnknownIntake(Exception):
    """There is no such intake."""


class NotPossible(Exception):
    """The intake cannot take this step now; the message says why and what to do, in Chinese."""


def locked(session: Session, intake_id: str) -> Intake:
    """The intake, which nobody else can change until the transaction ends.

    Raises:
        UnknownIntake: there is none.
    """
    # Not its key: rows that only refer to it, such as messages, may be written meanwhile.
    lock = {"key_share": True}
    intake = session.get(Intake, intake_id, with_for_update=lock, populate_existing=True)
    if intake is None:
        raise UnknownIntake
    return intake


def require(intake: Intake, *allowed: str) -> None:
    """Refuse a step from any other status. Raises `NotPossible`."""
    if intake.status not in allowed:
        raise NotPossible(WHY_NOT[intake.status])


def withdraw(session: Session, events: Events, intake: Intake, actor: str, now: datetime) -> None:
    """The matter is not brought after all, since its visit was given up before it was accepted."""
    advance(session, events, intake, WITHDRAWN, Kind.WITHDRAWN, actor, now)


def advance(
    session: Session,
    events: Events,
    intake: Intake,
    to: str,
    what: Kind,
    actor: str,
    now: datetime,
    *,
    reason: str | None = None,
    **facts: Any,
) -> None:
    """Take an intake one step on, write it down, and tell whoever must act on it.

    Args:
        what: what has happened; its last part is the action in the trail.
        reason: why, in somebody's own words; kept in the trail only, since words may name people.
        facts: for the trail and the listeners; nothing personal.

    Raises:
        NotPossible: there is no such step; nothing changed.
    """
    before = intake.status
    if to not in NEXT[before]:
        raise NotPossible(WHY_NOT[before])
    intake.status, intake.updated_at = to, now
    audit.note(
        session,
        "intake",
        intake.intake_id,
        what.value.rpartition(".")[2],
        actor,
        now,
        before=before,
        after=to,
        reason=reason,
        **facts,
    )
    session.flush()
    events.publish(session, Event(what, intake, now, actor, facts=facts))
