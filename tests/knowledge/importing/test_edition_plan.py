"""Importing an annex: what would change, and the change itself, all of it or nothing."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook  # type: ignore[import-untyped]

import knowledge
from knowledge import changes
from knowledge.encoder.opening import Encoder
from knowledge.errors import KnowledgeError
from knowledge.importing.edition_plan import EditionPlan, Listing, plan_edition
from knowledge.index import builder
from knowledge.loader import DATA
from knowledge.search import Searcher

LISTING = Listing(
    edition_id="annex-2021",
    title="赋权事项清单",
    effective_from=date(2021, 3, 10),
    document="郴政办发〔2021〕4号",
    checked_on=date(2026, 11, 25),
    replaces=("sample-2021",),
)
HEADER = ["序号", "事项名称", "子项", "实施部门", "赋权方式", "承接园区", "备注"]
ROWS = [
    ["1", "建筑工程施工许可证核发", "", "市住房和城乡建设局", "服务前移", "高新区、经开区", ""],
    ["2", "建设项目环境影响评价文件审批", "", "市生态环境局", "直接赋权", "高新区", "报告表"],
    ["3", "烟花爆竹经营许可", "批发", "市应急管理局", "审批直报", "两园区", ""],
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def annex(folder: Path, rows: list[list[str]] | None = None) -> Path:
    """A Word file with the list."""
    document = Document()
    document.add_paragraph("附件：赋予园区行使市级有关权限事项清单")
    table = document.add_table(rows=0, cols=len(HEADER))
    for row in [HEADER, *(ROWS if rows is None else rows)]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    path = folder / "annex.docx"
    document.save(str(path))
    return path


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def plan(data: Path, tmp_path: Path) -> EditionPlan:
    return plan_edition(data, annex(tmp_path), LISTING)


def test_a_dry_run_tells_everything_and_changes_nothing(data: Path, tmp_path: Path) -> None:
    before = snapshot(data)

    plan = plan_edition(data, annex(tmp_path), LISTING)

    assert snapshot(data) == before
    assert set(plan.known) == {"construction-permit", "eia-approval"}
    assert [rows[0].name for rows in plan.new.values()] == ["烟花爆竹经营许可"]
    assert plan.unread == []
    assert plan.difference is not None
    told = {(c.kind, c.matter_id, c.park_id) for c in plan.difference.changes}
    assert ("mode_changed", "construction-permit", "gaoxin") in told
    assert ("removed", "eia-approval", "jingkai") in told
    assert ("added", next(iter(plan.new)), "jingkai") in told


def test_the_list_takes_the_place_of_the_sample(data: Path, plan: EditionPlan) -> None:
    changes.apply(data, plan.files)

    kb = knowledge.load(data)

    assert [edition.id for edition in kb.editions] == ["annex-2021"]
    guide = kb.guide("construction-permit", "gaoxin")
    mode = guide.fields["delegation_mode"]
    assert (mode.value, mode.status) == ("stationed", "official")
    assert mode.source[0].document == "郴政办发〔2021〕4号"
    assert guide.fields["department"].value == "市住房和城乡建设局"
    assert "市住房和城乡建设局" in str(guide.fields["deciding_body"].value)
    assert not any("示例数据" in notice for notice in guide.notices)
    assert kb.park_ids("eia-approval") == ["gaoxin"]
    assert kb.guide("eia-approval", "gaoxin").fields["remarks"].value == "报告表"


def test_a_new_matter_is_found_at_once_and_says_what_is_missing(
    data: Path, plan: EditionPlan, encoder: Encoder, tmp_path: Path
) -> None:
    changes.apply(data, plan.files)
    kb = knowledge.load(data)
    builder.build(kb, encoder, tmp_path / "index", say=lambda _: None)

    found = Searcher.open(kb, tmp_path / "index", encoder).search("我想办烟花爆竹批发许可")

    new = next(iter(plan.new))
    assert found.candidates[0].matter_id == new
    guide = kb.guide(new, "gaoxin")
    assert guide.name == "烟花爆竹经营许可（批发）"
    assert guide.fields["delegation_mode"].value == "direct_report"
    assert guide.fields["statutory_limit"].status == "missing"
    assert [window.kind for window in kb.windows_for(new, "gaoxin")] == ["assist"]


def test_a_later_list_leaves_the_earlier_one_to_its_own_days(data: Path, tmp_path: Path) -> None:
    later = Listing(
        "annex-2027", "赋权事项清单（2027年）", date(2027, 1, 1), "郴政办发〔2026〕9号",
        date(2026, 11, 25),
    )  # fmt: skip

    changes.apply(data, plan_edition(data, annex(tmp_path), later).files)

    kb = knowledge.load(data)
    assert [edition.id for edition in kb.editions] == ["sample-2021", "annex-2027"]
    modes = [
        kb.guide("construction-permit", "gaoxin", day).fields["delegation_mode"].value
        for day in (date(2026, 12, 31), date(2027, 1, 1))
    ]
    assert modes == ["direct", "stationed"]


def test_rows_that_contradict_each_other_are_taken_for_neither(data: Path, tmp_path: Path) -> None:
    other = [*ROWS[0]]
    other[4] = "直接赋权"

    plan = plan_edition(data, annex(tmp_path, [*ROWS, other]), LISTING)

    assert "construction-permit" not in plan.known
    assert ["写了不同的赋权方式" in unread.reason for unread in plan.unread] == [True] * 2


def test_what_would_break_the_data_is_refused_before_anything_is_written(
    data: Path, tmp_path: Path
) -> None:
    same_day = Listing("again", "清单", date(2021, 3, 10), "文件", date(2026, 11, 25))
    before = snapshot(data)

    with pytest.raises(KnowledgeError, match="也从 2021-03-10 开始"):
        plan_edition(data, annex(tmp_path), same_day)

    assert snapshot(data) == before


def test_the_same_list_as_a_workbook_reads_the_same(data: Path, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [HEADER, *ROWS]:
        sheet.append(row)
    book.save(tmp_path / "annex.xlsx")

    from_word = plan_edition(data, annex(tmp_path), LISTING)
    from_book = plan_edition(data, tmp_path / "annex.xlsx", LISTING)

    assert from_word.files == from_book.files


class TestAllOrNothing:
    def test_a_change_cut_short_before_it_was_complete_leaves_no_trace(self, data: Path) -> None:
        before = snapshot(data)
        half = data / changes.PENDING / "files" / "editions"
        half.mkdir(parents=True)
        (half / "half.yml").write_text("id: ha", encoding="utf-8")

        assert knowledge.load(data).editions[0].id == "sample-2021"
        assert snapshot(data) == before

    def test_a_change_cut_short_after_it_was_complete_is_finished(
        self, data: Path, plan: EditionPlan, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        moved: list[Path] = []
        replace = Path.replace

        def stop_after_two(self: Path, target: Path) -> Path:
            if len(moved) == 2:
                raise KeyboardInterrupt
            moved.append(self)
            return replace(self, target)

        monkeypatch.setattr(Path, "replace", stop_after_two)
        with pytest.raises(KeyboardInterrupt):
            changes.apply(data, plan.files)
        monkeypatch.undo()

        assert knowledge.load(data).editions[0].id == "annex-2021"
        assert set(plan.files) <= set(snapshot(data))
        assert not (data / changes.PENDING).exists()

    def test_a_full_disk_leaves_everything_as_it_was(
        self, data: Path, plan: EditionPlan, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = snapshot(data)

        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("knowledge.changes.os.fsync", full)
        with pytest.raises(OSError, match="No space left"):
            changes.apply(data, plan.files)

        assert snapshot(data) == before
