"""The real application on a Wednesday morning, with visits, for the pages of applicants."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path
from unittest.mock import patch

from fastapi import FastAPI
from playwright.sync_api import Browser, Page, ViewportSize

import knowledge
from api.db.base import Base
from api.db.booking import Booking
from api.db.migrate import upgrade
from api.deps import Services, current_time
from api.main import create_app
from api.services.booking.hall_days import Seats
from api.services.booking.slots import Opening
from api.services.intake.applicants import Applicant
from api.services.intake.requests import Request
from knowledge.search import Searcher
from tests.api.booking.house import CLERK, HOLDER, someone
from tests.api.hall import MATTER, NOW, PARK
from tests.api.routes.conftest import INDEX, settings_with
from tests.api.routes.fake_bot import running_fake_bot
from tests.browser import PATIENCE_MS
from tests.web.real import serving

SIZES: dict[str, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "desk": {"width": 1440, "height": 900},
}


class Hall:
    """The running application, and its visits.

    Attributes:
        now: what its clock says.
    """

    def __init__(self, url: str, app: FastAPI) -> None:
        self.url = url
        self.now = NOW
        self._app = app
        self._keys = count()
        app.dependency_overrides[current_time] = lambda: self.now

    @property
    def services(self) -> Services:
        services: Services = self._app.state.services
        return services

    def clear(self) -> None:
        """As new."""
        self.now = NOW
        with self.services.shared.engine.begin() as connection:
            for table in reversed(Base.metadata.sorted_tables):
                connection.execute(table.delete())

    def another(self) -> Applicant:
        """Somebody who has not come yet; all have the same proof."""
        return someone(next(self._keys))

    def book(self, slot_id: str) -> Booking:
        """Somebody books."""
        request = Request(PARK, MATTER, slot_id, self.another())
        return self.services.bookings.book(request, f"key-{next(self._keys)}", self.now)

    def fill(self, day: date) -> list[Booking]:
        """One seat at each time of a day, and all of them booked."""
        for window_id in {opening.window.window_id for opening in self.offered(day)}:
            self.services.hall_days.set_capacity(window_id, day, day, Seats(1, 0), CLERK, NOW)
        return [self.book(opening.slot_id) for opening in self.offered(day) if opening.remaining]

    def offered(self, day: date) -> Sequence[Opening]:
        """The openings of a day."""
        return self.services.slots.offered(MATTER, PARK, day, day, self.now).slots

    def cancel(self, booking: Booking) -> None:
        """Its holder gives it up."""
        self.services.bookings.cancel(booking.code, self.now, HOLDER)


@contextmanager
def running_hall(folder: Path) -> Iterator[Hall]:
    """The application behind a real port, with a database in the folder."""
    url = f"sqlite:///{folder / 'guide.db'}"
    upgrade(url)
    kb = knowledge.load()
    with running_fake_bot() as bot:
        app = create_app(settings_with(url, bot), lambda _: (kb, Searcher.open(kb, INDEX)))
        # What is done regularly goes by the machine's clock, to which this hall's day may be over.
        with patch("api.main.duties", lambda _: {}), serving(app) as address:
            yield Hall(address, app)


@contextmanager
def pages_of(browser: Browser, hall: Hall) -> Iterator[Callable[..., Page]]:
    """Opens pages of a cleared hall; an error in their scripts fails the test."""
    hall.clear()
    contexts, faults = [], list[str]()

    def open_page(path: str, size: str = "phone") -> Page:
        context = browser.new_context(viewport=SIZES[size], locale="zh-CN", reduced_motion="reduce")
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())
        page.clock.install(time=hall.now)
        page.goto(hall.url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def sticks_out(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    root = "document.documentElement"
    return int(page.evaluate(f"{root}.scrollWidth - {root}.clientWidth"))
