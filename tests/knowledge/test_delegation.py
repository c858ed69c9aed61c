"""What follows from a delegation mode (decree 二、（一）, rows D1 to D4)."""

from datetime import date

import pytest

from knowledge import Fact, KnowledgeBase, Source
from knowledge.delegation import derive, handled_by_city
from knowledge.schema import Approval, DelegationMode, MatterInPark

TODAY = date(2025, 6, 2)
DEPARTMENT = "生态环境主管部门"


@pytest.fixture
def facts(kb: KnowledgeBase, mode: DelegationMode) -> dict[str, Fact[str]]:
    in_park = MatterInPark(delegation_mode=mode, status="sample")
    return derive(in_park, kb.parks["gaoxin"], DEPARTMENT, kb.edition, TODAY)


def text(facts: dict[str, Fact[str]], name: str) -> str:
    value = facts[name].value
    assert value is not None
    return value


@pytest.mark.parametrize("mode", ["direct"])
class TestDirect:
    """直接赋权."""

    def test_the_park_decides_with_its_own_approval_seal(self, facts: dict[str, Fact[str]]) -> None:
        assert text(facts, "deciding_body") == "园区管委会（郴州高新区管委会）"
        assert "行政审批专用章" in text(facts, "seal")

    def test_the_old_seals_are_retired(self, facts: dict[str, Fact[str]]) -> None:
        assert "2号、3号公章不再使用" in text(facts, "seal")

    def test_the_park_is_liable_and_answers_appeals(self, facts: dict[str, Fact[str]]) -> None:
        assert "园区管委会" in text(facts, "liable_body")
        assert "复议答辩、行政应诉和信访件办理由园区管委会" in text(facts, "appeal")

    @pytest.mark.parametrize(
        ("approval", "words"),
        [
            (None, "要看园区由哪一级政府批准设立"),
            ("state_council", "由国务院批准设立，起诉园区管委会作出的决定，以园区管委会为被告"),
            ("province", "由省级人民政府批准设立"),
            ("other", "以设立它的地方人民政府为被告"),
        ],
    )
    def test_whom_a_lawsuit_names_depends_on_who_approved_the_park(
        self, kb: KnowledgeBase, mode: DelegationMode, approval: Approval | None, words: str
    ) -> None:
        approved = Fact[Approval].missing()
        if approval is not None:
            source = Source(title="批复")
            approved = Fact(value=approval, source=(source,), status="official", checked_on=TODAY)
        park = kb.parks["gaoxin"].model_copy(update={"approved_by": approved})
        in_park = MatterInPark(delegation_mode=mode, status="sample")
        appeal = derive(in_park, park, DEPARTMENT, kb.edition, TODAY)["appeal"]
        assert words in str(appeal.value)
        assert "第二十一条" in [source.article for source in appeal.source]


@pytest.mark.parametrize("mode", ["stationed"])
class TestStationed:
    """服务前移."""

    def test_the_stationed_office_decides(self, facts: dict[str, Fact[str]]) -> None:
        assert "市直部门派驻园区的机构" in text(facts, "deciding_body")

    def test_the_city_department_is_liable_and_not_the_park(
        self, facts: dict[str, Fact[str]]
    ) -> None:
        assert text(facts, "liable_body") == f"市直部门（{DEPARTMENT}）承担相关法律责任"
        assert "园区管委会" not in text(facts, "appeal")


@pytest.mark.parametrize("mode", ["direct_report"])
class TestDirectReport:
    """审批直报."""

    def test_the_path_leads_to_the_province_with_a_copy_to_the_city(
        self, facts: dict[str, Fact[str]]
    ) -> None:
        path = text(facts, "path")

        assert path.index("园区管委会审核") < path.index("直接报省级部门")
        assert "报市级部门备案" in path

    def test_the_original_seal_is_no_errand_and_liability_stays_with_the_park(
        self, facts: dict[str, Fact[str]]
    ) -> None:
        assert "原实施部门应无条件加盖" in text(facts, "seal")
        assert "不用您另外去跑" in text(facts, "seal")
        assert "法律责任也由园区管委会承担" in text(facts, "liable_body")


@pytest.mark.parametrize("mode", ["direct", "stationed", "direct_report"])
class TestEveryMode:
    def test_names_the_clause_it_follows_from(
        self, facts: dict[str, Fact[str]], kb: KnowledgeBase
    ) -> None:
        decree = kb.edition.document.document
        for name in ("accepting_body", "deciding_body", "seal", "liable_body", "appeal"):
            first = facts[name].source[0]
            assert (first.document, first.article) == (decree, "二、（一）")

    def test_leaves_the_reconsideration_body_to_the_decision_itself(
        self, facts: dict[str, Fact[str]]
    ) -> None:
        assert "以决定书载明为准" in text(facts, "appeal")
        assert "六十日内申请行政复议" in text(facts, "appeal")
        assert "《中华人民共和国行政复议法》" in {s.document for s in facts["appeal"].source}

    def test_supervision_stays_with_the_department(self, facts: dict[str, Fact[str]]) -> None:
        assert DEPARTMENT in text(facts, "supervising_body")
        assert "监管" in text(facts, "supervising_body")

    def test_is_a_sample_while_the_mode_is_one(self, facts: dict[str, Fact[str]]) -> None:
        assert {fact.status for fact in facts.values()} == {"sample"}

    def test_becomes_official_with_the_mode(self, kb: KnowledgeBase, mode: DelegationMode) -> None:
        annex = Source(title="赋权事项清单")
        in_park = MatterInPark(
            delegation_mode=mode, status="official", source=(annex,), checked_on=TODAY
        )

        facts = derive(in_park, kb.parks["jingkai"], DEPARTMENT, kb.edition, TODAY)

        assert {fact.status for fact in facts.values()} == {"official"}
        assert facts["delegation_mode"].source == (annex,)


def test_a_department_nobody_named_is_not_invented() -> None:
    assert handled_by_city(None) == "原负责的市直部门"
    assert handled_by_city("投资主管部门（备案机关）") == "市直部门（投资主管部门、备案机关）"
