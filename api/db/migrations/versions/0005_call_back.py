"""Being called back by the person who takes a conversation over."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

COLUMNS = ("phone", "consent_at", "call_by")


def upgrade() -> None:
    op.add_column("handoff", sa.Column("phone", sa.LargeBinary))
    for moment in ("consent_at", "call_by"):
        op.add_column("handoff", sa.Column(moment, sa.DateTime))


def downgrade() -> None:
    for name in COLUMNS:
        op.drop_column("handoff", name)
