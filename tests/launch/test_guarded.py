"""However a command ends, the person at the terminal gets one sentence and the right exit code."""

import errno
import io
import signal
from collections.abc import Iterator

import pytest

from launch.__main__ import guarded
from launch.interruption import pause
from launch.problems import LaunchError


@pytest.fixture(autouse=True)
def _signals_as_before() -> Iterator[None]:
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in handlers.items():
        signal.signal(number, handler)


def ending_with(error: BaseException) -> int:
    """The exit code of a command that ends so."""

    def action() -> None:
        raise error

    return guarded(action)


def test_success_is_0() -> None:
    assert guarded(lambda: None) == 0


def test_a_wanted_end_is_0() -> None:
    assert ending_with(KeyboardInterrupt()) == 0


def test_a_problem_is_told_after_its_details(capsys: pytest.CaptureFixture[str]) -> None:
    assert ending_with(LaunchError("Port 8000 is in use.", "last line of a log")) == 1
    assert capsys.readouterr().err == "last line of a log\n\nPort 8000 is in use.\n"


def test_a_full_disk_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert ending_with(OSError(errno.ENOSPC, "No space left on device")) == 1
    assert capsys.readouterr().err == "The disk is full; make room and start again.\n"


def test_another_fault_of_the_system_is_not_hidden() -> None:
    with pytest.raises(OSError, match="Input/output error"):
        ending_with(OSError(errno.EIO, "Input/output error"))


class _Swallows(io.IOBase):
    """As an HTTP response does: what happens while it is finalized is lost."""

    def close(self) -> None:
        signal.raise_signal(signal.SIGTERM)


def test_a_wish_to_end_is_not_lost_with_the_exception_that_told_it() -> None:
    turns: list[int] = []

    def loop() -> None:
        while True:
            turns.append(len(turns))
            _Swallows()
            pause(0)

    assert guarded(loop) == 0
    assert turns == [0]
