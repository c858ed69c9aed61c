"""Vague wishes that several matters share, and the one question that tells them apart.

The data is knowledge/data/clarifications.yml; its questions and answers are wording, not facts.
"""

from collections.abc import Collection
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.errors import WordingError

FILE = Path(__file__).parent / "data" / "clarifications.yml"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Answer(_Record):
    """One answer to the question: the words on the button and the matter it leads to."""

    matter_id: str
    title: str = Field(min_length=1, max_length=24)


class Clarification(_Record):
    """A vague wish, the question to ask, and where each answer leads.

    Attributes:
        nouns: words that name the wish; examples: whole messages; held_out: kept for measuring.
    """

    clarification_id: str
    question: str
    options: tuple[Answer, ...] = Field(min_length=2)
    nouns: tuple[str, ...] = ()
    examples: tuple[str, ...] = Field(min_length=2)
    held_out: tuple[str, ...] = ()


class _File(_Record):
    clarifications: tuple[Clarification, ...]


def load(matter_ids: Collection[str], file: Path = FILE) -> dict[str, Clarification]:
    """Read and check the file.

    Raises:
        WordingError: the file breaks its schema, names an id twice, or an answer leads to a
            matter that does not exist.
    """
    try:
        read = _File.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise WordingError(f"{file.name}: {error}") from error
    found: dict[str, Clarification] = {}
    for entry in read.clarifications:
        if entry.clarification_id in found:
            raise WordingError(f"{file.name}: {entry.clarification_id} occurs twice")
        for option in entry.options:
            if option.matter_id not in matter_ids:
                raise WordingError(
                    f"{file.name}: {entry.clarification_id}: no matter {option.matter_id!r}"
                )
        found[entry.clarification_id] = entry
    return found
