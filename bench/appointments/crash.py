"""The service is killed (`kill -9`) while it books and moves, again and again.

Every booking that was acknowledged must be there after the restart, where it was last acknowledged
or where an unanswered move would have put it; seats and bookings must agree; a hold must expire.

    python -m bench.appointments.crash --kills 50
"""

import argparse
import os
import random
import signal
import tempfile
import threading
import time
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import httpx
from sqlalchemy import func, select

from api.db.booking import Booking, Seat, Slot
from api.db.engine import SessionFactory, make_engine, make_session_factory
from bench.appointments.hall import DATABASES, booking, hall_data, open_database, slot_ids
from bench.goals import Goals
from bench.running import WORK, free_port, running_service

KILLS = 10
CLIENTS = 8
SHORTEST_S, LONGEST_S = 0.3, 1.5


@dataclass
class Ledger:
    """What clients were told, by booking code: the slots it may be in now."""

    acknowledged: dict[str, set[str]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    people: int = 0

    def next_person(self) -> int:
        with self.lock:
            self.people += 1
            return self.people


def work(base: str, ledger: Ledger, slots: list[str], over: threading.Event) -> None:
    """Book and move until the service is gone."""
    with httpx.Client(base_url=base, timeout=30) as http:
        while not over.is_set():
            person = ledger.next_person()
            slot, other = random.sample(slots, 2)
            try:
                made = http.post(
                    "/bookings",
                    json=booking(slot, person),
                    headers={"Idempotency-Key": f"key-{person}"},
                )
            except httpx.HTTPError:
                return
            if made.status_code != 201:
                continue
            code, last4 = made.json()["code"], f"{person:08}"[-4:]
            ledger.acknowledged[code] = {slot}
            if not _move(http, ledger, code, last4, other):
                return


def _move(http: httpx.Client, ledger: Ledger, code: str, last4: str, slot: str) -> bool:
    """Move a booking; False when the service is gone, and nobody knows whether it moved."""
    ledger.acknowledged[code].add(slot)
    where = f"/bookings/{code}?phone_last4={last4}"
    try:
        moved = http.patch(where, json={"slot_id": slot})
    except httpx.HTTPError:
        return False
    if moved.status_code == 200:
        ledger.acknowledged[code] = {slot}
    else:
        ledger.acknowledged[code].discard(slot)
    return True


def lost_and_wrong(sessions: SessionFactory, ledger: Ledger) -> tuple[int, int]:
    """How many acknowledged bookings are lost or elsewhere, and how many slots are miscounted."""
    with sessions() as session:
        rows = session.execute(
            select(Booking.code, Booking.slot_id).where(Booking.status == "confirmed")
        )
        where = {row[0]: row[1] for row in rows}
        counted = session.execute(select(Slot.slot_id, Slot.booked))
        seats = session.execute(select(Seat.slot_id, func.count()).group_by(Seat.slot_id))
        seated = {row[0]: row[1] for row in seats}
        wrong = sum(seated.get(row[0], 0) != row[1] for row in counted)
        wrong += sum(seated.values()) != len(where)
    lost = sum(where.get(code) not in slots for code, slots in ledger.acknowledged.items())
    return lost, wrong


def kill_under_load(base: str, number: int, ledger: Ledger, slots: list[str]) -> None:
    """Load the service for a moment, then kill it."""
    over = threading.Event()
    clients = [
        threading.Thread(target=work, args=(base, ledger, slots, over)) for _ in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    time.sleep(random.uniform(SHORTEST_S, LONGEST_S))
    os.kill(number, signal.SIGKILL)
    over.set()
    for client in clients:
        client.join()


def measure(database: str, kills: int, goals: Goals) -> None:
    """Kill the service so often on one kind of database, and print what is left."""
    ledger, slots, lost, wrong = Ledger(), list(islice(slot_ids(), 400)), 0, 0
    with tempfile.TemporaryDirectory(dir=WORK) as name, open_database(database, Path(name)) as url:
        folder = Path(name)
        settings = {
            "PORT": str(free_port()),
            "GUIDE_KNOWLEDGE_DIR": str(hall_data(folder)),
            "GUIDE_DATABASE_URL": url,
        }
        engine = make_engine(url)
        for _ in range(kills):
            with running_service("bench-crash", folder, **settings) as (base, number):
                kill_under_load(base, number, ledger, slots)
        with running_service("bench-crash", folder, **settings):
            lost, wrong = lost_and_wrong(make_session_factory(engine), ledger)
        engine.dispose()
    print(
        f"{database}: killed {kills} times under load: {len(ledger.acknowledged)} acknowledged "
        f"bookings, {lost} lost or elsewhere, {wrong} miscounted slots"
    )
    goals.at_most(f"{database}: lost bookings", lost, 0)
    goals.at_most(f"{database}: miscounted slots", wrong, 0)
    goals.at_least(f"{database}: acknowledged bookings", len(ledger.acknowledged), kills)


def main() -> None:
    """Measure both databases and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--on", action="append", choices=DATABASES, help="all unless named")
    options.add_argument("--kills", type=int, default=KILLS)
    given = options.parse_args()
    kills = given.kills
    goals = Goals()
    WORK.mkdir(parents=True, exist_ok=True)
    for database in given.on or DATABASES:
        measure(database, kills, goals)
    goals.settle()


if __name__ == "__main__":
    main()
