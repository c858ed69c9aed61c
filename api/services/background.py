"""Work that nobody waits for: done one piece after another, and never anybody's failure."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import structlog

log = structlog.get_logger()

MOST_WAITING = 500
"""Pieces of work that may wait; beyond that they are dropped, rather than fill the memory."""


class Background:
    """One thread of its own. What fails in it is logged here and nowhere else."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="background")
        self._room = threading.BoundedSemaphore(MOST_WAITING)

    def do(self, work: Callable[[], None]) -> None:
        """Have it done soon. Returns at once and never raises."""
        if not self._room.acquire(blocking=False):
            log.warning("too much work waits, some is dropped")
            return
        try:
            self._thread.submit(work).add_done_callback(self._done)
        except RuntimeError:  # closed already
            self._room.release()

    def wait(self) -> None:
        """Return when all that was to be done so far is done."""
        self._thread.submit(lambda: None).result()

    def close(self) -> None:
        """Finish what waits, and take no more."""
        self._thread.shutdown()

    def _done(self, work: Future[None]) -> None:
        self._room.release()
        if error := work.exception():
            log.warning("background work failed", error=type(error).__name__)
