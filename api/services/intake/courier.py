"""The result is sent by courier (快递送达, decree D18)."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, CursorResult, Select, func, select, update
from sqlalchemy.orm import Session

from api.db.engine import SessionFactory, reading
from api.db.intake import CourierDelivery, Intake
from api.services import audit
from api.services.intake.applicants import clean_text
from api.services.intake.life import WITHDRAWN as INTAKE_WITHDRAWN
from api.services.intake.life import NotPossible

REQUESTED, SENT, WITHDRAWN = "requested", "sent", "withdrawn"
WHY_NOT = {
    SENT: "快递已经寄出，不能再改。",
    WITHDRAWN: "这件快递送达已经取消。",
}


SHORTEST_ADDRESS = 8
MARKUP = frozenset("<>")


def clean_address(text: str) -> str:
    """An address a courier may find; everything that is no address is not for us to tell.

    Raises:
        ValueError: it is too short, or holds markup or invisible characters.
    """
    address = clean_text(text)
    if MARKUP & set(address):
        raise ValueError("不能含有 < 或 >，请填写平常的文字")
    if len(address) < SHORTEST_ADDRESS:
        raise ValueError("地址太短，请写明省、市、区县、街道和门牌号")
    return address


class UnknownDelivery(Exception):
    """There is no such delivery."""


@dataclass(frozen=True)
class Delivery:
    """A delivery with the intake whose result it brings."""

    row: CourierDelivery
    intake: Intake


TellSent = Callable[[Session, CourierDelivery, Intake, datetime], None]
"""Tells the applicant the number of what was sent, inside the transaction that sends it."""


def tell_nobody(*_: object) -> None:
    """For installations that send no messages."""


class Couriers:
    """The deliveries of one installation.

    Args:
        keep_days: days after the sending on which the address is deleted.
        tell: tells the applicant of what was sent.
    """

    def __init__(
        self, sessions: SessionFactory, keep_days: int, tell: TellSent = tell_nobody
    ) -> None:
        self._sessions = sessions
        self._keep = timedelta(days=keep_days)
        self._tell = tell

    def request(
        self,
        session: Session,
        intake: Intake,
        recipient: str,
        phone: str,
        address: str,
        now: datetime,
    ) -> CourierDelivery:
        """The applicant wants the result sent; asking again replaces the address.

        Args:
            session: of the transaction that makes or changes the intake.
            recipient, phone: of an `Applicant`, checked and cleaned.
            address: cleaned by `clean_address`.

        Raises:
            NotPossible: it has been sent, or the intake was withdrawn.
        """
        if intake.status == INTAKE_WITHDRAWN:
            raise NotPossible("申请人已经撤回这件申请，不用寄送结果。")
        delivery = session.scalar(_of(intake.intake_id).with_for_update())
        if delivery is None:
            delivery = CourierDelivery(
                delivery_id=secrets.token_hex(16), intake_id=intake.intake_id, created_at=now
            )
            session.add(delivery)
        elif delivery.status == SENT:
            raise NotPossible(WHY_NOT[SENT])
        before, delivery.status = delivery.status, REQUESTED
        delivery.recipient, delivery.phone, delivery.address = recipient, phone, address
        _write_down(session, delivery, "courier_requested", audit.APPLICANT, now, before)
        return delivery

    def ask(self, intake_id: str, address: str, now: datetime) -> CourierDelivery:
        """Somebody who has booked wants the result sent; they receive it themselves.

        Args:
            address: cleaned by `clean_address`.

        Raises:
            NotPossible: as `request` does, or who they are has been deleted.
        """
        with self._sessions() as session, session.begin():
            intake = session.get_one(Intake, intake_id, with_for_update=True)
            if not (intake.name and intake.phone):
                raise NotPossible("这件申请的联系信息已按期限删除，不能再登记快递。")
            return self.request(session, intake, intake.name, intake.phone, address, now)

    def find(
        self, park_id: str, status: str = REQUESTED, limit: int = 100
    ) -> tuple[list[Delivery], int]:
        """The park's deliveries in a status, the oldest first; and how many there are in all."""
        matching = (
            select(CourierDelivery, Intake)
            .join(Intake, Intake.intake_id == CourierDelivery.intake_id)
            .where(Intake.park_id == park_id, CourierDelivery.status == status)
        )
        order = (CourierDelivery.created_at, CourierDelivery.delivery_id)
        with reading(self._sessions) as session:
            total = session.scalar(select(func.count()).select_from(matching.subquery()))
            page = session.execute(matching.order_by(*order).limit(limit))
            return [Delivery(row[0], row[1]) for row in page], total or 0

    def send(
        self, delivery_id: str, carrier: str, tracking_number: str, actor: str, now: datetime
    ) -> Delivery:
        """It is with the courier. Raises `UnknownDelivery`, `NotPossible`."""
        with self._sessions() as session, session.begin():
            delivery = _requested(session, delivery_id)
            delivery.status, delivery.sent_at = SENT, now
            delivery.carrier, delivery.tracking_number = carrier, tracking_number
            _write_down(session, delivery, "courier_sent", actor, now, REQUESTED)
            intake = session.get_one(Intake, delivery.intake_id)
            self._tell(session, delivery, intake, now)
            return Delivery(delivery, intake)

    def withdraw(self, delivery_id: str, actor: str, now: datetime) -> Delivery:
        """Nothing is sent; the address goes at once. Raises `UnknownDelivery`, `NotPossible`."""
        with self._sessions() as session, session.begin():
            delivery = _requested(session, delivery_id)
            delivery.status = WITHDRAWN
            delivery.recipient = delivery.phone = delivery.address = None
            _write_down(session, delivery, "courier_withdrawn", actor, now, REQUESTED)
            return Delivery(delivery, session.get_one(Intake, delivery.intake_id))

    def forget(self, now: datetime) -> int:
        """Delete addresses that are needed no longer; returns how many.

        Of what was sent long enough ago, and of intakes that were withdrawn.
        """
        of_withdrawn = CourierDelivery.intake_id.in_(
            select(Intake.intake_id).where(Intake.status == INTAKE_WITHDRAWN)
        )
        with self._sessions() as session, session.begin():
            return _empty(
                session,
                (CourierDelivery.status == SENT) & (CourierDelivery.sent_at < now - self._keep),
            ) + _empty(
                session, (CourierDelivery.status == REQUESTED) & of_withdrawn, status=WITHDRAWN
            )


