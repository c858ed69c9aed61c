"""Sends what waits in the outbox: the events of an intake in order, each until it is taken."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime

import aiohttp
import structlog

from api.db.engine import SessionFactory
from api.db.outbox import DELIVERED, FAILED
from api.db.types import HALL_ZONE
from api.services.connectors.claims import claim, settle
from api.services.connectors.config import Connector, Connectors
from api.services.connectors.port import Fate, Message, Port
from api.services.connectors.webhook import Webhook

log = structlog.get_logger()

EVERY_S = 5.0
"""Seconds between two looks into the outbox."""
MOST_ROUNDS = 20
"""Rounds of one look, so that it ends although ever more comes in."""
KINDS: Mapping[str, Callable[[aiohttp.ClientSession, Connector], Port]] = {"webhook": Webhook}
"""How each kind of connector is opened."""


class Deliveries:
    """Delivers events; any number of processes may do so from one database.

    At least once: an event is sent until the receiver has said that it has it. With its key, by
    which the receiver tells what it has already, that is exactly once.
    """

    def __init__(self, sessions: SessionFactory, connectors: Connectors) -> None:
        self._sessions = sessions
        self._connectors = connectors

    def deliver(self) -> int:
        """Send what is due, round after round while something arrives; returns how many did."""
        delivered = 0
        for _ in range(MOST_ROUNDS):
            arrived = self.deliver_due(datetime.now(HALL_ZONE))
            if not arrived:
                break
            delivered += arrived
        return delivered

    def deliver_due(self, now: datetime) -> int:
        """One round: of each intake the first undelivered event, if it is due.

        Events of different intakes go out at the same time, so none waits for another's; a round
        takes no longer than the slowest connector's time limit. Returns how many arrived.
        """
        with self._sessions() as session, session.begin():
            taken = [
                message
                for connector in self._connectors.values()
                for message in claim(session, connector.terms, now)
            ]
        return asyncio.run(self._send_all(taken, now)) if taken else 0

    async def _send_all(self, messages: list[Message], now: datetime) -> int:
        async with aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),  # how many at once is decided by the claims
            auto_decompress=False,
        ) as http:
            ports = {
                connector_id: KINDS[connector.terms.kind](http, connector)
                for connector_id, connector in self._connectors.items()
            }
            arrived = await asyncio.gather(
                *(self._send(ports[message.connector_id], message, now) for message in messages)
            )
        return sum(arrived)

    async def _send(self, port: Port, message: Message, now: datetime) -> bool:
        verdict = await port.send(message, now)
        terms = self._connectors[message.connector_id].terms

        def write_down() -> str:
            with self._sessions() as session, session.begin():
                return settle(session, message, verdict, terms.max_attempts, now)

        # in a thread: while it waits for the database, the other answers are still listened to
        status = await asyncio.to_thread(write_down)
        if status != DELIVERED:
            log.warning(
                "an event was not delivered",
                connector=message.connector_id,
                entry=message.entry_id,
                attempt=message.attempt,
                given_up=status == FAILED,
            )
        return verdict.fate is Fate.DELIVERED
