"""What an applicant is told of how far it has come."""

from datetime import date

from api.db.engine import SessionFactory
from api.services.limits.progress import progress_of
from knowledge import KnowledgeBase
from tests.api.hall import NOW
from tests.api.intakes import STAFF, intake_of, with_fields
from tests.api.limits.test_limits import Office

LATER = {"name": "公司章程", "later": True}


def told(office: Office, day: str) -> tuple[str, str]:
    intake = intake_of(office.sessions, office.intake_id)
    progress = progress_of(office.sessions, intake, date.fromisoformat(day))
    return progress.status, progress.text


def test_before_the_acceptance(kb: KnowledgeBase, sessions: SessionFactory) -> None:
    assert told(Office(kb, sessions), "2026-11-25")[0] == "待受理"


def test_while_it_is_under_way(kb: KnowledgeBase, sessions: SessionFactory) -> None:
    office = Office(kb, sessions)
    office.accept()
    assert told(office, "2026-11-26") == (
        "办理中",
        "2026年11月25日已受理。法定时限20个工作日（示例时限，以大厅公布为准），"
        "预计2026年12月23日前办结。",
    )


def test_when_it_is_late(kb: KnowledgeBase, sessions: SessionFactory) -> None:
    office = Office(kb, sessions)
    office.accept()
    assert "应在2026年12月23日前办结，现已超期" in told(office, "2026-12-24")[1]


def test_when_nobody_knows_the_limit(kb: KnowledgeBase, sessions: SessionFactory) -> None:
    office = Office(kb, sessions, None)
    office.accept()
    assert "没有可以计算的办理时限" in told(office, "2026-11-26")[1]


def test_while_it_is_paused(kb: KnowledgeBase, sessions: SessionFactory) -> None:
    office = Office(kb, sessions)
    office.accept()
    office.pause("2026-11-30", "expert_review")
    status, text = told(office, "2026-12-01")
    assert status == "暂停计时"
    assert "正在进行：专家评审，这段时间不计入时限" in text
    assert "2026年12月23日" not in text, "nobody can tell until it goes on"


def test_what_is_still_to_follow(kb: KnowledgeBase, sessions: SessionFactory) -> None:
    office = Office(with_fields(kb, materials=(LATER,)), sessions)
    office.limits.accept(office.intake_id, STAFF, NOW, ["公司章程"])
    assert "还要补交“公司章程”，请在2026年12月2日前交到窗口。" in told(office, "2026-11-26")[1]


def test_at_the_end(kb: KnowledgeBase, sessions: SessionFactory) -> None:
    office = Office(kb, sessions)
    office.accept()
    office.decide("2026-12-01")
    assert told(office, "2026-12-02") == ("已办结", "2026年12月1日已办结：已准予。")


def test_after_a_withdrawal(kb: KnowledgeBase, sessions: SessionFactory) -> None:
    office = Office(kb, sessions)
    office.withdraw("2026-12-01")
    assert told(office, "2026-12-02")[0] == "已撤回"