def delivery_of(session: Session, intake_id: str) -> CourierDelivery | None:
    """The delivery of an intake's result, if one was asked for."""
    found: CourierDelivery | None = session.scalar(_of(intake_id))
    return found


def _of(intake_id: str) -> Select[CourierDelivery]:
    return select(CourierDelivery).where(CourierDelivery.intake_id == intake_id)


def _requested(session: Session, delivery_id: str) -> CourierDelivery:
    delivery = session.get(CourierDelivery, delivery_id, with_for_update=True)
    if delivery is None:
        raise UnknownDelivery
    if delivery.status != REQUESTED:
        raise NotPossible(WHY_NOT[delivery.status])
    return delivery


def _empty(session: Session, which: ColumnElement[bool], **changes: str) -> int:
    emptied = session.execute(
        update(CourierDelivery)
        .where(CourierDelivery.address.is_not(None), which)
        .values(recipient=None, phone=None, address=None, **changes)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(emptied, CursorResult)
    return emptied.rowcount


def _write_down(
    session: Session,
    delivery: CourierDelivery,
    action: str,
    actor: str,
    now: datetime,
    before: str | None,
) -> None:
    audit.note(
        session,
        "intake",
        delivery.intake_id,
        action,
        actor,
        now,
        before=before,
        after=delivery.status,
    )
