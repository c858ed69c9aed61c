"""Messages in a file: to be read in development, and by nobody but its owner."""

import json
from pathlib import Path

import pytest

from api.services.notifications.file import FileNotifier
from api.services.notifications.notifier import TemporaryFailure
from tests.api.at_once import at_once
from tests.api.notifications.outgoing import PHONE, TEXT, outgoing


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "not yet there" / "notifications.log"


def test_in_development_the_text_can_be_read(file: Path) -> None:
    FileNotifier(file, with_text=True).send(outgoing())
    assert json.loads(file.read_text()) == {
        "notification_id": "0" * 32,
        "template": "reminder",
        "phone": "138****5678",
        "subject": "预约提醒",
        "text": TEXT,
    }


def test_elsewhere_only_that_there_was_a_message(file: Path) -> None:
    FileNotifier(file, with_text=False).send(outgoing())
    assert json.loads(file.read_text()).keys() == {"notification_id", "template", "phone"}
    assert "KQ7M2XA4" not in file.read_text()


def test_the_number_is_never_written_in_full(file: Path) -> None:
    FileNotifier(file, with_text=True).send(outgoing())
    assert PHONE not in file.read_text()


def test_only_the_owner_may_read_it_even_where_others_could_before(file: Path) -> None:
    file.parent.mkdir()
    file.touch(0o644)
    FileNotifier(file, with_text=True).send(outgoing())
    assert file.stat().st_mode & 0o777 == 0o600


def test_each_message_is_a_line_of_its_own_however_many_write(file: Path) -> None:
    notifier = FileNotifier(file, with_text=True)

    def send_many() -> None:
        for _ in range(20):
            notifier.send(outgoing())

    at_once(*[send_many] * 4)
    lines = file.read_text().splitlines()
    assert len(lines) == 80
    assert all(json.loads(line)["text"] == TEXT for line in lines)


def test_a_file_that_cannot_be_written_is_a_temporary_failure(file: Path) -> None:
    file.mkdir(parents=True)
    with pytest.raises(TemporaryFailure, match="cannot write"):
        FileNotifier(file, with_text=True).send(outgoing())
