"""Importing service guides: which facts change, and where the new ones come from."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook  # type: ignore[import-untyped]

import knowledge
from knowledge import changes
from knowledge.errors import KnowledgeError
from knowledge.importing.guide_plan import GuideSource, plan_guides
from knowledge.loader import DATA

SOURCE = GuideSource("园区办事指南（2026年版）", date(2026, 11, 25), "https://example.gov.cn/guide")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def workbook(folder: Path, **sheets: list[list[str]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = folder / "guides.xlsx"
    book.save(path)
    return path


def guides(folder: Path, promised: str = "3个工作日") -> Path:
    return workbook(
        folder,
        事项=[
            ["事项名称", "承诺时限", "收费"],
            ["施工许可证", promised, "不收费"],
            ["月球采矿许可", "1日", "不收费"],
        ],
        材料=[
            ["事项名称", "材料名称", "份数"],
            ["施工许可证", "施工许可申请表", "2"],
            ["施工许可证", "施工合同", "1"],
        ],
    )


def test_a_dry_run_names_each_value_before_and_after(data: Path, tmp_path: Path) -> None:
    plan = plan_guides(data, guides(tmp_path), SOURCE)

    changed = {(c.matter_id, c.field): (c.before, c.after) for c in plan.changes}
    assert changed["construction-permit", "promised_limit"] == (None, "3个工作日")
    before, after = changed["construction-permit", "materials"]
    assert "安全施工措施" in str(before)
    assert after == "施工许可申请表；施工合同"
    assert [(u.text, "没有叫这个名称的事项" in u.reason) for u in plan.unread] == [
        ("月球采矿许可", True)
    ]
    assert knowledge.load(data).matters["construction-permit"].fields.promised_limit.value is None


def test_the_facts_carry_their_source_and_place(data: Path, tmp_path: Path) -> None:
    plan = plan_guides(data, guides(tmp_path), SOURCE)
    changes.apply(data, plan.files)

    fields = knowledge.load(data).matters["construction-permit"].fields
    promised = fields.promised_limit
    assert promised.value == {"text": "3个工作日", "number": 3, "unit": "工作日"}
    assert (promised.status, promised.checked_on) == ("guide", date(2026, 11, 25))
    assert promised.source[0].title == "园区办事指南（2026年版）"
    assert "第2行" in str(promised.source[0].article)
    assert [material["name"] for material in fields.materials.value or ()] == [
        "施工许可申请表",
        "施工合同",
    ]
    assert fields.conditions.status == "law", "what the guide leaves open stays"


def test_importing_the_same_guides_again_changes_nothing(data: Path, tmp_path: Path) -> None:
    file = guides(tmp_path)
    changes.apply(data, plan_guides(data, file, SOURCE).files)

    assert plan_guides(data, file, SOURCE).changes == []


def test_a_promise_longer_than_the_law_allows_is_refused(data: Path, tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="承诺时限 9 超过法定时限 7"):
        plan_guides(data, guides(tmp_path, promised="9日"), SOURCE)
