"""A data folder is loaded whole, or not at all: every problem with file, line, field and fix."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import knowledge
from knowledge import KnowledgeError, Problem

PERMIT = "matters/construction-permit.yml"
LIST = "editions/sample-2021.yml"


def edit(data: Path, name: str, old: str, new: str) -> int:
    """Replace the first `old` in a file; the line it stood on, counted from 1."""
    file = data / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def add_edition(data: Path, begins: str, ends: str) -> None:
    """One more edition from `begins` on, the one before it ending on `ends`."""
    edit(data, LIST, "effective_to: null", f"effective_to: {ends}")
    text = (data / LIST).read_text(encoding="utf-8")
    text = text.replace("id: sample-2021", "id: later").replace("2021-03-10", begins)
    text = text.replace(f"effective_to: {ends}", "effective_to: null")
    (data / "editions" / "later.yml").write_text(text, encoding="utf-8")


def problems_of(data: Path) -> list[Problem]:
    with pytest.raises(KnowledgeError) as caught:
        knowledge.load(data)
    return caught.value.problems


def only_problem_of(data: Path) -> Problem:
    (problem,) = problems_of(data)
    return problem


def test_the_shipped_edition_is_sound_and_complete(kb: knowledge.KnowledgeBase) -> None:
    assert len(kb.matters) == 60
    assert set(kb.parks) == {"gaoxin", "jingkai"}
    assert all(kb.park_ids(matter_id) == list(kb.parks) for matter_id in kb.matters)
    assert kb.edition.status == "sample"


def test_every_matter_comes_with_what_people_say(kb: knowledge.KnowledgeBase) -> None:
    assert [m.matter_id for m in kb.matters.values() if not (m.phrasings and m.name_en)] == []


def test_a_file_with_another_extension_is_told(data: Path) -> None:
    text = (data / PERMIT).read_text("utf-8")
    (data / "matters" / "extra.yaml").write_text(text, "utf-8")
    problem = only_problem_of(data)
    assert (problem.file, problem.line) == ("matters/extra.yaml", None)
    assert "请把扩展名改成 .yml" in problem.message


def test_what_people_say_has_letters(data: Path) -> None:
    line = edit(data, "phrasings/food-business-permit.yml", "  - 餐饮证\n", '  - "？！"\n')
    problem = only_problem_of(data)
    assert (problem.file, problem.line) == ("phrasings/food-business-permit.yml", line)
    assert "没有文字" in problem.message


def test_no_broken_edition_is_half_loaded_and_all_problems_are_named_at_once(data: Path) -> None:
    edit(data, PERMIT, "stage: construction", "stage: building")
    edit(data, "parks.yml", "park_id: gaoxin", "park_id: Gao Xin")
    (data / "matters" / "enterprise-name.yml").write_text("matter_id: [", encoding="utf-8")

    files = {problem.file for problem in problems_of(data)}

    assert {PERMIT, "parks.yml", "matters/enterprise-name.yml"} <= files


def test_the_message_reads_file_line_field_and_fix(data: Path) -> None:
    line = edit(data, PERMIT, "    status: law", "    satus: law")

    problems = [str(problem) for problem in problems_of(data)]

    assert (
        f"{PERMIT} 第{line}行 fields.department.satus：这里没有“satus”这一项，请改正名称，或者删去"
    ) in problems
    assert any(
        "fields.department.status：缺少“status”（状态），请补上" in text for text in problems
    )


def test_a_value_without_a_source_is_refused(data: Path) -> None:
    file = data / PERMIT
    text = file.read_text(encoding="utf-8")
    start = text.index("  result:")
    end = text.index("  online_entrance:")
    bare = "  result:\n    value: 施工许可证\n    status: law\n    checked_on: 2025-04-19\n"
    file.write_text(text[:start] + bare + text[end:], encoding="utf-8")

    problem = only_problem_of(data)

    assert (problem.file, problem.field) == (PERMIT, "fields.result")
    assert problem.line == text[:start].count("\n") + 1
    assert "请写 document（文件）和 article（条款）" in problem.message


def test_a_key_that_occurs_twice_is_refused(data: Path) -> None:
    line = edit(data, PERMIT, "stage: construction\n", "stage: construction\nstage: land\n")

    problem = next(p for p in problems_of(data) if p.file == PERMIT)

    assert problem.line == line + 1
    assert "“stage”写了两次" in problem.message


def test_an_id_is_the_name_of_its_file(data: Path) -> None:
    (data / PERMIT).rename(data / "matters" / "building-permit.yml")

    named = {(p.file, p.field): p.message for p in problems_of(data)}

    assert named["matters/building-permit.yml", "matter_id"] == (
        "编号“construction-permit”和文件名不一样：请把文件改名为 construction-permit.yml"
    )


NO_TOPIC = "  - topic: none\n    label: 没有对上\n    cues: []\n"

Break = Callable[[Path], object]

DANGLING: dict[str, tuple[Break, str, str, str]] = {
    "a window that handles no such matter": (
        lambda data: edit(data, "halls.yml", "- construction-permit", "- building-permit"),
        "halls.yml",
        "halls.0.windows.0.matters.",
        "没有编号为“building-permit”的事项",
    ),
    "a matter that no window handles": (
        lambda data: (
            edit(data, "halls.yml", "          - construction-permit\n", ""),
            edit(data, "halls.yml", "        matters: all", "        matters: [eia-approval]"),
        ),
        LIST,
        "matters.construction-permit.gaoxin",
        "园区 gaoxin 没有窗口受理 construction-permit：请在 halls.yml 里加到一个窗口",
    ),
    "a matter in no such park": (
        lambda data: edit(data, LIST, "    gaoxin:", "    suxian:"),
        LIST,
        "matters.archaeology-survey.suxian",
        "没有编号为“suxian”的园区",
    ),
    "a listed matter without a file": (
        lambda data: edit(data, LIST, "  eia-approval:\n", "  eia-permit:\n"),
        LIST,
        "matters.eia-permit",
        "没有编号为“eia-permit”的事项：请改正，或者新建 matters/eia-permit.yml",
    ),
    "a matter on no list": (
        lambda data: edit(data, LIST, "  eia-approval:\n", "  eia-permit:\n"),
        "matters/eia-approval.yml",
        "",
        "事项 eia-approval 不在任何清单版本里",
    ),
    "two lists for one day": (
        lambda data: add_edition(data, "2025-07-01", ends="2025-07-01"),
        LIST,
        "effective_to",
        "和清单版本 later（从 2025-07-01 开始）重叠：请改成 2025-06-30",
    ),
    "two lists from one day on": (
        lambda data: add_edition(data, "2021-03-10", ends="2021-05-10"),
        LIST,
        "effective_from",
        "也从 2021-03-10 开始：请把它写进 replaces",
    ),
    "a list in the place of none": (
        lambda data: edit(data, LIST, "effective_to: null", "replaces: [sample-2020]"),
        LIST,
        "replaces.0",
        "没有另一个清单版本叫“sample-2020”",
    ),
    "a list in its own place": (
        lambda data: edit(data, LIST, "effective_to: null", "replaces: [sample-2021]"),
        LIST,
        "replaces",
        "每个清单版本都被别的版本代替了",
    ),
    "days without a list": (
        lambda data: add_edition(data, "2025-07-01", ends="2025-06-28"),
        LIST,
        "effective_to",
        "到清单版本 later（从 2025-07-01 开始）之间有空档：请改成 2025-06-30",
    ),
    "a list that ends before it begins": (
        lambda data: edit(data, LIST, "effective_to: null", "effective_to: 2021-03-09"),
        LIST,
        "",
        "effective_to 2021-03-09 比开始日期 effective_from 2021-03-10 还早",
    ),
    "a mode that begins before its list": (
        lambda data: edit(data, LIST, "status: sample}", "status: sample, since: 2021-03-09}"),
        LIST,
        "matters.archaeology-survey.gaoxin.since",
        "2021-03-09 不在这个清单版本的有效期内",
    ),
    "a mode that ends before it begins": (
        lambda data: edit(data, LIST, "status: sample}", "status: sample, until: 2021-03-09}"),
        LIST,
        "matters.archaeology-survey.gaoxin.until",
        "2021-03-09 比开始的 2021-03-10 还早",
    ),
    "a promise longer than the law allows": (
        lambda data: edit(
            data,
            PERMIT,
            "  statutory_limit:\n",
            "  promised_limit: {value: {text: 八日, number: 8, unit: 日}, status: sample, "
            "source: [{title: 示例}]}\n  statutory_limit:\n",
        ),
        PERMIT,
        "fields.promised_limit.value.number",
        "承诺时限 8 超过法定时限 7",
    ),
    "a journey through no such matter": (
        lambda data: edit(data, "journeys.yml", "matter_id: enterprise-name", "matter_id: naming"),
        "journeys.yml",
        "journeys.1",
        "",
    ),
    "a park without a hall": (
        lambda data: edit(data, "halls.yml", "park_id: jingkai", "park_id: gaoxin"),
        "parks.yml",
        "parks.1",
        "园区 jingkai 没有大厅",
    ),
    "an exception for no such hall": (
        lambda data: edit(data, "calendar.yml", "jingkai-hall", "suxian-hall"),
        "calendar.yml",
        "calendar.0.hall_id",
        "没有编号为“suxian-hall”的大厅",
    ),
    "two windows with one id": (
        lambda data: edit(data, "halls.yml", "window_id: gaoxin-02", "window_id: gaoxin-01"),
        "halls.yml",
        "halls.0.windows.1.window_id",
        "窗口编号 gaoxin-01 用了两次",
    ),
    "a name for two matters": (
        lambda data: edit(data, "matters/enterprise-change.yml", "- 变更登记", "- 营业执照"),
        "matters/enterprise-registration.yml",
        "aliases.0",
        "“营业执照”已经是事项 enterprise-change 的名称或别名",
    ),
    "a matter nobody can ask for": (
        lambda data: (data / "phrasings" / "construction-permit.yml").unlink(),
        PERMIT,
        "",
        "没有人能搜到事项 construction-permit",
    ),
    "phrasings of no matter": (
        lambda data: (data / "phrasings" / "gone.yml").write_text(
            "{matter_id: gone, name_en: Gone, nouns: [无], phrasings: [无]}", encoding="utf-8"
        ),
        "phrasings/gone.yml",
        "matter_id",
        "没有编号为“gone”的事项",
    ),
    "a topic that shows no such field": (
        lambda data: edit(data, "topics.yml", "fields: [fee]", "fields: [price]"),
        "topics.yml",
        "topics.6.fields.0",
        "办事指南里没有“price”这一项",
    ),
    "a topic of the contract left out": (
        lambda data: edit(
            data, "topics.yml", "  - topic: none\n    label: 没有对上\n    cues: []\n", ""
        ),
        "topics.yml",
        "topics",
        "缺少话题 none",
    ),
    "a cue for two topics": (
        lambda data: edit(data, "topics.yml", "cues: [要多久", "cues: [收费, 要多久"),
        "topics.yml",
        "topics.6.cues.",
        "“收费”已经是话题 time_limit 的提示词",
    ),
    "an official mode without a source": (
        lambda data: edit(data, LIST, "status: sample}", "status: official}"),
        LIST,
        "matters.archaeology-survey.gaoxin.status",
        "状态是 official，就要写 source（来源）和 checked_on（核对日期）",
    ),
    "a file left out": (
        lambda data: (data / "policy.yml").unlink(),
        "policy.yml",
        "",
        "缺少这个文件",
    ),
    "a file of another shape": (
        lambda data: (data / "policy.yml").write_text("- 政策\n", encoding="utf-8"),
        "policy.yml",
        "",
        "要有名为 policy 的列表",
    ),
    "a file that is not text": (
        lambda data: (data / "policy.yml").write_bytes(b"\xff\xfe\x00"),
        "policy.yml",
        "",
        "请另存为 UTF-8",
    ),
}


@pytest.mark.parametrize(
    ("break_it", "file", "field", "message"), DANGLING.values(), ids=list(DANGLING)
)
def test_what_does_not_fit_together_is_refused(
    data: Path, break_it: Break, file: str, field: str, message: str
) -> None:
    break_it(data)

    assert any(
        problem.file == file and problem.field.startswith(field) and message in problem.message
        for problem in problems_of(data)
    )


def move_to_a_list_that_is_refused(data: Path) -> None:
    add_edition(data, "2025-07-01", ends="null")
    edit(data, "editions/later.yml", "status: sample", "status: rumour")
    text = (data / LIST).read_text(encoding="utf-8")
    start, end = text.index("  eia-approval:"), text.index("  eia-registration:")
    (data / LIST).write_text(text[:start] + text[end:], encoding="utf-8")


ONE_MISTAKE: dict[str, Break] = {
    "halls that cannot be read": lambda data: (data / "halls.yml").write_text("a: b: c", "utf-8"),
    "a hall that is refused": lambda data: edit(data, "halls.yml", "slot_minutes: ", "minutes: "),
    "topics that cannot be read": lambda data: (data / "topics.yml").unlink(),
    "the one list that has a matter": move_to_a_list_that_is_refused,
    "phrasings that are refused": lambda data: edit(
        data, "phrasings/construction-permit.yml", "phrasings:", "phrases:"
    ),
    "no phrasings at all": lambda data: shutil.rmtree(data / "phrasings"),
}


@pytest.mark.parametrize("break_it", ONE_MISTAKE.values(), ids=list(ONE_MISTAKE))
def test_what_only_follows_from_a_mistake_does_not_bury_it(data: Path, break_it: Break) -> None:
    break_it(data)

    assert len({problem.file for problem in problems_of(data)}) == 1


def test_a_list_without_an_end_holds_until_the_next_begins(data: Path) -> None:
    add_edition(data, "2025-07-01", ends="null")

    kb = knowledge.load(data)

    ends = {edition.id: edition.effective_to for edition in kb.editions}
    assert ends == {"sample-2021": date(2025, 6, 30), "later": None}


def test_a_list_in_the_place_of_another_leaves_no_trace_of_it(data: Path) -> None:
    add_edition(data, "2021-03-10", ends="null")
    edit(data, "editions/later.yml", "effective_to: null", "replaces: [sample-2021]")

    kb = knowledge.load(data)

    assert [edition.id for edition in kb.editions] == ["later"]


def test_a_new_matter_is_a_matter_of_data_alone(data: Path) -> None:
    text = (data / PERMIT).read_text(encoding="utf-8")
    text = text.replace("construction-permit", "demolition-permit")
    text = text[: text.index("aliases:")] + text[text.index("category:") :]
    text = text.replace("建筑工程施工许可证核发", "房屋拆除工程备案", 1)
    (data / "matters" / "demolition-permit.yml").write_text(text, encoding="utf-8")
    (data / "phrasings" / "demolition-permit.yml").write_text(
        "{matter_id: demolition-permit, name_en: Demolition, nouns: [拆除], phrasings: [拆房子]}",
        encoding="utf-8",
    )
    halls = (data / "halls.yml").read_text(encoding="utf-8")
    line = "          - construction-permit\n"
    halls = halls.replace(line, line + line.replace("construction", "demolition"))
    (data / "halls.yml").write_text(halls, encoding="utf-8")
    modes = "{gaoxin: {delegation_mode: direct, status: sample}}"
    edit(data, LIST, "matters:\n", f"matters:\n  demolition-permit: {modes}\n")

    kb = knowledge.load(data)

    assert kb.guide("demolition-permit", "gaoxin").name == "房屋拆除工程备案"
    assert [w.kind for w in kb.windows_for("demolition-permit", "gaoxin")] == ["general", "assist"]
