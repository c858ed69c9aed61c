"""Runs the migrations from code, so that no `alembic.ini` is needed."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, make_url
from sqlalchemy.engine import Connection

from api.db.engine import make_engine

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(url: str) -> None:
    """Bring the database at `url` to the newest schema; creates it when it is a new file."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = make_engine(url)
    try:
        with engine.begin() as connection:
            command.upgrade(alembic_config(connection), "head")
    finally:
        engine.dispose()


def alembic_config(connection: Connection | Engine) -> Config:
    """Alembic's configuration for an open connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
