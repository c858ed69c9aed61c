"""A pre-check in a conversation: what is asked, what is told, and what is offered next."""

from typing import Any

import pytest

from api.db.engine import SessionFactory
from api.services.intake.commitments import Commitments
from api.services.intake.materials import Answers
from api.services.intake.papers import matters_giving
from api.services.intake.precheck_words import (
    asking,
    list_card,
    promise_of,
    result_card,
    telling,
    ways_on,
)
from api.services.intake.prechecks import Checked, Prechecks
from knowledge import KnowledgeBase
from tests.api.hall import MATTER, NOW, PARK
from tests.api.intakes import COUNT, with_fields

FORM: dict[str, Any] = {"name": "申请表", "core": True}
CHARTER: dict[str, Any] = {"name": "公司章程", "later": True}
PROOF: dict[str, Any] = {"name": "场地证明", "commitment": True}
PLANNING: dict[str, Any] = {"name": "建设工程规划许可证复印件"}


class Hall:
    """A hall whose matter asks for the given materials."""

    def __init__(self, kb: KnowledgeBase, sessions: SessionFactory, *materials: Any) -> None:
        self.kb = with_fields(kb, materials=materials or None)
        self.guide = self.kb.guide(MATTER, PARK, NOW.date())
        self._prechecks = Prechecks(sessions, self.kb, 5, COUNT)

    def check(self, *have: str) -> Checked:
        return self._prechecks.check(MATTER, PARK, Answers(have), NOW)

    def tell(self, *have: str) -> str:
        return telling(self.kb, self.guide, self.check(*have))


@pytest.fixture
def kb_and_sessions(
    kb: KnowledgeBase, sessions: SessionFactory
) -> tuple[KnowledgeBase, SessionFactory]:
    return kb, sessions


Given = tuple[KnowledgeBase, SessionFactory]


def test_the_question_says_how_many_there_are_and_that_they_are_samples(
    kb_and_sessions: Given,
) -> None:
    words = asking(Hall(*kb_and_sessions, FORM, CHARTER).guide)
    assert "2 项材料" in words
    assert "示例数据" in words


def test_a_single_material_is_asked_for_by_its_name(kb_and_sessions: Given) -> None:
    assert "申请表" in asking(Hall(*kb_and_sessions, FORM).guide)


def test_without_a_list_it_says_who_knows(kb_and_sessions: Given) -> None:
    words = asking(Hall(*kb_and_sessions).guide)
    assert "暂缺" in words
    assert "12345" in words


def test_with_everything_there_the_first_words_say_so(kb_and_sessions: Given) -> None:
    assert Hall(*kb_and_sessions, FORM).tell("申请表").startswith("材料齐了")


def test_what_may_follow_has_its_day_and_place(kb_and_sessions: Given) -> None:
    told = Hall(*kb_and_sessions, FORM, CHARTER).tell("申请表")
    assert "「公司章程」可以先受理、后补交" in told
    assert "2026年12月2日前" in told
    assert "到受理窗口补齐" in told
    assert "期限是示例" in told


def test_what_cannot_follow_is_named_before_what_can(kb_and_sessions: Given) -> None:
    told = Hall(*kb_and_sessions, CHARTER, FORM).tell()
    assert told.index("申请表") < told.index("公司章程")
    assert "还缺 2 项" in told


def test_where_the_guide_says_nothing_the_window_decides(kb_and_sessions: Given) -> None:
    assert "由窗口决定" in Hall(*kb_and_sessions, {"name": "专家意见"}).tell()


def test_a_paper_that_a_matter_of_ours_gives_leads_there(kb_and_sessions: Given) -> None:
    hall = Hall(*kb_and_sessions, PLANNING)
    assert "是「建设工程规划许可证核发」办下来的" in hall.tell()
    first = ways_on(hall.kb, MATTER, hall.check())[0]
    assert first["title"] == "先办：建设工程规划许可证核发"
    assert "construction-planning-permit" in first["payload"]


def test_a_matter_never_gives_its_own_papers(kb: KnowledgeBase) -> None:
    assert "construction-permit" in matters_giving(kb, "施工许可证原件")
    assert "construction-permit" not in matters_giving(
        kb, "施工许可证原件", but="construction-permit"
    )


def test_at_most_three_ways_lead_on(kb_and_sessions: Given) -> None:
    for materials in ((FORM,), (PLANNING,)):
        hall = Hall(*kb_and_sessions, *materials)
        assert len(ways_on(hall.kb, MATTER, hall.check())) <= 3


def test_the_card_tells_of_each_material_what_to_do(kb_and_sessions: Given) -> None:
    hall = Hall(*kb_and_sessions, FORM, CHARTER)
    begun = list_card(hall.guide, hall.kb.parks[PARK])
    assert [item["way"] for item in begun["items"]] == [None, None]
    done = result_card(hall.guide, None, hall.check("申请表"))
    assert [item["way"] for item in done["items"]] == ["have", "later"]
    assert done["items"][1]["due_on"] == "2026-12-02"
    assert done["park_id"] is None


def test_a_promise_is_asked_for_with_its_version_and_its_whole_text(
    kb_and_sessions: Given,
) -> None:
    hall = Hall(*kb_and_sessions, PROOF)
    text = Commitments(hall.kb).text("general")
    card = result_card(hall.guide, None, hall.check())
    promise = promise_of(text, ["场地证明"], card)
    assert text.version in promise["text"]
    assert "示例文本" in promise["text"]
    assert promise["text"].endswith("吗？")
    shown = promise["card"]["commitment"]
    assert shown["promises"] == list(text.promises)
    assert any("第七十八条" in line for line in shown["consequences"])
