"""What an export holds, and that a workbook of it is nothing but text."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from knowledge import Fact, KnowledgeBase
from knowledge.export import Export, as_json, collect
from knowledge.importing.columns import MATERIALS, MATTERS, QUESTIONS, role_of
from knowledge.labels import FIELD_NAMES
from knowledge.schema import GUIDE_FIELDS, Source
from knowledge.schema.matter import MatterFields
from knowledge.workbook import as_workbook

DAY = date(2025, 6, 1)
Book = dict[str, list[dict[str, Any]]]


def reopened(export: Export) -> Any:
    file = io.BytesIO()
    as_workbook(export).save(file)
    return openpyxl.load_workbook(file)


def read(export: Export) -> Book:
    """Each sheet's lines by their header."""
    return {sheet.title: list(_lines(sheet)) for sheet in reopened(export).worksheets}


def _lines(sheet: Any) -> Iterator[dict[str, Any]]:
    header, *rows = sheet.iter_rows(values_only=True)
    return (dict(zip(header, row, strict=True)) for row in rows)


@pytest.fixture(scope="module")
def book(kb: KnowledgeBase) -> Book:
    return read(collect(kb, DAY, DAY))


@pytest.fixture(scope="module")
def exported(kb: KnowledgeBase) -> Any:
    return json.loads(as_json(collect(kb, DAY, DAY)))


def of_remarks(kb: KnowledgeBase, text: str) -> Export:
    """An export of one guide, whose remarks are the text."""
    guide = kb.guide("eia-approval", "gaoxin", DAY)
    law = Source(title="某条例")
    fact = Fact[str](value=text, source=(law,), status="law", checked_on=DAY)
    changed = guide.model_copy(update={"fields": {**guide.fields, "remarks": fact}})
    return Export(kb, DAY, ("gaoxin",), (changed,))


class TestJson:
    def test_holds_every_field_of_every_guide_with_status_and_source(
        self, kb: KnowledgeBase, exported: Any
    ) -> None:
        assert len(exported["guides"]) == len(kb.matters) * len(kb.parks)
        for guide in exported["guides"]:
            expected = kb.guide(guide["matter_id"], guide["park_id"], DAY).model_dump(mode="json")
            assert list(guide["fields"]) == list(GUIDE_FIELDS)
            assert guide["fields"] == expected["fields"]

    def test_stands_in_the_same_order_every_time(self, kb: KnowledgeBase, exported: Any) -> None:
        shuffled = replace(kb, matters=dict(sorted(kb.matters.items(), reverse=True)))
        keys = [(guide["matter_id"], guide["park_id"]) for guide in exported["guides"]]

        assert keys == sorted(keys)
        assert as_json(collect(shuffled, DAY, DAY)) == as_json(collect(kb, DAY, DAY))

    def test_is_readable_as_chinese(self, kb: KnowledgeBase) -> None:
        assert "建筑工程施工许可证核发" in as_json(collect(kb, DAY, DAY))

    def test_of_one_park_holds_nothing_of_the_other(self, kb: KnowledgeBase) -> None:
        exported = json.loads(as_json(collect(kb, DAY, DAY, "gaoxin")))

        assert {guide["park_id"] for guide in exported["guides"]} == {"gaoxin"}
        assert {window["park_id"] for window in exported["windows"]} == {"gaoxin"}
        assert [park["park_id"] for park in exported["parks"]] == ["gaoxin"]

    def test_of_a_day_without_a_list_holds_no_guides(self, kb: KnowledgeBase) -> None:
        exported = json.loads(as_json(collect(kb, date(2020, 1, 1), DAY)))

        assert (exported["edition"], exported["guides"]) == (None, [])


