"""What is offered on Wednesday 2026-11-25 at 10:00, and what can be booked of it."""

from datetime import date, datetime, timedelta

import pytest

from api.db.booking import PUBLIC
from api.db.engine import SessionFactory, reading
from api.services.booking.holds import take_opening
from api.services.booking.seats import SlotUnavailable
from api.services.booking.slots import (
    PAST_TODAY,
    ClosedDay,
    Opening,
    Openings,
    Slots,
    UnknownSlot,
)
from api.services.days import calendar
from api.services.days.calendar import NationalDay, NotPublished
from knowledge import KnowledgeBase
from tests.api.hall import (
    MATTER,
    NOW,
    PARK,
    assisting_window,
    at,
    exception,
    slots_of,
    window,
    with_windows,
)

TOMORROW = "2026-11-26"


@pytest.fixture
def small(kb: KnowledgeBase) -> KnowledgeBase:
    """A hall with an ordinary and an assisting window."""
    return with_windows(kb, window(), assisting_window())


@pytest.fixture
def slots(small: KnowledgeBase, sqlite_sessions: SessionFactory) -> Slots:
    return slots_of(small, sqlite_sessions)


def offered(slots: Slots, first: str, last: str | None = None, now: datetime = NOW) -> Openings:
    return slots.offered(
        MATTER, PARK, date.fromisoformat(first), date.fromisoformat(last or first), now
    )


def starts(found: Openings, window_id: str = "gaoxin-01") -> list[str]:
    return [f"{o.start:%H:%M}" for o in found.slots if o.window.window_id == window_id]


def find(slots: Slots, slot_id: str, now: datetime = NOW) -> datetime:
    return opening(slots, slot_id, now=now).start


def opening(slots: Slots, slot_id: str, park_id: str = PARK, now: datetime = NOW) -> Opening:
    with reading(slots._sessions) as session:
        return slots.find_in(session, slot_id, MATTER, park_id, now)


def fill(slots: Slots, sessions: SessionFactory, slot_id: str) -> None:
    found = opening(slots, slot_id)
    with sessions() as session, session.begin():
        for _ in range(found.window.capacity):
            take_opening(session, found, PUBLIC, NOW)


