"""The migrations make exactly the tables that the models describe, and take them away again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Engine, ForeignKeyConstraint, inspect

from api.db import audit, booking, chat, demand, intake, notification, outbox, queue, review
from api.db.base import Base
from api.db.engine import make_engine
from api.db.migrate import alembic_config, upgrade
from tests.api.conftest import sqlite_url
from tests.postgres import new_database

TABLES = Base.metadata.tables
MODELS = (
    audit.AuditEntry, booking.Booking, chat.Conversation, demand.Demand, intake.Intake,
    notification.Notification, outbox.OutboxEntry, queue.Ticket, review.ReviewItem,
)  # fmt: skip
assert {model.__tablename__ for model in MODELS} <= set(TABLES)


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of its own for every test, of each kind."""
    if request.param == "sqlite":
        url = sqlite_url(tmp_path / "not yet there")
    else:
        url = new_database(request.getfixturevalue("postgres_url"), request.node.name)
    upgrade(url)
    engine = make_engine(url)
    yield engine
    engine.dispose()


def differences(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))


def test_upgrading_makes_the_schema_of_the_models(migrated: Engine) -> None:
    assert differences(migrated) == []


def test_a_difference_would_be_seen(migrated: Engine) -> None:
    with migrated.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE rating ADD COLUMN surplus INTEGER")
        connection.exec_driver_sql("DROP INDEX ix_booking_slot_id")
    assert len(differences(migrated)) == 2


@pytest.mark.parametrize("table", sorted(TABLES))
def test_conditions_and_deletions_follow_the_models(engine: Engine, table: str) -> None:
    # Comparing the metadata leaves these out.
    inspector, model = inspect(engine), TABLES[table]
    checks = {c.name for c in model.constraints if isinstance(c, CheckConstraint)}
    assert {check["name"] for check in inspector.get_check_constraints(table)} == checks
    deletions = {
        c.name: c.ondelete for c in model.constraints if isinstance(c, ForeignKeyConstraint)
    }
    assert {
        key["name"]: key["options"].get("ondelete") for key in inspector.get_foreign_keys(table)
    } == deletions


def test_upgrading_again_changes_nothing(migrated: Engine) -> None:
    upgrade(migrated.url.render_as_string(hide_password=False))
    assert differences(migrated) == []


def test_downgrading_leaves_nothing_behind_and_upgrading_brings_it_back(migrated: Engine) -> None:
    with migrated.begin() as connection:
        command.downgrade(alembic_config(connection), "base")
    assert set(inspect(migrated).get_table_names()) == {"alembic_version"}
    upgrade(migrated.url.render_as_string(hide_password=False))
    assert differences(migrated) == []
