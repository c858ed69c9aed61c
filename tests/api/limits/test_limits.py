"""The clocks of an intake, on SQLite and on PostgreSQL. It is accepted on Wednesday 25 November."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from api.db.audit import AuditEntry
from api.db.engine import SessionFactory
from api.db.intake import LimitPause, TimeLimit
from api.services.events import Events
from api.services.intake.gaps import Gaps
from api.services.intake.life import NotPossible, UnknownIntake
from api.services.limits.case import Cases
from api.services.limits.limits import Limits
from api.services.limits.standing import pauses_of, standing_of
from api.services.limits.supervision import Supervision
from knowledge import KnowledgeBase
from tests.api.at_once import at_once
from tests.api.hall import NOW, at
from tests.api.intakes import COUNT, STAFF, Told, add_intake, intake_of, with_fields

TWENTY = {"text": "二十个工作日", "number": 20, "unit": "工作日"}
SEVEN_DAYS = {"text": "七日", "number": 7, "unit": "日"}


class Office:
    """Handles one intake, and looks at what came of it."""

    def __init__(
        self,
        kb: KnowledgeBase,
        sessions: SessionFactory,
        statutory: Any = TWENTY,
        promised: Any = None,
        **intake: Any,
    ) -> None:
        self.kb = with_fields(kb, statutory_limit=statutory, promised_limit=promised)
        self.sessions, self.told = sessions, Told()
        events = Events(self.told)
        gaps = Gaps(sessions, events, 5, self.told.notice, COUNT)
        self.limits = Limits(sessions, self.kb, events, gaps, COUNT)
        self.intake_id = add_intake(sessions, **intake)

    def accept(self, now: datetime = NOW) -> None:
        self.limits.accept(self.intake_id, STAFF, now)

    def pause(self, day: str, kind: str = "hearing") -> None:
        self.limits.pause(self.intake_id, kind, "需要听证", STAFF, at(f"{day}T10:00"))

    def resume(self, day: str, kind: str | None = None) -> None:
        self.limits.resume(self.intake_id, kind, STAFF, at(f"{day}T10:00"))

    def decide(self, day: str, outcome: str = "granted") -> None:
        self.limits.decide(self.intake_id, outcome, STAFF, at(f"{day}T10:00"))

    def withdraw(self, day: str) -> None:
        self.limits.withdraw(self.intake_id, None, STAFF, at(f"{day}T10:00"))

    @property
    def status(self) -> str:
        return intake_of(self.sessions, self.intake_id).status

    def rows(self) -> Sequence[TimeLimit]:
        query = select(TimeLimit).where(TimeLimit.intake_id == self.intake_id)
        with self.sessions() as session:
            return session.scalars(query.order_by(TimeLimit.kind.desc())).all()

    def due(self) -> list[str]:
        return [limit.due_on.isoformat() for limit in self.rows()]

    def statuses(self) -> list[str]:
        return [limit.status for limit in self.rows()]

    def says(self, day: str) -> str:
        """How the first limit stands on a day."""
        with self.sessions() as session:
            pauses = pauses_of(session, [self.intake_id]).get(self.intake_id, [])
        return standing_of(self.rows()[0], pauses, date.fromisoformat(day), COUNT).text

    def trail(self) -> list[tuple[str, str, str | None, str | None]]:
        with self.sessions() as session:
            entries = session.scalars(select(AuditEntry).order_by(AuditEntry.entry_id)).all()
        return [(e.action, e.actor, e.status_before, e.status_after) for e in entries]


@pytest.fixture
def office(kb: KnowledgeBase, sessions: SessionFactory) -> Office:
    """An office that has accepted an intake with twenty working days."""
    office = Office(kb, sessions)
    office.accept()
    return office


class TestAcceptance:
    def test_it_starts_the_statutory_and_the_promised_limit(
        self, kb: KnowledgeBase, sessions: SessionFactory
    ) -> None:
        office = Office(kb, sessions, TWENTY, {"text": "", "number": 3, "unit": "工作日"})
        office.accept()
        assert [(r.kind, r.number, r.unit, r.source) for r in office.rows()] == [
            ("statutory", 20, "工作日", "sample"),
            ("promised", 3, "工作日", "sample"),
        ]
        assert office.due() == ["2026-12-23", "2026-11-30"]
        assert office.statuses() == ["running", "running"]
        intake = intake_of(sessions, office.intake_id)
        assert (intake.status, intake.accepted_at) == ("accepted", NOW)

    def test_days_stay_days(self, kb: KnowledgeBase, sessions: SessionFactory) -> None:
        office = Office(kb, sessions, SEVEN_DAYS)
        office.accept()
        assert office.due() == ["2026-12-02"]
        assert office.says("2026-11-30") == "还剩2日"

    @pytest.mark.parametrize(
        ("limit", "said"),
        [(None, "法定时限：暂缺"), ({"text": "即时办结"}, "“即时办结”。没有一个可以计算的天数")],
    )
    def test_without_a_number_no_clock_runs_and_the_case_says_so(
        self, kb: KnowledgeBase, sessions: SessionFactory, limit: Any, said: str
    ) -> None:
        office = Office(kb, sessions, limit)
        office.accept()
        assert office.rows() == []
        case = Cases(sessions, office.kb, COUNT).get(office.intake_id, NOW.date())
        statutory, promised = case.unknown_limits
        assert said in statutory
        assert promised.startswith("承诺时限：暂缺")

    def test_a_limit_into_an_unpublished_year_is_provisional(
        self, kb: KnowledgeBase, sessions: SessionFactory
    ) -> None:
        office = Office(kb, sessions)
        office.accept(at("2026-12-10T10:00"))
        assert office.rows()[0].provisional
        assert "暂按周一至周五、扣除法定节日推算" in office.says("2026-12-11")

    def test_it_is_told_and_written_down(self, office: Office) -> None:
        (event,) = office.told.events
        assert event.kind.value == "intake.accepted"
        assert event.facts["limits"] == [
            {
                "kind": "statutory",
                "number": 20,
                "unit": "工作日",
                "due_on": "2026-12-23",
                "provisional": False,
            }
        ]
        assert office.trail() == [("accepted", STAFF, "expected", "accepted")]

    def test_two_windows_accept_once(self, kb: KnowledgeBase, sessions: SessionFactory) -> None:
        office = Office(kb, sessions)
        outcomes = at_once(office.accept, office.accept)
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "NotPossible"]
        assert len(office.rows()) == 1

    def test_what_the_park_has_no_longer_is_not_accepted(
        self, kb: KnowledgeBase, sessions: SessionFactory
    ) -> None:
        office = Office(kb, sessions, matter_id="no-such-matter")
        with pytest.raises(NotPossible, match="不能受理"):
            office.accept()
        office = Office(kb, sessions)
        with pytest.raises(NotPossible, match="不能受理"):
            office.accept(at("2020-01-02T10:00"))
        assert office.status == "expected"

    def test_an_unknown_intake(self, office: Office) -> None:
        with pytest.raises(UnknownIntake):
            office.limits.accept("0" * 32, STAFF, NOW)


class TestPause:
    def test_its_days_do_not_count(self, office: Office) -> None:
        office.pause("2026-11-30")
        assert (office.status, office.statuses()) == ("paused", ["paused"])
        assert office.says("2026-12-15") == "计时已暂停，恢复后还有18个工作日"
        office.resume("2026-12-02")
        assert (office.status, office.statuses()) == ("accepted", ["running"])
        assert office.due() == ["2026-12-25"], "two working days later"
        assert office.says("2026-12-01") == "还剩18个工作日"
        assert office.says("2026-12-02") == "还剩17个工作日"

    def test_days_are_left_out_of_calendar_days_too(
        self, kb: KnowledgeBase, sessions: SessionFactory
    ) -> None:
        office = Office(kb, sessions, SEVEN_DAYS)
        office.accept()
        office.pause("2026-11-27")
        office.resume("2026-11-30")
        assert office.due() == ["2026-12-05"]

    def test_one_that_ends_on_its_first_day_has_none(self, office: Office) -> None:
        office.pause("2026-11-30")
        office.resume("2026-11-30")
        assert office.due() == ["2026-12-23"]

    def test_two_may_overlap_and_are_counted_once(self, office: Office) -> None:
        office.pause("2026-11-30", "hearing")
        office.pause("2026-12-01", "expert_review")
        office.resume("2026-12-02", "hearing")
        assert (office.status, office.statuses()) == ("paused", ["paused"])
        office.resume("2026-12-03", "expert_review")
        assert office.due() == ["2026-12-28"], "30 November to 2 December: three working days"

    def test_all_end_where_none_is_named(self, office: Office) -> None:
        office.pause("2026-11-30", "hearing")
        office.pause("2026-12-01", "inspection")
        office.resume("2026-12-03")
        assert (office.status, office.due()) == ("accepted", ["2026-12-28"])

    def test_the_same_kind_cannot_begin_twice(self, office: Office) -> None:
        office.pause("2026-11-30")
        with pytest.raises(NotPossible, match="已经因“听证”暂停"):
            office.pause("2026-12-01")

    def test_it_does_not_save_a_limit_that_has_run_out(self, office: Office) -> None:
        office.pause("2026-12-24")
        assert office.statuses() == ["running"]
        assert office.says("2026-12-25") == "已超2个工作日"
        office.resume("2026-12-25")
        assert office.due() == ["2026-12-23"]

    def test_on_the_last_day_it_keeps_that_day(self, office: Office) -> None:
        office.pause("2026-12-23")
        assert office.says("2026-12-31") == "计时已暂停，恢复后还有1个工作日"
        office.resume("2026-12-28")
        assert office.due() == ["2026-12-28"]

    def test_its_reason_is_kept_encrypted_and_told_to_nobody(self, office: Office) -> None:
        office.pause("2026-11-30")
        assert "reason" not in office.told.events[-1].facts
        with office.sessions() as session:
            assert session.scalars(select(LimitPause.reason)).all() == ["需要听证"]
            entry = session.scalars(select(AuditEntry).order_by(AuditEntry.entry_id.desc())).first()
        assert entry is not None
        assert (entry.reason, entry.details) == ("需要听证", {"kind": "hearing"})


class TestEnd:
    @pytest.mark.parametrize(("day", "ended"), [("2026-12-23", "met"), ("2026-12-24", "exceeded")])
    def test_a_decision_closes_the_limit(self, office: Office, day: str, ended: str) -> None:
        office.decide(day)
        assert (office.status, office.statuses()) == ("decided", [ended])
        intake = intake_of(office.sessions, office.intake_id)
        assert (intake.outcome, intake.decided_at) == ("granted", at(f"{day}T10:00"))
        assert office.told.events[-1].facts == {
            "outcome": "granted",
            "late": ["statutory"] * (ended == "exceeded"),
        }

    def test_a_withdrawal_ends_it(self, office: Office) -> None:
        office.pause("2026-11-30")
        office.withdraw("2026-12-01")
        assert (office.status, office.statuses()) == ("withdrawn", ["ended"])
        assert intake_of(office.sessions, office.intake_id).outcome == "withdrawn"
        with office.sessions() as session:
            assert session.scalars(select(LimitPause.last_day)).all() == [date(2026, 11, 30)]

    def test_a_withdrawal_does_not_hide_that_it_was_late(self, office: Office) -> None:
        office.withdraw("2026-12-24")
        assert office.statuses() == ["exceeded"]

    def test_what_was_never_accepted_can_be_withdrawn(
        self, kb: KnowledgeBase, sessions: SessionFactory
    ) -> None:
        office = Office(kb, sessions)
        office.withdraw("2026-11-26")
        assert office.status == "withdrawn"

    def test_every_step_is_told_and_written_down(self, office: Office) -> None:
        office.pause("2026-11-30")
        office.resume("2026-12-02")
        office.decide("2026-12-03", "refused")
        assert office.told.kinds == [
            "intake.accepted",
            "intake.paused",
            "intake.resumed",
            "intake.decided",
        ]
        assert office.trail() == [
            ("accepted", STAFF, "expected", "accepted"),
            ("paused", STAFF, "accepted", "paused"),
            ("resumed", STAFF, "paused", "accepted"),
            ("decided", STAFF, "accepted", "decided"),
        ]


class TestIllegalSteps:
    @pytest.mark.parametrize("step", ["pause", "resume", "decide"])
    def test_before_the_acceptance(
        self, kb: KnowledgeBase, sessions: SessionFactory, step: str
    ) -> None:
        office = Office(kb, sessions)
        with pytest.raises(NotPossible):
            getattr(office, step)("2026-11-26")
        assert (office.status, office.told.events, office.trail()) == ("expected", [], [])

    def test_while_it_is_paused(self, office: Office) -> None:
        office.pause("2026-11-30")
        with pytest.raises(NotPossible, match="先恢复计时"):
            office.decide("2026-12-01")
        with pytest.raises(NotPossible):
            office.accept()

    @pytest.mark.parametrize("step", ["pause", "resume", "decide", "withdraw"])
    def test_after_the_decision(self, office: Office, step: str) -> None:
        office.decide("2026-12-01")
        with pytest.raises(NotPossible):
            getattr(office, step)("2026-12-02")
        assert office.status == "decided"

    def test_going_on_without_a_pause(self, office: Office) -> None:
        with pytest.raises(NotPossible, match="没有这样的暂停"):
            office.resume("2026-12-01")


class TestStanding:
    @pytest.mark.parametrize(
        ("day", "said"),
        [
            ("2026-11-25", "还剩20个工作日"),
            ("2026-12-18", "还剩3个工作日"),
            ("2026-12-19", "还剩3个工作日"),
            ("2026-12-23", "今天到期"),
            ("2026-12-24", "已超1个工作日"),
        ],
    )
    def test_it_is_said_in_the_limits_own_unit(self, office: Office, day: str, said: str) -> None:
        assert office.says(day) == said

    def test_days_over_are_days(self, kb: KnowledgeBase, sessions: SessionFactory) -> None:
        office = Office(kb, sessions, SEVEN_DAYS)
        office.accept()
        assert office.says("2026-12-04") == "已超2日"

    def test_a_weekend_after_the_last_day_is_late_already(
        self, kb: KnowledgeBase, sessions: SessionFactory
    ) -> None:
        office = Office(kb, sessions, {"text": "", "number": 2, "unit": "工作日"})
        office.accept()
        assert office.says("2026-11-28") == "已超期，还不满1个工作日"

    @pytest.mark.parametrize(
        ("step", "said"), [("decide", "按时办结"), ("withdraw", "申请人已撤回")]
    )
    def test_once_closed_nothing_is_left(self, office: Office, step: str, said: str) -> None:
        getattr(office, step)("2026-12-01")
        assert office.says("2026-12-30") == said


class TestSupervisorsList:
    @pytest.fixture
    def offices(self, kb: KnowledgeBase, sessions: SessionFactory) -> list[Office]:
        """Accepted on one day: twenty working days, seven days, and one that is paused."""
        offices = [
            Office(kb, sessions, TWENTY, park_id="jingkai"),
            Office(kb, sessions, SEVEN_DAYS),
            Office(kb, sessions, {"text": "", "number": 5, "unit": "工作日"}),
        ]
        for office in offices:
            office.accept()
        offices[2].pause("2026-11-26")
        return offices

    def found(self, office: Office, day: str = "2026-12-04", **asked: Any) -> list[str]:
        items, total = Supervision(office.sessions, COUNT).limits(date.fromisoformat(day), **asked)
        assert total == len(items)
        return [item.standing.text for item in items]

    def test_the_most_urgent_comes_first_and_what_stands_still_last(
        self, offices: list[Office]
    ) -> None:
        assert self.found(offices[0]) == [
            "已超2日",
            "还剩13个工作日",
            "计时已暂停，恢复后还有5个工作日",
        ]

    def test_it_can_be_narrowed(self, offices: list[Office]) -> None:
        assert self.found(offices[0], park_id="jingkai") == ["还剩13个工作日"]
        assert self.found(offices[0], status="paused") == ["计时已暂停，恢复后还有5个工作日"]
        assert self.found(offices[0], due_before=date(2026, 12, 3), park_id="gaoxin") == [
            "已超2日",
            "计时已暂停，恢复后还有5个工作日",
        ]

    def test_what_is_closed_is_shown_when_asked_for(self, offices: list[Office]) -> None:
        offices[1].decide("2026-12-04")
        assert self.found(offices[0], status="exceeded") == ["已超期"]
        assert len(self.found(offices[0])) == 2

    def test_a_last_day_on_a_weekend_is_pointed_out(
        self, kb: KnowledgeBase, sessions: SessionFactory
    ) -> None:
        office = Office(kb, sessions, {"text": "", "number": 3, "unit": "日"})
        office.accept()
        (item,), _ = Supervision(sessions, COUNT).limits(NOW.date())
        assert item.limit.due_on == date(2026, 11, 28)
        assert item.standing.note is not None
        assert "不顺延" in item.standing.note
