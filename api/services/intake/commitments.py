"""Written promises that take the place of a material (告知承诺, decree D14)."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.intake import Commitment, Intake
from api.services import audit
from api.services.intake.materials import NoCommitment, named
from knowledge import KnowledgeBase
from knowledge.commitments import CommitmentText, TextWithVersions, texts

GENERAL = "general"


class UnknownText(Exception):
    """There is no such text, or no such version of it."""


class OutdatedVersion(Exception):
    """The text has a newer version, which has not been read; the message is that version."""


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
