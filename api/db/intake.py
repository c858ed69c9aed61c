"""Tables of what somebody brings to the hall: intakes, and the requests around a visit."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base
from api.db.types import EncryptedText

ID = String(32)
NAME = String(64)
HASH = String(64)


class Intake(Base):
    """A matter that somebody brings to the hall: who, what, and how far it has come.

    It begins with a booking (or a walk-in's first word at the window) and ends with the decision.
    The personal fields are emptied when their time is over; what was decided stays.
    """

    __tablename__ = "intake"
    __table_args__ = (
        CheckConstraint(
            "status IN ('expected', 'accepted', 'paused', 'decided', 'withdrawn')", name="status"
        ),
        Index("ix_intake_phone_index", "phone_index"),
        Index("ix_intake_company_index", "company_index"),
        Index("ix_intake_status_park", "status", "park_id"),
    )

    intake_id: Mapped[str] = mapped_column(ID, primary_key=True)
    status: Mapped[str] = mapped_column(String(16))
    park_id: Mapped[str] = mapped_column(NAME)
    matter_id: Mapped[str] = mapped_column(NAME)
    edition_id: Mapped[str] = mapped_column(NAME)
    """The edition of the matter list that was in force when it began."""
    mode: Mapped[str | None] = mapped_column(String(16))
    """The delegation mode the edition gives the matter in the park."""
    journey_id: Mapped[str | None] = mapped_column(NAME)
    precheck_id: Mapped[str | None] = mapped_column(ForeignKey("precheck.precheck_id"))
    name: Mapped[str | None] = mapped_column(EncryptedText)
    phone: Mapped[str | None] = mapped_column(EncryptedText)
    company: Mapped[str | None] = mapped_column(EncryptedText)
    uscc: Mapped[str | None] = mapped_column(EncryptedText)
    """Unified social credit code of the company."""
    phone_index: Mapped[str | None] = mapped_column(HASH)
    """Keyed hash of the phone: equal phones can be counted, none can be read."""
    company_index: Mapped[str | None] = mapped_column(HASH)
    """The same of the credit code, or of the company's name where there is no code."""
    notice: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """The one-time complete notice as it was given (一次性告知): what, of which edition, when."""
    consent_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(16))
    """`granted`, `refused` or `withdrawn`, once it is decided."""
    erased_at: Mapped[datetime | None]
    """When the personal fields were emptied."""


class Precheck(Base):
    """The result of going through the materials with somebody (decree D13)."""

    __tablename__ = "precheck"

    precheck_id: Mapped[str] = mapped_column(ID, primary_key=True)
    park_id: Mapped[str] = mapped_column(NAME)
    matter_id: Mapped[str] = mapped_column(NAME)
    edition_id: Mapped[str] = mapped_column(NAME)
    result: Mapped[str] = mapped_column(String(16))
    missing: Mapped[list[str]] = mapped_column(JSON)
    items: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    """Each material with `name`, whether it is there, and how a missing one may be dealt with."""
    created_at: Mapped[datetime]


class Gap(Base):
    """A material that may follow after conditional acceptance, and until when (容缺受理)."""

    __tablename__ = "gap"
    __table_args__ = (
        CheckConstraint("status IN ('open', 'handed_in', 'overdue')", name="status"),
        Index("ix_gap_status_due_on", "status", "due_on"),
    )

    gap_id: Mapped[str] = mapped_column(ID, primary_key=True)
    intake_id: Mapped[str] = mapped_column(ForeignKey("intake.intake_id"), index=True)
    material: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(16))
    due_on: Mapped[date]
    provisional: Mapped[bool] = mapped_column(default=False)
    """Whether the holidays of its year were not published when the day was counted."""
    created_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]


class Commitment(Base):
    """A written promise that takes the place of a material (告知承诺, decree D14)."""

    __tablename__ = "commitment"

    commitment_id: Mapped[str] = mapped_column(ID, primary_key=True)
    intake_id: Mapped[str] = mapped_column(ForeignKey("intake.intake_id"), index=True)
    material: Mapped[str] = mapped_column(String(200))
    text_id: Mapped[str] = mapped_column(NAME)
    version: Mapped[str] = mapped_column(NAME)
    """The version of the commitment's text that was agreed to."""
    agreed_at: Mapped[datetime]


