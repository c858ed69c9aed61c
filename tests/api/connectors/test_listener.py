"""What happens is written down with the change itself, for whoever is to be told of it."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from sqlalchemy.orm import Session

from api.db.engine import SessionFactory
from api.db.intake import Commitment, Gap, Intake, Precheck, TimeLimit
from api.db.types import HALL_ZONE
from api.services.connectors import schema
from api.services.connectors.schema import json_schema
from api.services.events import Event, Kind
from knowledge import KnowledgeBase
from tests.api.at_once import at_once
from tests.api.connectors.house import (
    CODE,
    COMPANY,
    NAME,
    PHONE,
    USCC,
    House,
    a_visit,
    an_intake,
    connector,
)
from tests.api.hall import MATTER, NOW

GOLDEN = Path(schema.__file__).with_name("intake-event.schema.json")
NOWHERE = "https://platform.example/events"

Opening = Callable[..., House]


@pytest.fixture
def opened(kb: KnowledgeBase, sqlite_sessions: SessionFactory) -> Opening:
    """A house with connectors, where the kind of database makes no difference."""
    return partial(House, kb, sqlite_sessions)


def told(house: House) -> dict[str, Any]:
    """The one event in the outbox, which is as the schema has it."""
    event: dict[str, Any] = json.loads(house.only().payload or "")
    jsonschema_rs.validate(json_schema(), event, validate_formats=True)
    return event


def a_full_intake(session: Session) -> Event:
    """An accepted intake with everything an event tells of."""
    intake = an_intake(
        "a" * 32,
        status="accepted",
        journey_id="build-a-plant",
        precheck_id="c" * 32,
        accepted_at=NOW,
    )
    precheck = Precheck(
        precheck_id="c" * 32,
        park_id=intake.park_id,
        matter_id=intake.matter_id,
        edition_id=intake.edition_id,
        result="gaps",
        missing=["消防设计图纸"],
        created_at=NOW,
    )
    session.add(precheck)
    session.flush()
    session.add(intake)
    slot, booking = a_visit(intake)
    session.add_all([slot])
    session.flush()
    limit = TimeLimit(
        limit_id="d" * 32,
        intake_id=intake.intake_id,
        kind="statutory",
        number=7,
        unit="日",
        source="law",
        starts_on=date(2026, 11, 25),
        due_on=date(2026, 12, 2),
        provisional=False,
        status="running",
    )
    gap = Gap(
        gap_id="e" * 32,
        intake_id=intake.intake_id,
        material="消防设计图纸",
        status="open",
        due_on=date(2026, 12, 1),
        provisional=False,
        created_at=NOW,
    )
    commitment = Commitment(
        commitment_id="f" * 32,
        intake_id=intake.intake_id,
        material="资金安排说明",
        text_id="funds",
        version="2026-1",
        agreed_at=NOW,
    )
    session.add_all([booking, limit, gap, commitment])
    return Event(Kind.ACCEPTED, intake, NOW, "staff:007", booking)


def test_an_event_tells_the_whole_state_of_the_intake(opened: Opening) -> None:
    house = opened(connector(NOWHERE))
    with house.sessions() as session, session.begin():
        house.announce(session, a_full_intake(session))
    event = told(house)
    entry = house.only()
    assert event.pop("event_id") == entry.event_id
    visit = event.pop("booking")
    assert len(visit.pop("ref")) == 16
    assert visit == {
        "status": "confirmed",
        "start": "2026-11-26T10:00:00+08:00",
        "end": "2026-11-26T10:30:00+08:00",
        "window_id": "gaoxin-01",
        "provisional": False,
        "displaced": None,
    }
    sample = {"status": "sample"}
    assert event.pop("responsible") == {
        "department": {"value": "住房和城乡建设主管部门", "status": "law"},
        "liable_body": {"value": "园区管委会（郴州高新区管委会）承担由此产生的法律责任", **sample},
        "supervising_body": {
            "value": "相关行政主管部门（住房和城乡建设主管部门）负责审批后的监管",
            **sample,
        },
    }
    assert event == {
        "schema_version": "1",
        "sequence": 1,
        "kind": "intake.accepted",
        "occurred_at": "2026-11-25T10:00:00+08:00",
        "intake": {
            "id": "a" * 32,
            "status": "accepted",
            "park": {"id": "gaoxin", "name": "郴州高新技术产业开发区"},
            "matter": {"id": MATTER, "name": "建筑工程施工许可证核发"},
            "edition": {"id": "sample-2021", "status": "sample"},
            "mode": "direct",
            "journey": "build-a-plant",
            "created_at": "2026-11-25T10:00:00+08:00",
            "accepted_at": "2026-11-25T10:00:00+08:00",
            "decided_at": None,
            "outcome": None,
        },
        "limits": [
            {
                "kind": "statutory",
                "number": 7,
                "unit": "日",
                "starts_on": "2026-11-25",
                "due_on": "2026-12-02",
                "provisional": False,
                "status": "running",
            }
        ],
        "gaps": [
            {
                "material": "消防设计图纸",
                "status": "open",
                "due_on": "2026-12-01",
                "provisional": False,
            }
        ],
        "commitments": [
            {
                "material": "资金安排说明",
                "text_id": "funds",
                "version": "2026-1",
                "agreed_at": "2026-11-25T10:00:00+08:00",
            }
        ],
        "precheck": {"result": "gaps", "missing": ["消防设计图纸"]},
        "applicant": None,
    }


def test_the_code_that_opens_the_booking_is_never_told(opened: Opening) -> None:
    house = opened(connector(NOWHERE, applicant="full"))
    with house.sessions() as session, session.begin():
        house.announce(session, a_full_intake(session))
    assert CODE not in (house.only().payload or "")


@pytest.mark.parametrize(
    ("policy", "shown"),
    [
        ("none", None),
        (
            "masked",
            {
                "masked": True,
                "name": "王**",
                "phone": "138****5678",
                "company": "郴州***",
                "uscc": "***341L",
            },
        ),
        (
            "full",
            {"masked": False, "name": NAME, "phone": PHONE, "company": COMPANY, "uscc": USCC},
        ),
    ],
)
def test_the_applicant_is_told_as_far_as_the_platform_may_know(
    opened: Opening, policy: str, shown: dict[str, Any] | None
) -> None:
    house = opened(connector(NOWHERE, applicant=policy))
    house.happens(house.begin(), Kind.BOOKED)
    event = told(house)
    assert event["applicant"] == shown
    if policy != "full":
        assert not [fact for fact in (NAME, PHONE, COMPANY, USCC) if fact in json.dumps(event)]


def test_by_default_nothing_is_told_of_the_applicant(opened: Opening) -> None:
    house = opened(connector(NOWHERE))
    house.happens(house.begin(), Kind.BOOKED)
    assert told(house)["applicant"] is None


@pytest.mark.parametrize("policy", ["masked", "full"])
def test_deleted_personal_data_leave_nothing_to_tell(opened: Opening, policy: str) -> None:
    house = opened(connector(NOWHERE, applicant=policy))
    house.happens(
        house.begin(name=None, phone=None, company=None, uscc=None, erased_at=NOW), Kind.DECIDED
    )
    assert told(house)["applicant"] is None


@pytest.mark.parametrize("policy", ["masked", "full"])
def test_who_has_no_company_is_told_without(opened: Opening, policy: str) -> None:
    house = opened(connector(NOWHERE, applicant=policy))
    house.happens(house.begin(company=None, uscc=None), Kind.BOOKED)
    assert told(house)["applicant"]["company"] is None


@pytest.mark.parametrize(
    "unknown",
    [
        {"matter_id": "no-longer-listed"},
        {"park_id": "no-longer-a-park"},
        {"edition_id": "long-gone"},
        {"created_at": datetime(2020, 1, 1, tzinfo=HALL_ZONE)},
    ],
)
def test_what_the_knowledge_has_no_more_is_told_to_be_missing(
    opened: Opening, unknown: dict[str, Any]
) -> None:
    house = opened(connector(NOWHERE))
    house.happens(house.begin(**unknown), Kind.DECIDED)
    event = told(house)
    if "edition_id" in unknown:
        assert event["intake"]["edition"] == {"id": "long-gone", "status": None}
    else:
        assert event["responsible"]["liable_body"] == {"value": None, "status": "missing"}


@pytest.mark.parametrize(
    ("terms", "interested"),
    [
        ({"events": ["booking.confirmed"]}, True),
        ({"events": ["intake.decided", "intake.accepted"]}, False),
        ({"parks": ["gaoxin"]}, True),
        ({"parks": ["jingkai"]}, False),
        ({"matters": ["drainage-permit", MATTER]}, True),
        ({"matters": ["drainage-permit"]}, False),
        ({"departments": ["气象", "住房和城乡建设"]}, True),
        ({"departments": ["气象"]}, False),
        ({"parks": ["gaoxin"], "departments": ["气象"]}, False),
    ],
)
def test_a_platform_is_told_of_what_it_is_for(
    opened: Opening, terms: dict[str, Any], interested: bool
) -> None:
    house = opened(connector(NOWHERE, **terms))
    house.happens(house.begin(), Kind.BOOKED)
    assert len(house.entries()) == interested


def test_a_matter_whose_department_nobody_knows_goes_to_no_department(opened: Opening) -> None:
    house = opened(connector(NOWHERE, departments=["建设"]))
    house.happens(house.begin(matter_id="no-longer-listed"), Kind.BOOKED)
    assert house.entries() == []


def test_each_platform_counts_the_events_it_is_told_of(opened: Opening) -> None:
    house = opened(
        connector(NOWHERE, "all"), connector(NOWHERE, "decided", events=["intake.decided"])
    )
    intake_id = house.begin()
    house.happens(intake_id, Kind.BOOKED, Kind.ACCEPTED, Kind.DECIDED)
    house.happens(house.begin(), Kind.DECIDED)
    counted = [(shown.entry.connector_id, shown.entry.sequence) for shown in house.entries()]
    assert counted == [
        ("all", 1),
        ("all", 2),
        ("all", 3),
        ("decided", 1),
        ("all", 1),
        ("decided", 1),
    ]


def test_two_events_of_one_transaction_follow_one_another(house: House) -> None:
    with house.sessions() as session, session.begin():
        intake = an_intake("b" * 32)
        session.add(intake)  # not in the database yet when its first event is told
        house.announce(session, Event(Kind.BOOKED, intake, NOW, "applicant"))
        house.announce(session, Event(Kind.ACCEPTED, intake, NOW, "staff"))
    told = [(shown.entry.kind, shown.entry.sequence) for shown in house.entries()]
    assert told == [("booking.confirmed", 1), ("intake.accepted", 2)]


def test_what_does_not_happen_is_not_told(house: House) -> None:
    intake_id = house.begin()
    with house.sessions() as session:
        intake = session.get_one(Intake, intake_id)
        house.announce(session, Event(Kind.CANCELLED, intake, NOW, "applicant"))
        session.rollback()
    house.happens(intake_id, Kind.BOOKED)
    assert [shown.entry.sequence for shown in house.entries()] == [1]


def test_many_things_at_the_same_moment_get_a_number_each(house: House) -> None:
    intake_id = house.begin()
    results = at_once(*[partial(house.happens, intake_id, Kind.MOVED)] * 8)
    assert results == [None] * 8
    assert sorted(shown.entry.sequence for shown in house.entries()) == list(range(1, 9))


def test_rows_that_refer_to_the_intake_do_not_make_two_transactions_wait_for_each_other(
    house: House,
) -> None:
    intake_id = house.begin()

    def accept(number: int) -> None:
        with house.sessions() as session, session.begin():
            intake = session.get_one(Intake, intake_id)
            gap = Gap(
                gap_id=f"{number:032x}",
                intake_id=intake_id,
                material="图纸",
                status="open",
                due_on=NOW.date() + timedelta(days=5),
                created_at=NOW,
            )
            session.add(gap)
            session.flush()
            house.announce(session, Event(Kind.ACCEPTED, intake, NOW, "staff"))

    assert at_once(*(partial(accept, number) for number in range(8))) == [None] * 8
    assert len(house.entries()) == 8


def test_the_schema_for_receivers_is_that_of_the_events() -> None:
    assert json.loads(GOLDEN.read_text()) == json_schema(), (
        "write it anew: python -m api.services.connectors.schema > "
        "api/services/connectors/intake-event.schema.json"
    )


def test_the_schema_is_one_and_refuses_what_is_no_event() -> None:
    jsonschema_rs.meta.validate(json_schema())
    with pytest.raises(jsonschema_rs.ValidationError):
        jsonschema_rs.validate(json_schema(), {"event_id": "x"})
