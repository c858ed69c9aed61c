"""Clients that ask at once for a while."""

import threading
import time

import pytest

from bench.running import ask_for


def test_every_client_asks_until_it_is_over() -> None:
    asked = [0, 0, 0]

    def ask(client: int, over: threading.Event) -> None:
        asked[client] += 1
        while not over.wait(0.001):
            asked[client] += 1

    ask_for(0.1, 3, ask)
    assert all(asked)
    before = list(asked)
    time.sleep(0.01)
    assert asked == before


def test_what_goes_wrong_for_one_client_is_raised_and_ends_the_others() -> None:
    ended = []

    def ask(client: int, over: threading.Event) -> None:
        if client == 1:
            raise ConnectionError("refused")
        over.wait(60)
        ended.append(client)

    started = time.monotonic()
    with pytest.raises(ConnectionError, match="refused"):
        ask_for(60, 3, ask)
    assert time.monotonic() - started < 30
    assert sorted(ended) == [0, 2]
