"""Does what is due again and again: sends what waits, ends what has expired, deletes on time."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

log = structlog.get_logger()

HOURLY_S = 3600.0


@dataclass(frozen=True)
class Duty:
    """Something to be done regularly.

    Several processes may share one database, so doing it twice must do no harm.

    Attributes:
        act: does what is due; returns how many things that were.
        every_s: seconds from the end of one round to the next.
    """

    act: Callable[[], int]
    every_s: float = HOURLY_S


@contextlib.asynccontextmanager
async def running(duties: Mapping[str, Duty]) -> AsyncIterator[None]:
    """Do the duties at the start and then regularly until the block ends.

    Args:
        duties: by what they are called in the log.
    """
    tasks = [asyncio.create_task(_forever(name, duty)) for name, duty in duties.items()]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task


async def _forever(name: str, duty: Duty) -> None:
    while True:
        await _do(name, duty)
        await asyncio.sleep(duty.every_s)


async def _do(name: str, duty: Duty) -> None:
    try:
        count = await run_in_threadpool(duty.act)
    except SQLAlchemyError as error:  # the database may be away; the next round is soon enough
        log.warning("a duty was not done", duty=name, error=type(error).__name__)
    except Exception as fault:  # a fault of ours must not end the duty for good
        log.error("a duty failed", duty=name, exc_info=fault)
    else:
        if count or duty.every_s >= HOURLY_S:
            log.info("a duty was done", duty=name, count=count)
