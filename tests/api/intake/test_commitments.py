"""Promises in place of materials."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from api.db.audit import AuditEntry
from api.db.engine import SessionFactory
from api.db.intake import Commitment
from api.services.intake.commitments import (
    Commitments,
    OutdatedVersion,
    UnknownText,
)
from api.services.intake.materials import NoCommitment, UnknownMaterial
from knowledge import KnowledgeBase
from knowledge.commitments import TextWithVersions, load, texts
from knowledge.errors import WordingError
from tests.api.hall import NOW
from tests.api.intakes import add_intake, changing, with_fields

MATERIALS: Any = (
    {"name": "场地证明", "commitment": True},
    {"name": "资金证明", "commitment": True},
    {"name": "申请表"},
)
VERSION = "2026-1"


class Applicant:
    """Somebody with an intake, who promises."""

    def __init__(self, kb: KnowledgeBase, sessions: SessionFactory) -> None:
        self.sessions = sessions
        self.commitments = Commitments(with_fields(kb, materials=MATERIALS))
        self.intake_id = add_intake(sessions)

    def agree(self, *materials: str, version: str = VERSION) -> int:
        with changing(self.sessions, self.intake_id) as (session, intake):
            return len(self.commitments.agree(session, intake, materials, version, NOW))

    def rows(self) -> list[tuple[str, str, str]]:
        with self.sessions() as session:
            rows = session.scalars(select(Commitment).order_by(Commitment.material))
            return [(row.material, row.text_id, row.version) for row in rows]


@pytest.fixture
def applicant(kb: KnowledgeBase, sessions: SessionFactory) -> Applicant:
    return Applicant(kb, sessions)


def test_what_was_agreed_to_is_kept_with_its_version(applicant: Applicant) -> None:
    assert applicant.agree("场地证明", "资金证明") == 2
    assert applicant.rows() == [
        ("场地证明", "general", VERSION),
        ("资金证明", "general", VERSION),
    ]


def test_agreeing_again_adds_nothing(applicant: Applicant) -> None:
    applicant.agree("场地证明")
    assert applicant.agree("场地证明", "场地 证明") == 0
    assert len(applicant.rows()) == 1


def test_it_is_written_into_the_trail_by_the_applicant(applicant: Applicant) -> None:
    applicant.agree("场地证明")
    with applicant.sessions() as session:
        entry = session.scalars(select(AuditEntry)).one()
    assert (entry.actor, entry.action) == ("applicant", "commitments_made")
    assert entry.details == {"materials": ["场地证明"], "version": VERSION}


@pytest.mark.parametrize(
    ("materials", "refusal"),
    [(["场地证明", "申请表"], NoCommitment), (["别的"], UnknownMaterial)],
)
def test_no_promise_where_the_guide_names_none(
    applicant: Applicant, materials: list[str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        applicant.agree(*materials)
    assert applicant.rows() == []


def test_an_older_text_has_to_be_read_again(applicant: Applicant) -> None:
    with pytest.raises(OutdatedVersion, match=VERSION):
        applicant.agree("场地证明", version="2020-1")


def test_older_versions_can_still_be_read(kb: KnowledgeBase) -> None:
    current = texts()["general"].versions[-1]
    older = current.model_copy(update={"version": "2020-1"})
    both = TextWithVersions(text_id="general", versions=(older, current))
    commitments = Commitments(kb, {"general": both})
    assert commitments.text("general").version == VERSION
    assert commitments.text("general", "2020-1").version == "2020-1"
    for wanted in (("general", "1999"), ("no-such", None)):
        with pytest.raises(UnknownText):
            commitments.text(*wanted)


def test_the_shipped_text_is_a_sample_and_names_what_it_rests_on() -> None:
    text = texts()["general"].versions[-1]
    assert text.status == "sample"
    assert "示例" in text.title
    assert {consequence.article for consequence in text.consequences} == {
        "第六十九条", "第七十八条", "第七十九条",
    }  # fmt: skip


def test_a_file_with_faults_says_where(tmp_path: Path) -> None:
    file = tmp_path / "commitments.yml"
    file.write_text("- text_id: general\n  versions: []\n", encoding="utf-8")
    with pytest.raises(WordingError, match=r"commitments\.yml 第2行"):
        load(file)
