"""Deletes on time what may be kept for a while only."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from api.services.conversations import Conversations

log = structlog.get_logger()

EVERY_S = 3600.0


@contextlib.asynccontextmanager
async def running(conversations: Conversations) -> AsyncIterator[None]:
    """Look for expired conversations at the start and every hour until the block ends."""
    task = asyncio.create_task(_forever(conversations))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _forever(conversations: Conversations) -> None:
    while True:
        try:
            forgotten = await run_in_threadpool(conversations.forget_expired)
        except SQLAlchemyError as error:  # the database may be away; the next hour is soon enough
            log.warning("expired conversations stay for now", error=type(error).__name__)
        else:
            log.info("expired conversations deleted", count=forgotten)
        await asyncio.sleep(EVERY_S)
