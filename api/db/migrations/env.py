"""Alembic's entry: migrates over the connection that `api.db.migrate` hands in."""

from alembic import context

from api.db import (  # noqa: F401  # registers the tables for comparison
    audit,
    booking,
    chat,
    demand,
    intake,
    notification,
    outbox,
    queue,
    review,
)
from api.db.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
