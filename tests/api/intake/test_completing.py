"""What a booking keeps with its intake, in one transaction."""

from typing import Any

import pytest
from sqlalchemy import select

from api.db.engine import SessionFactory
from api.db.intake import Commitment, CourierDelivery, Intake
from api.services.intake.applicants import Applicant
from api.services.intake.commitments import Commitments
from api.services.intake.completing import Completing, NotFit
from api.services.intake.courier import Couriers
from api.services.intake.materials import Answers
from api.services.intake.opening import Intakes
from api.services.intake.prechecks import Prechecks
from api.services.intake.requests import Extras, Request
from knowledge import KnowledgeBase
from tests.api.hall import MATTER, NOW, PARK
from tests.api.intakes import COUNT, with_fields

MATERIALS: Any = ({"name": "场地证明", "commitment": True}, {"name": "申请表"})
ADDRESS = "湖南省郴州市某某区某某路 1 号"


def book(kb: KnowledgeBase, sessions: SessionFactory, **extras: Any) -> None:
    kb = with_fields(kb, materials=MATERIALS)
    intakes = Intakes(kb, Completing(kb, Commitments(kb), Couriers(sessions, 30)))
    applicant = Applicant("王小明", "13812345678")
    request = Request(PARK, MATTER, "slot", applicant, extras=Extras(**extras))
    with sessions() as session, session.begin():
        intakes.open(session, request, NOW)


def test_the_notice_is_kept_as_it_was_given(kb: KnowledgeBase, sessions: SessionFactory) -> None:
    book(kb, sessions)
    with sessions() as session:
        intake = session.scalars(select(Intake)).one()
        assert session.scalars(select(CourierDelivery)).all() == []
    assert intake.notice is not None
    assert intake.notice["version"].startswith("sample-2021.")
    assert "王小明" not in str(intake.notice)


def test_promises_and_the_address_are_kept(kb: KnowledgeBase, sessions: SessionFactory) -> None:
    book(kb, sessions, commitments=("场地证明",), courier_address=ADDRESS)
    with sessions() as session:
        assert session.scalars(select(Commitment.material)).all() == ["场地证明"]
        delivery = session.scalars(select(CourierDelivery)).one()
    assert (delivery.recipient, delivery.phone, delivery.address) == (
        "王小明", "13812345678", ADDRESS,
    )  # fmt: skip


def precheck(kb: KnowledgeBase, sessions: SessionFactory, park_id: str) -> str:
    checked = Prechecks(sessions, kb, 5, COUNT).check(MATTER, park_id, Answers(), NOW)
    return checked.precheck.precheck_id


def test_the_precheck_is_kept(kb: KnowledgeBase, sessions: SessionFactory) -> None:
    precheck_id = precheck(kb, sessions, PARK)
    book(kb, sessions, precheck_id=precheck_id)
    with sessions() as session:
        assert session.scalars(select(Intake.precheck_id)).all() == [precheck_id]


def test_the_precheck_of_another_park_is_refused(
    kb: KnowledgeBase, sessions: SessionFactory
) -> None:
    with pytest.raises(NotFit, match="预审记录"):
        book(kb, sessions, precheck_id=precheck(kb, sessions, "jingkai"))


@pytest.mark.parametrize(
    ("materials", "said"),
    [(("场地证明", "申请表"), "第 2 项，办事指南没有写明"), (("别的",), "第 1 项不在材料清单里")],
)
def test_a_promise_that_does_not_fit_makes_the_whole_booking_fail(
    kb: KnowledgeBase, sessions: SessionFactory, materials: tuple[str, ...], said: str
) -> None:
    with pytest.raises(NotFit, match=said):
        book(kb, sessions, commitments=materials)
    with sessions() as session:
        assert session.scalars(select(Intake)).all() == []
