"""Results that are sent by courier."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select, text

from api.db.audit import AuditEntry
from api.db.engine import SessionFactory
from api.db.intake import CourierDelivery
from api.services.intake.courier import Couriers, UnknownDelivery, clean_address
from api.services.intake.life import NotPossible
from tests.api.at_once import at_once
from tests.api.hall import NOW, PARK
from tests.api.intakes import STAFF, add_intake, changing

ADDRESS = "湖南省郴州市某某区某某路 1 号"
KEEP = 30


class Desk:
    """Sends the result of one intake."""

    def __init__(self, sessions: SessionFactory) -> None:
        self.sessions = sessions
        self.couriers = Couriers(sessions, KEEP)
        self.intake_id = add_intake(sessions)

    def request(self, address: str = ADDRESS) -> str:
        with changing(self.sessions, self.intake_id) as (session, intake):
            made = self.couriers.request(session, intake, "王小明", "13812345678", address, NOW)
        return made.delivery_id

    def send(self, delivery_id: str) -> None:
        self.couriers.send(delivery_id, "邮政速递", "EA123456789CN", STAFF, NOW)

    def row(self) -> CourierDelivery:
        with self.sessions() as session:
            return session.scalars(select(CourierDelivery)).one()

    def forget(self, days: int) -> int:
        return self.couriers.forget(NOW + timedelta(days=days))


@pytest.fixture
def desk(sessions: SessionFactory) -> Desk:
    return Desk(sessions)


def test_a_request_waits_for_the_staff_of_the_park(desk: Desk) -> None:
    desk.request()
    (found,), total = desk.couriers.find(PARK)
    assert (total, found.row.address, found.intake.intake_id) == (1, ADDRESS, desk.intake_id)
    assert desk.couriers.find("jingkai") == ([], 0)
    assert desk.couriers.find(PARK, "sent") == ([], 0)


def test_the_address_cannot_be_read_on_the_disk(desk: Desk) -> None:
    desk.request()
    with desk.sessions() as session:
        stored = session.execute(text("SELECT address FROM courier_delivery")).scalar_one()
    assert "某某路".encode() not in bytes(stored)


def test_asking_again_replaces_the_address(desk: Desk) -> None:
    assert desk.request() == desk.request("湖南省郴州市某某区某某街 2 号")
    assert desk.row().address == "湖南省郴州市某某区某某街 2 号"


def test_it_is_sent_once_and_then_fixed(desk: Desk) -> None:
    delivery_id = desk.request()
    desk.send(delivery_id)
    row = desk.row()
    assert (row.status, row.carrier, row.tracking_number, row.sent_at) == (
        "sent", "邮政速递", "EA123456789CN", NOW,
    )  # fmt: skip
    for act in (partial(desk.send, delivery_id), desk.request):
        with pytest.raises(NotPossible, match="已经寄出"):
            act()
    with pytest.raises(NotPossible):
        desk.couriers.withdraw(delivery_id, STAFF, NOW)


def test_two_who_send_at_once_send_one_parcel(desk: Desk) -> None:
    send = partial(desk.send, desk.request())
    outcomes = at_once(send, send)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "NotPossible"]


def test_a_withdrawn_request_keeps_no_address_and_can_be_made_again(desk: Desk) -> None:
    delivery_id = desk.request()
    desk.couriers.withdraw(delivery_id, STAFF, NOW)
    row = desk.row()
    assert (row.status, row.recipient, row.phone, row.address) == ("withdrawn", None, None, None)
    assert desk.request() == delivery_id
    assert desk.row().status == "requested"


def test_an_unknown_delivery(desk: Desk) -> None:
    with pytest.raises(UnknownDelivery):
        desk.send("0" * 32)
    with pytest.raises(UnknownDelivery):
        desk.couriers.withdraw("0" * 32, STAFF, NOW)


def test_the_result_of_a_withdrawn_intake_is_not_sent(desk: Desk) -> None:
    with changing(desk.sessions, desk.intake_id) as (_, intake):
        intake.status = "withdrawn"
    with pytest.raises(NotPossible, match="已经撤回"):
        desk.request()


def test_the_address_goes_some_days_after_the_sending(desk: Desk) -> None:
    desk.send(desk.request())
    assert desk.forget(KEEP) == 0
    assert desk.forget(KEEP + 1) == 1
    row = desk.row()
    assert (row.recipient, row.phone, row.address, row.status) == (None, None, None, "sent")
    assert desk.forget(KEEP + 2) == 0


def test_the_address_goes_when_the_intake_is_withdrawn(desk: Desk) -> None:
    desk.request()
    assert desk.forget(KEEP + 1) == 0, "not yet sent: still needed"
    with changing(desk.sessions, desk.intake_id) as (_, intake):
        intake.status = "withdrawn"
    assert desk.forget(0) == 1
    assert (desk.row().address, desk.row().status) == (None, "withdrawn")


def test_every_step_is_written_down_without_saying_where_to(desk: Desk) -> None:
    desk.send(desk.request())
    with desk.sessions() as session:
        trail = session.scalars(select(AuditEntry).order_by(AuditEntry.entry_id)).all()
    assert [(e.actor, e.action, e.details, e.reason) for e in trail] == [
        ("applicant", "courier_requested", None, None),
        (STAFF, "courier_sent", None, None),
    ]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("郴州", "地址太短"),
        ("郴州市<b>某某</b>路 1 号", "不能含有"),
        ("  ", "内容是空的"),
        ("郴州市某某路 1 号\x00", "控制字符"),
    ],
)
def test_an_address_no_courier_would_find_is_refused(address: str, said: str) -> None:
    assert clean_address(f" {ADDRESS} ") == ADDRESS
    with pytest.raises(ValueError, match=said):
        clean_address(address)
