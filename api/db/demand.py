"""How often what was asked for and found, as bare counts (decree D26)."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base
from api.db.intake import NAME


class Demand(Base):
    """A count for one day, park, matter, outcome and channel; nothing of who asked."""

    __tablename__ = "demand"

    day: Mapped[date] = mapped_column(primary_key=True)
    park_id: Mapped[str] = mapped_column(NAME, primary_key=True)
    """Empty where no park was named."""
    matter_id: Mapped[str] = mapped_column(NAME, primary_key=True)
    """Empty where no matter was found."""
    outcome: Mapped[str] = mapped_column(String(16), primary_key=True)
    """`found`, `clarified`, `not_found` or `referred`: what became of a question; beside that
    `chosen`: the matter was taken when a clarifying question offered it."""
    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    count: Mapped[int]
