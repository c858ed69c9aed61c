"""The review list."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NAME = sa.String(64)
TEXT = sa.String(200)
IS_OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    op.create_table(
        "review_item",
        sa.Column("item_id", sa.String(32), primary_key=True),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("first_asked_at", sa.DateTime, nullable=False),
        sa.Column("last_asked_at", sa.DateTime, nullable=False),
        sa.Column("why", sa.String(16), nullable=False),
        sa.Column("answered_matter_id", NAME),
        sa.Column("chosen_matter_id", NAME),
        sa.Column("candidates", sa.JSON, nullable=False),
        sa.Column("park_id", NAME),
        sa.Column("edition_id", NAME, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("decided_by", NAME),
        sa.Column("decided_at", sa.DateTime),
        sa.Column("done", sa.JSON),
        sa.CheckConstraint("state IN ('open', 'accepted', 'dismissed')", name="state"),
        sa.CheckConstraint(
            "why IN ('not_found', 'none_of_these', 'corrected', 'handed_over')", name="why"
        ),
        sa.CheckConstraint("times >= 1", name="times"),
    )
    op.create_index(
        "uq_review_item_open_key",
        "review_item",
        ["key"],
        unique=True,
        sqlite_where=IS_OPEN,
        postgresql_where=IS_OPEN,
    )
    op.create_index("ix_review_item_state_last_asked_at", "review_item", ["state", "last_asked_at"])


def downgrade() -> None:
    op.drop_table("review_item")
