"""Bookings a second through the whole HTTP path, against bare inserts of pgbench.

Both on the same PostgreSQL, with commits that reach the disk, and with as many clients; pgbench
inserts one row in each transaction. The goal is a quarter of it.
"""

import re
import subprocess
import tempfile
import threading
from itertools import islice
from pathlib import Path

from sqlalchemy import make_url

from api.db.engine import make_engine
from bench.appointments.hall import SEATS, booking, serving, slot_ids
from bench.calling import Caller
from bench.goals import Goals
from bench.running import WORK, ask_for
from tests.programs import require_program

CLIENTS = 8
SECONDS = 10
GOAL = 0.25
TABLE = "CREATE TABLE bare (id bigserial PRIMARY KEY, body text NOT NULL, at timestamp NOT NULL)"
INSERT = "INSERT INTO bare (body, at) VALUES (repeat('x', 200), now());\n"
RATE = re.compile(r"tps = ([\d.]+)")


def bare_inserts(url: str, folder: Path) -> float:
    """Transactions a second of pgbench, each of which inserts one row."""
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(TABLE)
    engine.dispose()
    script = folder / "insert.sql"
    script.write_text(INSERT)
    where = make_url(url)
    command = [
        str(require_program("pgbench")), "--no-vacuum", "--file", str(script),
        "--client", str(CLIENTS), "--jobs", "2", "--time", str(SECONDS),
        "--host", str(where.host), "--port", str(where.port), "--username", str(where.username),
        str(where.database),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = RATE.search(done.stdout)
    assert found, done.stdout
    return float(found[1])


def bookings(base: str) -> float:
    """Bookings a second, each by somebody else, in slots with room for all."""
    slots = list(islice(slot_ids(), 20_000 // SEATS))
    made = [0] * CLIENTS

    def book(client: int, over: threading.Event) -> None:
        with Caller(base) as caller:
            while not over.is_set():
                number = client + CLIENTS * made[client]
                slot_id = slots[number // (SEATS // 2) % len(slots)]
                status = caller.post(
                    "/bookings", booking(slot_id, number), Idempotency_Key=f"key-{number}"
                )
                assert status == 201, status
                made[client] += 1

    ask_for(SECONDS, CLIENTS, book)
    return sum(made) / SECONDS


def empty_answers(base: str) -> float:
    """Answers a second that ask nothing of the database: no booking can be faster over HTTP."""
    made = [0] * CLIENTS

    def ask(client: int, over: threading.Event) -> None:
        with Caller(base) as caller:
            while not over.is_set():
                assert caller.get("/health") == 200
                made[client] += 1

    ask_for(SECONDS, CLIENTS, ask)
    return sum(made) / SECONDS


def main() -> None:
    """Measure and print."""
    goals = Goals()
    WORK.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(dir=WORK) as name,
        serving("PostgreSQL", Path(name), "bench-writes") as (base, url),
    ):
        bare = bare_inserts(url, Path(name))
        empty = empty_answers(base)
        rate = bookings(base)
    print(
        f"{rate:.0f} bookings a second over HTTP, {bare:.0f} bare inserts a second, "
        f"{CLIENTS} clients each: {rate / bare:.3f} (goal: {GOAL}); "
        f"{empty:.0f} empty answers a second over HTTP: {empty / bare:.3f}"
    )
    goals.at_least("bookings per bare insert", rate / bare, GOAL)
    goals.settle()


if __name__ == "__main__":
    main()
