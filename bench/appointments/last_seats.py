"""Two hundred clients want the last twenty seats at the same moment, round after round.

In every round exactly twenty must win, and everybody else must be told so with alternatives: no
seat lost, none given twice, no error. Anything else ends in status 1.

    python -m bench.appointments.last_seats --rounds 1000
"""

import argparse
import asyncio
import tempfile
import time
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from api.db.booking import Booking, Seat, Slot
from api.db.engine import make_engine, make_session_factory
from bench.appointments.hall import DATABASES, SEATS, booking, serving, slot_ids
from bench.goals import Goals
from bench.running import WORK

CLIENTS = 200
ROUNDS = 20
ATTEMPTS = 3
SAID_EVERY = 100
TIMEOUT = aiohttp.ClientTimeout(total=300)


async def _try(http: aiohttp.ClientSession, base: str, slot_id: str, person: int) -> str:
    """What one client got: `won`, `told` (with alternatives), or what went wrong.

    A connection that the service has just closed for being idle is replaced, and the request sent
    again under its key, as every client does.
    """
    for attempt in range(ATTEMPTS):
        try:
            status, told = await _ask(http, base, slot_id, person)
        except aiohttp.ClientConnectionError as lost:
            if attempt == ATTEMPTS - 1:
                return f"no answer: {lost}"
        else:
            break
    if status == 201:
        return "won"
    clean = status == 409 and told.get("alternatives")
    return "told" if clean else f"{status}: {told.get('detail')}"


async def _ask(
    http: aiohttp.ClientSession, base: str, slot_id: str, person: int
) -> tuple[int, dict[str, Any]]:
    headers = {"Idempotency-Key": f"{slot_id}-{person}"}
    body = booking(slot_id, person)
    async with http.post(f"{base}/bookings", json=body, headers=headers) as answer:
        return answer.status, await answer.json()


async def fight(base: str, rounds: int) -> tuple[Counter[str], int, list[str]]:
    """Play the rounds: what clients got in all, rounds that went wrong, and the slots."""
    total, wrong, slots = Counter[str](), 0, list(islice(slot_ids(), rounds))
    connector = aiohttp.TCPConnector(limit=CLIENTS)
    async with aiohttp.ClientSession(connector=connector, timeout=TIMEOUT) as http:
        for number, slot_id in enumerate(slots):
            people = range(number * CLIENTS, (number + 1) * CLIENTS)
            results = Counter(
                await asyncio.gather(*(_try(http, base, slot_id, person) for person in people))
            )
            wrong += results != Counter(won=SEATS, told=CLIENTS - SEATS)
            total += results
            if (number + 1) % SAID_EVERY == 0:
                print(f"{number + 1} rounds: {dict(total)}, {wrong} went wrong", flush=True)
    return total, wrong, slots


def miscounted(url: str, slots: list[str]) -> int:
    """The slots whose seats, bookings and counter do not agree on twenty."""
    engine = make_engine(url)
    with make_session_factory(engine)() as session:
        counted = _by_slot(session, select(Slot.slot_id, Slot.booked))
        standing = select(Booking.slot_id, func.count()).where(Booking.status == "confirmed")
        booked = _by_slot(session, standing.group_by(Booking.slot_id))
        seated = _by_slot(session, select(Seat.slot_id, func.count()).group_by(Seat.slot_id))
    engine.dispose()
    return sum({counted.get(s), booked.get(s), seated.get(s)} != {SEATS} for s in slots)


def _by_slot(session: Session, query: Select[str, int]) -> dict[str, int]:
    return {row[0]: row[1] for row in session.execute(query)}


def main() -> None:
    """Play on both databases and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--on", action="append", choices=DATABASES, help="all unless named")
    options.add_argument("--rounds", type=int, default=ROUNDS)
    given = options.parse_args()
    rounds = given.rounds
    goals = Goals()
    WORK.mkdir(parents=True, exist_ok=True)
    for database in given.on or DATABASES:
        with (
            tempfile.TemporaryDirectory(dir=WORK) as name,
            serving(database, Path(name), "bench-last-seats") as (base, url),
        ):
            started = time.perf_counter()
            total, wrong, slots = asyncio.run(fight(base, rounds))
            took = time.perf_counter() - started
            bad = miscounted(url, slots)
        rate = sum(total.values()) / took
        others = {k: v for k, v in total.items() if k not in ("won", "told")}
        print(
            f"{database}: {rounds} rounds of {CLIENTS} clients for {SEATS} seats: "
            f"{total['won']} won, {total['told']} told with alternatives, others {others}; "
            f"{wrong} rounds and {bad} slots miscounted; {rate:.0f} requests a second"
        )
        goals.at_most(f"{database}: rounds that went wrong", wrong, 0)
        goals.at_most(f"{database}: slots miscounted", bad, 0)
    goals.settle()


if __name__ == "__main__":
    main()
