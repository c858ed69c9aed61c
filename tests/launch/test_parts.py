"""What the processes are told: to listen on loopback only, and where the others are."""

import pytest

from launch.parts import Part, Ports, parts, settings

PORTS = Ports(api=8000, rasa=5005, actions=5055)


@pytest.mark.parametrize("part", parts(PORTS), ids=lambda part: part.name)
def test_each_is_asked_on_loopback_whether_it_is_ready(part: Part) -> None:
    assert part.ready_url.startswith("http://127.0.0.1:")


def test_none_listens_beyond_loopback() -> None:
    api, rasa, _ = parts(PORTS)
    assert api.command[api.command.index("--host") + 1] == "127.0.0.1"
    assert rasa.command[rasa.command.index("--interface") + 1] == "127.0.0.1"
    assert settings(PORTS, {})["SANIC_HOST"] == "127.0.0.1"


def test_requests_with_part_of_a_phone_number_are_not_logged() -> None:
    assert "--no-access-log" in parts(PORTS)[0].command


def test_only_the_dialogue_is_started_again() -> None:
    assert {part.name: part.restarts for part in parts(PORTS)} == {
        "api": False,
        "rasa": True,
        "actions": True,
    }


def test_each_is_told_where_the_others_are() -> None:
    told = settings(PORTS, {"GUIDE_SERVICE_TOKEN": "token"})
    assert told["GUIDE_API_URL"] == "http://127.0.0.1:8000"
    assert told["GUIDE_RASA_URL"] == "http://127.0.0.1:5005"
    assert told["GUIDE_ACTIONS_URL"] == "http://127.0.0.1:5055/webhook"
    assert told["GUIDE_SERVICE_TOKEN"] == "token"
