"""Asking the knowledge base: guides by matter, park and day, and lists by filter."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import KnowledgeBase, NotCovered, UnknownMatter, UnknownPark
from knowledge.schema import GUIDE_FIELDS
from tests.knowledge.editions import followed_by, with_park

TAKE_OVER = date(2021, 3, 10)
CONTRACT_FIELDS = {
    "delegation_mode", "accepting_body", "deciding_body", "seal", "liable_body",
    "supervising_body", "appeal", "basis", "conditions", "materials", "statutory_limit",
    "promised_limit", "fee", "result", "windows", "online_entrance",
}  # fmt: skip


def every_guide(kb: KnowledgeBase) -> list[tuple[str, str]]:
    return [(matter_id, park_id) for matter_id in kb.matters for park_id in kb.parks]


class TestGuide:
    def test_has_every_field_of_the_contract(self, kb: KnowledgeBase) -> None:
        assert set(GUIDE_FIELDS) >= CONTRACT_FIELDS
        for matter_id, park_id in every_guide(kb):
            assert set(kb.guide(matter_id, park_id).fields) == set(GUIDE_FIELDS)

    def test_says_nothing_without_source_and_status(self, kb: KnowledgeBase) -> None:
        for matter_id, park_id in every_guide(kb):
            for name, fact in kb.guide(matter_id, park_id).fields.items():
                assert (fact.value is None) == (fact.status == "missing"), (matter_id, name)
                assert bool(fact.source) == (fact.status != "missing"), (matter_id, name)

    def test_a_mode_that_is_a_sample_makes_all_that_follows_a_sample(
        self, kb: KnowledgeBase
    ) -> None:
        fields = kb.guide("construction-permit", "gaoxin").fields

        followers = ("delegation_mode", "deciding_body", "seal", "liable_body", "appeal", "windows")
        assert {fields[name].status for name in followers} == {"sample"}

    def test_a_law_is_quoted_with_its_article(self, kb: KnowledgeBase) -> None:
        limit = kb.guide("construction-permit", "gaoxin").fields["statutory_limit"]

        assert limit.status == "law"
        assert limit.value is not None
        assert (limit.value["number"], limit.value["unit"]) == (7, "日")
        assert limit.source[0].document == "《中华人民共和国建筑法》"
        assert limit.source[0].article == "第八条"

    def test_days_are_working_days_only_where_the_source_says_so(self, kb: KnowledgeBase) -> None:
        for matter in kb.matters.values():
            limit = matter.fields.statutory_limit.value
            if limit and limit.get("unit") == "工作日":
                assert "工作日" in limit["text"], matter.matter_id
            if limit and limit.get("unit") == "日":
                assert "工作日" not in limit["text"], matter.matter_id

    def test_nobody_has_published_a_promised_limit(self, kb: KnowledgeBase) -> None:
        assert {m.fields.promised_limit.status for m in kb.matters.values()} == {"missing"}

    def test_leads_to_a_window_with_hours_and_no_invented_phone(self, kb: KnowledgeBase) -> None:
        for matter_id, park_id in every_guide(kb):
            first = next(iter(kb.guide(matter_id, park_id).fields["windows"].value or ()))

            assert kb.windows[first["window_id"]].park_id == park_id
            assert kb.windows[first["window_id"]].kind == "general"
            assert first["hours"]
            assert first["phone"] is None
            assert "示例" in first["address"]

    def test_is_json_as_it_is(self, kb: KnowledgeBase) -> None:
        fields = kb.guide("enterprise-registration", "jingkai").model_dump(mode="json")["fields"]

        assert fields["materials"]["value"][0]["name"] == "申请书"
        assert fields["statutory_limit"]["checked_on"] == "2025-04-19"

    def test_an_unknown_matter_or_park_is_named(self, kb: KnowledgeBase) -> None:
        with pytest.raises(UnknownMatter, match="no-such-matter"):
            kb.guide("no-such-matter", "gaoxin")
        with pytest.raises(UnknownPark, match="suxian"):
            kb.guide("construction-permit", "suxian")


class TestOnADay:
    """Decree rows D5 to D7."""

    def test_before_the_take_over_the_city_department_handled_it(self, kb: KnowledgeBase) -> None:
        with pytest.raises(NotCovered) as caught:
            kb.guide("construction-permit", "gaoxin", TAKE_OVER - timedelta(days=1))

        assert caught.value.since == TAKE_OVER
        assert caught.value.handled_by == "市直部门（住房和城乡建设主管部门）"
        assert "园区从2021年3月10日起办理" in str(caught.value)
        assert caught.value.handled_by in str(caught.value)

    @pytest.mark.parametrize(
        ("day", "joint"),
        [
            (TAKE_OVER, True),
            (date(2021, 5, 10), True),
            (date(2021, 5, 11), False),
        ],
    )
    def test_liability_is_joint_in_the_transition(
        self, kb: KnowledgeBase, day: date, *, joint: bool
    ) -> None:
        guide = kb.guide("construction-permit", "gaoxin", day, today=day)

        liable = guide.fields["liable_body"]
        assert ("由市直相关部门和园区管委会共同承担相应责任" in str(liable.value)) is joint
        assert ("二、（二）3" in [source.article for source in liable.source]) is joint
        assert any("共同承担" in notice for notice in guide.notices) is joint

    @pytest.mark.parametrize(
        ("day", "today", "expired"),
        [
            (date(2026, 2, 23), date(2026, 2, 23), False),
            (date(2026, 2, 24), date(2026, 2, 24), True),
            (date(2022, 1, 1), date(2026, 2, 24), True),
            (date(2026, 3, 1), date(2026, 2, 1), True),
        ],
    )
    def test_a_decree_past_its_stated_validity_is_never_silent(
        self, kb: KnowledgeBase, day: date, today: date, *, expired: bool
    ) -> None:
        notices = kb.guide("construction-permit", "gaoxin", day, today=today).notices

        assert any("2026年2月23日，现已过期" in notice for notice in notices) is expired

    def test_a_sample_says_so(self, kb: KnowledgeBase) -> None:
        assert any("示例" in n for n in kb.guide("construction-permit", "jingkai").notices)

    def test_a_matter_may_leave_a_park(self, kb: KnowledgeBase) -> None:
        in_park = kb.edition.matters["construction-permit"]["gaoxin"]
        left = in_park.model_copy(update={"until": date(2023, 12, 31)})
        changed = with_park(kb, "construction-permit", gaoxin=left)

        assert changed.guide("construction-permit", "gaoxin", date(2023, 12, 31))
        with pytest.raises(NotCovered, match="到2023年12月31日为止，之后请找市直部门") as caught:
            changed.guide("construction-permit", "gaoxin", date(2024, 1, 1))
        assert caught.value.until == date(2023, 12, 31)

    def test_a_park_that_never_had_the_matter_has_no_first_day(self, kb: KnowledgeBase) -> None:
        in_park = kb.edition.matters["construction-permit"]["gaoxin"]
        changed = with_park(kb, "construction-permit", gaoxin=in_park, jingkai=None)

        with pytest.raises(NotCovered, match="郴州经开区没有承接") as caught:
            changed.guide("construction-permit", "jingkai")
        assert caught.value.since is None

    def test_each_day_has_the_mode_of_its_edition(self, kb: KnowledgeBase) -> None:
        in_park = kb.edition.matters["construction-permit"]["gaoxin"]
        now_stationed = in_park.model_copy(update={"delegation_mode": "stationed"})
        changed = followed_by(
            kb, date(2025, 7, 1), matters={"construction-permit": {"gaoxin": now_stationed}}
        )

        before = changed.guide("construction-permit", "gaoxin", date(2025, 6, 30))
        after = changed.guide("construction-permit", "gaoxin", date(2025, 7, 1))

        assert before.fields["delegation_mode"].value == "direct"
        assert after.fields["delegation_mode"].value == "stationed"
        assert (before.edition.id, after.edition.id) == (kb.edition.id, "next")

    def test_a_matter_taken_off_the_list_says_until_when_and_who_now(
        self, kb: KnowledgeBase
    ) -> None:
        kept = {"construction-permit": kb.edition.matters["construction-permit"]}
        changed = followed_by(kb, date(2025, 7, 1), matters=kept)

        with pytest.raises(NotCovered, match="到2025年6月30日为止，之后请找市直部门"):
            changed.guide("eia-approval", "gaoxin", date(2025, 7, 1))
        assert changed.guide("eia-approval", "gaoxin", date(2025, 6, 30))

    def test_a_matter_that_comes_back_names_both_days(self, kb: KnowledgeBase) -> None:
        listed = kb.edition.matters["eia-approval"]
        away = followed_by(kb, date(2024, 1, 1), id="without", matters={})
        back = followed_by(away, date(2025, 1, 1), matters={"eia-approval": listed})

        with pytest.raises(NotCovered, match="从2025年1月1日起又办理") as caught:
            back.guide("eia-approval", "gaoxin", date(2024, 6, 1))
        assert (caught.value.until, caught.value.since) == (date(2023, 12, 31), date(2025, 1, 1))

    @given(day=st.dates(date(2015, 1, 1), date(2035, 1, 1)))
    def test_every_day_is_answered_or_named(self, kb: KnowledgeBase, day: date) -> None:
        if day < TAKE_OVER:
            with pytest.raises(NotCovered):
                kb.guide("food-business-permit", "jingkai", day)
        else:
            assert kb.guide("food-business-permit", "jingkai", day).as_of == day


class TestFindMatters:
    def test_without_a_filter_all_are_found(self, kb: KnowledgeBase) -> None:
        assert len(kb.find_matters()) == len(kb.matters)

    def test_filters_add_up(self, kb: KnowledgeBase) -> None:
        found = kb.find_matters(park_id="gaoxin", mode="stationed", department="生态环境")

        assert {m.matter_id for m in found} == {
            "eia-approval", "eia-registration", "pollutant-discharge-permit",
        }  # fmt: skip

    def test_by_stage(self, kb: KnowledgeBase) -> None:
        assert {m.stage for m in kb.find_matters(stage="people")} == {"people"}

    @pytest.mark.parametrize("q", ["施工许可证", "施 工 许 可 证", "施工許可證"])
    def test_by_any_spelling_of_a_name_or_alias(self, kb: KnowledgeBase, q: str) -> None:
        assert "construction-permit" in {m.matter_id for m in kb.find_matters(q=q)}

    def test_by_the_day_the_parks_have_them(self, kb: KnowledgeBase) -> None:
        assert kb.find_matters(as_of=TAKE_OVER - timedelta(days=1)) == []
        assert len(kb.find_matters(as_of=TAKE_OVER)) == len(kb.matters)

    def test_by_the_mode_of_that_day(self, kb: KnowledgeBase) -> None:
        only = {"eia-approval": kb.edition.matters["eia-approval"]}
        changed = followed_by(kb, date(2025, 7, 1), matters=only)

        assert [m.matter_id for m in changed.find_matters()] == ["eia-approval"]
        assert len(changed.find_matters(as_of=date(2025, 6, 30))) == len(kb.matters)

    def test_an_unknown_park_has_none(self, kb: KnowledgeBase) -> None:
        assert kb.find_matters(park_id="suxian") == []


class TestPolicy:
    @pytest.mark.parametrize(
        ("subject", "day", "today", "said"),
        [
            ("modes", date(2020, 12, 31), date(2022, 1, 1), "从2021年3月10日起才有"),
            ("transition", date(2021, 5, 11), date(2022, 1, 1), "到2021年5月10日为止"),
            ("modes", None, date(2026, 2, 24), "2026年2月23日，现已过期"),
        ],
    )
    def test_an_answer_that_does_not_hold_on_the_day_says_so(
        self, kb: KnowledgeBase, subject: str, day: date | None, today: date, said: str
    ) -> None:
        assert said in "".join(kb.policy_notices(subject, day, today=today))

    @pytest.mark.parametrize("subject", ["modes", "transition", "time_limits"])
    def test_an_answer_in_force_is_given_plainly(self, kb: KnowledgeBase, subject: str) -> None:
        assert kb.policy_notices(subject, date(2021, 4, 1), today=date(2021, 4, 1)) == ()

    def test_what_rests_on_a_law_alone_outlasts_the_decree(self, kb: KnowledgeBase) -> None:
        assert kb.policy_notices("time_limits", today=date(2026, 11, 25)) == ()

    @pytest.mark.parametrize(
        "subject",
        ["decree", "modes", "old_seals", "transition", "validity", "privacy", "fees",
         "conditional_acceptance", "commitment", "regional_assessment", "assisted_handling",
         "green_channel", "courier", "off_hours", "ratings", "hours"],
    )  # fmt: skip
    def test_every_general_question_has_its_answer(self, kb: KnowledgeBase, subject: str) -> None:
        assert kb.policy[subject].text

    def test_every_cited_clause_of_the_decree_is_one_of_its_own(self, kb: KnowledgeBase) -> None:
        clauses = {
            "一、（一）", "一、（二）", "二、（一）", "二、（二）1", "二、（二）2", "二、（二）3",
            "二、（二）4", "二、（二）5", "二、（三）", "二、（四）", "二、（五）",
        }  # fmt: skip
        cited = {
            source.article
            for fact in kb.policy.values()
            for source in fact.source
            if source.document == kb.edition.document.document and source.article
        }

        assert cited <= clauses
