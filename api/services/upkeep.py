"""Deletes on time what may be kept for a while only."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

log = structlog.get_logger()

EVERY_S = 3600.0

Deletion = Callable[[], int]
"""Deletes what has expired of one kind; returns how many."""


@contextlib.asynccontextmanager
async def running(deletions: Mapping[str, Deletion]) -> AsyncIterator[None]:
    """Look for what has expired at the start and every hour until the block ends.

    Args:
        deletions: one for each kind of thing, by what it is called.
    """
    task = asyncio.create_task(_forever(deletions))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _forever(deletions: Mapping[str, Deletion]) -> None:
    while True:
        for kind, delete in deletions.items():
            await _delete(kind, delete)
        await asyncio.sleep(EVERY_S)


async def _delete(kind: str, delete: Deletion) -> None:
    try:
        deleted = await run_in_threadpool(delete)
    except SQLAlchemyError as error:  # the database may be away; the next hour is soon enough
        log.warning("what has expired stays for now", kind=kind, error=type(error).__name__)
    else:
        log.info("what has expired was deleted", kind=kind, count=deleted)
