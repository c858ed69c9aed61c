"""Who waits for a seat on full days, and whom a free one is offered to."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, lazyload

from api.db.booking import Booking, Slot, WaitingEntry
from api.db.engine import SessionFactory, reading
from api.db.intake import Intake
from api.services import audit
from api.services.booking.holds import hold_seat, is_over
from api.services.booking.life import CONFIRMED, EXPIRED, HELD, advance
from api.services.booking.locks import change_visits, queue_up
from api.services.booking.quota import require_room
from api.services.booking.seats import SlotFull, SlotUnavailable, free_seats
from api.services.booking.slots import LEAD_TIME, Opening, Slots, UnknownSlot, days
from api.services.days.night import by_day
from api.services.events import Event, Events, Kind
from api.services.intake import life
from api.services.intake.applicants import Applicant
from api.services.intake.opening import Intakes
from api.services.intake.proof import is_proved
from api.services.intake.requests import Request
from knowledge import KnowledgeBase, Window

WAITING, OFFERED, BOOKED, WITHDRAWN = "waiting", "offered", "booked", "withdrawn"
OFFER = timedelta(hours=2)
"""How long an offered seat is held."""
SHORTEST_OFFER = timedelta(minutes=30)
"""An offer must leave time to be read and taken."""
MOST_WAITING = 3
"""Entries one phone may have on the list."""
ENOUGH = f"这个电话已有 {MOST_WAITING} 个候补在排，请先取消不需要的，再排新的。"
TWICE = "这个电话已在候补这个事项的这些日子，不用再登记；有空出来的时段会发消息通知。"
MOST_DAYS = 14

Known = dict[tuple[str, str, date], Sequence[Opening]]
"""What is free for a matter in a park on a day, until something of it is taken."""


class UnknownEntry(Exception):
    """There is no such entry, or the proof is not its own: outside, both look the same."""


class NoOffer(Exception):
    """Nothing is offered to the entry now; the message says what to do, in Chinese."""


class TooManyEntries(Exception):
    """The phone waits for as much as one may; the message says of what, in Chinese."""


@dataclass(frozen=True)
class Wish:
    """What somebody waits for: a visit for a matter on one of some days."""

    park_id: str
    matter_id: str
    first_day: date
    last_day: date

    def overlaps(self, entry: WaitingEntry) -> bool:
        """Whether an entry waits for the same on one of the same days."""
        return (
            (self.park_id, self.matter_id) == (entry.park_id, entry.matter_id)
            and self.first_day <= entry.last_day
            and entry.first_day <= self.last_day
        )


class WaitingList:
    """The waiting list of one installation; first come, first offered."""

    def __init__(
        self,
        sessions: SessionFactory,
        kb: KnowledgeBase,
        slots: Slots,
        intakes: Intakes,
        events: Events | None = None,
    ) -> None:
        self._sessions = sessions
        self._kb = kb
        self._slots = slots
        self._intakes = intakes
        self._events = events or Events()

    def join(self, wish: Wish, applicant: Applicant, now: datetime) -> WaitingEntry:
        """Wait for a seat; one that is free already is offered at once.

        Raises:
            TooManyEntries: the phone waits for as much as one may, or for these days already.
        """

        def act(session: Session) -> WaitingEntry:
            _require_room(session, applicant.phone_index, wish, now)
            request = Request(wish.park_id, wish.matter_id, "", applicant)
            entry = WaitingEntry(
                entry_id=secrets.token_hex(16),
                status=WAITING,
                created_at=now,
                updated_at=now,
                intake=self._intakes.open(session, request, now),
                **vars(wish),
            )
            session.add(entry)
            session.flush()
            _note(session, entry, "joined", audit.APPLICANT, now, None)
            self._offer_any(session, entry, now, {})
            return entry

        return change_visits(self._sessions, act)

    def get(self, entry_id: str, phone_last4: str) -> tuple[WaitingEntry, Booking | None]:
        """The entry and what is offered to it. Raises `UnknownEntry`."""
        with reading(self._sessions) as session:
            entry = _prove(session.get(WaitingEntry, entry_id), phone_last4)
            offered = session.get(Booking, entry.offered_code) if entry.offered_code else None
            return entry, offered

    def accept(self, entry_id: str, phone_last4: str, now: datetime) -> Booking:
        """Take what is offered; taking it again gives the same booking.

        Raises:
            UnknownEntry: wrong id or proof.
            NoOffer: nothing is offered, or its time is over.
            SlotUnavailable: the hall has closed the day meanwhile.
            TooManyBookings: the phone or the company has too many visits ahead.
        """

        def act(session: Session) -> Booking:
            entry = _locked(session, entry_id, phone_last4)
            booking = _offered(session, entry)
            if booking is not None and entry.status == BOOKED:
                return booking
            if booking is None or booking.status != HELD or is_over(booking, now):
                raise NoOffer("现在没有为您留着的时段：候补还在排，或者留的时间已经过了。")
            self._require_open(session, booking, now)
            visitor = entry.intake
            require_room(session, visitor.phone_index or "", visitor.company_index, now)
            advance(session, booking, CONFIRMED, "booked", audit.APPLICANT, now)
            _step(session, entry, BOOKED, "accepted", audit.APPLICANT, now)
            self._tell(session, Kind.BOOKED, entry, booking, now, audit.APPLICANT)
            return booking

        return change_visits(self._sessions, act)

    def withdraw(self, entry_id: str, phone_last4: str, now: datetime) -> None:
        """Wait no longer; what is offered goes to the next. Raises `UnknownEntry`."""

        def act(session: Session) -> None:
            entry = _locked(session, entry_id, phone_last4)
            if entry.status not in (WAITING, OFFERED):
                return
            booking = _offered(session, entry)
            _end(session, entry, WITHDRAWN, "withdrawn", audit.APPLICANT, now)
            if booking is not None and booking.status == HELD:
                advance(session, booking, EXPIRED, "released", audit.APPLICANT, now)
                self.offer_freed(session, free_seats(session, booking), now)

        change_visits(self._sessions, act)

    def offer_freed(self, session: Session, slot_ids: Sequence[str], now: datetime) -> None:
        """Offer the seats that have just become free to those who wait for them longest."""
        freed = session.execute(
            select(Slot.window_id, Slot.starts_at).where(Slot.slot_id.in_(slot_ids))
        )
        days = {(window_id, starts_at.date()) for window_id, starts_at in freed}
        for window_id, day in sorted(days):
            if window := self._kb.windows.get(window_id):
                self._offer_on(session, window, day, now)

    def offer_due(self, now: datetime) -> int:
        """End what is over, and offer what has become free in any other way; how many offers."""

        def act(session: Session) -> int:
            self._take_back_closed(session, now)
            _end_lapsed(session, now)
            known: Known = {}
            return sum(self._offer_any(session, entry, now, known) for entry in _waiting(session))

        return change_visits(self._sessions, act)

    def _offer_on(self, session: Session, window: Window, day: date, now: datetime) -> None:
        waiting = _waiting(
            session,
            WaitingEntry.park_id == window.park_id,
            WaitingEntry.matter_id.in_(window.matters),
            WaitingEntry.first_day <= day,
            WaitingEntry.last_day >= day,
        )
        known: Known = {}
        for entry in waiting:
            free = self._free(session, entry, day, now, known)
            here = [opening for opening in free if opening.window.window_id == window.window_id]
            if here:
                self._offer(session, entry, here[0], now, known)

    def _offer_any(
        self, session: Session, entry: WaitingEntry, now: datetime, known: Known
    ) -> bool:
        for day in days(max(entry.first_day, now.date()), entry.last_day):
            free = self._free(session, entry, day, now, known)
            if free and self._offer(session, entry, free[0], now, known):
                return True
        return False

    def _free(
        self, session: Session, entry: WaitingEntry, day: date, now: datetime, known: Known
    ) -> Sequence[Opening]:
        key = entry.matter_id, entry.park_id, day
        if key not in known:
            offered = self._slots.offered_in(session, entry.matter_id, entry.park_id, day, day, now)
            known[key] = [
                opening
                for opening in offered.slots
                if opening.remaining and opening.start - now >= LEAD_TIME + SHORTEST_OFFER
            ]
        return known[key]

    def _offer(
        self,
        session: Session,
        entry: WaitingEntry,
        opening: Opening,
        now: datetime,
        known: Known,
    ) -> bool:
        """Hold the opening for the entry; False when somebody was faster."""
        known.clear()
        until = min(by_day(now) + OFFER, opening.start - LEAD_TIME)
        if until - by_day(now) < SHORTEST_OFFER:
            return False
        try:
            with session.begin_nested():
                held = hold_seat(
                    session,
                    opening,
                    entry.park_id,
                    entry.matter_id,
                    now,
                    until,
                    intake_id=entry.intake_id,
                )
        except SlotFull:
            return False
        entry.offered_code = held.code
        _step(session, entry, OFFERED, "offered", audit.SYSTEM, now)
        facts = {"entry_id": entry.entry_id, "until": until}
        self._tell(session, Kind.OFFERED, entry, held, now, audit.SYSTEM, facts)
        return True

    def _take_back_closed(self, session: Session, now: datetime) -> None:
        """Take back offers on days that were closed since; who had one keeps their place."""
        query = select(WaitingEntry).where(WaitingEntry.status == OFFERED)
        for entry in session.scalars(query.with_for_update(of=WaitingEntry, skip_locked=True)):
            held = _offered(session, entry)
            if held is None or held.status != HELD or is_over(held, now):
                continue
            try:
                self._require_open(session, held, now)
            except SlotUnavailable:
                advance(session, held, EXPIRED, "released", audit.SYSTEM, now)
                free_seats(session, held)
                _step(session, entry, WAITING, "taken_back", audit.SYSTEM, now)

    def _require_open(self, session: Session, held: Booking, now: datetime) -> None:
        place = held.slot_id, held.matter_id, held.park_id
        try:
            self._slots.find_in(session, *place, now, timedelta(0))
        except UnknownSlot as gone:  # another edition of the list is in service meanwhile
            raise SlotUnavailable("这个窗口不再办理这个事项，请另选一个时段") from gone

    def _tell(
        self,
        session: Session,
        kind: Kind,
        entry: WaitingEntry,
        booking: Booking,
        now: datetime,
        actor: str,
        facts: dict[str, object] | None = None,
    ) -> None:
        self._events.publish(session, Event(kind, entry.intake, now, actor, booking, facts or {}))


def _waiting(session: Session, *conditions: ColumnElement[bool]) -> Sequence[WaitingEntry]:
    """Those who wait, the longest first; those that somebody else is just serving left out."""
    query = (
        select(WaitingEntry)
        .options(lazyload(WaitingEntry.intake))  # who they are is asked of few of them
        .where(WaitingEntry.status == WAITING, *conditions)
        .order_by(WaitingEntry.created_at, WaitingEntry.entry_id)
    )
    return session.scalars(query.with_for_update(of=WaitingEntry, skip_locked=True)).all()


def _end_lapsed(session: Session, now: datetime) -> None:
    over = (
        select(WaitingEntry)
        .outerjoin(Booking, Booking.code == WaitingEntry.offered_code)
        .where(
            ((WaitingEntry.status == OFFERED) & (Booking.status == EXPIRED))
            | ((WaitingEntry.status == WAITING) & (WaitingEntry.last_day < now.date()))
        )
    )
    for entry in session.scalars(over.with_for_update(of=WaitingEntry, skip_locked=True)):
        _end(session, entry, EXPIRED, "expired", audit.SYSTEM, now)


def _require_room(session: Session, index: str, wish: Wish, now: datetime) -> None:
    queue_up(session, index)
    query = (
        select(WaitingEntry)
        .join(Intake, Intake.intake_id == WaitingEntry.intake_id)
        .where(Intake.phone_index == index, WaitingEntry.status.in_((WAITING, OFFERED)))
    )
    entries = [entry for entry in session.scalars(query) if _stands(session, entry, now)]
    if any(wish.overlaps(entry) for entry in entries):
        raise TooManyEntries(TWICE)
    if len(entries) >= MOST_WAITING:
        raise TooManyEntries(ENOUGH)


def _stands(session: Session, entry: WaitingEntry, now: datetime) -> bool:
    """Whether somebody still waits, or has an offer to take: the list is told of it later."""
    if entry.status == WAITING:
        return entry.last_day >= now.date()
    held = session.get(Booking, entry.offered_code or "")
    return held is not None and held.status == HELD and not is_over(held, now)


def _locked(session: Session, entry_id: str, phone_last4: str) -> WaitingEntry:
    found = session.get(WaitingEntry, entry_id, with_for_update={"of": WaitingEntry})
    return _prove(found, phone_last4)


def _prove(entry: WaitingEntry | None, phone_last4: str) -> WaitingEntry:
    if entry is None or not is_proved(entry.intake, phone_last4):
        raise UnknownEntry
    return entry


def _offered(session: Session, entry: WaitingEntry) -> Booking | None:
    """What was offered to an entry last, locked."""
    if entry.offered_code is None:
        return None
    return session.get(Booking, entry.offered_code, with_for_update={"of": Booking})


def _end(
    session: Session, entry: WaitingEntry, to: str, action: str, actor: str, now: datetime
) -> None:
    """Somebody waits no longer: nothing comes of their intake."""
    _step(session, entry, to, action, actor, now)
    entry.intake.status, entry.intake.updated_at = life.WITHDRAWN, now


def _step(
    session: Session, entry: WaitingEntry, to: str, action: str, actor: str, now: datetime
) -> None:
    before = entry.status
    entry.status, entry.updated_at = to, now
    _note(session, entry, action, actor, now, before)


def _note(
    session: Session,
    entry: WaitingEntry,
    action: str,
    actor: str,
    now: datetime,
    before: str | None,
) -> None:
    audit.note(
        session,
        "waiting_entry",
        entry.entry_id,
        action,
        actor,
        now,
        before=before,
        after=entry.status,
    )
