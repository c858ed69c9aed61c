"""What each answer of a platform means, and what goes out to it."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from api.db.outbox import ERROR_LENGTH
from api.services.connectors.backoff import backoff
from api.services.connectors.webhook import LONGEST_WAIT
from api.services.events import Kind
from knowledge import KnowledgeBase
from tests.api.connectors.house import NAME, PHONE, House, connector, in_step
from tests.api.connectors.platform import Hang, Manner, Platform

SHORT_S = 0.3
"""A time limit that a test can wait for."""

DELIVERED, WAITING, FAILED = "delivered", "waiting", "failed"


@pytest.fixture
def house(small_house: House) -> House:
    return small_house


def send(house: House, platform: Platform, manner: Manner) -> tuple[str, str]:
    """The status and the error of an event that is treated in a manner."""
    platform.manner = lambda call, number: manner
    house.happens(house.begin(), Kind.BOOKED)
    house.deliver()
    return house.only().status, house.only().error or ""


def with_terms(house: House, platform: Platform, kb: KnowledgeBase, **terms: Any) -> House:
    changed = House(kb, house.sessions, connector(platform.url, **terms))
    in_step(platform, changed)
    return changed


@pytest.mark.parametrize(
    ("status", "fate"),
    [
        (200, DELIVERED),
        (201, DELIVERED),
        (202, DELIVERED),
        (204, DELIVERED),
        (300, WAITING),
        (301, WAITING),
        (302, WAITING),
        (307, WAITING),
        (308, WAITING),
        (400, FAILED),
        (401, FAILED),
        (403, FAILED),
        (404, FAILED),
        (408, WAITING),
        (409, FAILED),
        (410, FAILED),
        (413, FAILED),
        (418, FAILED),
        (422, FAILED),
        (425, WAITING),
        (429, WAITING),
        (500, WAITING),
        (501, WAITING),
        (503, WAITING),
        (599, WAITING),
    ],
)
def test_the_status_decides(house: House, platform: Platform, status: int, fate: str) -> None:
    found, error = send(house, platform, Manner(status))
    assert found == fate
    assert f"HTTP {status}" in error or fate == DELIVERED


def test_the_wrong_secret_is_refused_and_the_staff_told_what_to_do(
    house: House, platform: Platform
) -> None:
    platform.secrets = ["another"]
    house.happens(house.begin(), Kind.BOOKED)
    house.deliver()
    assert house.only().status == FAILED
    assert (house.only().error or "").startswith("对方不认我们的签名，请核对双方的密钥和时钟")
    assert platform.taken == []


def test_a_clock_that_is_far_off_is_refused(house: House, platform: Platform) -> None:
    platform.now = lambda: house.now.timestamp() + 301
    house.happens(house.begin(), Kind.BOOKED)
    house.deliver()
    assert house.only().status == FAILED


def test_what_goes_out_is_what_was_written_down_and_names_its_key_and_sender(
    house: House, platform: Platform
) -> None:
    house.happens(house.begin(), Kind.BOOKED)
    house.deliver()
    (call,) = platform.calls
    entry = house.only()
    assert call.body.decode() == entry.payload
    assert call.key == entry.event_id == json.loads(call.body)["event_id"]
    assert call.headers["Content-Type"] == "application/json; charset=utf-8"
    assert call.headers["X-Guide-Connector"] == "hunan"
    assert call.headers["X-Guide-Timestamp"] == str(int(house.now.timestamp()))


def test_no_redirect_is_followed(house: House, platform: Platform) -> None:
    status, error = send(house, platform, Manner(307, {"Location": "/elsewhere"}))
    assert status == WAITING
    assert "没有跟过去" in error
    assert [call.path for call in platform.calls] == ["/events"]


@pytest.mark.parametrize("how", ["mute", "dripping head"])
def test_who_answers_too_slowly_is_tried_again(
    house: House, platform: Platform, kb: KnowledgeBase, how: Hang
) -> None:
    impatient = with_terms(house, platform, kb, timeout_s=SHORT_S)
    status, error = send(impatient, platform, Manner(hangs=how))
    assert (status, error) == (WAITING, "对方 0.3 秒内没有答复，会再发")


@pytest.mark.parametrize("how", ["mute after head", "dripping body"])
def test_of_an_endless_answer_the_status_is_enough(
    house: House, platform: Platform, kb: KnowledgeBase, how: Hang
) -> None:
    impatient = with_terms(house, platform, kb, timeout_s=SHORT_S)
    status, error = send(impatient, platform, Manner(hangs=how))
    assert status == WAITING
    assert "HTTP 500" in error


def test_who_hangs_up_is_tried_again(house: House, platform: Platform) -> None:
    status, error = send(house, platform, Manner(silent=True))
    assert status == WAITING
    assert error.startswith("连不上对方")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/", "http://nobody.invalid/", f"http://{'a' * 64}.example/"]
)
def test_who_cannot_be_reached_is_tried_again(
    house: House, platform: Platform, kb: KnowledgeBase, url: str
) -> None:
    unreachable = House(kb, house.sessions, connector(url))
    status, error = send(unreachable, platform, Manner())
    assert status == WAITING
    assert error.startswith("连不上对方")


@pytest.mark.parametrize(
    ("asked", "wait"),
    [
        ("120", timedelta(seconds=120)),
        ("Wed, 25 Nov 2026 02:05:00 GMT", timedelta(minutes=5)),
        ("99999999", LONGEST_WAIT),
        ("Wed, 25 Nov 2099 02:05:00 GMT", LONGEST_WAIT),
    ],
)
def test_a_platform_may_say_when_to_come_again(
    house: House, platform: Platform, asked: str, wait: timedelta
) -> None:
    send(house, platform, Manner(503, {"Retry-After": asked}))
    assert house.only().next_try_at == house.now + wait


@pytest.mark.parametrize(
    "asked", ["", "soon", "-5", "1.5", "9" * 400, "²", "Wed, 25 Nov 2020 02:05:00 GMT", "0"]
)
def test_what_it_says_otherwise_changes_nothing(
    house: House, platform: Platform, asked: str
) -> None:
    headers = {"Retry-After": asked.encode().decode("latin-1")}
    assert send(house, platform, Manner(503, headers))[0] == WAITING
    assert timedelta(0) < house.only().next_try_at - house.now <= timedelta(seconds=10)


def test_the_beginning_of_what_it_says_is_kept_for_the_staff(
    house: House, platform: Platform
) -> None:
    said = (
        f'{{"detail": "未知的\n\x1b[31m事项编号",\t"phone": "{PHONE}"}}'.encode() + b"x" * 100_000
    )
    _, error = send(house, platform, Manner(422, body=said))
    assert error.startswith("对方不收，请联系对方，改好后重发（HTTP 422）：{")
    assert "未知的[31m事项编号" in error
    assert PHONE not in error
    assert len(error) <= ERROR_LENGTH


@pytest.mark.parametrize("policy", ["masked", "full"])
def test_nothing_of_it_is_kept_where_it_may_repeat_what_is_personal(
    house: House, platform: Platform, kb: KnowledgeBase, policy: str
) -> None:
    trusting = with_terms(house, platform, kb, applicant=policy)
    _, error = send(trusting, platform, Manner(422, body=f"不认识 {NAME}".encode()))
    assert error == "对方不收，请联系对方，改好后重发（HTTP 422）"


def test_no_word_of_an_answer_and_nothing_personal_is_logged(
    house: House, platform: Platform, kb: KnowledgeBase, capsys: pytest.CaptureFixture[str]
) -> None:
    trusting = with_terms(house, platform, kb, applicant="full")
    send(trusting, platform, Manner(422, body=b"some words of theirs"))
    logged = "".join(capsys.readouterr())
    assert "an event was not delivered" in logged
    assert not [word for word in ("some words", NAME, PHONE) if word in logged]


def waits(attempt: int) -> Iterator[timedelta]:
    return (backoff(attempt) for _ in range(50))


def test_waits_grow_to_an_hour_and_are_never_all_the_same() -> None:
    for attempt, longest in ((1, 10), (2, 20), (5, 160), (10, 3600), (1000, 3600)):
        found = set(waits(attempt))
        assert timedelta(seconds=longest / 2) <= min(found)
        assert max(found) <= timedelta(seconds=longest)
        assert len(found) > 1
