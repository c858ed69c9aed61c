"""Short messages, handed to a gateway over real HTTP."""

import hashlib
import hmac
import time

import pytest
from pydantic import SecretStr

from api.services.notifications.notifier import PermanentFailure, Recipient, TemporaryFailure
from api.services.notifications.sms import SmsNotifier
from tests.api.notifications.outgoing import PHONE, TEXT, outgoing
from tests.api.notifications.receiver import Receiver
from tests.ports import free_port

SECRET = "a secret shared with the gateway"


@pytest.fixture
def sms(receiver: Receiver) -> SmsNotifier:
    return SmsNotifier(f"{receiver.url}/send", SecretStr(SECRET))


def test_the_gateway_gets_all_it_may_want(sms: SmsNotifier, receiver: Receiver) -> None:
    sms.send(outgoing())
    (request,) = receiver.received
    assert request.path == "/send"
    assert request.json == {
        "id": "0" * 32,
        "phone": PHONE,
        "text": TEXT,
        "template": "SMS_1",
        "values": {"code": "KQ7M2XA4"},
    }
    assert request.headers["content-type"] == "application/json; charset=utf-8"


def test_it_can_check_that_a_request_is_ours_and_fresh(
    sms: SmsNotifier, receiver: Receiver
) -> None:
    before = int(time.time())
    sms.send(outgoing())
    (request,) = receiver.received
    timestamp = request.headers["x-timestamp"]
    signed = timestamp.encode() + b"." + request.body
    expected = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert request.headers["x-signature"] == expected
    assert before <= int(timestamp) <= int(time.time())
    assert SECRET not in str(request)


def test_it_can_tell_a_repetition(sms: SmsNotifier, receiver: Receiver) -> None:
    sms.send(outgoing())
    sms.send(outgoing())
    assert {request.headers["idempotency-key"] for request in receiver.received} == {"0" * 32}


@pytest.mark.parametrize("status", [200, 202, 204])
def test_any_success_will_do(sms: SmsNotifier, receiver: Receiver, status: int) -> None:
    receiver.answer = lambda _: (status, b"")
    sms.send(outgoing())
    assert len(receiver.received) == 1


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
def test_a_gateway_in_trouble_may_take_it_later(
    sms: SmsNotifier, receiver: Receiver, status: int
) -> None:
    receiver.answer = lambda _: (status, PHONE.encode())
    with pytest.raises(TemporaryFailure, match=f"^HTTP {status}$"):
        sms.send(outgoing())


@pytest.mark.parametrize("status", [400, 401, 404, 422])
def test_what_it_refuses_it_will_not_take_later(
    sms: SmsNotifier, receiver: Receiver, status: int
) -> None:
    receiver.answer = lambda _: (status, PHONE.encode())
    with pytest.raises(PermanentFailure, match=f"^HTTP {status}$"):
        sms.send(outgoing())


def test_nothing_personal_goes_where_an_answer_points(sms: SmsNotifier, receiver: Receiver) -> None:
    receiver.answer = lambda _: (302, b"")
    receiver.headers["Location"] = f"{receiver.url}/elsewhere"
    with pytest.raises(PermanentFailure, match="302"):
        sms.send(outgoing())
    assert [request.path for request in receiver.received] == ["/send"]


def test_nobody_there_is_a_temporary_failure() -> None:
    away = SmsNotifier(f"http://127.0.0.1:{free_port()}/", SecretStr(SECRET))
    with pytest.raises(TemporaryFailure, match="no answer"):
        away.send(outgoing())


def test_nobody_without_a_phone_can_be_reached(sms: SmsNotifier, receiver: Receiver) -> None:
    with pytest.raises(PermanentFailure, match="phone"):
        sms.send(outgoing(recipient=Recipient(openid="o")))
    assert receiver.received == []
