"""Texts of written promises that take the place of a material (告知承诺, decree D14).

The data is knowledge/data/commitments.yml.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, RootModel

from knowledge.documents import read_wording
from knowledge.schema.record import Identifier, Record, Text

FILE = Path(__file__).parent / "data" / "commitments.yml"


class Clause(Record):
    """An article of a law or a document."""

    document: Text
    article: Text


class Consequence(Clause):
    """What follows from breaking the promise, and which article says so."""

    text: Text


class CommitmentText(Record):
    """One version of a text, in Chinese."""

    version: Text
    status: Literal["official", "sample"]
    title: Text
    informed: tuple[Text, ...] = Field(min_length=1)
    promises: tuple[Text, ...] = Field(min_length=1)
    consequences: tuple[Consequence, ...] = Field(min_length=1)
    basis: tuple[Clause, ...] = Field(min_length=1)
    checked_on: date


class TextWithVersions(Record):
    """A text with all its versions, the one in force last."""

    text_id: Identifier
    versions: tuple[CommitmentText, ...] = Field(min_length=1)


class _File(RootModel[tuple[TextWithVersions, ...]]):
    """The file of texts."""


def load(file: Path = FILE) -> Mapping[str, TextWithVersions]:
    """Read and check the file: the texts by id.

    Raises:
        WordingError: the file cannot be read or breaks its schema.
    """
    found: Sequence[TextWithVersions] = read_wording(file, _File).value.root
    return {text.text_id: text for text in found}


@lru_cache
def texts() -> Mapping[str, TextWithVersions]:
    """The texts that are shipped, read once. Raises like `load`."""
    return load()
