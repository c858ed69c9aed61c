"""The review list: questions the guide did not get right, without anything of who asked them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base

TEXT_LENGTH = 200
ID = String(32)
NAME = String(64)
IS_OPEN = text("state = 'open'")


class ReviewItem(Base):
    """A question, however often it was asked, until the hall's staff settles it.

    It tells nothing of the conversation it comes from. While it is open, the same question asked
    again only counts up; the index on open keys sees to that.
    """

    __tablename__ = "review_item"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'accepted', 'dismissed')", name="state"),
        CheckConstraint(
            "why IN ('not_found', 'none_of_these', 'corrected', 'handed_over')", name="why"
        ),
        CheckConstraint("times >= 1", name="times"),
        Index(
            "uq_review_item_open_key",
            "key",
            unique=True,
            sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
        Index("ix_review_item_state_last_asked_at", "state", "last_asked_at"),
    )

    item_id: Mapped[str] = mapped_column(ID, primary_key=True)
    text: Mapped[str] = mapped_column(String(TEXT_LENGTH))
    """The question as first asked, everything personal taken out."""
    key: Mapped[str] = mapped_column(String(TEXT_LENGTH))
    """The question without case, spaces and punctuation."""
    times: Mapped[int]
    first_asked_at: Mapped[datetime]
    last_asked_at: Mapped[datetime]
    why: Mapped[str] = mapped_column(String(16))
    """What went wrong when it was asked last; what follows speaks of that time, too."""
    answered_matter_id: Mapped[str | None] = mapped_column(NAME)
    """The matter that was shown, if one was."""
    chosen_matter_id: Mapped[str | None] = mapped_column(NAME)
    """The matter the applicant took instead, if one was."""
    candidates: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """The nearest matters, best first: `matter_id` and `score`."""
    park_id: Mapped[str | None] = mapped_column(NAME)
    edition_id: Mapped[str] = mapped_column(NAME)
    state: Mapped[str] = mapped_column(String(16))
    decided_by: Mapped[str | None] = mapped_column(NAME)
    decided_at: Mapped[datetime | None]
    done: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What was made of it: where which text was added, or why it was dismissed."""
