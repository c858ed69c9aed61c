"""Messages that ask for nothing a government handles: greetings, abuse, nonsense, attacks.

The data is knowledge/data/out_of_scope.yml. Such messages get no matter and no referral.
"""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from knowledge.documents import read_wording

FILE = Path(__file__).parent / "data" / "out_of_scope.yml"


class Talk(BaseModel):
    """One kind of talk, with examples to recognise it by; held_out is kept for measuring."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    name: str = Field(alias="class")
    examples: tuple[str, ...] = Field(min_length=2)
    held_out: tuple[str, ...] = ()


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    classes: tuple[Talk, ...]


def load(file: Path = FILE) -> tuple[Talk, ...]:
    """Read and check the file.

    Raises:
        WordingError: the file cannot be read or breaks its schema.
    """
    return read_wording(file, _File).value.classes
