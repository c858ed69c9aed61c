"""Seats, bookings, and the requests around a visit."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID = sa.String(32)
NAME = sa.String(64)
HASH = sa.String(64)
CODE = sa.String(8)
SLOT = sa.String(96)


def upgrade() -> None:
    create_bookings()
    create_requests()


def create_bookings() -> None:
    op.create_table(
        "slot",
        sa.Column("slot_id", SLOT, primary_key=True),
        sa.Column("window_id", NAME, nullable=False),
        sa.Column("starts_at", sa.DateTime, nullable=False),
        sa.Column("ends_at", sa.DateTime, nullable=False),
        sa.Column("capacity", sa.Integer, nullable=False),
        sa.Column("booked", sa.Integer, nullable=False),
        sa.CheckConstraint("booked >= 0 AND booked <= capacity", name="seats"),
    )
    op.create_index("ix_slot_window_start", "slot", ["window_id", "starts_at"])
    op.create_table(
        "booking",
        sa.Column("code", CODE, primary_key=True),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("park_id", NAME, nullable=False),
        sa.Column("matter_id", NAME, nullable=False),
        sa.Column("edition_id", NAME, nullable=False),
        sa.Column("window_id", NAME, nullable=False),
        sa.Column("slot_id", SLOT, sa.ForeignKey("slot.slot_id"), nullable=False),
        sa.Column("starts_at", sa.DateTime, nullable=False),
        sa.Column("ends_at", sa.DateTime, nullable=False),
        sa.Column("name", sa.LargeBinary, nullable=False),
        sa.Column("phone", sa.LargeBinary, nullable=False),
        sa.Column("company", sa.LargeBinary),
        sa.Column("uscc", sa.LargeBinary),
        sa.Column("phone_index", HASH, nullable=False),
        sa.Column("consent_at", sa.DateTime, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("updated_at", sa.DateTime, nullable=False),
        sa.CheckConstraint("status IN ('confirmed', 'cancelled')", name="status"),
    )
    op.create_index("ix_booking_slot_id", "booking", ["slot_id"])
    op.create_index("ix_booking_phone_status", "booking", ["phone_index", "status"])
    op.create_index("ix_booking_park_start", "booking", ["park_id", "starts_at"])
    op.create_table(
        "booking_event",
        sa.Column("event_id", sa.Integer, primary_key=True),
        sa.Column("code", CODE, sa.ForeignKey("booking.code"), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("slot_id", SLOT, sa.ForeignKey("slot.slot_id"), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_booking_event_code", "booking_event", ["code"])
    op.create_table(
        "idempotency_key",
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("request_hash", HASH, nullable=False),
        sa.Column("booking_code", CODE, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "phone_lock",
        sa.Column("phone_index", HASH, primary_key=True),
        sa.Column("locked_at", sa.DateTime, nullable=False),
    )


def create_requests() -> None:
    op.create_table(
        "assistance_request",
        sa.Column("request_id", ID, primary_key=True),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("park_id", NAME, nullable=False),
        sa.Column("matter_id", NAME),
        sa.Column("name", sa.LargeBinary, nullable=False),
        sa.Column("phone", sa.LargeBinary, nullable=False),
        sa.Column("company", sa.LargeBinary),
        sa.Column("need", sa.LargeBinary),
        sa.Column("consent_at", sa.DateTime, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "handoff",
        sa.Column("handoff_id", ID, primary_key=True),
        sa.Column(
            "conversation_id",
            ID,
            sa.ForeignKey("conversation.conversation_id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("reason", sa.LargeBinary),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("answer_by", sa.DateTime),
    )
    op.create_index("ix_handoff_conversation_id", "handoff", ["conversation_id"])
    op.create_index("ix_handoff_created_at", "handoff", ["created_at"])
    op.create_table(
        "precheck",
        sa.Column("precheck_id", ID, primary_key=True),
        sa.Column("park_id", NAME, nullable=False),
        sa.Column("matter_id", NAME, nullable=False),
        sa.Column("edition_id", NAME, nullable=False),
        sa.Column("result", sa.String(16), nullable=False),
        sa.Column("missing", sa.JSON, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "rating",
        sa.Column("rating_id", ID, primary_key=True),
        sa.Column("booking_code", CODE, sa.ForeignKey("booking.code"), unique=True),
        sa.Column(
            "conversation_id",
            ID,
            sa.ForeignKey("conversation.conversation_id", ondelete="SET NULL"),
            unique=True,
        ),
        sa.Column("stars", sa.Integer, nullable=False),
        sa.Column("comment", sa.LargeBinary),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.CheckConstraint("stars >= 1 AND stars <= 5", name="stars"),
    )


def downgrade() -> None:
    for table in (
        "rating",
        "precheck",
        "handoff",
        "assistance_request",
        "phone_lock",
        "idempotency_key",
        "booking_event",
        "booking",
        "slot",
    ):
        op.drop_table(table)
