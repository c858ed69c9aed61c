"""What can be taught, what contradicts the data, and that a failure leaves the data as it was."""

import errno
import shutil
from pathlib import Path
from typing import Any

import pytest

import knowledge
from api.services.lessons import (
    Contradiction,
    Lesson,
    NotTakenBack,
    NotWritten,
    UnknownTarget,
    is_known,
    teach,
)
from knowledge import changes
from knowledge.loader import DATA

FOOD = "food-business-permit"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the data that a test may change."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def everything(data: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in data.rglob("*") if file.is_file()}


@pytest.mark.parametrize(
    ("lesson", "file"),
    [
        (Lesson("飞艇上卖早点", "phrasing", FOOD), f"phrasings/{FOOD}.yml"),
        (Lesson("飞艇餐饮证", "alias", FOOD), f"matters/{FOOD}.yml"),
        (Lesson("飞艇上落户", "referral", "household-id"), "referrals.yml"),
    ],
)
def test_one_line_is_written_and_taken_in(
    data: Path, kb: knowledge.KnowledgeBase, lesson: Lesson, file: str
) -> None:
    before = everything(data)
    new = teach(data, lesson, kb, lambda: knowledge.load(data))
    assert new is not None
    assert is_known(new, lesson)
    after = everything(data)
    assert [name for name in after if after[name] != before.get(name)] == [str(data / file)]
    old, changed = (files[str(data / file)].decode().splitlines() for files in (before, after))
    assert len(changed) == len(old) + 1
    added = [line for line in changed if line not in old]
    assert len(added) == 1
    assert lesson.text in added[0]


def test_when_it_cannot_be_taken_in_everything_is_as_before(
    data: Path, kb: knowledge.KnowledgeBase
) -> None:
    before = everything(data)

    def fail() -> None:
        assert everything(data) != before
        raise RuntimeError("the index could not be built")

    with pytest.raises(RuntimeError):
        teach(data, Lesson("飞艇上卖早点", "phrasing", FOOD), kb, fail)
    assert everything(data) == before


def file_of_food(data: Path) -> Path:
    return data / f"phrasings/{FOOD}.yml"


def edit_by_hand(data: Path) -> None:
    file = file_of_food(data)
    file.write_text(file.read_text("utf-8") + "# 有人正在改\n", "utf-8")


LESSON = Lesson("飞艇上卖早点", "phrasing", FOOD)


def test_what_is_edited_meanwhile_is_not_lost(
    data: Path, kb: knowledge.KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = file_of_food(data).read_text("utf-8")
    preview, edits = changes.previewed, iter([edit_by_hand])

    def previewed(folder: Path, files: changes.Files) -> Any:
        for edit in edits:
            edit(data)
        return preview(folder, files)

    monkeypatch.setattr(changes, "previewed", previewed)
    assert teach(data, LESSON, kb, lambda: True)
    text = file_of_food(data).read_text("utf-8")
    assert text.count("# 有人正在改") == 1
    assert text.replace("# 有人正在改\n", "").replace("  - 飞艇上卖早点\n", "") == original


def test_nothing_is_written_while_others_keep_writing(
    data: Path, kb: knowledge.KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = changes.previewed

    def previewed(folder: Path, files: changes.Files) -> Any:
        edit_by_hand(data)
        return preview(folder, files)

    monkeypatch.setattr(changes, "previewed", previewed)
    with pytest.raises(changes.Outdated):
        teach(data, LESSON, kb, lambda: pytest.fail("nothing is to be taken in"))
    assert LESSON.text not in file_of_food(data).read_text("utf-8")


def test_only_the_lesson_is_taken_back(data: Path, kb: knowledge.KnowledgeBase) -> None:
    original = file_of_food(data).read_text("utf-8")

    def fail() -> None:
        edit_by_hand(data)
        raise RuntimeError("the index could not be built")

    with pytest.raises(RuntimeError):
        teach(data, LESSON, kb, fail)
    assert file_of_food(data).read_text("utf-8") == original + "# 有人正在改\n"


def test_what_cannot_be_taken_back_is_said(data: Path, kb: knowledge.KnowledgeBase) -> None:
    def fail() -> None:
        file_of_food(data).unlink()
        raise RuntimeError("the index could not be built")

    with pytest.raises(NotTakenBack) as told:
        teach(data, LESSON, kb, fail)
    assert told.value.files == [f"phrasings/{FOOD}.yml"]


def test_what_cannot_be_written_is_said(
    data: Path, kb: knowledge.KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "disk full")

    monkeypatch.setattr(changes, "apply", full)
    with pytest.raises(NotWritten):
        teach(data, LESSON, kb, lambda: pytest.fail("nothing is to be taken in"))


@pytest.mark.parametrize(
    "lesson",
    [
        Lesson("开饭店！", "phrasing", FOOD),
        Lesson("餐饮证", "phrasing", FOOD),
        Lesson("食品经营许可", "alias", FOOD),
    ],
)
def test_what_is_known_changes_nothing(
    data: Path, kb: knowledge.KnowledgeBase, lesson: Lesson
) -> None:
    before = everything(data)
    assert teach(data, lesson, kb, lambda: pytest.fail("nothing is to be taken in")) is None
    assert everything(data) == before


def test_what_stands_in_the_folder_only_is_taken_in(
    data: Path, kb: knowledge.KnowledgeBase
) -> None:
    lesson = Lesson("飞艇上卖早点", "phrasing", FOOD)
    teach(data, lesson, kb, lambda: None)
    before = everything(data)
    new = teach(data, lesson, kb, lambda: knowledge.load(data))
    assert new is not None
    assert is_known(new, lesson)
    assert everything(data) == before


def test_a_saying_can_become_an_alias(kb: knowledge.KnowledgeBase) -> None:
    assert not is_known(kb, Lesson("开饭店", "alias", FOOD))


@pytest.mark.parametrize(
    ("lesson", "named"),
    [
        (Lesson("施工许可证", "alias", FOOD), "建筑工程施工许可证核发"),
        (Lesson("施工许可证", "phrasing", FOOD), "建筑工程施工许可证核发"),
        (Lesson("施工许可证", "referral", "household-id"), "建筑工程施工许可证核发"),
        (Lesson("开饭店", "phrasing", "eia-approval"), "食品经营许可"),
        (Lesson("餐饮证", "alias", "eia-approval"), "食品经营许可"),
        (Lesson("小孩出生要上户口", "phrasing", FOOD), "户口登记和迁移"),
        (Lesson("烘焙工作室做生日蛋糕，只接微信订单", "phrasing", FOOD), "测评"),
    ],
)
def test_what_means_something_else_is_refused_by_name(
    kb: knowledge.KnowledgeBase, lesson: Lesson, named: str
) -> None:
    with pytest.raises(Contradiction, match=named):
        is_known(kb, lesson)


@pytest.mark.parametrize("kind", ["phrasing", "alias", "referral"])
def test_there_must_be_something_to_lead_to(kb: knowledge.KnowledgeBase, kind: str) -> None:
    with pytest.raises(UnknownTarget):
        is_known(kb, Lesson("飞艇", kind, "no-such"))  # type: ignore[arg-type]
