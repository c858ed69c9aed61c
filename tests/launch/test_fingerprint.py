"""A fingerprint changes with what a step reads, and with nothing else."""

from pathlib import Path

import pytest

from launch.fingerprint import fingerprint


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "deep").mkdir(parents=True)
    (folder / "rules.yml").write_text("rules: []")
    (folder / "deep" / "stories.yml").write_text("stories: []")
    return folder


def test_is_the_same_for_the_same_files(data: Path) -> None:
    before = fingerprint([data])
    (data / "rules.yml").write_text("rules: []")
    assert fingerprint([data]) == before


def test_changes_with_a_files_content(data: Path) -> None:
    before = fingerprint([data])
    (data / "deep" / "stories.yml").write_text("stories: [one]")
    assert fingerprint([data]) != before


def test_changes_with_a_files_name(data: Path) -> None:
    before = fingerprint([data])
    (data / "rules.yml").rename(data / "laws.yml")
    assert fingerprint([data]) != before


def test_changes_with_a_new_file(data: Path) -> None:
    before = fingerprint([data])
    (data / "more.yml").write_text("")
    assert fingerprint([data]) != before


def test_changes_with_a_setting(data: Path) -> None:
    assert fingerprint([data], ["small"]) != fingerprint([data], ["large"])


def test_does_not_look_at_what_python_leaves_behind(data: Path) -> None:
    before = fingerprint([data])
    (data / "__pycache__").mkdir()
    (data / "__pycache__" / "rules.cpython-310.pyc").write_bytes(b"\0")
    assert fingerprint([data]) == before
