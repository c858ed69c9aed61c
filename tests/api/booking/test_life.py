"""Which step of a booking's life may follow which, and that each is written down."""

import pytest
from sqlalchemy import func, select

from api.db.audit import AuditEntry
from api.db.booking import Booking
from api.services.booking import life
from api.services.booking.life import NEXT, IllegalStep, advance
from tests.api.booking.house import CLERK, HOLDER, NINE, PROOF, TEN, House
from tests.api.hall import NOW

ALL = sorted(NEXT)
LEGAL = {
    ("held", "confirmed"), ("held", "expired"),
    ("confirmed", "checked_in"), ("confirmed", "missed"), ("confirmed", "cancelled"),
    ("checked_in", "called"), ("checked_in", "missed"), ("checked_in", "cancelled"),
    ("called", "serving"), ("called", "checked_in"), ("called", "missed"),
    ("serving", "done"), ("serving", "checked_in"),
    ("missed", "checked_in"),
}  # fmt: skip
WAYS = {  # how a booking comes to stand somewhere
    "held": [],
    "confirmed": ["confirmed"],
    "checked_in": ["confirmed", "checked_in"],
    "called": ["confirmed", "checked_in", "called"],
    "serving": ["confirmed", "checked_in", "called", "serving"],
    "done": ["confirmed", "checked_in", "called", "serving", "done"],
    "missed": ["confirmed", "missed"],
    "cancelled": ["confirmed", "cancelled"],
    "expired": ["expired"],
}


def standing(house: House, status: str) -> str:
    """The code of a booking that has come to stand there, step by step."""
    held = house.hold(NINE)
    ways = WAYS[status]
    if ways[:1] == ["confirmed"]:
        house.book(NINE, hold=held.code)
        ways = ways[1:]
    for to in ways:
        step(house, held.code, to)
    return held.code


def step(house: House, code: str, to: str) -> None:
    with house.sessions() as session, session.begin():
        advance(session, session.get_one(Booking, code), to, to, CLERK, NOW, reason="王主任说的")


class TestSteps:
    def test_they_are_these_and_no_others(self) -> None:
        assert {(before, after) for before in NEXT for after in NEXT[before]} == LEGAL

    @pytest.mark.parametrize("before", ALL)
    def test_a_legal_step_is_taken_and_an_illegal_one_changes_nothing(
        self, house: House, before: str
    ) -> None:
        for after in ALL:
            code = standing(house, before)
            trail = house.trail(code)
            if (before, after) in LEGAL and (before, after) != ("held", "confirmed"):
                step(house, code, after)
                assert house.booking(code).status == after
                assert house.trail(code) == [*trail, (before, after)]
            elif (before, after) not in LEGAL:
                with pytest.raises(IllegalStep, match=f"{before} -> {after}"):
                    step(house, code, after)
                assert house.booking(code).status == before
                assert house.trail(code) == trail
            house.holds.release("c" * 32, NOW)
            house.set_seats(50)

    def test_every_status_is_either_over_or_can_go_on(self) -> None:
        over = {status for status, following in NEXT.items() if not following}
        assert over == {"done", "cancelled", "expired"}
        for status in set(NEXT) - over:
            assert reachable(status) & over

    def test_a_seat_that_is_only_held_is_no_booking(self) -> None:
        assert {"held", "expired"} == life.NEVER_BOOKED

    def test_a_held_seat_has_a_time_and_nothing_else_has(self, house: House) -> None:
        code = standing(house, "confirmed")
        assert house.booking(code).held_until is None
        assert house.hold(TEN).held_until is not None


class TestTrail:
    def test_it_names_who_and_why_and_keeps_the_words_unreadable(self, house: House) -> None:
        code = standing(house, "missed")
        with house.sessions() as session:
            query = select(AuditEntry).where(AuditEntry.subject_id == code)
            last = session.scalars(query.order_by(AuditEntry.entry_id.desc())).first()
            assert last is not None
            assert (last.actor, last.action, last.reason) == (CLERK, "missed", "王主任说的")
            raw = session.connection().exec_driver_sql("SELECT reason FROM audit_entry")
            stored = b"".join(bytes(row[0]) for row in raw if row[0] is not None)
        assert "王主任".encode() not in stored

    def test_a_change_that_fails_leaves_no_trace(self, house: House) -> None:
        code = standing(house, "confirmed")
        with house.sessions() as session:
            advance(session, session.get_one(Booking, code), "missed", "missed", CLERK, NOW)
            session.flush()
            session.rollback()
        assert house.booking(code).status == "confirmed"
        assert house.steps(code) == ["held", "booked"]

    def test_a_whole_life_is_one_unbroken_chain(self, house: House) -> None:
        made = house.book(NINE)
        house.bookings.move(made.code, TEN, NOW, HOLDER)
        for to in ("missed", "checked_in", "called", "checked_in", "called", "serving", "done"):
            step(house, made.code, to)
        trail = house.trail(made.code)
        assert [before for before, _ in trail[1:]] == [after for _, after in trail[:-1]]
        assert house.bookings.get(made.code, PROOF).status == "done"

    def test_nothing_personal_is_in_its_details(self, house: House) -> None:
        made = house.book(NINE)
        house.bookings.move(made.code, TEN, NOW, HOLDER)
        house.bookings.cancel(made.code, NOW, HOLDER)
        with house.sessions() as session:
            assert session.scalar(select(func.count()).select_from(AuditEntry)) == 4
            raw = session.connection().exec_driver_sql("SELECT * FROM audit_entry")
            stored = str([tuple(row) for row in raw])
        assert "李四" not in stored
        assert "5678" not in stored


def reachable(status: str) -> set[str]:
    """Where a booking can get from here."""
    found, to_look_at = set[str](), {status}
    while to_look_at:
        found |= to_look_at
        to_look_at = {after for one in to_look_at for after in NEXT[one]} - found
    return found
