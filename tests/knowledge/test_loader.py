"""A data folder is loaded whole, or not at all: every problem with file, line, field and fix."""

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
        f"{PERMIT}:{line}: fields.department.satus: there is no such field here: "
        "correct its name or take it out"
    ) in problems
    assert any(
        "fields.department.status: this field is needed: add it" in text for text in problems
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
    assert "add document and article" in problem.message


def test_a_key_that_occurs_twice_is_refused(data: Path) -> None:
    line = edit(data, PERMIT, "stage: construction\n", "stage: construction\nstage: land\n")

    problem = next(p for p in problems_of(data) if p.file == PERMIT)

    assert problem.line == line + 1
    assert "the key stage occurs twice" in problem.message


def test_an_id_is_the_name_of_its_file(data: Path) -> None:
    (data / PERMIT).rename(data / "matters" / "building-permit.yml")

    named = {(p.file, p.field): p.message for p in problems_of(data)}

    assert named["matters/building-permit.yml", "matter_id"] == (
        "construction-permit is not the file's name: rename the file to construction-permit.yml"
    )


NO_TOPIC = "  - topic: none\n    label: 没有对上\n    cues: []\n"

Break = Callable[[Path], object]

DANGLING: dict[str, tuple[Break, str, str, str]] = {
    "a window that handles no such matter": (
        lambda data: edit(data, "halls.yml", "- construction-permit", "- building-permit"),
        "halls.yml",
        "halls.0.windows.0.matters.",
        "there is no matter building-permit",
    ),
    "a matter that no window handles": (
        lambda data: (
            edit(data, "halls.yml", "          - construction-permit\n", ""),
            edit(data, "halls.yml", "        matters: all", "        matters: [eia-approval]"),
        ),
        LIST,
        "matters.construction-permit.gaoxin",
        "no window in gaoxin handles construction-permit: add it to one in halls.yml",
    ),
    "a matter in no such park": (
        lambda data: edit(data, LIST, "    gaoxin:", "    suxian:"),
        LIST,
        "matters.archaeology-survey.suxian",
        "there is no park suxian",
    ),
    "a listed matter without a file": (
        lambda data: edit(data, LIST, "  eia-approval:\n", "  eia-permit:\n"),
        LIST,
        "matters.eia-permit",
        "there is no matter eia-permit: correct it or add matters/eia-permit.yml",
    ),
    "a matter on no list": (
        lambda data: edit(data, LIST, "  eia-approval:\n", "  eia-permit:\n"),
        "matters/eia-approval.yml",
        "",
        "eia-approval is in no edition",
    ),
    "two lists for one day": (
        lambda data: add_edition(data, "2025-07-01", ends="2025-07-01"),
        LIST,
        "effective_to",
        "overlaps later, which begins on 2025-07-01: set it to 2025-06-30",
    ),
    "two lists from one day on": (
        lambda data: add_edition(data, "2021-03-10", ends="2021-05-10"),
        LIST,
        "effective_from",
        "begins on 2021-03-10 too: name it in replaces",
    ),
    "a list in the place of none": (
        lambda data: edit(data, LIST, "effective_to: null", "replaces: [sample-2020]"),
        LIST,
        "replaces.0",
        "there is no other edition sample-2020",
    ),
    "a list in its own place": (
        lambda data: edit(data, LIST, "effective_to: null", "replaces: [sample-2021]"),
        LIST,
        "replaces",
        "every edition is replaced by another",
    ),
    "days without a list": (
        lambda data: add_edition(data, "2025-07-01", ends="2025-06-28"),
        LIST,
        "effective_to",
        "leaves a gap before later, which begins on 2025-07-01: set it to 2025-06-30",
    ),
    "a list that ends before it begins": (
        lambda data: edit(data, LIST, "effective_to: null", "effective_to: 2021-03-09"),
        LIST,
        "",
        "effective_to 2021-03-09 is before effective_from 2021-03-10",
    ),
    "a mode that begins before its list": (
        lambda data: edit(data, LIST, "status: sample}", "status: sample, since: 2021-03-09}"),
        LIST,
        "matters.archaeology-survey.gaoxin.since",
        "2021-03-09 is not a day of this edition",
    ),
    "a mode that ends before it begins": (
        lambda data: edit(data, LIST, "status: sample}", "status: sample, until: 2021-03-09}"),
        LIST,
        "matters.archaeology-survey.gaoxin.until",
        "2021-03-09 is before 2021-03-10",
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
        "8 is more than the statutory 7",
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
        "jingkai has no hall",
    ),
    "an exception for no such hall": (
        lambda data: edit(data, "calendar.yml", "jingkai-hall", "suxian-hall"),
        "calendar.yml",
        "calendar.0.hall_id",
        "there is no hall suxian-hall",
    ),
    "two windows with one id": (
        lambda data: edit(data, "halls.yml", "window_id: gaoxin-02", "window_id: gaoxin-01"),
        "halls.yml",
        "halls.0.windows.1.window_id",
        "gaoxin-01 occurs twice",
    ),
    "a name for two matters": (
        lambda data: edit(data, "matters/enterprise-change.yml", "- 变更登记", "- 营业执照"),
        "matters/enterprise-registration.yml",
        "aliases.0",
        "“营业执照” already means enterprise-change",
    ),
    "a matter nobody can ask for": (
        lambda data: (data / "phrasings" / "construction-permit.yml").unlink(),
        PERMIT,
        "",
        "nobody can ask for construction-permit",
    ),
    "phrasings of no matter": (
        lambda data: (data / "phrasings" / "gone.yml").write_text(
            "{matter_id: gone, name_en: Gone, nouns: [无], phrasings: [无]}", encoding="utf-8"
        ),
        "phrasings/gone.yml",
        "matter_id",
        "there is no matter gone",
    ),
    "a topic that shows no such field": (
        lambda data: edit(data, "topics.yml", "fields: [fee]", "fields: [price]"),
        "topics.yml",
        "topics.6.fields.0",
        "a guide has no field price",
    ),
    "a topic of the contract left out": (
        lambda data: edit(
            data, "topics.yml", "  - topic: none\n    label: 没有对上\n    cues: []\n", ""
        ),
        "topics.yml",
        "topics",
        "the topic none is not described",
    ),
    "a cue for two topics": (
        lambda data: edit(data, "topics.yml", "cues: [要多久", "cues: [收费, 要多久"),
        "topics.yml",
        "topics.6.cues.",
        "“收费” already shows time_limit",
    ),
    "an official mode without a source": (
        lambda data: edit(data, LIST, "status: sample}", "status: official}"),
        LIST,
        "matters.archaeology-survey.gaoxin.status",
        "status official needs source and checked_on",
    ),
    "a file left out": (
        lambda data: (data / "policy.yml").unlink(),
        "policy.yml",
        "",
        "the file is missing",
    ),
    "a file of another shape": (
        lambda data: (data / "policy.yml").write_text("- 政策\n", encoding="utf-8"),
        "policy.yml",
        "",
        "must hold a list named policy",
    ),
    "a file that is not text": (
        lambda data: (data / "policy.yml").write_bytes(b"\xff\xfe\x00"),
        "policy.yml",
        "",
        "save it as UTF-8",
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