class TestOffered:
    def test_a_day_has_half_hours_around_a_lunch_break(self, slots: Slots) -> None:
        assert starts(offered(slots, TOMORROW)) == [
            "09:00", "09:30", "10:00", "10:30", "11:00", "11:30",
            "13:30", "14:00", "14:30", "15:00", "15:30", "16:00", "16:30",
        ]  # fmt: skip

    def test_a_slot_knows_its_end_its_zone_its_seats_and_its_name(self, slots: Slots) -> None:
        first = offered(slots, TOMORROW).slots[0]
        assert first.start.isoformat() == "2026-11-26T09:00:00+08:00"
        assert first.end.isoformat() == "2026-11-26T09:30:00+08:00"
        assert first.slot_id == "gaoxin-01-20261126T0900"
        assert first.remaining == 2

    def test_a_slot_that_would_last_into_the_break_is_not_offered(
        self, kb: KnowledgeBase, sqlite_sessions: SessionFactory
    ) -> None:
        slow = with_windows(kb, window(slot_minutes=50))
        found = offered(slots_of(slow, sqlite_sessions), TOMORROW)
        assert starts(found)[:4] == ["09:00", "09:50", "10:40", "13:30"]

    def test_openings_come_in_order_of_time_and_ordinary_windows_first(self, slots: Slots) -> None:
        ids = [opening.slot_id for opening in offered(slots, TOMORROW).slots[:3]]
        assert ids == [
            "gaoxin-01-20261126T0900",
            "gaoxin-06-20261126T0900",
            "gaoxin-01-20261126T0930",
        ]

    def test_today_begins_half_an_hour_from_now(self, slots: Slots) -> None:
        assert starts(offered(slots, "2026-11-25"))[0] == "10:30"
        late = NOW + timedelta(seconds=1)
        assert starts(offered(slots, "2026-11-25", now=late))[0] == "11:00"

    def test_a_full_slot_is_shown_as_full(
        self, slots: Slots, sqlite_sessions: SessionFactory
    ) -> None:
        fill(slots, sqlite_sessions, "gaoxin-01-20261126T0930")
        found = {o.slot_id: o.remaining for o in offered(slots, TOMORROW).slots}
        assert found["gaoxin-01-20261126T0930"] == 0
        assert found["gaoxin-01-20261126T0900"] == 2
        assert found["gaoxin-06-20261126T0930"] == 1

    def test_fewer_seats_than_were_booked_are_none(
        self, kb: KnowledgeBase, slots: Slots, sqlite_sessions: SessionFactory
    ) -> None:
        fill(slots, sqlite_sessions, "gaoxin-01-20261126T0900")
        shrunk = slots_of(with_windows(kb, window(capacity=1)), sqlite_sessions)
        assert offered(shrunk, TOMORROW).slots[0].remaining == 0

    def test_every_day_is_offered_or_says_why_it_is_closed(self, slots: Slots) -> None:
        found = offered(slots, "2026-11-24", "2026-11-30")
        assert [day.day.isoformat() for day in found.closed] == ["2026-11-24", "2026-11-29"]
        assert {o.start.date() for o in found.slots} == {
            date(2026, 11, day) for day in (25, 26, 27, 28, 30)
        }

    @pytest.mark.parametrize(
        ("day", "now", "reason"),
        [
            ("2026-11-24", "2026-11-25T10:00", "日期已经过了"),
            ("2026-11-25", "2026-11-25T16:31", PAST_TODAY),
            ("2026-11-29", "2026-11-29T10:00", "周末休息"),
            ("2026-10-01", "2026-09-28T10:00", "国庆节放假"),
        ],
    )
    def test_a_closed_day_says_why(self, slots: Slots, day: str, now: str, reason: str) -> None:
        found = offered(slots, day, now=at(now))
        assert found == Openings([], [ClosedDay(date.fromisoformat(day), reason)])

    def test_an_exception_gives_its_own_reason(
        self, small: KnowledgeBase, sqlite_sessions: SessionFactory
    ) -> None:
        closed = exception(TOMORROW, open=False, reason="停电检修")
        found = offered(slots_of(small, sqlite_sessions, closed), TOMORROW)
        assert [day.reason for day in found.closed] == ["停电检修"]

    def test_on_saturday_only_the_assisting_window_opens(self, slots: Slots) -> None:
        found = offered(slots, "2026-11-28")
        assert {opening.window.window_id for opening in found.slots} == {"gaoxin-06"}

    def test_a_make_up_sunday_is_offered(self, slots: Slots) -> None:
        assert len(starts(offered(slots, "2026-09-20", now=at("2026-09-18T10:00")))) == 13

    def test_a_matter_without_a_window_is_closed_every_day(self, slots: Slots) -> None:
        day = date.fromisoformat(TOMORROW)
        found = slots.offered(MATTER, "jingkai", day, day, NOW)
        assert found.closed == [ClosedDay(day, "当天没有办理这个事项的窗口")]

    def test_a_year_without_published_holidays_is_offered_provisionally(self, slots: Slots) -> None:
        found = offered(slots, "2099-03-04", now=at("2099-03-01T10:00"))
        assert len(starts(found)) == 13
        assert all(opening.provisional for opening in found.slots)

    def test_a_long_visit_takes_slots_in_a_row_before_the_break(
        self, kb: KnowledgeBase, sqlite_sessions: SessionFactory
    ) -> None:
        long = with_windows(kb, window(visit_minutes={MATTER: 75}))
        slots = slots_of(long, sqlite_sessions)
        found = offered(slots, TOMORROW)
        assert starts(found)[:5] == ["09:00", "09:30", "10:00", "10:30", "13:30"]
        assert found.slots[0].end == at("2026-11-26T10:30")
        fill(slots, sqlite_sessions, "gaoxin-01-20261126T1030")
        left = {f"{o.start:%H:%M}": o.remaining for o in offered(slots, TOMORROW).slots}
        assert [left[clock] for clock in ("09:00", "09:30", "10:30", "13:30")] == [2, 0, 0, 2]

    def test_only_windows_competent_for_the_mode_are_offered(
        self, kb: KnowledgeBase, sqlite_sessions: SessionFactory
    ) -> None:
        mode = kb.mode(MATTER, PARK, date(2026, 11, 26))
        fitting, other = window(modes=[mode]), window("gaoxin-02", modes=["direct_report"])
        assert mode != "direct_report"
        found = offered(slots_of(with_windows(kb, fitting, other), sqlite_sessions), TOMORROW)
        assert {opening.window.window_id for opening in found.slots} == {"gaoxin-01"}


