"""Conversations and their messages."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "conversation",
        sa.Column("conversation_id", sa.String(32), primary_key=True),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("context", sa.JSON, nullable=False),
        sa.Column("edition_id", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("active_at", sa.DateTime, nullable=False),
        sa.Column("next_seq", sa.Integer, nullable=False),
    )
    op.create_index("ix_conversation_active_at", "conversation", ["active_at"])
    op.create_table(
        "message",
        sa.Column("message_id", sa.Integer, primary_key=True),
        sa.Column("conversation_id", sa.String(32), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("sender", sa.String(16), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("sent_at", sa.DateTime, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.conversation_id"], ondelete="CASCADE"
        ),
        sa.UniqueConstraint("conversation_id", "seq"),
    )


def downgrade() -> None:
    op.drop_table("message")
    op.drop_table("conversation")
