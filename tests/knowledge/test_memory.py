"""What is worked out for one message is kept until it is answered, and no longer."""

import gc
import weakref

import pytest

from knowledge.memory import MOST_REMEMBERED, remembered, remembering


class Words(str):
    """Something typed, of which it can be told whether anybody still holds it."""


class Worker:
    """Does something and counts how often."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def work(self, said: str) -> str:
        self.done.append(str(said))
        return f"{said}!"


@pytest.fixture
def worker() -> Worker:
    return Worker()


def test_the_same_is_worked_out_once_for_a_message(worker: Worker) -> None:
    work = remembered(worker.work)
    with remembering():
        assert [work("a"), work("a"), work("b")] == ["a!", "a!", "b!"]
    assert worker.done == ["a", "b"]


def test_a_memory_opened_within_another_is_the_same(worker: Worker) -> None:
    work = remembered(worker.work)
    with remembering():
        with remembering():
            work("a")
        work("a")
    assert worker.done == ["a"]


def test_the_next_message_begins_with_nothing(worker: Worker) -> None:
    work = remembered(worker.work)
    for _ in range(2):
        with remembering():
            work("a")
    assert worker.done == ["a", "a"]


def test_without_a_memory_nothing_is_kept(worker: Worker) -> None:
    work = remembered(worker.work)
    work("a")
    work("a")
    assert worker.done == ["a", "a"]


def test_two_functions_do_not_mix_up_their_results() -> None:
    upper, lower = remembered(str.upper), remembered(str.lower)
    with remembering():
        assert (upper("Ab"), lower("Ab")) == ("AB", "ab")


def test_what_was_said_is_let_go_of() -> None:
    work = remembered(lambda said: [said])
    said = Words("我叫张三")
    held = weakref.ref(said)
    with remembering():
        work(said)
    del said
    gc.collect()
    assert held() is None


def test_a_long_piece_of_work_does_not_fill_the_memory() -> None:
    work = remembered(lambda said: [said])
    first = Words("0")
    held = weakref.ref(first)
    with remembering():
        work(first)
        del first
        for number in range(1, MOST_REMEMBERED + 1):
            work(str(number))
        gc.collect()
        assert held() is None