class TestFind:
    def test_a_slot_ahead_is_found(self, slots: Slots) -> None:
        assert find(slots, "gaoxin-01-20261126T0900") == at("2026-11-26T09:00")
        assert find(slots, "gaoxin-01-20261125T1030") == at("2026-11-25T10:30")

    @pytest.mark.parametrize(
        "slot_id",
        [
            "", "nowhere", "gaoxin-01", "gaoxin-99-20261126T0900", "gaoxin-01-20261126T09",
            "gaoxin-01-20261126T2500", "gaoxin-01-20261131T0900", "gaoxin-01-20261126T0900\n",
            "gaoxin-01-２０２６1126T0900", "GAOXIN-01-20261126T0900",
        ],
    )  # fmt: skip
    def test_what_no_window_ever_offers_is_unknown(self, slots: Slots, slot_id: str) -> None:
        with pytest.raises(UnknownSlot):
            find(slots, slot_id)

    def test_a_window_that_does_not_handle_the_matter_is_unknown(
        self, kb: KnowledgeBase, sqlite_sessions: SessionFactory
    ) -> None:
        other = with_windows(kb, window(), window("gaoxin-03", matters=["eia-approval"]))
        slots = slots_of(other, sqlite_sessions)
        with pytest.raises(UnknownSlot):
            find(slots, "gaoxin-03-20261126T0900")
        with pytest.raises(UnknownSlot):
            opening(slots, "gaoxin-01-20261126T0900", "jingkai")

    @pytest.mark.parametrize(
        ("slot_id", "reason"),
        [
            ("gaoxin-01-20261125T0900", "已经过了"),
            ("gaoxin-01-20251125T0900", "已经过了"),
            ("gaoxin-01-00010101T0000", "已经过了"),
            ("gaoxin-01-20261125T1000", "已经过了或马上开始"),
            ("gaoxin-01-20261126T1200", "没有这个时段"),
            ("gaoxin-01-20261126T0845", "没有这个时段"),
            ("gaoxin-01-20261126T0915", "没有这个时段"),
            ("gaoxin-01-20261126T1700", "没有这个时段"),
            ("gaoxin-01-20261129T0900", "周末休息"),
            ("gaoxin-01-20990304T0900", "一年以内"),
            ("gaoxin-01-99991231T2359", "一年以内"),
        ],
    )
    def test_what_is_not_to_be_had_says_why(self, slots: Slots, slot_id: str, reason: str) -> None:
        with pytest.raises(SlotUnavailable, match=f"{reason}.*请另选一个时段"):
            find(slots, slot_id)

    def test_a_holiday_is_not_to_be_had(self, slots: Slots) -> None:
        with pytest.raises(SlotUnavailable, match="国庆节放假"):
            find(slots, "gaoxin-01-20261001T0900", at("2026-09-28T10:00"))


class TestNearestFree:
    def nearest(self, slots: Slots, wanted: str, now: datetime = NOW) -> list[str]:
        return [o.slot_id[-13:] for o in slots.nearest_free(MATTER, PARK, at(wanted), now)]

    def test_at_most_five_come_nearest_first(
        self, kb: KnowledgeBase, sqlite_sessions: SessionFactory
    ) -> None:
        slots = slots_of(with_windows(kb, window()), sqlite_sessions)
        fill(slots, sqlite_sessions, "gaoxin-01-20261126T1000")
        assert self.nearest(slots, "2026-11-26T10:00") == [
            "20261126T0930", "20261126T1030", "20261126T0900", "20261126T1100", "20261126T1130",
        ]  # fmt: skip

    def test_none_of_them_is_full_or_over(
        self, slots: Slots, sqlite_sessions: SessionFactory
    ) -> None:
        fill(slots, sqlite_sessions, "gaoxin-01-20261125T1030")
        found = slots.nearest_free(MATTER, PARK, at("2026-11-25T09:00"), NOW)
        assert [o.slot_id for o in found][:2] == [
            "gaoxin-06-20261125T1030",
            "gaoxin-01-20261125T1100",
        ]

    @pytest.mark.parametrize("wanted", ["0001-01-01T00:00", "2020-05-05T09:00", "9999-12-31T23:59"])
    def test_a_time_out_of_reach_is_like_today(self, slots: Slots, wanted: str) -> None:
        found = slots.nearest_free(MATTER, PARK, at(wanted), NOW)
        assert len(found) == 5
        assert all(NOW < o.start < NOW + timedelta(days=15) for o in found)

    def test_where_no_holidays_are_published_the_next_days_are_offered(
        self, slots: Slots, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def only_this_year(day: date) -> NationalDay:
            if day.year > 2026:
                raise NotPublished(day.year)
            return NationalDay(working=True, holiday=None)

        monkeypatch.setattr(calendar, "national_day", only_this_year)
        assert len(self.nearest(slots, "2027-03-03T09:00")) == 5