class TestWorkbook:
    def test_has_its_five_sheets(self, book: Book) -> None:
        assert list(book) == ["事项", "材料", "常见问题", "窗口", "来源"]

    def test_has_a_line_for_each_matter_and_park(self, kb: KnowledgeBase, book: Book) -> None:
        keys = {(line["事项编号"], line["园区编号"]) for line in book["事项"]}

        assert len(book["事项"]) == len(kb.matters) * len(kb.parks)
        assert keys == {(matter_id, park_id) for matter_id in kb.matters for park_id in kb.parks}

    def test_says_values_in_words_with_their_status(self, book: Book) -> None:
        line = next(
            line
            for line in book["事项"]
            if (line["事项编号"], line["园区编号"]) == ("construction-permit", "gaoxin")
        )

        assert (line["赋权方式"], line["赋权方式·状态"]) == ("直接赋权", "示例")
        assert line["法定时限"] == "自收到申请之日起七日内（建筑法第八条，原文为“日”）"
        assert line["申请材料"].startswith("（1）建设工程有关安全施工措施的资料（法律")
        assert "1号窗口 投资建设综合窗口" in line["办理窗口"]
        assert all(
            (line[label] is None) == (line[f"{label}·状态"] == "暂缺")
            for label in FIELD_NAMES.values()
        )
        assert "示例数据" in line["提示"]

    def test_lists_every_material_and_question(self, kb: KnowledgeBase, book: Book) -> None:
        fields = [matter.fields for matter in kb.matters.values()]

        assert len(book["材料"]) == sum(len(f.materials.value or ()) for f in fields)
        assert len(book["常见问题"]) == sum(len(f.faqs.value or ()) for f in fields)

    def test_lists_every_window_with_its_matters(self, kb: KnowledgeBase, book: Book) -> None:
        matters = {line["窗口编号"]: line["办理事项"] for line in book["窗口"]}

        assert set(matters) == set(kb.windows)
        assert "建筑工程施工许可证核发" in matters["gaoxin-01"]

    def test_lists_every_source_and_what_parks_share_only_once(self, book: Book) -> None:
        lines = [
            line
            for line in book["来源"]
            if line["事项编号"] == "construction-permit"
            and line["项目"] in {"法定时限", "决定主体"}
        ]

        assert [(line["园区"], line["条款"], line["核对日期"]) for line in lines] == [
            ("郴州高新区、郴州经开区", "二、（一）", None),
            ("郴州高新区、郴州经开区", "第八条", "2025-04-19"),
        ]
        assert lines[1]["网址"].startswith("https://")

    @pytest.mark.parametrize("text", ["=1+1", "+86 735", "-3", "@SUM(A1)", "=HYPERLINK(1)"])
    def test_what_begins_like_a_formula_stays_text(self, kb: KnowledgeBase, text: str) -> None:
        sheet = reopened(of_remarks(kb, text))["事项"]
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == text]

        assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)]

    def test_there_is_no_formula_anywhere(self, kb: KnowledgeBase) -> None:
        sheets = reopened(collect(kb, DAY, DAY)).worksheets
        kinds = {c.data_type for sheet in sheets for row in sheet.iter_rows() for c in row}

        assert kinds <= {"s", "n"}  # n is an empty cell

    def test_characters_a_workbook_cannot_hold_are_left_out(self, kb: KnowledgeBase) -> None:
        lines = read(of_remarks(kb, "前\x07后"))["事项"]

        assert lines[0]["备注"] == "前后"

    def test_and_hide_no_formula(self, kb: KnowledgeBase) -> None:
        sheet = reopened(of_remarks(kb, "\x07=1+1"))["事项"]

        assert {c.data_type for row in sheet.iter_rows() for c in row if c.value == "=1+1"} == {"s"}


class TestHeaders:
    def test_every_field_has_a_name_of_its_own(self) -> None:
        assert list(FIELD_NAMES) == list(GUIDE_FIELDS)
        assert len(set(FIELD_NAMES.values())) == len(FIELD_NAMES)

    @pytest.mark.parametrize("field", sorted({*MatterFields.model_fields} - {"faqs"}))
    def test_the_importer_knows_a_matters_fields_by_them(self, field: str) -> None:
        assert role_of(FIELD_NAMES[field], MATTERS) == field

    def test_the_importer_knows_materials_and_questions_by_them(self, book: Book) -> None:
        known = {role_of(header, MATERIALS) for header in book["材料"][0]}
        asked = {role_of(header, QUESTIONS) for header in book["常见问题"][0]}

        assert known >= {"material", "form", "copies", "when", "core", "later", "commitment"}
        assert asked >= {"name", "question", "answer"}
