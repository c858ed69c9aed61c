"""Where conversations' state is kept: one encrypted row each, in any database SQLAlchemy knows."""

from __future__ import annotations

import json
import time
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SHORTEST_SECRET = 16
ROWS = sa.Table(
    "dialogue_state",
    sa.MetaData(),
    sa.Column("sender_id", sa.String(128), primary_key=True),
    sa.Column("state", sa.LargeBinary, nullable=False),
    sa.Column("updated_at", sa.Float, nullable=False, index=True),
)


class TrackerRows:
    """One encrypted JSON value per conversation.

    Args:
        url: an SQLAlchemy 1.4 database URL; a missing folder of an SQLite file is made.
        secret: the installation's secret key, from which the row key is derived.

    Raises:
        ValueError: the secret is missing or too short.
    """

    def __init__(self, url: str, secret: str) -> None:
        self._fernet = Fernet(_row_key(secret))
        self._engine = _open(url)
        ROWS.metadata.create_all(self._engine)

    def read(self, sender_id: str) -> dict[str, Any] | None:
        """The state of a conversation; None when there is none or it can't be read any more."""
        query = sa.select(ROWS.c.state).where(ROWS.c.sender_id == sender_id)
        with self._engine.connect() as connection:
            sealed = connection.execute(query).scalar()
        if sealed is None:
            return None
        try:
            state: dict[str, Any] = json.loads(self._fernet.decrypt(bytes(sealed)))
        except InvalidToken:
            # Written under another secret key: what was begun is lost, the person may go on.
            return None
        return state

    def write(self, sender_id: str, state: dict[str, Any]) -> None:
        """Replace the state of a conversation."""
        row = {"state": self._fernet.encrypt(json.dumps(state).encode()), "updated_at": time.time()}
        with self._engine.begin() as connection:
            update = sa.update(ROWS).where(ROWS.c.sender_id == sender_id).values(**row)
            if connection.execute(update).rowcount == 0:
                connection.execute(sa.insert(ROWS).values(sender_id=sender_id, **row))

    def delete(self, sender_id: str) -> None:
        """Forget a conversation; nothing happens when it isn't known."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(ROWS).where(ROWS.c.sender_id == sender_id))

    def delete_older_than(self, seconds: float) -> None:
        """Forget every conversation that has been silent for `seconds`."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(ROWS).where(ROWS.c.updated_at < time.time() - seconds))

    def sender_ids(self) -> list[str]:
        """All conversations kept."""
        with self._engine.connect() as connection:
            return list(connection.execute(sa.select(ROWS.c.sender_id)).scalars())


def _row_key(secret: str) -> bytes:
    if len(secret) < SHORTEST_SECRET:
        raise ValueError(f"GUIDE_SECRET_KEY must have at least {SHORTEST_SECRET} characters")
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"dialogue state")
    return urlsafe_b64encode(derive.derive(secret.encode()))


def _open(url: str) -> sa.engine.Engine:
    parsed = sa.engine.make_url(url)
    is_sqlite = parsed.get_backend_name() == "sqlite"
    if is_sqlite and parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    # Without a pool the last connection would close, and flush its log to disk, twice a turn.
    engine = sa.create_engine(url, future=True, poolclass=sa.pool.QueuePool)
    if is_sqlite:
        sa.event.listen(engine, "connect", _tune_sqlite)
    return engine


def _tune_sqlite(connection: Any, _record: Any) -> None:
    """Write-ahead log without a disk flush a turn; deleted rows are overwritten."""
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
