"""The one complete notice: everything the guide has, in words, with a version."""

from datetime import date, timedelta

import pytest

from api.services.intake.notice import notice_of
from knowledge import KnowledgeBase, NotCovered
from knowledge.schema.guide import GUIDE_FIELDS
from tests.api.hall import MATTER, NOW, PARK
from tests.api.intakes import with_fields

TODAY = NOW.date()


def lines(kb: KnowledgeBase, field: str) -> list[str]:
    sections = notice_of(kb, MATTER, PARK, TODAY)["sections"]
    (section,) = (section for section in sections if section["field"] == field)
    found: list[str] = section["lines"]
    return found


def test_it_has_every_field_of_the_guide_with_its_status(kb: KnowledgeBase) -> None:
    notice = notice_of(kb, MATTER, PARK, TODAY)
    fields = [section["field"] for section in notice["sections"]]
    assert sorted(fields) == sorted(GUIDE_FIELDS)
    assert fields[:2] == ["conditions", "materials"]
    assert all(section["lines"] for section in notice["sections"])
    by_field = {section["field"]: section for section in notice["sections"]}
    assert by_field["statutory_limit"]["sources"] == ["《中华人民共和国建筑法》第八条"]
    assert by_field["windows"]["status_name"] == "示例"


def test_what_is_missing_is_said_to_be(kb: KnowledgeBase) -> None:
    assert lines(kb, "promised_limit") == ["暂缺：还没有查到可靠来源，请向窗口或 12345 确认。"]


def test_windows_come_with_their_hours(kb: KnowledgeBase) -> None:
    assert all("时间：周一至周五" in line for line in lines(kb, "windows"))


def test_it_says_what_may_be_done_about_a_material(kb: KnowledgeBase) -> None:
    materials = (
        {"name": "申请表", "core": True},
        {"name": "公司章程", "later": True, "commitment": True, "when": "公司申请"},
        {"name": "营业执照", "shared": True},
        {"name": "其他"},
    )
    assert lines(with_fields(kb, materials=materials), "materials") == [
        "（1）申请表【主审要件】",
        "（2）公司章程（公司申请）【可以容缺后补；可以告知承诺】",
        "（3）营业执照【不用带，窗口通过数据共享取得】",
        "（4）其他",
    ]


def test_sample_data_and_a_decree_past_its_validity_are_said_to_be(kb: KnowledgeBase) -> None:
    notices = "".join(notice_of(kb, MATTER, PARK, TODAY)["notices"])
    assert "示例数据" in notices
    assert "有效期到2026年2月23日，现已过期" in notices


def test_the_version_changes_with_the_content_and_not_with_the_day(kb: KnowledgeBase) -> None:
    first = notice_of(kb, MATTER, PARK, TODAY)
    later = notice_of(kb, MATTER, PARK, TODAY + timedelta(days=30))
    changed = notice_of(with_fields(kb, fee={"text": "收费", "charged": True}), MATTER, PARK, TODAY)
    assert first["version"].startswith("sample-2021.")
    assert later["version"] == first["version"]
    assert later["as_of"] != first["as_of"]
    assert changed["version"] != first["version"]


def test_before_the_parks_had_it_there_is_none(kb: KnowledgeBase) -> None:
    with pytest.raises(NotCovered):
        notice_of(kb, MATTER, PARK, date(2020, 1, 2))


def test_there_is_one_for_every_matter(kb: KnowledgeBase) -> None:
    for matter_id in kb.matters:
        for park_id in kb.park_ids(matter_id, TODAY):
            assert notice_of(kb, matter_id, park_id, TODAY)["name"] == kb.matters[matter_id].name
