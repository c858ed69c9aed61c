"""What the audit counts: values by status, what is missing or stale, and who only gets help."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from knowledge import Fact, KnowledgeBase, UnknownPark
from knowledge.audit import Audit, StaleValue, audit
from knowledge.guides import guides_on, pairs_on
from knowledge.schema import GUIDE_FIELDS, Source
from tests.knowledge.editions import with_park

DAY = date(2025, 6, 1)
LAW = Source(title="某条例", article="第一条")


def audited(kb: KnowledgeBase, stale_days: int = 365, day: date = DAY) -> Audit:
    return audit(kb, guides_on(kb, day, day), day, stale_days)


def with_field(kb: KnowledgeBase, matter_id: str, name: str, fact: Fact[Any]) -> KnowledgeBase:
    matter = kb.matters[matter_id]
    fields = matter.fields.model_copy(update={name: fact})
    changed = matter.model_copy(update={"fields": fields})
    return replace(kb, matters={**kb.matters, matter_id: changed})


def checked(day: date, *sources: Source) -> Fact[str]:
    return Fact[str](value="写明了", source=sources or (LAW,), status="law", checked_on=day)


class TestCounting:
    def test_every_value_of_every_guide_counts_once(self, kb: KnowledgeBase) -> None:
        found = audited(kb)

        assert (found.matters, found.guides) == (len(kb.matters), 2 * len(kb.matters))
        assert found.values == found.guides * len(GUIDE_FIELDS) == sum(found.by_status.values())
        assert [field.field for field in found.fields] == list(GUIDE_FIELDS)
        for field in found.fields:
            assert sum(field.by_status.values()) == found.guides, field.field

    def test_statuses_are_those_of_the_guides(self, kb: KnowledgeBase) -> None:
        statuses = Counter(
            fact.status
            for matter_id in kb.matters
            for park_id in kb.parks
            for fact in kb.guide(matter_id, park_id, DAY).fields.values()
        )

        assert audited(kb).by_status == statuses

    def test_a_matter_is_only_looked_at_in_the_parks_that_have_it(self, kb: KnowledgeBase) -> None:
        listed = kb.edition.matters["eia-approval"]["gaoxin"]
        changed = with_park(kb, "eia-approval", gaoxin=listed, jingkai=None)

        assert audited(changed).guides == audited(kb).guides - 1
        assert ("eia-approval", "jingkai") not in pairs_on(changed, DAY)
        assert ("eia-approval", "gaoxin") in pairs_on(changed, DAY, "gaoxin")

    def test_a_day_without_a_list_has_nothing_to_count(self, kb: KnowledgeBase) -> None:
        found = audited(kb, day=date(2020, 1, 1))

        assert (found.edition, found.guides, found.values, found.stale) == (None, 0, 0, ())

    def test_a_park_that_is_none_is_refused(self, kb: KnowledgeBase) -> None:
        with pytest.raises(UnknownPark):
            pairs_on(kb, DAY, "suxian")


class TestMissing:
    def test_names_the_matters_that_miss_a_field(self, kb: KnowledgeBase) -> None:
        without = with_field(kb, "eia-approval", "basis", Fact[str].missing())

        assert audited(kb).missing("basis") == ()
        assert audited(without).missing("basis") == ("eia-approval",)

    def test_a_promised_limit_takes_the_matter_off_the_list(self, kb: KnowledgeBase) -> None:
        promise = Fact[Any](
            value={"text": "3个工作日"}, source=(LAW,), status="guide", checked_on=DAY
        )
        changed = with_field(kb, "eia-approval", "promised_limit", promise)

        assert set(audited(kb).without_promised_limit) - set(
            audited(changed).without_promised_limit
        ) == {"eia-approval"}

    def test_the_poorest_matter_comes_first(self, kb: KnowledgeBase) -> None:
        numbers = [len(matter.missing) for matter in audited(kb).by_matter]

        assert len(numbers) == len(kb.matters)
        assert numbers == sorted(numbers, reverse=True)


class TestStale:
    def test_a_check_is_stale_once_it_is_older_than_asked(self, kb: KnowledgeBase) -> None:
        old = DAY - timedelta(days=400)
        changed = with_field(kb, "eia-approval", "remarks", checked(old))
        found = StaleValue("eia-approval", ("gaoxin", "jingkai"), "remarks", old, ("某条例",))

        assert found not in audited(changed, stale_days=400).stale
        assert found in audited(changed, stale_days=399).stale

    def test_the_oldest_comes_first_and_what_parks_share_only_once(self, kb: KnowledgeBase) -> None:
        changed = with_field(kb, "eia-approval", "remarks", checked(date(2015, 1, 1)))
        changed = with_field(changed, "printing-permit", "remarks", checked(date(2014, 1, 1)))
        old = [value for value in audited(changed).stale if value.field == "remarks"]

        assert [value.matter_id for value in old[:2]] == ["printing-permit", "eia-approval"]

    def test_a_sample_is_never_stale(self, kb: KnowledgeBase) -> None:
        later = DAY + timedelta(days=5000)
        fields = {value.field for value in audited(kb, day=later).stale}

        assert "basis" in fields
        assert not fields & {"delegation_mode", "windows", "seal"}


def test_a_source_counts_once_a_value_whatever_its_articles(kb: KnowledgeBase) -> None:
    second = Source(title="某条例", article="第二条")
    changed = with_field(kb, "eia-approval", "remarks", checked(DAY, LAW, second))
    uses = {use.title: use.values for use in audited(changed).sources}

    assert uses["某条例"] == 2  # one value in each of the two parks


def test_the_most_used_source_comes_first(kb: KnowledgeBase) -> None:
    numbers = [use.values for use in audited(kb).sources]

    assert numbers == sorted(numbers, reverse=True)


def test_a_matter_with_no_window_but_the_assisting_one_is_named(kb: KnowledgeBase) -> None:
    windows = {
        key: window.model_copy(
            update={"matters": tuple(m for m in window.matters if m != "eia-approval")}
        )
        if window.park_id == "jingkai" and window.kind == "general"
        else window
        for key, window in kb.windows.items()
    }

    assert audited(kb).assist_only == ()
    assert audited(replace(kb, windows=windows)).assist_only == (("eia-approval", "jingkai"),)


def test_as_data_it_is_plain(kb: KnowledgeBase) -> None:
    old = with_field(kb, "eia-approval", "remarks", checked(date(2015, 1, 1)))
    data = json.loads(json.dumps(audited(old).as_json()))

    assert data["day"] == "2025-06-01"
    assert data["stale"][0]["checked_on"] == "2015-01-01"
    assert data["without_promised_limit"] == list(audited(old).without_promised_limit)
