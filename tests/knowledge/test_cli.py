"""The staff's command line: what each command prints, and its exit code."""

import errno
import json
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

import knowledge
from knowledge import KnowledgeBase
from knowledge.cli import export
from knowledge.cli import main as cli
from knowledge.cli.parser import DATA_SETTING
from knowledge.export import Export
from knowledge.labels import FIELD_NAMES
from knowledge.loader import DATA
from tests.knowledge.test_loader import LIST, PERMIT, add_edition, edit

COMMANDS = [command.__name__.rpartition(".")[2].rstrip("_") for command in cli.COMMANDS]


class Shell:
    """Runs commands and keeps what the last one printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.out = self.err = ""

    def __call__(self, *words: object) -> int:
        code = cli.main([str(word) for word in words])
        self.out, self.err = self._capsys.readouterr()
        return code

    def row(self, *cells: str) -> bool:
        """Whether some printed line says all of this, in this order."""
        return any(_in_order(line, cells) for line in self.out.splitlines())


def _in_order(line: str, cells: tuple[str, ...]) -> bool:
    start = 0
    for cell in cells:
        start = line.find(cell, start)
        if start < 0:
            return False
        start += len(cell)
    return True


@pytest.fixture
def shell(
    kb: KnowledgeBase, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Shell:
    def load(folder: Path) -> KnowledgeBase:
        return kb if folder == DATA else read_anew(folder)  # the shipped data is read once

    read_anew = knowledge.load
    monkeypatch.setattr(knowledge, "load", load)
    monkeypatch.setenv("COLUMNS", "240")
    return Shell(capsys)


@pytest.fixture
def two_lists(data: Path) -> Path:
    """Data with a second list: the permit is stationed in gaoxin from 2025-07-01 on."""
    add_edition(data, "2025-07-01", ends="2025-06-30")
    edit(
        data,
        "editions/later.yml",
        "  construction-permit:\n    gaoxin: {delegation_mode: direct,",
        "  construction-permit:\n    gaoxin: {delegation_mode: stationed,",
    )
    return data


class TestHelp:
    def test_lists_every_command_in_chinese(self, shell: Shell) -> None:
        assert shell("--help") == 0
        assert all(f"    {name}" in shell.out for name in COMMANDS)
        assert shell.row("audit", "盘点资料")
        assert "usage" not in shell.out
        assert "show this help" not in shell.out

    @pytest.mark.parametrize("command", COMMANDS)
    def test_every_command_explains_itself_and_takes_a_data_folder(
        self, shell: Shell, command: str
    ) -> None:
        assert shell(command, "--help") == 0
        assert shell.out.startswith(f"用法：python -m knowledge {command}")
        assert "--data" in shell.out

    @pytest.mark.parametrize(
        ("words", "complaint"),
        [
            ([], "还缺 命令"),
            (["destroy"], "不能是 'destroy'"),
            (["show"], "还缺 事项"),
            (["show", "施工许可证", "--as-of", "昨天"], "“昨天”不是日期，请写成 2025-07-01 这样"),
            (["show", "施工许可证", "--colour"], "不认识 --colour"),
            (["audit", "--stale-days", "-1"], "--stale-days"),
            (["audit", "--json", "--missing", "fee"], "不能一起用"),
            (["export", "out.json"], "还缺 --format"),
            (["diff", "sample-2021"], "要写两个版本"),
            (["validate", "--data", "/none"], "“/none”不是文件夹"),
            (["import", "list", "a.csv", "--id", "附件"], "--id “附件”不能作编号"),
            (["import", "list", "a.csv", "--id", "../annex"], "--id “../annex”不能作编号"),
            (["import", "list", "a.csv", "--url", "www.gov.cn"], "“www.gov.cn”不是网址"),
            (["import", "list", "a.csv", "--document", " "], "--document “ ”是空的"),
        ],
    )
    def test_a_misuse_ends_with_2_and_says_what_is_wrong(
        self, shell: Shell, words: list[str], complaint: str
    ) -> None:
        assert shell(*words) == 2
        assert "用法不对" in shell.err
        assert complaint in shell.err
        assert shell.out == ""


class TestValidate:
    @pytest.mark.parametrize("name", ["validate", "check"])
    def test_sound_data_is_told_in_a_line(self, shell: Shell, name: str) -> None:
        assert shell(name) == 0
        assert shell.out.startswith("资料没有问题：60 个事项，2 个园区")

    def test_every_problem_is_named_with_file_line_field_and_fix(
        self, shell: Shell, data: Path
    ) -> None:
        stage = edit(data, PERMIT, "stage: construction", "stage: building")
        park = edit(data, "parks.yml", "park_id: gaoxin", "park_id: Gao Xin")

        assert shell("validate", "--data", data) == 1
        assert f"{PERMIT} 第{stage}行 stage：只能写其中一个：registration、" in shell.err
        assert f"parks.yml 第{park}行 parks.0.park_id：编号只能用小写英文字母" in shell.err
        assert shell.out == ""

    def test_faults_in_the_words_are_problems_too(self, shell: Shell, data: Path) -> None:
        line = edit(data, "out_of_scope.yml", "  - class:", "  - clas:")
        concepts = edit(data, "thesaurus.yml", "concepts:", "notions:")
        answer = edit(data, "clarifications.yml", "matter_id: ", "matter_id: no-such-")

        assert shell("validate", "--data", data) == 1
        assert f"out_of_scope.yml 第{line}行 classes.0.clas：这里没有“clas”这一项" in shell.err
        assert f"thesaurus.yml 第{concepts}行 notions：这里没有“notions”这一项" in shell.err
        assert f"clarifications.yml 第{answer}行 clarifications." in shell.err
        assert "matter_id：没有编号为“no-such-" in shell.err

    def test_so_are_those_in_grades_holidays_and_promises(self, shell: Shell, data: Path) -> None:
        stars = edit(data, "ratings.yml", "stars: 5", "stars: 6")
        month = edit(data, "holidays.yml", "month: 10", "month: 13")
        status = edit(data, "commitments.yml", "status: sample", "status: approved")

        assert shell("validate", "--data", data) == 1
        assert f"ratings.yml 第{stars}行 grades.4.stars：不能大于 5" in shell.err
        assert f"holidays.yml 第{month}行 holidays.5.month：不能大于 12" in shell.err
        assert f"commitments.yml 第{status}行 0.versions.0.status：只能写其中一个" in shell.err

    def test_the_folder_of_the_setting_is_the_default(
        self, shell: Shell, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (data / "policy.yml").unlink()
        monkeypatch.setenv(DATA_SETTING, str(data))

        assert shell("validate") == 1
        assert "policy.yml：缺少这个文件" in shell.err

    @pytest.mark.parametrize("command", ["editions", "audit", "diff", "build"])
    def test_no_command_works_on_faulty_data(self, shell: Shell, data: Path, command: str) -> None:
        (data / "policy.yml").unlink()

        assert shell(command, "--data", data) == 1
        assert shell.err.startswith("资料有 1 处问题")


class TestBuild:
    def test_an_index_that_fits_is_kept(self, shell: Shell, index_dir: Path) -> None:
        assert shell("build", "--index-dir", index_dir) == 0
        assert "资料没有问题" in shell.out
        assert "索引是最新的" in shell.out

    def test_an_encoder_that_is_not_there_is_told(self, shell: Shell, tmp_path: Path) -> None:
        assert shell("build", "--index-dir", tmp_path, "--encoder", tmp_path / "none") == 1
        assert shell.err.startswith("打不开编码模型：请把 GUIDE_ENCODER")


class TestShow:
    @pytest.mark.parametrize(
        "name", ["construction-permit", "建筑工程施工许可证核发", "施工许可证", "施工許可證"]
    )
    def test_a_matter_goes_by_id_name_or_alias(self, shell: Shell, name: str) -> None:
        assert shell("show", name) == 0
        assert "建筑工程施工许可证核发（construction-permit）" in shell.out

    def test_each_field_has_value_status_source_and_day(self, shell: Shell) -> None:
        shell("show", "施工许可证", "--park", "高新区")

        assert shell.row(
            "法定时限", "七日内", "法律法规", "《中华人民共和国建筑法》第八条", "2025-04-19"
        )
        assert shell.row("赋权方式", "直接赋权", "示例", "示例数据")
        assert shell.row("办理窗口", "1号窗口")
        assert "提示：赋权方式和窗口是示例数据" in shell.out

    def test_what_nobody_published_is_said_to_be_missing(
        self, shell: Shell, kb: KnowledgeBase
    ) -> None:
        fields = kb.guide("construction-permit", "gaoxin").fields
        missing = [FIELD_NAMES[name] for name, fact in fields.items() if fact.value is None]

        shell("show", "construction-permit", "--park", "gaoxin")

        assert missing
        assert all(shell.row(label, "暂缺") for label in missing)

    def test_of_both_parks_only_what_differs_stands_twice(self, shell: Shell) -> None:
        shell("show", "施工许可证")

        assert sum(line.startswith("决定主体") for line in shell.out.splitlines()) == 2
        assert sum(line.startswith("法定时限") for line in shell.out.splitlines()) == 1
        assert shell.row("郴州高新区")
        assert shell.row("郴州经开区")

    def test_a_day_has_the_mode_of_its_list(self, shell: Shell, two_lists: Path) -> None:
        words = ("show", "施工许可证", "--park", "gaoxin", "--data", two_lists, "--as-of")

        shell(*words, "2025-06-30")
        assert shell.row("赋权方式", "直接赋权")
        shell(*words, "2025-07-01")
        assert shell.row("赋权方式", "服务前移")

    def test_a_day_before_the_take_over_says_who_handled_it(self, shell: Shell) -> None:
        assert shell("show", "施工许可证", "--as-of", "2021-03-09") == 1
        assert "在那以前由市直部门（住房和城乡建设主管部门）办理" in shell.err

    @pytest.mark.parametrize("name", ["施工许可正", "construction-permitt", "建筑工程施工"])
    def test_for_an_unknown_name_the_nearest_are_named(self, shell: Shell, name: str) -> None:
        assert shell("show", name) == 1
        first = shell.err.splitlines()[1]
        assert first == "  建筑工程施工许可证核发（construction-permit）"

    def test_an_unknown_park_is_answered_with_the_parks(self, shell: Shell) -> None:
        assert shell("show", "施工许可证", "--park", "苏仙") == 1
        assert "没有“苏仙”这个园区" in shell.err
        assert "郴州高新区（gaoxin）" in shell.err
        assert "郴州经开区（jingkai）" in shell.err


class TestSearch:
    def test_names_candidates_with_scores(self, shell: Shell, index_dir: Path) -> None:
        assert shell("search", "施工许可证", "怎么办", "--index-dir", index_dir) == 0
        assert "（match）" in shell.out
        assert shell.row("1", "建筑工程施工许可证核发", "construction-permit", "1.000")

    def test_says_why_without_taking_the_words_for_a_matter(
        self, shell: Shell, index_dir: Path
    ) -> None:
        assert shell("search", "--why", "开饭店要办什么证", "--index-dir", index_dir) == 0
        assert "为什么：食品经营许可，第 1 名" in shell.out
        assert "第一个事项正确的可能：" in shell.out

    def test_says_why_not_another_matter(self, shell: Shell, index_dir: Path) -> None:
        asked = ("search", "开饭店", "--index-dir", index_dir, "--matter")
        assert shell(*asked, "施工许可证") == 0
        assert "为什么：建筑工程施工许可证核发" in shell.out
        assert shell(*asked, "施工许可正") == 1
        assert "判断：" not in shell.out

    def test_names_the_question_it_would_ask(self, shell: Shell, index_dir: Path) -> None:
        shell("search", "消防", "--index-dir", index_dir)

        assert "（clarify）" in shell.out
        assert "追问：" in shell.out
        assert "· 都不是" in shell.out

    def test_names_whose_business_it_is(self, shell: Shell, index_dir: Path) -> None:
        shell("search", "离婚", "--index-dir", index_dir)

        assert "（none）" in shell.out
        assert "转介：" in shell.out

    def test_finds_nothing_on_a_day_without_a_list(self, shell: Shell, index_dir: Path) -> None:
        shell("search", "施工许可证", "--index-dir", index_dir, "--as-of", "2020-01-01")

        assert "（none）" in shell.out
        assert "construction-permit" not in shell.out

    def test_without_an_index_says_how_to_build_it(self, shell: Shell, tmp_path: Path) -> None:
        assert shell("search", "施工许可证", "--index-dir", tmp_path / "none") == 1
        assert "请先运行：python -m knowledge build" in shell.err


class TestEditions:
    def test_are_listed_with_dates_status_and_number_of_matters(
        self, shell: Shell, two_lists: Path
    ) -> None:
        assert shell("editions", "--data", two_lists) == 0
        assert shell.row("sample-2021", "示例", "2021-03-10", "2025-06-30", "60")
        assert shell.row("later", "示例", "2025-07-01", "现行", "60")

    def test_with_only_one_there_is_nothing_to_compare(self, shell: Shell) -> None:
        assert shell("diff") == 1
        assert "只有一个清单版本（sample-2021）" in shell.err

    @pytest.mark.parametrize("named", [(), ("sample-2021", "later")])
    def test_differ_as_the_table_says(
        self, shell: Shell, two_lists: Path, named: tuple[str, ...]
    ) -> None:
        assert shell("diff", *named, "--data", two_lists) == 0
        assert "从 sample-2021 到 later（2025年7月1日起）有 1 处变化" in shell.out
        assert shell.row(
            "方式变了", "建筑工程施工许可证核发", "construction-permit", "郴州高新区", "直接赋权",
            "服务前移",
        )  # fmt: skip

    def test_differ_as_data(self, shell: Shell, two_lists: Path) -> None:
        shell("diff", "--json", "--data", two_lists)

        (change,) = json.loads(shell.out)["changes"]
        assert (change["kind"], change["before"], change["after"]) == (
            "mode_changed", "direct", "stationed",
        )  # fmt: skip

    def test_the_later_one_first_is_refused(self, shell: Shell, two_lists: Path) -> None:
        assert shell("diff", "later", "sample-2021", "--data", two_lists) == 1
        assert "diff sample-2021 later" in shell.err

    def test_an_unknown_one_is_answered_with_those_there_are(self, shell: Shell) -> None:
        assert shell("diff", "sample-2020", "sample-2021") == 1
        assert "（sample-2021）" in shell.err


class TestAudit:
    def test_prints_small_tables(self, shell: Shell, kb: KnowledgeBase) -> None:
        assert shell("audit") == 0
        assert f"{len(kb.matters)} 个事项" in shell.out
        for title in ("各种状态有多少", "每一项的状态", "缺得最多的", "用得最多的", "天没有核对"):
            assert title in shell.out

    def test_as_json_it_is_the_audit(self, shell: Shell, kb: KnowledgeBase) -> None:
        assert shell("audit", "--json") == 0
        assert json.loads(shell.out)["matters"] == len(kb.matters)

    def test_lists_what_has_no_english_yet_as_no_mistake(self, shell: Shell, data: Path) -> None:
        shell("audit", "--data", data)
        assert "还没有英文的内容：0 处" in shell.out

        edit(data, "english/terms.yml", 'zh: "建筑工程施工许可证"', 'zh: "旧的说法"')

        assert shell("audit", "--data", data) == 0
        assert "还没有英文的内容：1 处" in shell.out
        assert shell.row("建筑工程施工许可证核发", "办理结果", "建筑工程施工许可证")
        assert shell("validate", "--data", data) == 0

    @pytest.mark.parametrize("field", ["承诺时限", "promised_limit"])
    def test_lists_the_matters_that_miss_a_field(
        self, shell: Shell, kb: KnowledgeBase, field: str
    ) -> None:
        lacking = [m for m in kb.matters.values() if m.fields.promised_limit.value is None]

        assert shell("audit", "--missing", field) == 0
        assert f"缺“承诺时限”（promised_limit）的事项：{len(lacking)} 个" in shell.out
        for matter in lacking:
            assert shell.row(matter.name, matter.matter_id, str(matter.department.value))

    def test_an_unknown_field_is_answered_with_the_nearest(self, shell: Shell) -> None:
        assert shell("audit", "--missing", "承诺期限") == 1
        assert "承诺时限（promised_limit）" in shell.err

    def test_how_old_is_stale_is_for_the_asker(self, shell: Shell) -> None:
        shell("audit", "--stale-days", "100000")

        assert "超过 100000 天没有核对：0 项" in shell.out

    def test_without_a_list_in_force_there_is_nothing_to_audit(
        self, shell: Shell, data: Path
    ) -> None:
        edit(data, LIST, "effective_to: null", "effective_to: 2022-01-01")

        assert shell("audit", "--data", data) == 1
        assert "没有可盘点的" in shell.err


class TestExport:
    def test_json_of_one_park_and_day(self, shell: Shell, tmp_path: Path) -> None:
        out = tmp_path / "matters.json"
        words = ("export", "--format", "json", out, "--park", "经开区", "--as-of", "2024-01-02")

        assert shell(*words) == 0
        exported = json.loads(out.read_text(encoding="utf-8"))
        assert exported["as_of"] == "2024-01-02"
        assert {guide["park_id"] for guide in exported["guides"]} == {"jingkai"}
        assert f"已导出 60 份办事指南（2024-01-02）：{out}" in shell.out

    def test_xlsx_opens_again(self, shell: Shell, tmp_path: Path) -> None:
        out = tmp_path / "matters.xlsx"

        assert shell("export", "--format", "xlsx", out) == 0
        assert openpyxl.load_workbook(out)["事项"].max_row == 121
        assert list(tmp_path.iterdir()) == [out]

    def test_a_folder_that_is_not_there_is_told(self, shell: Shell, tmp_path: Path) -> None:
        assert shell("export", "--format", "json", tmp_path / "none" / "matters.json") == 1
        assert "请检查文件夹在不在" in shell.err

    def test_a_full_disk_leaves_the_old_file_alone(
        self, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        out = tmp_path / "matters.json"
        out.write_text("old", encoding="utf-8")

        def fill_the_disk(_: Export, file: Path) -> None:
            file.write_text("half", encoding="utf-8")
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setitem(export.WRITERS, "json", fill_the_disk)

        assert shell("export", "--format", "json", out) == 1
        assert f"写不了 {out}：磁盘已满" in shell.err
        assert out.read_text(encoding="utf-8") == "old"
        assert list(tmp_path.iterdir()) == [out]

    def test_a_day_without_matters_leaves_the_old_file_alone(
        self, shell: Shell, tmp_path: Path
    ) -> None:
        out = tmp_path / "matters.json"
        out.write_text("old", encoding="utf-8")

        assert shell("export", "--format", "json", out, "--as-of", "2020-01-01") == 1
        assert "没有可导出的" in shell.err
        assert out.read_text(encoding="utf-8") == "old"
