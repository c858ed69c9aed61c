"""Written promises that take the place of a material (告知承诺, decree D14)."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, RootModel
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.intake import Commitment, Intake
from api.services import audit
from api.services.intake.materials import NoCommitment, named
from knowledge import KnowledgeBase
from knowledge.documents import read_wording
from knowledge.schema.record import Identifier, Record, Text

FILE = Path(__file__).with_name("commitments.yml")
GENERAL = "general"


class UnknownText(Exception):
    """There is no such text, or no such version of it."""


class OutdatedVersion(Exception):
    """The text has a newer version, which has not been read; the message is that version."""


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


@lru_cache
def texts(file: Path = FILE) -> Mapping[str, TextWithVersions]:
    """The texts by id. Raises `knowledge.WordingError` when the file is not usable."""
    found: Sequence[TextWithVersions] = read_wording(file, _File).value.root
    return {text.text_id: text for text in found}


class Commitments:
    """The promises that applicants make."""

    def __init__(
        self, kb: KnowledgeBase, available: Mapping[str, TextWithVersions] | None = None
    ) -> None:
        self._kb = kb
        self._texts = texts() if available is None else available

    def text(self, text_id: str, version: str | None = None) -> CommitmentText:
        """A text, in the version in force unless another is asked for. Raises `UnknownText`."""
        if text_id not in self._texts:
            raise UnknownText(text_id)
        versions = self._texts[text_id].versions
        if version is None:
            return versions[-1]
        found = next((text for text in versions if text.version == version), None)
        if found is None:
            raise UnknownText(text_id, version)
        return found

    def agree(
        self,
        session: Session,
        intake: Intake,
        materials: Sequence[str],
        version: str,
        now: datetime,
        text_id: str = GENERAL,
    ) -> list[Commitment]:
        """Write down that the applicant promises instead of bringing these materials.

        One that was promised before in the same version is not written again.

        Args:
            session: of the transaction that makes or changes the intake.
            version: the version of the text that the applicant has read.

        Raises:
            UnknownText: there is no such text.
            OutdatedVersion: the applicant has not read the version in force.
            UnknownMaterial: one is not on the matter's list.
            NoCommitment: the guide does not say that a promise may take its place.
            NotCovered: the park does not have the matter today.
        """
        current = self.text(text_id).version
        if version != current:
            raise OutdatedVersion(current)
        known = self._kb.guide(intake.matter_id, intake.park_id, now.date()).fields["materials"]
        wanted = named(known.value or (), materials)
        for place, material in enumerate(wanted, start=1):
            if not material.get("commitment"):
                raise NoCommitment(place)
        before = set(_promised(session, intake.intake_id, text_id, version))
        fresh = dict.fromkeys(m["name"] for m in wanted if m["name"] not in before)
        made = [_commitment(intake, name, text_id, version, now) for name in fresh]
        session.add_all(made)
        if made:
            _write_down(session, intake, list(fresh), version, now)
        return made


def _promised(session: Session, intake_id: str, text_id: str, version: str) -> Sequence[str]:
    query = select(Commitment.material).where(
        Commitment.intake_id == intake_id,
        Commitment.text_id == text_id,
        Commitment.version == version,
    )
    return session.scalars(query).all()


def _commitment(
    intake: Intake, material: str, text_id: str, version: str, now: datetime
) -> Commitment:
    return Commitment(
        commitment_id=secrets.token_hex(16),
        intake_id=intake.intake_id,
        material=material,
        text_id=text_id,
        version=version,
        agreed_at=now,
    )


def _write_down(
    session: Session, intake: Intake, materials: list[str], version: str, now: datetime
) -> None:
    audit.note(
        session,
        "intake",
        intake.intake_id,
        "commitments_made",
        audit.APPLICANT,
        now,
        materials=materials,
        version=version,
    )
