"""What changes from one edition to the next, for people and as data."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from knowledge import KnowledgeBase
from knowledge.edition_diff import EditionDiff, diff, sentences
from tests.knowledge.editions import followed_by

CHANGE_DAY = date(2025, 7, 1)


@pytest.fixture
def changed(kb: KnowledgeBase) -> KnowledgeBase:
    """The base with a second edition: one matter fewer, one mode other, one park more."""
    listed = dict(kb.edition.matters)
    first = kb.edition.model_copy(
        update={"matters": {**listed, "eia-approval": {"gaoxin": listed["eia-approval"]["gaoxin"]}}}
    )
    permit = listed["construction-permit"]
    stationed = permit["gaoxin"].model_copy(update={"delegation_mode": "stationed"})
    later = {**listed, "construction-permit": {**permit, "gaoxin": stationed}}
    del later["printing-permit"]
    return followed_by(replace(kb, editions=(first,)), CHANGE_DAY, matters=later)


def found(kb: KnowledgeBase) -> EditionDiff:
    return diff(kb, *kb.editions)


def test_every_kind_of_change_is_found(changed: KnowledgeBase) -> None:
    assert {
        (c.kind, c.matter_id, c.park_id, c.before, c.after) for c in found(changed).changes
    } == {
        ("mode_changed", "construction-permit", "gaoxin", "direct", "stationed"),
        ("added", "eia-approval", "jingkai", None, "stationed"),
        ("removed", "printing-permit", "gaoxin", "stationed", None),
        ("removed", "printing-permit", "jingkai", "stationed", None),
    }


def test_an_edition_does_not_differ_from_itself(kb: KnowledgeBase) -> None:
    assert diff(kb, kb.edition, kb.edition).changes == []


def test_a_matter_that_moves_to_another_window_is_told(changed: KnowledgeBase) -> None:
    windows = dict(changed.windows)
    old = windows["gaoxin-03"]
    windows["gaoxin-03"] = old.model_copy(update={"until": CHANGE_DAY - timedelta(days=1)})
    windows["gaoxin-09"] = old.model_copy(
        update={"window_id": "gaoxin-09", "number": "9号窗口", "since": CHANGE_DAY}
    )
    moved = replace(changed, windows=windows)

    told = [c for c in found(moved).changes if c.kind == "window_changed"]

    assert {c.matter_id for c in told} >= {"eia-approval", "pollutant-discharge-permit"}
    assert all("3号窗口" in str(c.before) and "9号窗口" in str(c.after) for c in told)


def test_people_are_told_in_sentences(changed: KnowledgeBase) -> None:
    text = "\n".join(sentences(changed, found(changed)))

    assert "2025年7月1日起，郴州高新区「建筑工程施工许可证核发」由直接赋权改为服务前移" in text
    assert "郴州经开区新承接「建设项目环境影响评价文件审批」（服务前移）" in text
    assert "郴州高新区不再承接" in text


def test_as_data_it_is_plain(changed: KnowledgeBase) -> None:
    data = found(changed).as_json()

    assert data["from_day"] == "2025-07-01"
    assert data["changes"][0].keys() == {
        "kind", "matter_id", "name", "park_id", "before", "after",
    }  # fmt: skip
