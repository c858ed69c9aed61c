"""Materials that follow after conditional acceptance. The acceptance is on 25 November."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from api.db.audit import AuditEntry
from api.db.engine import SessionFactory
from api.db.intake import Gap
from api.services.events import Events
from api.services.intake.commitments import Commitments
from api.services.intake.gaps import Gaps, UnknownGap, into_the_log
from api.services.intake.life import NotPossible
from api.services.intake.materials import Answers, MayNotFollow, UnknownMaterial
from api.services.intake.prechecks import Prechecks
from api.services.limits.limits import Limits
from knowledge import KnowledgeBase
from tests.api.at_once import at_once
from tests.api.hall import MATTER, NOW, PARK, at
from tests.api.intakes import COUNT, STAFF, Told, add_intake, changing, intake_of, with_fields

MATERIALS: Any = (
    {"name": "申请表", "core": True},
    {"name": "公司章程", "later": True, "commitment": True},
    {"name": "场地证明", "later": True},
    {"name": "专家意见"},
    {"name": "设计图纸", "later": False},
)


class Window:
    """Accepts one intake with gaps."""

    def __init__(self, kb: KnowledgeBase, sessions: SessionFactory, **intake: Any) -> None:
        self.sessions, self.told = sessions, Told()
        self.kb = with_fields(kb, materials=MATERIALS)
        events = Events(self.told)
        self.gaps = Gaps(sessions, events, 5, self.told.notice, COUNT)
        self.limits = Limits(sessions, self.kb, events, self.gaps, COUNT)
        self.intake_id = add_intake(sessions, **intake)

    def accept(self, materials: Sequence[str] | None = None) -> None:
        self.limits.accept(self.intake_id, STAFF, NOW, materials)

    def rows(self) -> dict[str, Gap]:
        query = select(Gap).where(Gap.intake_id == self.intake_id)
        with self.sessions() as session:
            return {gap.material: gap for gap in session.scalars(query)}

    def hand_in(self, material: str, day: str = "2026-11-27") -> Gap:
        gap_id = self.rows()[material].gap_id
        return self.gaps.hand_in(self.intake_id, gap_id, STAFF, at(f"{day}T10:00"))

    def look(self, day: str) -> list[tuple[str, str]]:
        """What the applicant is told on a day."""
        self.told.notices.clear()
        assert self.gaps.look(at(f"{day}T10:00")) == len(self.told.notices)
        return [(n.occasion, n.gap.material) for n in self.told.notices]


@pytest.fixture
def window(kb: KnowledgeBase, sessions: SessionFactory) -> Window:
    """A window that has let one material follow, until 2 December."""
    window = Window(kb, sessions)
    window.accept(["场地证明"])
    return window


def prechecked(kb: KnowledgeBase, sessions: SessionFactory, *have: str) -> Window:
    window = Window(kb, sessions)
    checked = Prechecks(sessions, window.kb, 5, COUNT).check(MATTER, PARK, Answers(have), NOW)
    with changing(sessions, window.intake_id) as (_, intake):
        intake.precheck_id = checked.precheck.precheck_id
    return window


class TestAcceptance:
    def test_what_the_window_lets_follow_is_due_after_five_working_days(
        self, window: Window
    ) -> None:
        gap = window.rows()["场地证明"]
        assert (gap.status, gap.due_on.isoformat(), gap.provisional) == (
            "open", "2026-12-02", False,
        )  # fmt: skip
        assert window.told.events[0].facts["to_follow"] == ["场地证明"]

    def test_where_nothing_is_said_it_is_what_the_precheck_found(
        self, kb: KnowledgeBase, sessions: SessionFactory
    ) -> None:
        window = prechecked(kb, sessions, "申请表", "专家意见", "设计图纸")
        window.accept()
        assert set(window.rows()) == {"公司章程", "场地证明"}

    def test_what_was_promised_since_does_not_follow(
        self, kb: KnowledgeBase, sessions: SessionFactory
    ) -> None:
        window = prechecked(kb, sessions, "申请表", "专家意见", "设计图纸")
        with changing(sessions, window.intake_id) as (session, intake):
            Commitments(window.kb).agree(session, intake, ["公司章程"], "2026-1", NOW)
        window.accept()
        assert set(window.rows()) == {"场地证明"}

    def test_the_window_may_find_that_nothing_is_missing(
        self, kb: KnowledgeBase, sessions: SessionFactory
    ) -> None:
        window = prechecked(kb, sessions, "申请表")
        window.accept([])
        assert window.rows() == {}

    def test_without_a_precheck_nothing_follows(
        self, kb: KnowledgeBase, sessions: SessionFactory
    ) -> None:
        window = Window(kb, sessions)
        window.accept()
        assert window.rows() == {}

    def test_where_the_guide_says_nothing_the_window_decides(
        self, kb: KnowledgeBase, sessions: SessionFactory
    ) -> None:
        window = Window(kb, sessions)
        window.accept(["专家意见", "专家 意见"])
        assert set(window.rows()) == {"专家意见"}

    @pytest.mark.parametrize(
        ("material", "refusal"),
        [("申请表", MayNotFollow), ("设计图纸", MayNotFollow), ("别的", UnknownMaterial)],
    )
    def test_what_must_be_there_cannot_follow(
        self,
        kb: KnowledgeBase,
        sessions: SessionFactory,
        material: str,
        refusal: type[Exception],
    ) -> None:
        window = Window(kb, sessions)
        with pytest.raises(refusal):
            window.accept([material])
        assert intake_of(sessions, window.intake_id).status == "expected", "nothing changed"


class TestHandingIn:
    def test_it_settles_the_gap(self, window: Window) -> None:
        gap = window.hand_in("场地证明")
        assert (gap.status, gap.settled_at) == ("handed_in", at("2026-11-27T10:00"))
        assert window.told.kinds[-1] == "gap.handed_in"
        assert window.told.events[-1].facts == {"material": "场地证明", "late": False}

    def test_late_is_better_than_never(self, window: Window) -> None:
        window.look("2026-12-03")
        assert window.hand_in("场地证明", "2026-12-04").status == "handed_in"
        assert window.told.events[-1].facts["late"] is True

    def test_once_is_enough(self, window: Window) -> None:
        window.hand_in("场地证明")
        with pytest.raises(NotPossible, match="不用重复登记"):
            window.hand_in("场地证明")

    def test_two_windows_register_it_once(self, window: Window) -> None:
        act = partial(window.hand_in, "场地证明")
        outcomes = at_once(act, act)
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Gap", "NotPossible"]

    def test_a_gap_of_another_intake_is_unknown(
        self, window: Window, kb: KnowledgeBase, sessions: SessionFactory
    ) -> None:
        other = Window(kb, sessions)
        with pytest.raises(UnknownGap):
            window.gaps.hand_in(other.intake_id, window.rows()["场地证明"].gap_id, STAFF, NOW)

    def test_nothing_is_granted_while_material_is_to_follow(self, window: Window) -> None:
        decide = partial(window.limits.decide, window.intake_id, actor=STAFF, now=NOW)
        with pytest.raises(NotPossible, match="场地证明"):
            decide("granted")
        window.hand_in("场地证明")
        decide("granted")
        assert intake_of(window.sessions, window.intake_id).outcome == "granted"

    def test_it_can_be_refused_for_that(self, window: Window) -> None:
        window.limits.decide(window.intake_id, "refused", STAFF, NOW)
        assert intake_of(window.sessions, window.intake_id).outcome == "refused"


class TestWatch:
    def test_the_applicant_is_reminded_two_working_days_before_and_once(
        self, window: Window
    ) -> None:
        assert window.look("2026-11-29") == []
        assert window.look("2026-11-30") == [("reminder", "场地证明")]
        assert window.look("2026-12-01") == []

    def test_it_is_overdue_after_its_day_and_said_once(self, window: Window) -> None:
        window.look("2026-11-30")
        assert window.look("2026-12-02") == []
        assert window.look("2026-12-03") == [("overdue", "场地证明")]
        assert window.rows()["场地证明"].status == "overdue"
        assert window.look("2026-12-04") == []

    def test_processes_that_look_at_once_tell_once(self, window: Window) -> None:
        for day in ("2026-11-30", "2026-12-03"):
            look = partial(window.gaps.look, at(f"{day}T10:00"))
            assert sorted(at_once(look, look, look)) == [0, 0, 1]  # type: ignore[type-var]

    def test_nobody_is_told_of_what_was_handed_in(self, window: Window) -> None:
        window.hand_in("场地证明")
        assert window.look("2026-11-30") == []
        assert window.look("2026-12-03") == []

    def test_nobody_is_told_once_the_intake_has_ended(self, window: Window) -> None:
        window.limits.withdraw(window.intake_id, None, STAFF, NOW)
        assert window.look("2026-12-03") == []

    def test_it_is_written_into_the_trail(self, window: Window) -> None:
        window.look("2026-12-03")
        with window.sessions() as session:
            actions = session.scalars(
                select(AuditEntry.action).where(AuditEntry.actor == "system")
            ).all()
        assert actions == ["gap_overdue"]

    def test_it_is_said_in_the_log_where_no_messages_are_sent(self, window: Window) -> None:
        gaps = Gaps(window.sessions, Events(), 5, into_the_log, COUNT)
        assert gaps.look(at("2026-12-03T10:00")) == 1
