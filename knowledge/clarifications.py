"""Vague wishes that several matters share, and the one question that tells them apart.

The data is knowledge/data/clarifications.yml; its questions and answers are wording, not facts.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from knowledge.documents import Entry, read_wording
from knowledge.errors import Problem, WordingError

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
    read = read_wording(file, _File)
    if problems := list(_problems(read, matter_ids)):
        raise WordingError.of(problems)
    return {entry.clarification_id: entry for entry in read.value.clarifications}


def _problems(read: Entry[_File], matter_ids: Collection[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for position, entry in enumerate(read.value.clarifications):
        at = ("clarifications", position)
        if entry.clarification_id in seen:
            yield read.problem(
                (*at, "clarification_id"),
                f"“{entry.clarification_id}”写了两次：请给其中一个换编号，或者删去",
            )
        seen.add(entry.clarification_id)
        for place, option in enumerate(entry.options):
            if option.matter_id not in matter_ids:
                yield read.problem(
                    (*at, "options", place, "matter_id"),
                    f"没有编号为“{option.matter_id}”的事项：请改正，或者删去这个选项",
                )
