"""`import` on the command line: a dry run first, then the real one, all of it or nothing."""

import shutil
from pathlib import Path

import pytest

import knowledge
from knowledge.cli.main import main
from knowledge.loader import DATA
from tests.knowledge.importing.test_edition_plan import ROWS, annex, snapshot
from tests.knowledge.importing.test_guide_plan import guides

LIST_OPTIONS = ("--id", "annex-2021", "--from", "2021-03-10", "--document", "郴政办发〔2021〕4号")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def run(*words: object) -> int:
    return main([str(word) for word in words])


def test_a_dry_run_tells_what_would_change_and_changes_nothing(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = snapshot(data)

    code = run("import", "list", annex(tmp_path), *LIST_OPTIONS, "--dry-run", "--data", data)

    told = capsys.readouterr().out
    assert code == 0
    assert "读到 3 行：认出 2 个已有事项，1 个新事项，0 处读不懂" in told
    assert "代替示例清单：sample-2021" in told
    assert "烟花爆竹经营许可" in told
    assert "郴州高新区「建筑工程施工许可证核发」由直接赋权改为服务前移" in told
    assert "什么都没有改" in told
    assert snapshot(data) == before


def test_the_real_run_puts_the_list_in_the_place_of_the_sample(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("import", "list", annex(tmp_path), *LIST_OPTIONS, "--data", data) == 0
    assert "make reload" in capsys.readouterr().out
    assert [edition.id for edition in knowledge.load(data).editions] == ["annex-2021"]
    assert run("validate", "--data", data) == 0


def test_what_nobody_could_read_stops_the_import_unless_it_is_left_out(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = ["4", "占道施工许可", "", "市城管局", "另行通知", "高新区", ""]
    words = ("import", "list", annex(tmp_path, [*ROWS, odd]), *LIST_OPTIONS, "--data", data)
    before = snapshot(data)

    assert run(*words) == 1
    told = capsys.readouterr()
    assert "另行通知" in told.out
    assert "没有导入" in told.err
    assert snapshot(data) == before

    assert run(*words, "--skip-unread") == 0
    assert "annex-2021" in {edition.id for edition in knowledge.load(data).editions}


def test_guides_are_imported_with_their_source(data: Path, tmp_path: Path) -> None:
    words = ("import", "guides", guides(tmp_path), "--source", "办事指南2026", "--data", data)
    assert run(*words) == 1, "one matter of the file is unknown"
    assert run(*words, "--skip-unread") == 0
    promised = knowledge.load(data).matters["construction-permit"].fields.promised_limit
    assert promised.source[0].title == "办事指南2026"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("list", "nowhere.docx", *LIST_OPTIONS), 1, "没有这个文件"),
        (("list", __file__), 2, "--id"),
        (("list", __file__, *LIST_OPTIONS), 1, "文件读不了"),
        (("guides", __file__), 2, "--source"),
    ],
)
def test_trouble_is_told_in_one_sentence(
    data: Path, words: tuple[str, ...], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("import", *words, "--data", data) == code
    assert told in capsys.readouterr().err