class TimeLimit(Base):
    """A limit that runs on an accepted intake (电子监察, decree D23)."""

    __tablename__ = "time_limit"
    __table_args__ = (
        CheckConstraint("kind IN ('statutory', 'promised')", name="kind"),
        CheckConstraint("unit IN ('日', '工作日')", name="unit"),
        CheckConstraint(
            "status IN ('running', 'paused', 'met', 'exceeded', 'ended')", name="status"
        ),
        Index("ix_time_limit_status_due_on", "status", "due_on"),
    )

    limit_id: Mapped[str] = mapped_column(ID, primary_key=True)
    intake_id: Mapped[str] = mapped_column(ForeignKey("intake.intake_id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    number: Mapped[int]
    unit: Mapped[str] = mapped_column(String(8))
    """As the source has it: 日 and 工作日 are never turned into each other."""
    source: Mapped[str] = mapped_column(String(16))
    """How sure the number is, as the guide has it: `official`, `law`, `guide` or `sample`."""
    starts_on: Mapped[date]
    """The day of acceptance; the count begins on the day after it."""
    due_on: Mapped[date]
    provisional: Mapped[bool] = mapped_column(default=False)
    """Whether holidays on the way were not published when the day was counted."""
    status: Mapped[str] = mapped_column(String(16))
    """`ended` where the applicant withdrew in time: nothing was decided."""
    warned_at: Mapped[datetime | None]
    alerted_at: Mapped[datetime | None]


class LimitPause(Base):
    """A stretch of time that does not count towards an intake's limits, such as a hearing."""

    __tablename__ = "limit_pause"

    pause_id: Mapped[str] = mapped_column(ID, primary_key=True)
    intake_id: Mapped[str] = mapped_column(ForeignKey("intake.intake_id"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    """`hearing`, `expert_review`, `inspection`, `publication` …"""
    reason: Mapped[str | None] = mapped_column(EncryptedText)
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    """The last day that does not count; None while the pause goes on."""


class CourierDelivery(Base):
    """The result is to be sent by courier (快递送达, decree D18)."""

    __tablename__ = "courier_delivery"
    __table_args__ = (
        CheckConstraint("status IN ('requested', 'sent', 'withdrawn')", name="status"),
    )

    delivery_id: Mapped[str] = mapped_column(ID, primary_key=True)
    intake_id: Mapped[str] = mapped_column(ForeignKey("intake.intake_id"), unique=True)
    status: Mapped[str] = mapped_column(String(16))
    recipient: Mapped[str | None] = mapped_column(EncryptedText)
    phone: Mapped[str | None] = mapped_column(EncryptedText)
    address: Mapped[str | None] = mapped_column(EncryptedText)
    carrier: Mapped[str | None] = mapped_column(NAME)
    tracking_number: Mapped[str | None] = mapped_column(NAME)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class AssistanceRequest(Base):
    """Somebody asks to be helped through a matter (帮办代办, decree D17)."""

    __tablename__ = "assistance_request"

    request_id: Mapped[str] = mapped_column(ID, primary_key=True)
    status: Mapped[str] = mapped_column(String(16))
    park_id: Mapped[str] = mapped_column(NAME)
    matter_id: Mapped[str | None] = mapped_column(NAME)
    name: Mapped[str] = mapped_column(EncryptedText)
    phone: Mapped[str] = mapped_column(EncryptedText)
    company: Mapped[str | None] = mapped_column(EncryptedText)
    need: Mapped[str | None] = mapped_column(EncryptedText)
    consent_at: Mapped[datetime]
    created_at: Mapped[datetime]


class Handoff(Base):
    """A conversation waits for a person; it goes when the conversation is forgotten."""

    __tablename__ = "handoff"

    handoff_id: Mapped[str] = mapped_column(ID, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.conversation_id", ondelete="CASCADE"), index=True
    )
    status: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(EncryptedText)
    created_at: Mapped[datetime] = mapped_column(index=True)
    answer_by: Mapped[datetime | None]
    """When the hall opens next; None when somebody is there now or nobody can tell."""
    phone: Mapped[str | None] = mapped_column(EncryptedText)
    """Whom to call back, if they left a number for it; emptied when the hand-off ends."""
    consent_at: Mapped[datetime | None]
    call_by: Mapped[datetime | None]
    """Until when they were promised to be called."""


class Rating(Base):
    """How somebody grades a visit or a conversation, from 1 to 5 (好差评, decree D22)."""

    __tablename__ = "rating"
    __table_args__ = (
        CheckConstraint("stars >= 1 AND stars <= 5", name="stars"),
        CheckConstraint("(replied_at IS NULL) = (reply IS NULL)", name="reply"),
        Index("ix_rating_created_at", "created_at"),
        Index("ix_rating_reply_by", "reply_by"),
    )

    rating_id: Mapped[str] = mapped_column(ID, primary_key=True)
    booking_code: Mapped[str | None] = mapped_column(ForeignKey("booking.code"), unique=True)
    conversation_id: Mapped[str | None] = mapped_column(
        ForeignKey("conversation.conversation_id", ondelete="SET NULL"), unique=True
    )
    park_id: Mapped[str | None] = mapped_column(NAME)
    matter_id: Mapped[str | None] = mapped_column(NAME)
    window_id: Mapped[str | None] = mapped_column(NAME)
    """Where and about what, as far as that was known when it was given; kept for the statistics
    when the conversation is forgotten."""
    stars: Mapped[int]
    reason: Mapped[str | None] = mapped_column(String(32))
    """One of the reasons in knowledge/data/ratings.yml."""
    comment: Mapped[str | None] = mapped_column(EncryptedText)
    created_at: Mapped[datetime]
    owner: Mapped[str | None] = mapped_column(String(80))
    """Whose task the reply is; None where none is due."""
    reply_by: Mapped[date | None]
    """The last working day for the reply to a bad grade; None for the others."""
    provisional: Mapped[bool] = mapped_column(default=False)
    """Whether holidays on the way were not published when that day was counted."""
    replied_at: Mapped[datetime | None]
    reply: Mapped[str | None] = mapped_column(EncryptedText)


class RatingRequest(Base):
    """A visit whose grade was asked for: nobody is asked twice (decree D22)."""

    __tablename__ = "rating_request"

    booking_code: Mapped[str] = mapped_column(ForeignKey("booking.code"), primary_key=True)
    asked_at: Mapped[datetime]
