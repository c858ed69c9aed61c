"""Work that nobody waits for is done in order, and its failure is nobody's."""

import threading
from collections.abc import Iterator

import pytest

from api.services import background
from api.services.background import Background


@pytest.fixture
def work() -> Iterator[Background]:
    found = Background()
    yield found
    found.close()


def test_it_is_done_in_order_in_spite_of_failures(work: Background) -> None:
    done: list[int] = []
    work.do(lambda: done.append(1))
    work.do(lambda: done.append(1 // 0))
    work.do(lambda: done.append(3))
    work.wait()
    assert done == [1, 3]


def test_beyond_its_room_work_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "MOST_WAITING", 2)
    work, go_on, done = Background(), threading.Event(), list[int]()
    work.do(lambda: none(go_on.wait(20)))
    for number in range(5):
        work.do(lambda number=number: done.append(number))  # type: ignore[misc]
    go_on.set()
    work.wait()
    assert done == [0]
    work.do(lambda: done.append(9))
    work.close()
    assert done == [0, 9]


def test_once_closed_it_takes_no_more_and_says_nothing(work: Background) -> None:
    work.close()
    work.do(lambda: pytest.fail("closed"))


def none(_: object) -> None:
    """Whatever it was."""
