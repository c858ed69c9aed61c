"""The whole life of a visit: intakes, holds, waiting list, queue, limits, messages, outbox, audit.

Bookings of before keep everything: their applicant moves into an intake of the same id.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ID = sa.String(32)
NAME = sa.String(64)
HASH = sa.String(64)
CODE = sa.String(8)
SLOT = sa.String(96)
STATUS = sa.String(16)
DAY_TIME = sa.DateTime
SECRET = sa.LargeBinary
IS_HELD = sa.text("status = 'held'")
PERSON = ("name", "phone", "company", "uscc")
WHAT_WAS_GRADED = ("park_id", "matter_id", "window_id")
EVENT = sa.table(
    "booking_event",
    sa.column("event_id", sa.Integer),
    sa.column("code", CODE),
    sa.column("kind", STATUS),
    sa.column("slot_id", SLOT),
    sa.column("at", DAY_TIME),
)
AUDIT = sa.table(
    "audit_entry",
    sa.column("entry_id", sa.Integer),
    sa.column("at", DAY_TIME),
    sa.column("actor", sa.String),
    sa.column("subject", sa.String),
    sa.column("subject_id", SLOT),
    sa.column("action", sa.String),
    sa.column("status_before", STATUS),
    sa.column("status_after", STATUS),
    sa.column("details", sa.JSON),
)
STATUS_BEFORE = {"cancelled": "confirmed"}
STATUS_AFTER = {"booked": "confirmed", "cancelled": "cancelled"}
"""What the events of revision 0003 mean, by their kind; a move changes no status."""


def upgrade() -> None:
    create_audit()
    create_intakes()
    fill_intakes()
    extend_bookings()
    create_seats()
    create_staff_changes()
    create_waiting_list()
    create_after_acceptance()
    create_queue()
    create_messages()
    extend_ratings()


def create_audit() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("entry_id", sa.Integer, primary_key=True),
        sa.Column("at", DAY_TIME, nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("subject", sa.String(32), nullable=False),
        sa.Column("subject_id", SLOT, nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("status_before", STATUS),
        sa.Column("status_after", STATUS),
        sa.Column("reason", SECRET),
        sa.Column("details", sa.JSON),
    )
    op.create_index("ix_audit_entry_at", "audit_entry", ["at"])
    op.create_index("ix_audit_entry_subject", "audit_entry", ["subject", "subject_id"])
    events = op.get_bind().execute(sa.select(EVENT).order_by(EVENT.c.event_id)).mappings()
    op.bulk_insert(
        AUDIT,
        [
            {
                "at": event["at"],
                "actor": "applicant",
                "subject": "booking",
                "subject_id": event["code"],
                "action": event["kind"],
                "status_before": STATUS_BEFORE.get(event["kind"]),
                "status_after": STATUS_AFTER.get(event["kind"]),
                "details": {"slot_id": event["slot_id"]},
            }
            for event in events
        ],
    )
    op.drop_table("booking_event")


def create_intakes() -> None:
    op.create_table(
        "intake",
        sa.Column("intake_id", ID, primary_key=True),
        sa.Column("status", STATUS, nullable=False),
        sa.Column("park_id", NAME, nullable=False),
        sa.Column("matter_id", NAME, nullable=False),
        sa.Column("edition_id", NAME, nullable=False),
        sa.Column("mode", STATUS),
        sa.Column("journey_id", NAME),
        sa.Column("precheck_id", ID, sa.ForeignKey("precheck.precheck_id")),
        *(sa.Column(field, SECRET) for field in PERSON),
        sa.Column("phone_index", HASH),
        sa.Column("company_index", HASH),
        sa.Column("notice", sa.JSON),
        sa.Column("consent_at", DAY_TIME),
        sa.Column("created_at", DAY_TIME, nullable=False),
        sa.Column("updated_at", DAY_TIME, nullable=False),
        sa.Column("accepted_at", DAY_TIME),
        sa.Column("decided_at", DAY_TIME),
        sa.Column("outcome", STATUS),
        sa.Column("erased_at", DAY_TIME),
        sa.CheckConstraint(
            "status IN ('expected', 'accepted', 'paused', 'decided', 'withdrawn')", name="status"
        ),
    )
    op.create_index("ix_intake_phone_index", "intake", ["phone_index"])
    op.create_index("ix_intake_company_index", "intake", ["company_index"])
    op.create_index("ix_intake_status_park", "intake", ["status", "park_id"])


def fill_intakes() -> None:
    kept = "park_id, matter_id, edition_id, name, phone, company, uscc, phone_index, consent_at"
    op.execute(
        f"INSERT INTO intake (intake_id, status, {kept}, created_at, updated_at)"  # noqa: S608
        " SELECT code, CASE status WHEN 'cancelled' THEN 'withdrawn' ELSE 'expected' END,"
        f" {kept}, created_at, updated_at FROM booking"
    )


def extend_bookings() -> None:
    with op.batch_alter_table("slot") as slot:
        slot.add_column(sa.Column("staff_capacity", sa.Integer, nullable=False, server_default="0"))
        slot.add_column(sa.Column("staff_booked", sa.Integer, nullable=False, server_default="0"))
        slot.create_check_constraint(
            "staff_seats", "staff_booked >= 0 AND staff_booked <= staff_capacity"
        )
    with op.batch_alter_table("booking") as booking:
        booking.add_column(sa.Column("intake_id", ID))
        booking.add_column(sa.Column("pool", sa.String(8), nullable=False, server_default="public"))
        booking.add_column(
            sa.Column("provisional", sa.Boolean, nullable=False, server_default=sa.false())
        )
        booking.add_column(sa.Column("displaced", sa.String(200)))
        booking.add_column(sa.Column("group_id", ID))
        booking.add_column(sa.Column("held_until", DAY_TIME))
        booking.add_column(sa.Column("held_for", ID))
    op.execute("UPDATE booking SET intake_id = code")
    op.drop_index("ix_booking_phone_status", "booking")
    with op.batch_alter_table("booking") as booking:
        booking.alter_column("provisional", server_default=None)
        booking.drop_constraint(op.f("ck_booking_status"), type_="check")
        booking.create_check_constraint(
            "status",
            "status IN ('held', 'confirmed', 'checked_in', 'called', 'serving', 'done', 'missed',"
            " 'cancelled', 'expired')",
        )
        booking.create_check_constraint("pool", "pool IN ('public', 'staff')")
        booking.create_check_constraint("held", "(status = 'held') = (held_until IS NOT NULL)")
        booking.create_check_constraint(
            "intake", "status IN ('held', 'expired') OR intake_id IS NOT NULL"
        )
        booking.create_foreign_key(None, "intake", ["intake_id"], ["intake_id"])
        for column in (*PERSON, "phone_index", "consent_at", "edition_id"):
            booking.drop_column(column)
    op.create_index("ix_booking_intake_id", "booking", ["intake_id"])
    op.create_index("ix_booking_group_id", "booking", ["group_id"])
    op.create_index("ix_booking_status_held_until", "booking", ["status", "held_until"])
    op.create_index(
        "uq_booking_held_for",
        "booking",
        ["held_for"],
        unique=True,
        sqlite_where=IS_HELD,
        postgresql_where=IS_HELD,
    )
    op.drop_table("phone_lock")
    op.create_index("ix_idempotency_key_created_at", "idempotency_key", ["created_at"])


def create_seats() -> None:
    op.create_table(
        "seat",
        sa.Column("slot_id", SLOT, sa.ForeignKey("slot.slot_id"), primary_key=True),
        sa.Column("code", CODE, sa.ForeignKey("booking.code"), primary_key=True),
        sa.Column("pool", sa.String(8), nullable=False),
    )
    op.create_index("ix_seat_code", "seat", ["code"])
    op.execute(
        "INSERT INTO seat (slot_id, code, pool)"
        " SELECT slot_id, code, 'public' FROM booking WHERE status = 'confirmed'"
    )


def create_staff_changes() -> None:
    op.create_table(
        "day_exception",
        sa.Column("exception_id", ID, primary_key=True),
        sa.Column("hall_id", NAME, nullable=False),
        sa.Column("window_id", NAME),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("weekdays", sa.JSON),
        sa.Column("open", sa.Boolean, nullable=False),
        sa.Column("periods", sa.JSON),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("created_at", DAY_TIME, nullable=False),
        sa.Column("withdrawn_at", DAY_TIME),
        sa.CheckConstraint("first_day <= last_day", name="days"),
    )
    op.create_index("ix_day_exception_last_day", "day_exception", ["last_day"])
    op.create_table(
        "capacity_change",
        sa.Column("change_id", sa.Integer, primary_key=True),
        sa.Column("window_id", NAME, nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("seats", sa.Integer, nullable=False),
        sa.Column("staff_seats", sa.Integer, nullable=False),
        sa.Column("created_at", DAY_TIME, nullable=False),
        sa.CheckConstraint("first_day <= last_day", name="days"),
        sa.CheckConstraint("seats >= 0 AND staff_seats >= 0", name="seats"),
    )
    op.create_index(
        "ix_capacity_change_window_last_day", "capacity_change", ["window_id", "last_day"]
    )


def create_waiting_list() -> None:
    op.create_table(
        "waiting_entry",
        sa.Column("entry_id", ID, primary_key=True),
        sa.Column("status", STATUS, nullable=False),
        sa.Column("park_id", NAME, nullable=False),
        sa.Column("matter_id", NAME, nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("intake_id", ID, sa.ForeignKey("intake.intake_id"), nullable=False),
        sa.Column("offered_code", CODE, sa.ForeignKey("booking.code")),
        sa.Column("created_at", DAY_TIME, nullable=False),
        sa.Column("updated_at", DAY_TIME, nullable=False),
        sa.CheckConstraint(
            "status IN ('waiting', 'offered', 'booked', 'withdrawn', 'expired')", name="status"
        ),
        sa.CheckConstraint("first_day <= last_day", name="days"),
    )
    op.create_index(
        "ix_waiting_entry_status_park_matter",
        "waiting_entry",
        ["status", "park_id", "matter_id"],
    )


def create_after_acceptance() -> None:
    op.add_column("precheck", sa.Column("items", sa.JSON))
    op.create_table(
        "gap",
        sa.Column("gap_id", ID, primary_key=True),
        sa.Column("intake_id", ID, sa.ForeignKey("intake.intake_id"), nullable=False),
        sa.Column("material", sa.String(200), nullable=False),
        sa.Column("status", STATUS, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("provisional", sa.Boolean, nullable=False),
        sa.Column("created_at", DAY_TIME, nullable=False),
        sa.Column("reminded_at", DAY_TIME),
        sa.Column("settled_at", DAY_TIME),
        sa.CheckConstraint("status IN ('open', 'handed_in', 'overdue')", name="status"),
    )
    op.create_index("ix_gap_intake_id", "gap", ["intake_id"])
    op.create_index("ix_gap_status_due_on", "gap", ["status", "due_on"])
    op.create_table(
        "commitment",
        sa.Column("commitment_id", ID, primary_key=True),
        sa.Column("intake_id", ID, sa.ForeignKey("intake.intake_id"), nullable=False),
        sa.Column("material", sa.String(200), nullable=False),
        sa.Column("text_id", NAME, nullable=False),
        sa.Column("version", NAME, nullable=False),
        sa.Column("agreed_at", DAY_TIME, nullable=False),
    )
    op.create_index("ix_commitment_intake_id", "commitment", ["intake_id"])
    op.create_table(
        "time_limit",
        sa.Column("limit_id", ID, primary_key=True),
        sa.Column("intake_id", ID, sa.ForeignKey("intake.intake_id"), nullable=False),
        sa.Column("kind", STATUS, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("unit", sa.String(8), nullable=False),
        sa.Column("source", STATUS, nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("provisional", sa.Boolean, nullable=False),
        sa.Column("status", STATUS, nullable=False),
        sa.Column("warned_at", DAY_TIME),
        sa.Column("alerted_at", DAY_TIME),
        sa.CheckConstraint("kind IN ('statutory', 'promised')", name="kind"),
        sa.CheckConstraint("unit IN ('日', '工作日')", name="unit"),
        sa.CheckConstraint(
            "status IN ('running', 'paused', 'met', 'exceeded', 'ended')", name="status"
        ),
    )
    op.create_index("ix_time_limit_intake_id", "time_limit", ["intake_id"])
    op.create_index("ix_time_limit_status_due_on", "time_limit", ["status", "due_on"])
    op.create_table(
        "limit_pause",
        sa.Column("pause_id", ID, primary_key=True),
        sa.Column("intake_id", ID, sa.ForeignKey("intake.intake_id"), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("reason", SECRET),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date),
    )
    op.create_index("ix_limit_pause_intake_id", "limit_pause", ["intake_id"])
    op.create_table(
        "courier_delivery",
        sa.Column("delivery_id", ID, primary_key=True),
        sa.Column("intake_id", ID, sa.ForeignKey("intake.intake_id"), nullable=False, unique=True),
        sa.Column("status", STATUS, nullable=False),
        sa.Column("recipient", SECRET),
        sa.Column("phone", SECRET),
        sa.Column("address", SECRET),
        sa.Column("carrier", NAME),
        sa.Column("tracking_number", NAME),
        sa.Column("created_at", DAY_TIME, nullable=False),
        sa.Column("sent_at", DAY_TIME),
        sa.CheckConstraint("status IN ('requested', 'sent', 'withdrawn')", name="status"),
    )


def create_queue() -> None:
    op.create_table(
        "ticket",
        sa.Column("ticket_id", ID, primary_key=True),
        sa.Column("hall_id", NAME, nullable=False),
        sa.Column("window_id", NAME, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("number", sa.String(8), nullable=False),
        sa.Column("status", STATUS, nullable=False),
        sa.Column("matter_id", NAME),
        sa.Column("booking_code", CODE, sa.ForeignKey("booking.code"), unique=True),
        sa.Column("intake_id", ID, sa.ForeignKey("intake.intake_id")),
        sa.Column("booked_for", DAY_TIME),
        sa.Column("queued_at", DAY_TIME, nullable=False),
        sa.Column("passes", sa.Integer, nullable=False),
        sa.Column("skips", sa.Integer, nullable=False),
        sa.Column("estimate_s", sa.Integer),
        sa.Column("calls", sa.Integer, nullable=False),
        sa.Column("called_at", DAY_TIME),
        sa.Column("last_called_at", DAY_TIME),
        sa.Column("started_at", DAY_TIME),
        sa.Column("ended_at", DAY_TIME),
        sa.Column("created_at", DAY_TIME, nullable=False),
        sa.CheckConstraint(
            "status IN ('waiting', 'called', 'serving', 'done', 'missed')", name="status"
        ),
        sa.UniqueConstraint("hall_id", "day", "number"),
    )
    op.create_index("ix_ticket_window_day_status", "ticket", ["window_id", "day", "status"])
    op.create_table(
        "ticket_series",
        sa.Column("hall_id", NAME, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("letter", sa.String(4), primary_key=True),
        sa.Column("issued", sa.Integer, nullable=False),
    )
    op.create_table(
        "presence_guesses",
        sa.Column("hall_id", NAME, primary_key=True),
        sa.Column("minute", DAY_TIME, nullable=False),
        sa.Column("wrong", sa.Integer, nullable=False),
    )


def create_messages() -> None:
    op.create_table(
        "notification",
        sa.Column("notification_id", ID, primary_key=True),
        sa.Column("template", NAME, nullable=False),
        sa.Column("recipient", SECRET),
        sa.Column("values", SECRET),
        sa.Column("dedupe", sa.String(160), nullable=False, unique=True),
        sa.Column("booking_code", CODE, sa.ForeignKey("booking.code")),
        sa.Column("intake_id", ID, sa.ForeignKey("intake.intake_id")),
        sa.Column("status", STATUS, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", DAY_TIME, nullable=False),
        sa.Column("next_try_at", DAY_TIME, nullable=False),
        sa.Column("send_by", DAY_TIME),
        sa.Column("sent_at", DAY_TIME),
        sa.Column("provider", NAME),
        sa.Column("error", sa.String(200)),
        sa.Column("created_at", DAY_TIME, nullable=False),
        sa.CheckConstraint("status IN ('waiting', 'sent', 'failed', 'withdrawn')", name="status"),
    )
    op.create_index("ix_notification_booking_code", "notification", ["booking_code"])
    op.create_index("ix_notification_intake_id", "notification", ["intake_id"])
    op.create_index("ix_notification_status_next_try_at", "notification", ["status", "next_try_at"])
    op.create_table(
        "outbox_entry",
        sa.Column("entry_id", sa.Integer, primary_key=True),
        sa.Column("event_id", ID, nullable=False, unique=True),
        sa.Column("connector_id", NAME, nullable=False),
        sa.Column("intake_id", ID, sa.ForeignKey("intake.intake_id"), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("payload", SECRET),
        sa.Column("status", STATUS, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_try_at", DAY_TIME, nullable=False),
        sa.Column("delivered_at", DAY_TIME),
        sa.Column("error", sa.String(200)),
        sa.Column("created_at", DAY_TIME, nullable=False),
        sa.CheckConstraint("status IN ('waiting', 'delivered', 'failed')", name="status"),
        sa.UniqueConstraint("connector_id", "intake_id", "sequence"),
    )
    op.create_index("ix_outbox_entry_intake_id", "outbox_entry", ["intake_id"])
    op.create_index("ix_outbox_entry_status_next_try_at", "outbox_entry", ["status", "next_try_at"])
    op.create_table(
        "demand",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("park_id", NAME, primary_key=True),
        sa.Column("matter_id", NAME, primary_key=True),
        sa.Column("outcome", STATUS, primary_key=True),
        sa.Column("channel", STATUS, primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
    )


def extend_ratings() -> None:
    with op.batch_alter_table("rating") as rating:
        for field in WHAT_WAS_GRADED:
            rating.add_column(sa.Column(field, NAME))
        rating.add_column(sa.Column("reason", sa.String(32)))
        rating.add_column(sa.Column("owner", sa.String(80)))
        rating.add_column(sa.Column("reply_by", sa.Date))
        rating.add_column(
            sa.Column("provisional", sa.Boolean, nullable=False, server_default=sa.false())
        )
        rating.add_column(sa.Column("replied_at", DAY_TIME))
        rating.add_column(sa.Column("reply", SECRET))
        rating.create_check_constraint("reply", "(replied_at IS NULL) = (reply IS NULL)")
    with op.batch_alter_table("rating") as rating:
        rating.alter_column("provisional", server_default=None)
    for field in WHAT_WAS_GRADED:
        op.execute(
            f"UPDATE rating SET {field} = (SELECT {field} FROM booking"  # noqa: S608
            " WHERE booking.code = rating.booking_code)"
        )
    op.create_index("ix_rating_created_at", "rating", ["created_at"])
    op.create_index("ix_rating_reply_by", "rating", ["reply_by"])
    op.create_table(
        "rating_request",
        sa.Column("booking_code", CODE, sa.ForeignKey("booking.code"), primary_key=True),
        sa.Column("asked_at", DAY_TIME, nullable=False),
    )


def restore_ratings() -> None:
    op.drop_table("rating_request")
    for index in ("created_at", "reply_by"):
        op.drop_index(f"ix_rating_{index}", "rating")
    with op.batch_alter_table("rating") as rating:
        rating.drop_constraint(op.f("ck_rating_reply"), type_="check")
        for column in (
            *WHAT_WAS_GRADED, "reason", "owner", "reply_by", "provisional", "replied_at", "reply",
        ):  # fmt: skip
            rating.drop_column(column)


def downgrade() -> None:
    restore_ratings()
    for table in (
        "demand",
        "outbox_entry",
        "notification",
        "presence_guesses",
        "ticket_series",
        "ticket",
        "courier_delivery",
        "limit_pause",
        "time_limit",
        "commitment",
        "gap",
        "waiting_entry",
        "capacity_change",
        "day_exception",
        "seat",
    ):
        op.drop_table(table)
    op.drop_column("precheck", "items")
    restore_bookings()
    op.drop_table("intake")
    restore_events()


def restore_bookings() -> None:
    """Bookings as revision 0003 has them; those it has no word for are kept as its nearest."""
    op.drop_index("ix_idempotency_key_created_at", "idempotency_key")
    # What was only held was no visit; of whom nothing is known any more, there is no booking.
    op.execute("DELETE FROM booking WHERE status IN ('held', 'expired')")
    erased = (
        "SELECT code FROM booking JOIN intake ON intake.intake_id = booking.intake_id"
        " WHERE intake.phone IS NULL"
    )
    op.execute(f"UPDATE rating SET booking_code = NULL WHERE booking_code IN ({erased})")  # noqa: S608
    op.execute(f"DELETE FROM booking WHERE code IN ({erased})")  # noqa: S608
    for index in ("ix_booking_intake_id", "ix_booking_group_id", "ix_booking_status_held_until"):
        op.drop_index(index, "booking")
    op.drop_index("uq_booking_held_for", "booking")
    with op.batch_alter_table("booking") as booking:
        for field in PERSON:
            booking.add_column(sa.Column(field, SECRET))
        booking.add_column(sa.Column("phone_index", HASH))
        booking.add_column(sa.Column("consent_at", DAY_TIME))
        booking.add_column(sa.Column("edition_id", NAME))
        for constraint in ("status", "pool", "held", "intake"):
            booking.drop_constraint(op.f(f"ck_booking_{constraint}"), type_="check")
        booking.drop_constraint(op.f("fk_booking_intake_id_intake"), type_="foreignkey")
    for field in (*PERSON, "phone_index", "consent_at", "edition_id"):
        op.execute(
            f"UPDATE booking SET {field} = (SELECT {field} FROM intake"  # noqa: S608
            " WHERE intake.intake_id = booking.intake_id)"
        )
    op.execute(
        "UPDATE booking SET status = CASE WHEN status = 'cancelled' THEN 'cancelled'"
        " ELSE 'confirmed' END"
    )
    with op.batch_alter_table("booking") as booking:
        for field in ("name", "phone"):
            booking.alter_column(field, existing_type=SECRET, nullable=False)
        booking.alter_column("phone_index", existing_type=HASH, nullable=False)
        booking.alter_column("consent_at", existing_type=DAY_TIME, nullable=False)
        booking.alter_column("edition_id", existing_type=NAME, nullable=False)
        for column in (
            "intake_id", "pool", "provisional", "displaced", "group_id", "held_until", "held_for",
        ):  # fmt: skip
            booking.drop_column(column)
        booking.create_check_constraint("status", "status IN ('confirmed', 'cancelled')")
    op.create_index("ix_booking_phone_status", "booking", ["phone_index", "status"])
    # Every visit takes one seat, and all seats are alike.
    taken = (
        "(SELECT count(*) FROM booking"
        " WHERE booking.slot_id = slot.slot_id AND booking.status = 'confirmed')"
    )
    op.execute(
        f"UPDATE slot SET booked = {taken},"  # noqa: S608
        f" capacity = CASE WHEN capacity < {taken} THEN {taken} ELSE capacity END"
    )
    with op.batch_alter_table("slot") as slot:
        slot.drop_constraint(op.f("ck_slot_staff_seats"), type_="check")
        slot.drop_column("staff_capacity")
        slot.drop_column("staff_booked")
    op.create_table(
        "phone_lock",
        sa.Column("phone_index", HASH, primary_key=True),
        sa.Column("locked_at", DAY_TIME, nullable=False),
    )


def restore_events() -> None:
    op.create_table(
        "booking_event",
        sa.Column("event_id", sa.Integer, primary_key=True),
        sa.Column("code", CODE, sa.ForeignKey("booking.code"), nullable=False),
        sa.Column("kind", STATUS, nullable=False),
        sa.Column("slot_id", SLOT, sa.ForeignKey("slot.slot_id"), nullable=False),
        sa.Column("at", DAY_TIME, nullable=False),
    )
    op.create_index("ix_booking_event_code", "booking_event", ["code"])
    bind = op.get_bind()
    booking = sa.table("booking", sa.column("code", CODE), sa.column("slot_id", SLOT))
    steps = bind.execute(
        sa.select(AUDIT, booking.c.slot_id)
        .join(booking, booking.c.code == AUDIT.c.subject_id)
        .where(AUDIT.c.subject == "booking")
        .where(AUDIT.c.action.in_(("booked", "moved", "cancelled")))
        .order_by(AUDIT.c.entry_id)
    ).mappings()
    op.bulk_insert(EVENT, [_event(step) for step in steps])
    op.drop_table("audit_entry")


def _event(step: sa.RowMapping) -> dict[str, object]:
    details = step["details"] or {}
    return {
        "code": step["subject_id"],
        "kind": step["action"],
        "slot_id": details.get("to_slot") or details.get("slot_id") or step["slot_id"],
        "at": step["at"],
    }
