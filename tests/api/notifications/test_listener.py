"""What happens to visits and cases, and what people are told of it, and when."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Literal

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from api.db.booking import Booking
from api.db.engine import SessionFactory
from api.db.intake import CourierDelivery, Intake, Precheck, TimeLimit
from api.db.notification import Notification
from api.db.queue import Ticket
from api.services.events import Event, Events, Kind
from api.services.intake.gaps import GapNotice
from api.services.limits.standing import Standing
from api.services.limits.watch import LimitNotice
from api.services.notifications.listener import MessageListener, Messages
from api.services.notifications.notifications import Notifications
from api.services.notifications.notifier import Recipient
from api.services.notifications.templates import Templates
from api.services.notifications.visits import reminder_time
from knowledge import KnowledgeBase
from tests.api.hall import MATTER, NOW, PARK, at
from tests.api.notifications.rows import (
    PHONE,
    VISIT,
    a_booking,
    a_gap,
    add_booking,
    an_intake,
    stored,
)

NIGHT, MORNING = at("2026-11-24T22:00"), at("2026-11-25T08:00")
REMINDER = at("2026-11-25T17:00")
STAFF_PHONE = "07352345678"
PLACE = "郴州高新区政务服务大厅一楼1号窗口（示例）"
Told = list[tuple[str, datetime]]


class Hall:
    """A visit in a transaction, the events that are published in it, and what people are told."""

    def __init__(
        self, session: Session, sessions: SessionFactory, templates: Templates, messages: Messages
    ) -> None:
        self.session = session
        self.sessions = sessions
        self.templates = templates
        self.messages = messages
        self.events = Events(MessageListener(messages))

    def add(self, *rows: object) -> None:
        self.session.add_all(rows)
        self.session.flush()

    def visit(self, starts_at: datetime = VISIT, **changes: Any) -> Booking:
        """A visit that has just been booked."""
        return add_booking(self.session, a_booking(an_intake(), starts_at, **changes))

    def tell(
        self,
        kind: Kind,
        about: Booking | Intake,
        now: datetime = NOW,
        actor: str = "applicant",
        **facts: Any,
    ) -> None:
        """Publish an event."""
        booking = about if isinstance(about, Booking) else None
        intake = about if isinstance(about, Intake) else about.visitor
        self.events.publish(self.session, Event(kind, intake, now, actor, booking, facts))

    def rows(self, status: str = "waiting") -> list[Notification]:
        self.session.commit()
        return [row for row in stored(self.sessions) if row.status == status]

    def told(self) -> Told:
        """Which messages wait, and for when."""
        return [(row.template, row.due_at) for row in self.rows()]

    def text(self, template: str) -> str:
        """What the one waiting message of that kind says."""
        (row,) = [row for row in self.rows() if row.template == template]
        assert row.values
        return self.templates.fill(template, json.loads(row.values)).text

    def sent(self) -> None:
        """Everything that was due has been sent."""
        self.session.execute(update(Notification).values(status="sent"))


@pytest.fixture
def messages(kb: KnowledgeBase, templates: Templates, notifications: Notifications) -> Messages:
    return Messages.of(kb, templates, notifications, STAFF_PHONE)


@pytest.fixture
def hall(sessions: SessionFactory, templates: Templates, messages: Messages) -> Iterator[Hall]:
    with sessions() as session:
        yield Hall(session, sessions, templates, messages)


class TestBooked:
    def test_is_confirmed_at_once_and_reminded_of_the_day_before(self, hall: Hall) -> None:
        hall.tell(Kind.BOOKED, hall.visit())
        assert hall.told() == [("booking_confirmed", NOW), ("reminder", REMINDER)]

    def test_says_when_where_what_and_how_to_change_it(self, hall: Hall) -> None:
        hall.tell(Kind.BOOKED, hall.visit())
        assert hall.text("booking_confirmed") == (
            f"预约成功：11月26日（周四）09:00到{PLACE}办理建筑工程施工许可证核发，"
            "预约码KQ7M2XA4，到大厅请出示。改期或取消，请对智能导办说“改期”或“取消预约”。"
        )
        assert hall.text("reminder") == (
            f"提醒：您约了11月26日（周四）09:00到{PLACE}办理建筑工程施工许可证核发，"
            "预约码KQ7M2XA4。请带齐材料。改期或取消，请对智能导办说“改期”或“取消预约”。"
        )

    def test_messages_belong_to_the_visit_and_end_with_it(self, hall: Hall) -> None:
        hall.tell(Kind.BOOKED, hall.visit())
        for row in hall.rows():
            assert (row.booking_code, row.intake_id) == ("KQ7M2XA4", "1" * 32)
            assert row.send_by == VISIT
            assert row.recipient == Recipient(phone=PHONE).to_json()

    def test_says_so_when_the_holidays_are_not_published(self, hall: Hall) -> None:
        hall.tell(Kind.BOOKED, hall.visit(provisional=True))
        assert "当天的放假安排尚未公布，如有变动会再通知您。" in hall.text("booking_confirmed")

    def test_at_night_is_confirmed_at_once_to_whoever_books_then(self, hall: Hall) -> None:
        hall.tell(Kind.BOOKED, hall.visit(), NIGHT)
        assert hall.told()[0] == ("booking_confirmed", NIGHT)

    def test_at_night_by_nobody_waits_for_the_morning(self, hall: Hall) -> None:
        hall.tell(Kind.BOOKED, hall.visit(), NIGHT, "system")
        assert hall.told()[0] == ("booking_confirmed", MORNING)

    def test_on_the_evening_before_needs_no_reminder(self, hall: Hall) -> None:
        hall.tell(Kind.BOOKED, hall.visit(), REMINDER)
        assert [template for template, _ in hall.told()] == ["booking_confirmed"]

    def test_twice_is_told_once(self, hall: Hall) -> None:
        visit = hall.visit()
        hall.tell(Kind.BOOKED, visit)
        hall.sent()
        hall.tell(Kind.BOOKED, visit)
        assert hall.told() == []

    def test_tells_nobody_who_left_no_phone(self, hall: Hall) -> None:
        visit = hall.visit()
        visit.visitor.phone = None
        hall.tell(Kind.BOOKED, visit)
        assert hall.told() == []

    def test_reminds_of_what_was_missing(self, hall: Hall) -> None:
        missing = ["建设工程有关安全施工措施的资料", "施工图", "资金证明"]
        hall.add(
            Precheck(
                precheck_id="p" * 32, park_id=PARK, matter_id=MATTER, edition_id="edition-1",
                result="gaps", missing=missing, created_at=NOW,
            )
        )  # fmt: skip
        visit = hall.visit()
        visit.visitor.precheck_id = "p" * 32
        hall.tell(Kind.BOOKED, visit)
        assert "预检时还缺：建设工程有关安全施工措施的资料等3份。" in hall.text("reminder")

    @pytest.mark.parametrize(
        ("visit", "reminder"),
        [
            ("2027-01-01T09:00", "2026-12-31T17:00"),
            ("2027-01-02T09:00", "2027-01-01T17:00"),
            ("2028-02-29T09:00", "2028-02-28T17:00"),
            ("2028-03-01T09:00", "2028-02-29T17:00"),
            ("2027-03-01T09:00", "2027-02-28T17:00"),
            ("2026-11-26T00:30", "2026-11-25T17:00"),
        ],
    )
    def test_is_reminded_of_on_the_day_before_in_every_year(
        self, visit: str, reminder: str
    ) -> None:
        assert reminder_time(at(visit)) == at(reminder)


class TestMoved:
    def test_says_the_new_time_and_reminds_of_that_alone(self, hall: Hall) -> None:
        visit = hall.visit()
        hall.tell(Kind.BOOKED, visit)
        visit.starts_at = at("2026-12-01T10:30")
        later = NOW + timedelta(minutes=5)
        hall.tell(Kind.MOVED, visit, later)
        assert hall.told() == [("booking_moved", later), ("reminder", at("2026-11-30T17:00"))]
        assert "预约已改到12月1日（周二）10:30" in hall.text("booking_moved")

    def test_to_and_fro_is_told_and_reminded_of_each_time(self, hall: Hall) -> None:
        visit = hall.visit()
        for minutes in range(1, 4):
            hall.tell(Kind.MOVED, visit, NOW + timedelta(minutes=minutes))
            assert [template for template, _ in hall.told()] == ["booking_moved", "reminder"]
        hall.sent()
        hall.tell(Kind.MOVED, visit, NOW + timedelta(minutes=4))
        assert [template for template, _ in hall.told()] == ["booking_moved", "reminder"]

    def test_at_night_by_the_staff_waits_for_the_morning(self, hall: Hall) -> None:
        hall.tell(Kind.MOVED, hall.visit(), NIGHT, "staff:007")
        assert hall.told()[0] == ("booking_moved", MORNING)


class TestCancelled:
    def test_by_the_applicant_is_told_and_no_more_reminded_of(self, hall: Hall) -> None:
        visit = hall.visit()
        hall.tell(Kind.BOOKED, visit)
        hall.tell(Kind.CANCELLED, visit, NOW)
        assert hall.told() == [("cancelled_by_applicant", NOW)]
        assert hall.text("cancelled_by_applicant").startswith("您已取消11月26日（周四）09:00")

    def test_by_the_hall_says_why_and_waits_for_the_morning(self, hall: Hall) -> None:
        hall.tell(Kind.CANCELLED, hall.visit(), NIGHT, "staff:007", reason="设备检修")
        assert hall.told() == [("cancelled_by_hall", MORNING)]
        assert "。原因：设备检修。还要办理" in hall.text("cancelled_by_hall")

    def test_by_the_hall_without_a_reason_invents_none(self, hall: Hall) -> None:
        hall.tell(Kind.CANCELLED, hall.visit(), NOW, "staff")
        assert "原因" not in hall.text("cancelled_by_hall")


class TestDisplaced:
    def test_says_why_and_offers_other_times(self, hall: Hall) -> None:
        visit = hall.visit()
        hall.tell(Kind.BOOKED, visit)
        free = [at(f"2026-11-27T{hour}:00") for hour in ("09", "10", "14", "15")]
        hall.tell(Kind.DISPLACED, visit, NOW, "staff", reason="停电", alternatives=free)
        assert hall.told() == [("displaced", NOW)]
        assert hall.text("displaced") == (
            "很抱歉，11月26日（周四）09:00不能接待您办理建筑工程施工许可证核发（预约码KQ7M2XA4）。"
            "原因：停电。可以改到11月27日09:00、10:00、14:00。"
            "改期或取消，请对智能导办说“改期”或“取消预约”。"
        )

    def test_without_other_times_asks_for_another(self, hall: Hall) -> None:
        hall.tell(Kind.DISPLACED, hall.visit(), NOW, "staff", reason="停" * 200, alternatives=[])
        text = hall.text("displaced")
        assert "请另选时间。" in text
        assert f"原因：{'停' * 39}…。" in text

    def test_at_night_is_told_in_the_morning_before_the_visit(self, hall: Hall) -> None:
        night = at("2026-11-25T23:00")
        hall.tell(Kind.DISPLACED, hall.visit(), night, "system", reason="停电", alternatives=[])
        (row,) = hall.rows()
        assert (row.due_at, row.send_by) == (at("2026-11-26T08:00"), VISIT)


class TestRestored:
    def test_is_told_and_reminded_of_again(self, hall: Hall) -> None:
        visit = hall.visit()
        hall.tell(Kind.DISPLACED, visit, NOW, "staff", reason="停电", alternatives=[])
        hall.tell(Kind.RESTORED, visit, NOW, "staff")
        assert hall.told() == [("restored", NOW), ("reminder", REMINDER)]
        assert "照常开放" in hall.text("restored")


class TestOffered:
    UNTIL = at("2026-11-25T12:00")

    def offer(self, hall: Hall, now: datetime = NOW) -> Booking:
        waiting = an_intake()
        hall.add(waiting)
        held = add_booking(hall.session, a_booking(None))
        facts = {"entry_id": "e" * 32, "until": self.UNTIL}
        hall.events.publish(hall.session, Event(Kind.OFFERED, waiting, now, "system", held, facts))
        return held

    def test_says_until_when_and_how_to_take_it(self, hall: Hall) -> None:
        self.offer(hall)
        text = hall.text("waiting_offer")
        assert text.endswith("为您保留到11月25日（周三）12:00。请在此之前打开登记候补的网页确认。")
        assert hall.rows()[0].send_by == self.UNTIL

    def test_that_nobody_takes_is_told_to_be_over(self, hall: Hall) -> None:
        self.offer(hall)
        assert hall.told() == [("waiting_offer", NOW), ("offer_expired", self.UNTIL)]

    def test_that_is_taken_is_confirmed_instead(self, hall: Hall) -> None:
        held = self.offer(hall)
        held.intake = hall.session.get(Intake, "1" * 32)
        held.status, held.held_until = "confirmed", None
        hall.tell(Kind.BOOKED, held, NOW + timedelta(minutes=5))
        assert [template for template, _ in hall.told()] == ["booking_confirmed", "reminder"]

    def test_at_night_waits_for_the_morning(self, hall: Hall) -> None:
        self.offer(hall, NIGHT)
        assert hall.told()[0] == ("waiting_offer", MORNING)


class TestWithAnAddress:
    @pytest.fixture
    def templates(self) -> Templates:
        return Templates.load(public_url="https://guide.example.org")

    def test_a_visit_is_told_with_a_link_to_itself(self, hall: Hall) -> None:
        hall.tell(Kind.BOOKED, hall.visit())
        link = "改期或取消请到 https://guide.example.org/visit?code=KQ7M2XA4"
        assert hall.text("booking_confirmed").endswith(link)
        assert hall.text("reminder").endswith(link)

    def test_an_offer_is_told_with_a_link_to_the_entry(self, hall: Hall) -> None:
        TestOffered().offer(hall)
        link = f"请在此之前到 https://guide.example.org/waiting#{'e' * 32} 确认。"
        assert hall.text("waiting_offer").endswith(link)


class TestServed:
    def test_is_asked_about_once(self, hall: Hall) -> None:
        visit = hall.visit(status="done")
        hall.tell(Kind.SERVED, visit, NOW, "staff:007")
        assert hall.told() == [("rating_invitation", NOW)]
        assert "请对智能导办说“评价”" in hall.text("rating_invitation")
        hall.sent()
        hall.tell(Kind.SERVED, visit, NOW + timedelta(hours=1), "staff:007")
        assert hall.told() == []

    def test_without_a_booking_cannot_be_asked_about(self, hall: Hall) -> None:
        intake = an_intake()
        hall.add(intake)
        hall.tell(Kind.SERVED, intake, NOW, "staff:007")
        assert hall.told() == []


class TestGaps:
    DUE = date(2026, 12, 10)

    @pytest.mark.parametrize(
        ("occasion", "template", "words"),
        [
            ("reminder", "gap_reminder", "还差“施工图审查合格书”，请最迟12月10日（周四）交到"),
            ("overdue", "gap_overdue", "已经交了请到窗口核对"),
        ],
    )
    def test_are_asked_for_once(
        self, hall: Hall, occasion: Literal["reminder", "overdue"], template: str, words: str
    ) -> None:
        intake, gap = an_intake(status="accepted"), a_gap(self.DUE)
        hall.add(intake)
        hall.add(gap)
        for _ in range(2):
            hall.messages.cases.gap(hall.session, GapNotice(occasion, gap, intake, NOW))
        assert hall.told() == [(template, NOW)]
        assert words in hall.text(template)

    def test_are_asked_for_by_day(self, hall: Hall) -> None:
        intake, gap = an_intake(status="accepted"), a_gap(self.DUE)
        hall.add(intake)
        hall.add(gap)
        night = at("2026-12-08T23:30")
        hall.messages.cases.gap(hall.session, GapNotice("reminder", gap, intake, night))
        assert hall.told() == [("gap_reminder", at("2026-12-09T08:00"))]


def a_delivery(**changes: Any) -> CourierDelivery:
    fields: dict[str, Any] = {
        "delivery_id": "d" * 32, "intake_id": "1" * 32, "status": "requested", "created_at": NOW,
    }  # fmt: skip
    return CourierDelivery(**(fields | changes))


class TestDecided:
    @pytest.fixture
    def intake(self, hall: Hall) -> Intake:
        intake = an_intake(status="decided", outcome="refused")
        hall.add(intake)
        return intake

    def test_is_told_by_day_and_without_what_was_decided(self, hall: Hall, intake: Intake) -> None:
        hall.tell(Kind.DECIDED, intake, NIGHT, "staff:007")
        assert hall.told() == [("decided", MORNING)]
        assert hall.text("decided") == (
            "您申办的建筑工程施工许可证核发已有结果，内容以书面决定为准。"
            "请到郴州高新区政务服务大厅领取结果。"
        )

    def test_comes_by_courier_where_somebody_asked_for_that(
        self, hall: Hall, intake: Intake
    ) -> None:
        hall.add(a_delivery())
        hall.tell(Kind.DECIDED, intake, NOW, "staff:007")
        assert "按您的申请快递寄出" in hall.text("decided")

    def test_is_told_to_be_on_its_way(self, hall: Hall, intake: Intake) -> None:
        sent = a_delivery(status="sent", carrier="邮政", tracking_number="123")
        hall.add(sent)
        hall.messages.cases.courier_sent(hall.session, sent, intake, NIGHT)
        assert hall.told() == [("courier_sent", MORNING)]
        assert "已由邮政寄出，单号123" in hall.text("courier_sent")


class TestOthersWhoTell:
    def a_ticket(self, **changes: Any) -> Ticket:
        fields: dict[str, Any] = {
            "ticket_id": "f" * 32, "hall_id": "gaoxin-hall", "window_id": "gaoxin-01",
            "day": NOW.date(), "number": "A012", "status": "waiting", "queued_at": NOW,
            "created_at": NOW,
        }  # fmt: skip
        return Ticket(**(fields | changes))

    @pytest.mark.parametrize(
        "whose", [{"intake_id": "1" * 32}, {"booking_code": "KQ7M2XA4"}], ids=["walk-in", "booked"]
    )
    def test_somebody_soon_called_is_told_once_at_each_window(
        self, hall: Hall, whose: dict[str, str]
    ) -> None:
        hall.visit()
        ticket = self.a_ticket(**whose)
        hall.add(ticket)
        for _ in range(2):
            hall.messages.visits.soon_called(hall.session, ticket, 2, NOW)
        assert hall.told() == [("ticket_soon", NOW)]
        assert hall.text("ticket_soon") == f"您的A012号前面还有2位，请到{PLACE}旁等候叫号。"
        ticket.window_id = "gaoxin-02"
        hall.messages.visits.soon_called(hall.session, ticket, 2, NOW)
        assert len(hall.told()) == 2

    def test_nobody_can_be_told_who_took_a_ticket_without_a_name(self, hall: Hall) -> None:
        ticket = self.a_ticket()
        hall.add(ticket)
        hall.messages.visits.soon_called(hall.session, ticket, 2, NOW)
        assert hall.told() == []

    def test_somebody_who_asks_to_be_called_is_told_until_when(self, hall: Hall) -> None:
        until = at("2026-11-25T17:00")
        for _ in range(2):
            hall.messages.cases.call_back(hall.session, PHONE, "h1", until, NIGHT)
        assert hall.told() == [("call_back", NIGHT)]
        assert "会在11月25日（周三）17:00前打给您" in hall.text("call_back")

    def a_notice(self, hall: Hall, now: datetime) -> LimitNotice:
        intake = an_intake(status="accepted")
        hall.add(intake)
        limit = TimeLimit(
            limit_id="l" * 32, intake_id="1" * 32, kind="statutory", number=7, unit="日",
            source="law",
            starts_on=NOW.date(), due_on=date(2026, 12, 2), status="running",
        )  # fmt: skip
        hall.add(limit)
        standing = Standing(left=7, overdue=False, text="还剩7日")
        return LimitNotice("warning", limit, intake, standing, now)

    def test_the_staff_are_warned_of_a_limit_once(self, hall: Hall) -> None:
        notice = self.a_notice(hall, NIGHT)
        for _ in range(2):
            hall.messages.cases.limit_warning(hall.session, notice)
        (row,) = hall.rows()
        assert (row.recipient, row.due_at) == (Recipient(phone=STAFF_PHONE).to_json(), MORNING)
        assert "的法定时限12月2日（周三）到期" in hall.text("limit_warning")

    def test_without_a_staff_phone_nobody_is(
        self, hall: Hall, kb: KnowledgeBase, templates: Templates, notifications: Notifications
    ) -> None:
        cases = Messages.of(kb, templates, notifications).cases
        cases.limit_warning(hall.session, self.a_notice(hall, NOW))
        assert hall.told() == []


@pytest.mark.parametrize("kind", [Kind.CHECKED_IN, Kind.MISSED, Kind.PAUSED, Kind.RESUMED])
def test_of_the_rest_nobody_is_told(hall: Hall, kind: Kind) -> None:
    hall.tell(kind, hall.visit())
    assert hall.told() == []


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_event_can_be_heard(hall: Hall, kind: Kind) -> None:
    facts: dict[str, Any] = {
        "reason": "停电", "alternatives": [], "entry_id": "e" * 32, "until": VISIT,
    }  # fmt: skip
    hall.tell(kind, hall.visit(), **facts)
    for template, _ in hall.told():
        assert hall.text(template)
