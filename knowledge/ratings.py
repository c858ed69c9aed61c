"""How the service is graded (好差评): grades, reasons of a bad one, who answers it and when.

The data is knowledge/data/ratings.yml (decree row D22).
"""

from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from knowledge.documents import read_wording
from knowledge.schema.fact import Status
from knowledge.schema.record import Text

FILE = Path(__file__).parent / "data" / "ratings.yml"
BEST = 5


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Grade(_Part):
    """One of the five grades; 1 is worst."""

    stars: Annotated[int, Field(ge=1, le=BEST)]
    name: Text


class Reason(_Part):
    """Why somebody may be discontent."""

    reason: Annotated[str, Field(pattern=r"^[a-z_]{1,32}$")]
    name: Text


class Reply(_Part):
    """How a bad grade is answered.

    Attributes:
        working_days: until when, counted from the day after the grade.
        owner: whose task it is as long as nobody has taken it on.
        status: `sample` until the hall confirms both.
    """

    working_days: Annotated[int, Field(ge=1, le=60)]
    owner: Text
    status: Status


class Scale(_Part):
    """The grades and what follows from them.

    Attributes:
        bad_up_to: the best of the bad grades.
    """

    grades: tuple[Grade, ...]
    bad_up_to: Annotated[int, Field(ge=1, lt=BEST)]
    reasons: tuple[Reason, ...] = Field(min_length=1)
    reply: Reply

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if [grade.stars for grade in self.grades] != list(range(1, BEST + 1)):
            raise ValueError("要有从 1 到 5 的五个等次，按顺序各写一条")
        if len({reason.reason for reason in self.reasons}) != len(self.reasons):
            raise ValueError("有的差评原因编号写了两次：请改掉其中一个")
        return self

    def is_bad(self, stars: int) -> bool:
        """Whether a grade needs a reply."""
        return stars <= self.bad_up_to

    def name_of(self, stars: int) -> str:
        """What a grade is called."""
        return self.grades[stars - 1].name

    def reason_name(self, reason: str | None) -> str | None:
        """What a reason is called; one that is not offered any more keeps its id."""
        names = {one.reason: one.name for one in self.reasons}
        return names.get(reason, reason) if reason is not None else None


def load(file: Path = FILE) -> Scale:
    """Read and check the file.

    Raises:
        WordingError: the file cannot be read or breaks its schema.
    """
    return read_wording(file, Scale).value
