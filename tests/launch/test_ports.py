"""A taken port is told at once; what stays inside moves out of the way."""

import socket
from collections.abc import Iterator

import pytest

from launch import ports
from launch.problems import LaunchError
from launch.serve import choose_ports
from tests.ports import free_port


@pytest.fixture
def taken() -> Iterator[int]:
    """A port somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_free_port_may_be_used() -> None:
    ports.require_free(free_port())


def test_a_taken_port_is_named_with_a_way_out(taken: int) -> None:
    with pytest.raises(LaunchError) as problem:
        choose_ports({"PORT": str(taken)})
    assert f"Port {taken} is already in use" in problem.value.sentence
    assert "make run" in problem.value.sentence


@pytest.mark.parametrize("text", ["eighty", "0", "65536", "-1", "80.5"])
def test_what_is_no_port_is_told(text: str) -> None:
    with pytest.raises(LaunchError, match=f"PORT={text} is not a port"):
        ports.wanted({"PORT": text}, "PORT", 8000)


def test_an_inner_port_that_is_taken_gives_way_to_the_next(taken: int) -> None:
    chosen = choose_ports({"PORT": str(free_port()), "RASA_PORT": str(taken)})
    assert chosen.rasa > taken


def test_no_two_processes_get_the_same_port() -> None:
    port = str(free_port())
    chosen = choose_ports({"PORT": port, "RASA_PORT": port, "ACTIONS_PORT": port})
    assert len({chosen.api, chosen.rasa, chosen.actions}) == 3
