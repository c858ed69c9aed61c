"""Putting changed knowledge into service: one at a time, and refusals in words."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from api.deps import Services
from api.problems import Problem
from api.services.connectors.config import ConnectorsError
from knowledge import KnowledgeError, system_errors
from knowledge.encoder.opening import EncoderError
from knowledge.errors import WordingError
from knowledge.search import IndexMismatch

BUSY = "另一次更新正在进行，请等它完成后再试。"
FAULTS = (KnowledgeError, WordingError, ConnectorsError, IndexMismatch, EncoderError)
"""What can be wrong with the knowledge, and what rests on it, when it is opened anew."""


@asynccontextmanager
async def reopening(services: Services, refused: str) -> AsyncIterator[None]:
    """Nobody else changes what is in service until the block ends.

    Args:
        refused: what to say, in Chinese, when the knowledge turns out to have faults.

    Raises:
        Problem: somebody else is at it (409), the knowledge has faults (422), or a file cannot
            be read or written (503); with `problems`.
    """
    lock = services.shared.reloading
    if lock.locked():
        raise Problem(409, BUSY)
    async with lock:
        try:
            yield
        except FAULTS as broken:
            named = [vars(problem) for problem in getattr(broken, "problems", ())]
            problems = named or [{"message": str(broken)}]
            raise Problem(422, refused, problems=problems) from broken
        except OSError as error:
            problems = [{"message": system_errors.explain(error)}]
            raise Problem(503, refused, problems=problems) from error
