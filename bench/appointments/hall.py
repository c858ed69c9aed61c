"""A hall for measures: one window with many seats, its knowledge, and the requests for it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bench.running import running_service
from tests.postgres import new_database, postgres_server

DATA = Path(__file__).resolve().parents[2] / "knowledge" / "data"
MATTER, PARK, WINDOW = "construction-permit", "gaoxin", "gaoxin-01"
SEATS = 20
CAPACITY = "        capacity: 2\n"
"""The line of the window's seats in the data of the halls, the first of its kind."""
CLOCKS = [f"{hour:02}{minute:02}" for hour in (9, 10, 11, 14, 15, 16) for minute in (0, 30)]
DATABASES = ("SQLite", "PostgreSQL")


def hall_data(folder: Path) -> Path:
    """A copy of the data in which the first window has twenty seats in every slot."""
    data = Path(shutil.copytree(DATA, folder / "data"))
    halls = data / "halls.yml"
    text = halls.read_text(encoding="utf-8")
    assert CAPACITY in text
    halls.write_text(text.replace(CAPACITY, f"        capacity: {SEATS}\n", 1), encoding="utf-8")
    return data


def slot_ids() -> Iterator[str]:
    """Slots of the window on the workdays to come, in order; weekends are left out."""
    day = datetime.now(ZoneInfo("Asia/Shanghai")).date() + timedelta(days=1)
    while True:
        if day.isoweekday() < 6 and not _is_special(day):
            yield from (f"{WINDOW}-{day:%Y%m%d}T{clock}" for clock in CLOCKS)
        day += timedelta(days=1)


def _is_special(day: date) -> bool:
    """Whether a workday may be a holiday, which would only make a measure stumble."""
    return day.month in (1, 2, 4, 5, 6, 9, 10)


def booking(slot_id: str, person: int) -> dict[str, Any]:
    """The request of one person for one slot; every number has a phone of its own."""
    return {
        "park_id": PARK,
        "matter_id": MATTER,
        "slot_id": slot_id,
        "applicant": {"name": "张三", "phone": f"138{person:08}"},
        "consent": True,
    }


@contextmanager
def serving(database: str, folder: Path, name: str, **settings: str) -> Iterator[tuple[str, str]]:
    """The service on one kind of database; yields its URL and the database's.

    Args:
        database: `SQLite` or `PostgreSQL`, which writes to the disk as a real one does.
    """
    data = {"GUIDE_KNOWLEDGE_DIR": str(hall_data(folder)), **settings}
    with (
        open_database(database, folder) as url,
        running_service(name, folder, GUIDE_DATABASE_URL=url, **data) as (base, _),
    ):
        yield base, url


@contextmanager
def open_database(database: str, folder: Path) -> Iterator[str]:
    """The URL of an empty database of one kind."""
    if database == "SQLite":
        yield f"sqlite:///{folder / 'guide.db'}"
        return
    with postgres_server(durable=True) as server:
        yield new_database(server, f"bench_{os.getpid()}")
