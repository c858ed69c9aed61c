"""Bookings on SQLite and on PostgreSQL, alone and with many people at the same moment."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from api.db.base import Base
from api.db.booking import Booking, IdempotencyKey, Slot
from api.db.engine import SessionFactory, make_engine, make_session_factory
from api.db.intake import Intake
from api.db.migrate import upgrade
from api.services.booking.bookings import Bookings, By, NotChangeable, UnknownBooking
from api.services.booking.codes import CODE
from api.services.booking.keys import KeyReused
from api.services.booking.quota import MOST_OPEN_BOOKINGS, TooManyBookings
from api.services.booking.rush import LASTS
from api.services.booking.seats import SlotFull, SlotUnavailable
from api.services.booking.slots import UnknownSlot
from api.services.booking.trail import steps_of
from api.services.intake.applicants import Applicant
from api.services.intake.opening import Intakes
from api.services.intake.requests import Request
from knowledge import KnowledgeBase
from tests.api.at_once import at_once
from tests.api.conftest import sqlite_url
from tests.api.hall import MATTER, NOW, PARK, at, slots_of, window, with_windows

NINE, TEN, ELEVEN = (f"gaoxin-01-20261126T{clock}" for clock in ("0900", "1000", "1100"))
CLOCKS = (
    "0900", "0930", "1000", "1030", "1100", "1130", "1330", "1400", "1430", "1500", "1530", "1600",
)  # fmt: skip
EVERY_HALF_HOUR = [f"gaoxin-01-20261126T{clock}" for clock in CLOCKS]
SEATS = 2
PROOF = "5678"
HOLDER = By(phone_last4=PROOF)
WANG = Applicant("王小明", "13812345678", "郴州某某科技有限公司", "91110000600037341L")


class Desk:
    """Books, and looks at what came of it."""

    def __init__(self, kb: KnowledgeBase, sessions: SessionFactory, seats: int = SEATS) -> None:
        self.kb = kb
        self.sessions = sessions
        slots = slots_of(with_windows(kb, window(capacity=seats)), sessions)
        self.bookings = Bookings(sessions, slots, Intakes(kb))
        self._keys = 0

    def book(
        self,
        slot_id: str = NINE,
        who: Applicant = WANG,
        key: str | None = None,
        now: datetime = NOW,
    ) -> Booking:
        self._keys += key is None
        return self.bookings.book(
            Request(PARK, MATTER, slot_id, who), key or f"key-{self._keys}", now
        )

    def move(self, code: str, slot_id: str, now: datetime = NOW) -> Booking:
        return self.bookings.move(code, slot_id, now, HOLDER)

    def cancel(self, code: str, now: datetime = NOW) -> Booking:
        return self.bookings.cancel(code, now, HOLDER)

    def get(self, code: str) -> Booking:
        return self.bookings.get(code, PROOF)

    def booked(self, slot_id: str) -> int:
        """Seats taken in a slot; always as many as there are confirmed bookings of it."""
        with self.sessions() as session:
            counted = session.scalar(select(Slot.booked).where(Slot.slot_id == slot_id)) or 0
            confirmed = session.scalar(
                select(func.count())
                .select_from(Booking)
                .where(Booking.slot_id == slot_id, Booking.status == "confirmed")
            )
        assert counted == confirmed
        return counted

    def steps(self, code: str) -> list[str]:
        """What was done with a booking, as the audit trail has it."""
        return [step.action for step in steps_of(self.sessions, code)]

    def count(self, table: type[Base]) -> int:
        with self.sessions() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def desk(kb: KnowledgeBase, sessions: SessionFactory) -> Desk:
    return Desk(kb, sessions)


def someone(number: int) -> Applicant:
    """Different people, who all have the same proof."""
    return Applicant("李四", f"139{number:04}5678")


class TestBooking:
    def test_a_visit_is_kept_with_all_that_was_said(self, desk: Desk) -> None:
        made = desk.book(TEN)
        assert CODE.fullmatch(made.code)
        kept = desk.get(made.code)
        assert kept is not made
        for booking in (made, kept):
            assert booking.status == "confirmed"
            assert (booking.park_id, booking.matter_id) == (PARK, MATTER)
            assert (booking.window_id, booking.slot_id) == ("gaoxin-01", TEN)
            assert booking.starts_at.isoformat() == "2026-11-26T10:00:00+08:00"
            assert booking.ends_at.isoformat() == "2026-11-26T10:30:00+08:00"
            assert booking.created_at == booking.updated_at == NOW
            assert not booking.provisional
            visitor = booking.visitor
            assert (visitor.edition_id, visitor.status) == (desk.kb.edition.id, "expected")
            assert visitor.mode == desk.kb.mode(MATTER, PARK, NOW.date())
            assert visitor.consent_at == NOW
            kept_person = (visitor.name, visitor.phone, visitor.company, visitor.uscc)
            assert kept_person == (WANG.name, WANG.phone, WANG.company, WANG.uscc)
        assert desk.booked(TEN) == 1
        assert desk.steps(made.code) == ["booked"]

    def test_company_and_credit_code_may_be_missing(self, desk: Desk) -> None:
        kept = desk.get(desk.book(who=someone(1)).code).visitor
        assert (kept.company, kept.uscc) == (None, None)

    def test_a_full_slot_is_refused_and_nothing_is_left_behind(self, desk: Desk) -> None:
        for number in range(SEATS):
            desk.book(NINE, someone(number))
        with pytest.raises(SlotFull, match="约满"):
            desk.book(NINE, someone(SEATS), key="refused")
        assert desk.booked(NINE) == SEATS
        assert desk.count(Booking) == desk.count(IdempotencyKey) == SEATS

    @pytest.mark.parametrize(
        ("slot_id", "refusal"),
        [
            ("gaoxin-01-20261125T0900", SlotUnavailable),
            ("gaoxin-01-20261126T1200", SlotUnavailable),
            ("gaoxin-01-20261129T0900", SlotUnavailable),
            ("gaoxin-99-20261126T0900", UnknownSlot),
        ],
        ids=["past", "lunch", "weekend", "no such window"],
    )
    def test_what_is_not_offered_cannot_be_booked(
        self, desk: Desk, slot_id: str, refusal: type[Exception]
    ) -> None:
        with pytest.raises(refusal):
            desk.book(slot_id)
        assert desk.count(Booking) == desk.count(Slot) == desk.count(IdempotencyKey) == 0

    def test_a_code_that_is_taken_is_drawn_again(self, desk: Desk) -> None:
        drawn = iter(["AAAAAAA2", "AAAAAAA2", "AAAAAAA3"])
        desk.bookings = Bookings(
            desk.sessions, desk.bookings._slots, Intakes(desk.kb), make_code=lambda: next(drawn)
        )
        assert [desk.book(NINE).code, desk.book(TEN).code] == ["AAAAAAA2", "AAAAAAA3"]

    def test_fewer_seats_than_before_refuse_new_visits_and_keep_the_old(self, desk: Desk) -> None:
        first, _ = desk.book(NINE, someone(1)), desk.book(NINE, someone(2))
        smaller = Desk(desk.kb, desk.sessions, seats=1)
        with pytest.raises(SlotFull):
            smaller.book(NINE, someone(3), key="third")
        smaller.cancel(first.code)
        with pytest.raises(SlotFull):
            smaller.book(NINE, someone(3), key="third")
        assert smaller.booked(NINE) == 1

    def test_more_seats_than_before_can_be_booked(self, desk: Desk) -> None:
        desk.book(NINE, someone(1))
        desk.book(NINE, someone(2))
        Desk(desk.kb, desk.sessions, seats=3).book(NINE, someone(3), key="third")
        assert desk.booked(NINE) == 3


class TestIdempotency:
    def test_a_repetition_is_answered_with_the_same_booking(self, desk: Desk) -> None:
        first, again = desk.book(key="k"), desk.book(key="k")
        assert first.code == again.code
        assert desk.booked(NINE) == desk.count(Booking) == 1

    def test_a_repetition_counts_neither_seats_nor_visits(self, desk: Desk) -> None:
        codes = [desk.book(slot, key=slot).code for slot in EVERY_HALF_HOUR[:MOST_OPEN_BOOKINGS]]
        assert [desk.book(slot, key=slot).code for slot in EVERY_HALF_HOUR[:5]] == codes

    def test_a_repetition_finds_the_booking_as_it_is_now(self, desk: Desk) -> None:
        made = desk.book(key="k")
        desk.cancel(made.code)
        again = desk.book(key="k", now=at("2026-12-24T10:00"))
        assert (again.code, again.status) == (made.code, "cancelled")

    @pytest.mark.parametrize(
        "change",
        [
            {"slot_id": TEN},
            {"park_id": "jingkai"},
            {"matter_id": "eia-approval"},
            {"applicant": replace(WANG, name="王大明")},
            {"applicant": replace(WANG, company=None)},
        ],
    )
    def test_a_key_stands_for_one_request_only(self, desk: Desk, change: dict[str, Any]) -> None:
        desk.book(NINE, key="k")
        other = replace(Request(PARK, MATTER, NINE, WANG), **change)
        with pytest.raises(KeyReused):
            desk.bookings.book(other, "k", NOW)
        assert desk.count(Booking) == 1
        assert desk.booked(TEN) == 0

    def test_a_refused_request_does_not_use_up_its_key(self, desk: Desk) -> None:
        with pytest.raises(SlotUnavailable):
            desk.book("gaoxin-01-20261129T0900", key="k")
        assert desk.book(TEN, key="k").slot_id == TEN

    def test_the_fingerprint_of_a_request_tells_nothing(self) -> None:
        request = Request(PARK, MATTER, NINE, WANG)
        assert request.fingerprint() == replace(request).fingerprint()
        assert len(request.fingerprint()) == 64
        assert WANG.phone not in request.fingerprint()


class TestProof:
    def test_a_code_is_found_however_it_was_typed(self, desk: Desk) -> None:
        code = desk.book().code
        assert desk.get(f" {code[:4].lower()}-{code[4:].lower()} ").code == code

    @pytest.mark.parametrize("proof", ["5679", "", "567", "45678", WANG.phone, "五六七八", "'; --"])
    def test_a_wrong_proof_looks_like_an_unknown_code(self, desk: Desk, proof: str) -> None:
        code = desk.book().code
        unknown = next(other for other in ("ZZZZZZZ9", "YYYYYYY8") if other != code)
        refusals = []
        attempts: list[Callable[[], Booking]] = [
            lambda: desk.bookings.get(code, proof),
            lambda: desk.bookings.get(unknown, PROOF),
            lambda: desk.bookings.get("no code", ""),
            lambda: desk.bookings.move(code, TEN, NOW, By(phone_last4=proof)),
            lambda: desk.bookings.move(unknown, TEN, NOW, HOLDER),
            lambda: desk.bookings.cancel(code, NOW, By(phone_last4=proof)),
            lambda: desk.bookings.cancel(unknown, NOW, HOLDER),
        ]
        for attempt in attempts:
            with pytest.raises(UnknownBooking) as refusal:
                attempt()
            refusals.append(str(refusal.value))
        assert len(set(refusals)) == 1
        assert desk.get(code).status == "confirmed"
        assert desk.get(code).slot_id == NINE


class TestMoving:
    def test_a_move_takes_one_seat_and_gives_one_back(self, desk: Desk) -> None:
        made = desk.book(NINE)
        moved = desk.move(made.code, TEN, now=at("2026-11-25T11:00"))
        for booking in (moved, desk.get(made.code)):
            assert (booking.code, booking.slot_id, booking.status) == (made.code, TEN, "confirmed")
            assert booking.starts_at == at("2026-11-26T10:00")
            assert booking.ends_at == at("2026-11-26T10:30")
            assert booking.updated_at == at("2026-11-25T11:00")
            assert booking.created_at == NOW
        assert (desk.booked(NINE), desk.booked(TEN)) == (0, 1)
        assert desk.steps(made.code) == ["booked", "moved"]

    @pytest.mark.parametrize(("old", "new"), [(NINE, TEN), (TEN, NINE)])
    def test_a_move_to_a_full_slot_changes_nothing(self, desk: Desk, old: str, new: str) -> None:
        made = desk.book(old)
        for number in range(SEATS):
            desk.book(new, someone(number))
        with pytest.raises(SlotFull):
            desk.move(made.code, new)
        assert desk.get(made.code).slot_id == old
        assert (desk.booked(old), desk.booked(new)) == (1, SEATS)
        assert desk.steps(made.code) == ["booked"]

    @pytest.mark.parametrize(
        "new", ["gaoxin-01-20261129T0900", "gaoxin-01-20261125T0900", "gaoxin-99-20261126T0900"]
    )
    def test_a_move_to_what_is_not_offered_changes_nothing(self, desk: Desk, new: str) -> None:
        made = desk.book(NINE)
        with pytest.raises((SlotUnavailable, UnknownSlot)):
            desk.move(made.code, new)
        assert desk.get(made.code).slot_id == NINE
        assert desk.booked(NINE) == 1

    def test_a_move_to_where_it_is_does_nothing(self, desk: Desk) -> None:
        made = desk.book(NINE)
        assert desk.move(made.code, NINE).slot_id == NINE
        assert desk.booked(NINE) == 1
        assert desk.steps(made.code) == ["booked"]

    @pytest.mark.parametrize("now", ["2026-11-26T08:31", "2026-11-26T09:00", "2026-11-27T10:00"])
    def test_what_begins_at_once_or_is_over_stays(self, desk: Desk, now: str) -> None:
        made = desk.book(NINE)
        for change in (partial(desk.move, made.code, ELEVEN), partial(desk.cancel, made.code)):
            with pytest.raises(NotChangeable, match="不能再更改"):
                change(now=at(now))
        assert desk.get(made.code).status == "confirmed"


class TestCancelling:
    def test_a_cancelled_visit_gives_its_seat_back_once(self, desk: Desk) -> None:
        made = desk.book(NINE)
        assert desk.cancel(made.code).status == "cancelled"
        assert desk.cancel(made.code).status == "cancelled"
        assert desk.get(made.code).status == "cancelled"
        assert desk.booked(NINE) == 0
        assert desk.steps(made.code) == ["booked", "cancelled"]

    def test_with_its_visit_the_matter_is_withdrawn(self, desk: Desk) -> None:
        made = desk.book(NINE)
        assert desk.cancel(made.code).visitor.status == "withdrawn"
        assert desk.get(made.code).visitor.status == "withdrawn"

    def test_a_cancelled_visit_cannot_be_moved(self, desk: Desk) -> None:
        made = desk.book(NINE)
        desk.cancel(made.code)
        with pytest.raises(NotChangeable, match="已经取消"):
            desk.move(made.code, TEN)
        assert desk.booked(TEN) == 0


class TestPhoneLimit:
    def test_a_phone_has_few_visits_ahead(self, desk: Desk) -> None:
        for slot_id in EVERY_HALF_HOUR[:MOST_OPEN_BOOKINGS]:
            desk.book(slot_id)
        with pytest.raises(TooManyBookings):
            desk.book(EVERY_HALF_HOUR[-1])
        assert desk.booked(EVERY_HALF_HOUR[-1]) == 0
        assert desk.book(EVERY_HALF_HOUR[-1], someone(1)).status == "confirmed"

    def test_cancelled_and_past_visits_do_not_count(self, desk: Desk) -> None:
        made = [desk.book(slot_id) for slot_id in EVERY_HALF_HOUR[:MOST_OPEN_BOOKINGS]]
        desk.cancel(made[0].code)
        desk.book(EVERY_HALF_HOUR[-1])
        following = "gaoxin-01-20261127T0900"
        with pytest.raises(TooManyBookings):
            desk.book(following)
        assert desk.book(following, now=at("2026-11-26T18:00")).slot_id == following


class TestAtOnce:
    def test_the_last_seats_are_given_once(self, desk: Desk) -> None:
        results = at_once(*(partial(desk.book, NINE, someone(n), f"key-{n}") for n in range(12)))
        won = [result for result in results if isinstance(result, Booking)]
        assert len(won) == SEATS
        assert Counter(map(type, results)) == {Booking: SEATS, SlotFull: 12 - SEATS}
        assert desk.booked(NINE) == SEATS
        assert len({booking.code for booking in won}) == SEATS

    def test_one_key_makes_one_booking(self, desk: Desk) -> None:
        results = at_once(*(partial(desk.book, NINE, WANG, "one key") for _ in range(8)))
        assert {type(result) for result in results} == {Booking}
        assert len({result.code for result in results if isinstance(result, Booking)}) == 1
        assert desk.booked(NINE) == desk.count(Booking) == desk.count(IdempotencyKey) == 1

    def test_a_request_sent_twice_is_not_refused_for_the_seat_it_has_just_got(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        desk.book(NINE, someone(1))
        leaver = desk.book(NINE, someone(2))
        with pytest.raises(SlotFull):
            desk.book(NINE, someone(3))
        desk.cancel(leaver.code)
        slots, looked = desk.bookings._slots, desk.bookings._slots.is_full

        def just_after_the_first(*asked: Any) -> bool:
            monkeypatch.setattr(slots, "is_full", looked)
            desk.book(NINE, WANG, "one key")
            return looked(*asked)

        monkeypatch.setattr(slots, "is_full", just_after_the_first)
        assert desk.book(NINE, WANG, "one key").slot_id == NINE
        assert desk.booked(NINE) == SEATS
        assert slots.is_full == looked

    def test_only_where_somebody_was_just_refused_is_it_looked_at_before(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        looked_at: list[str] = []
        is_full = desk.bookings._slots.is_full

        def noted(slot_id: str, *more: Any) -> bool:
            looked_at.append(slot_id)
            return is_full(slot_id, *more)

        monkeypatch.setattr(desk.bookings._slots, "is_full", noted)
        for number in range(SEATS + 1):
            with suppress(SlotFull):
                desk.book(NINE, someone(number))
        desk.book(TEN, someone(7))
        assert looked_at == []
        with pytest.raises(SlotFull):
            desk.book(NINE, someone(8))
        assert looked_at == [NINE]
        with pytest.raises(SlotFull):
            desk.book(NINE, someone(9), now=NOW + LASTS)
        assert looked_at == [NINE]

    def test_one_key_with_different_requests_serves_one_of_them(self, desk: Desk) -> None:
        results = at_once(
            *(partial(desk.book, slot_id, WANG, "one key") for slot_id in EVERY_HALF_HOUR[:6])
        )
        assert Counter(map(type, results)) == {Booking: 1, KeyReused: 5}
        assert desk.count(Booking) == 1

    def test_a_phone_gets_no_more_than_its_visits(self, desk: Desk) -> None:
        results = at_once(*(partial(desk.book, s, WANG, s) for s in EVERY_HALF_HOUR))
        assert Counter(map(type, results)) == {
            Booking: MOST_OPEN_BOOKINGS,
            TooManyBookings: len(EVERY_HALF_HOUR) - MOST_OPEN_BOOKINGS,
        }
        assert sum(desk.booked(slot_id) for slot_id in EVERY_HALF_HOUR) == MOST_OPEN_BOOKINGS

    def test_moves_in_opposite_directions_do_not_block_each_other(self, desk: Desk) -> None:
        early, late = desk.book(NINE, someone(1)), desk.book(TEN, someone(2))
        for here, there in [(NINE, TEN), (TEN, NINE)] * 4:
            results = at_once(
                partial(desk.move, early.code, there), partial(desk.move, late.code, here)
            )
            assert {type(result) for result in results} == {Booking}
            assert (desk.get(early.code).slot_id, desk.get(late.code).slot_id) == (there, here)
            assert (desk.booked(NINE), desk.booked(TEN)) == (1, 1)

    def test_one_booking_ends_in_one_slot_when_moved_from_several_places(self, desk: Desk) -> None:
        made = desk.book(NINE)
        results = at_once(*(partial(desk.move, made.code, slot) for slot in EVERY_HALF_HOUR[1:7]))
        assert {type(result) for result in results} == {Booking}
        taken = [slot_id for slot_id in EVERY_HALF_HOUR if desk.booked(slot_id)]
        assert taken == [desk.get(made.code).slot_id]

    def test_a_seat_is_given_back_once(self, desk: Desk) -> None:
        made, _ = desk.book(NINE, someone(1)), desk.book(NINE, someone(2))
        results = at_once(*(partial(desk.cancel, made.code) for _ in range(6)))
        assert {type(result) for result in results} == {Booking}
        assert desk.booked(NINE) == 1
        assert desk.steps(made.code) == ["booked", "cancelled"]

    def test_moving_and_cancelling_leave_no_seat_taken(self, desk: Desk) -> None:
        made = desk.book(NINE)
        results = at_once(
            partial(desk.cancel, made.code),
            *(partial(desk.move, made.code, slot_id) for slot_id in (TEN, ELEVEN)),
        )
        assert {type(result) for result in results} <= {Booking, NotChangeable}
        assert desk.get(made.code).status == "cancelled"
        assert [desk.booked(slot_id) for slot_id in (NINE, TEN, ELEVEN)] == [0, 0, 0]

    def test_a_crowd_of_everything_leaves_the_counts_right(self, desk: Desk) -> None:
        made = [desk.book(NINE if n % 2 else TEN, someone(n)) for n in range(2 * SEATS)]
        acts: list[Callable[[], Booking]] = [
            *(partial(desk.move, booking.code, ELEVEN) for booking in made),
            *(partial(desk.cancel, booking.code) for booking in made[:2]),
            *(partial(desk.book, NINE, someone(90 + n), f"late-{n}") for n in range(4)),
        ]
        for result in at_once(*acts):
            assert isinstance(result, Booking | SlotFull | NotChangeable)
        for slot_id in (NINE, TEN, ELEVEN):
            assert 0 <= desk.booked(slot_id) <= SEATS


class TestPrivacy:
    SECRETS = (WANG.name, WANG.phone, WANG.company or "", WANG.uscc or "")

    def test_no_row_shows_who_comes(self, desk: Desk) -> None:
        made = desk.book(NINE)
        desk.move(made.code, TEN)
        desk.cancel(made.code)
        with desk.sessions() as session:
            rows = [
                row
                for table in Base.metadata.sorted_tables
                for row in session.connection().exec_driver_sql(f'SELECT * FROM "{table.name}"')  # noqa: S608
            ]
        stored = b" ".join(
            bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
            for row in rows
            for value in row
        )
        assert made.code.encode() in stored
        for secret in self.SECRETS:
            assert secret.encode() not in stored

    def test_no_byte_on_the_disk_shows_who_comes(self, kb: KnowledgeBase, tmp_path: Path) -> None:
        upgrade(sqlite_url(tmp_path))
        engine = make_engine(sqlite_url(tmp_path))
        desk = Desk(kb, make_session_factory(engine))
        made = desk.book(NINE)
        with suppress(KeyReused):
            desk.book(TEN, key="key-1")
        stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        engine.dispose()
        stored += b"".join(path.read_bytes() for path in tmp_path.iterdir())
        assert made.code.encode() in stored
        for secret in self.SECRETS:
            for encoding in ("utf-8", "utf-16-le", "gb18030"):
                assert secret.encode(encoding) not in stored

    def test_a_failure_that_reaches_the_log_shows_nothing_that_was_to_be_written(
        self, desk: Desk
    ) -> None:
        made = desk.book(NINE)
        with desk.sessions() as session, pytest.raises(IntegrityError) as failure:
            session.execute(
                insert(Intake).values(intake_id=made.intake_id, park_id=PARK, name=WANG.name)
            )
        assert "INSERT INTO intake" in str(failure.value)
        assert WANG.name not in str(failure.value)
        assert "parameters hidden" in str(failure.value)


def test_readers_do_not_wait_for_writers(desk: Desk) -> None:
    made = desk.book(NINE)
    with desk.sessions() as session, session.begin():
        session.get_one(Booking, made.code).status = "cancelled"
        session.flush()
        assert desk.get(made.code).status == "confirmed"
