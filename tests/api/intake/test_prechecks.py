"""What a pre-check says of each material, and whether the office would accept."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.db.engine import SessionFactory
from api.db.intake import Precheck
from api.services.intake.materials import (
    AlwaysNeeded,
    Answers,
    NoCommitment,
    UnknownMaterial,
    assess,
    verdict_of,
)
from api.services.intake.prechecks import Checked, Prechecks
from knowledge import KnowledgeBase
from tests.api.hall import MATTER, NOW, PARK, at
from tests.api.intakes import COUNT, with_fields

FORM: dict[str, Any] = {"name": "申请表", "core": True}
CHARTER: dict[str, Any] = {"name": "公司章程", "later": True}
PROOF: dict[str, Any] = {"name": "场地证明", "commitment": True}
LICENCE: dict[str, Any] = {"name": "营业执照", "shared": True}
PROXY: dict[str, Any] = {"name": "委托书", "when": "委托他人办理", "later": False}
OPINION: dict[str, Any] = {"name": "专家意见"}
ALL = (FORM, CHARTER, PROOF, LICENCE, PROXY, OPINION)


def ways(*materials: dict[str, Any], **answers: Any) -> dict[str, str]:
    return {item.name: item.way for item in assess(materials, Answers(**answers))}


def verdict(*materials: dict[str, Any], **answers: Any) -> str:
    return verdict_of(assess(materials, Answers(**answers)))


class TestEachMaterial:
    def test_what_is_there_is_brought(self) -> None:
        assert ways(*ALL, have=[material["name"] for material in ALL]) == {
            material["name"]: "have" for material in ALL
        }

    def test_what_is_missing_is_dealt_with_as_the_guide_says(self) -> None:
        assert ways(*ALL) == {
            "申请表": "bring",
            "公司章程": "later",
            "场地证明": "commitment",
            "营业执照": "shared",
            "委托书": "bring",
            "专家意见": "ask",
        }

    def test_what_this_case_does_not_need_is_not_missing(self) -> None:
        assert ways(PROXY, not_applicable=["委托书"]) == {"委托书": "not_applicable"}

    def test_what_is_always_needed_cannot_be_left_out(self) -> None:
        with pytest.raises(AlwaysNeeded, match="2"):
            ways(*ALL, not_applicable=["委托书", "申请表"])

    def test_nothing_follows_that_the_guide_calls_indispensable(self) -> None:
        assert ways({**CHARTER, "core": True}) == {"公司章程": "bring"}

    def test_one_may_promise_instead_of_following_up(self) -> None:
        both = {**CHARTER, "commitment": True}
        assert ways(both) == {"公司章程": "later"}
        assert ways(both, commitments=["公司章程"]) == {"公司章程": "commitment"}

    def test_no_promise_takes_the_place_of_what_the_guide_does_not_name(self) -> None:
        with pytest.raises(NoCommitment, match="1"):
            ways(*ALL, commitments=["专家意见"])

    def test_a_name_is_known_however_it_is_spaced(self) -> None:
        assert ways(FORM, have=["申请 表"]) == {"申请表": "have"}

    @pytest.mark.parametrize("field", ["have", "not_applicable", "commitments"])
    def test_what_is_not_on_the_list_is_refused_by_its_place(self, field: str) -> None:
        with pytest.raises(UnknownMaterial, match="2"):
            ways({**PROXY, "commitment": True}, **{field: ["委托书", "别的"]})


class TestVerdict:
    @pytest.mark.parametrize(
        ("materials", "expected"),
        [
            ((LICENCE,), "ready"),
            ((CHARTER, LICENCE), "acceptable_with_gaps"),
            ((CHARTER, PROOF), "acceptable_with_gaps"),
            ((PROOF,), "commitment_possible"),
            ((OPINION,), "not_yet"),
            ((CHARTER, OPINION), "not_yet"),
            ((FORM, PROOF), "not_yet"),
        ],
    )
    def test_it_follows_from_what_is_missing(self, materials: Any, expected: str) -> None:
        assert verdict(*materials) == expected

    def test_with_everything_there_it_is_ready(self) -> None:
        have = [m["name"] for m in ALL if m not in (LICENCE, PROXY)]
        assert verdict(*ALL, have=have, not_applicable=["委托书"]) == "ready"


flags = st.fixed_dictionaries(
    {},
    optional={flag: st.booleans() for flag in ("core", "later", "commitment", "shared")},
)


@given(st.lists(flags, max_size=6))
def test_nothing_is_granted_that_the_guide_does_not_say(drawn: list[dict[str, bool]]) -> None:
    materials = [{"name": f"材料{number}", **flag} for number, flag in enumerate(drawn)]
    for material, item in zip(materials, assess(materials, Answers()), strict=True):
        if item.way == "later":
            assert material["later"] is True
            assert not material.get("core")
        if item.way == "commitment":
            assert material["commitment"] is True
        if item.way == "shared":
            assert material["shared"] is True


class TestCheck:
    def check(
        self, kb: KnowledgeBase, sessions: SessionFactory, materials: Any, **answers: Any
    ) -> Checked:
        prechecks = Prechecks(sessions, with_fields(kb, materials=materials), 5, COUNT)
        return prechecks.check(MATTER, PARK, Answers(**answers), NOW)

    def test_it_is_kept(self, kb: KnowledgeBase, sessions: SessionFactory) -> None:
        checked = self.check(kb, sessions, (FORM, CHARTER), have=["申请表"])
        with sessions() as session:
            kept = session.get_one(Precheck, checked.precheck.precheck_id)
        assert (kept.result, kept.missing) == ("gaps", ["公司章程"])
        assert kept.items == [
            {"name": "申请表", "there": True, "way": "have"},
            {"name": "公司章程", "there": False, "way": "later"},
        ]

    def test_what_may_follow_has_a_day_that_is_said_to_be_a_sample(
        self, kb: KnowledgeBase, sessions: SessionFactory
    ) -> None:
        (item,) = self.check(kb, sessions, (CHARTER,)).items
        assert item.due_on == at("2026-12-02T00:00").date(), "five working days from Wednesday"
        assert "5 个工作日" in item.text
        assert "2026年12月2日前" in item.text
        assert "示例" in item.text

    def test_where_the_guide_says_nothing_the_window_is_to_be_asked(
        self, kb: KnowledgeBase, sessions: SessionFactory
    ) -> None:
        checked = self.check(kb, sessions, (OPINION,))
        assert "能否容缺请向窗口确认" in checked.items[0].text
        assert "能否容缺请向窗口确认" in checked.next_step

    def test_a_condition_is_named(self, kb: KnowledgeBase, sessions: SessionFactory) -> None:
        (item,) = self.check(kb, sessions, (PROXY,)).items
        assert item.text.startswith("只在“委托他人办理”时才要")

    def test_a_sample_list_is_said_to_be_one(
        self, kb: KnowledgeBase, sessions: SessionFactory
    ) -> None:
        assert "示例数据" in self.check(kb, sessions, (LICENCE,)).next_step

    def test_without_a_list_nobody_can_tell(
        self, kb: KnowledgeBase, sessions: SessionFactory
    ) -> None:
        checked = self.check(kb, sessions, None, have=["随便什么"])
        assert (checked.precheck.result, checked.verdict) == ("unknown", "unknown")
        assert "暂缺" in checked.next_step

    def test_of_the_shipped_lists_nothing_may_follow_yet(
        self, kb: KnowledgeBase, sessions: SessionFactory
    ) -> None:
        prechecks = Prechecks(sessions, kb, 5, COUNT)
        verdicts = {
            prechecks.check(matter_id, PARK, Answers(), NOW).verdict
            for matter_id in list(kb.matters)[:20]
            if kb.has(matter_id, PARK, NOW.date())
        }
        assert verdicts == {"not_yet", "unknown"}
