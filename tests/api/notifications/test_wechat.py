"""Template messages, handed to a stand-in of WeChat's server over real HTTP."""

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import SecretStr

from api.services.notifications.notifier import PermanentFailure, Recipient, TemporaryFailure
from api.services.notifications.wechat import WechatNotifier
from tests.api.at_once import at_once
from tests.api.notifications.outgoing import OPENID, PHONE, outgoing
from tests.api.notifications.receiver import Answer, Receiver, Request

SECRET = "the secret of the official account"
TOKEN, SEND = "/cgi-bin/stable_token", "/cgi-bin/message/template/send"


class Account:
    """The official account's server: gives tokens, and takes messages that carry the newest."""

    def __init__(self, receiver: Receiver) -> None:
        self.url = receiver.url
        self.received = receiver.received
        self.tokens = 0
        self.lifetime_s = 7200
        self.valid = ""
        self.code = 0
        receiver.answer = self.answer

    def answer(self, request: Request) -> Answer:
        return 200, self.token() if request.path == TOKEN else self.take(request)

    def token(self) -> dict[str, Any]:
        self.tokens += 1
        self.valid = f"token-{self.tokens}"
        return {"access_token": self.valid, "expires_in": self.lifetime_s}

    def take(self, request: Request) -> dict[str, Any]:
        if request.query["access_token"] != [self.valid]:
            return {"errcode": 42001, "errmsg": "access_token expired"}
        return {"errcode": self.code, "errmsg": OPENID, "msgid": 1}

    @property
    def sent(self) -> list[Request]:
        return [request for request in self.received if request.path == SEND]


@pytest.fixture
def account(receiver: Receiver) -> Account:
    return Account(receiver)


@pytest.fixture
def wechat(account: Account) -> WechatNotifier:
    return WechatNotifier(f"{account.url}/", "wx1", SecretStr(SECRET))


def test_a_follower_gets_the_template_filled(account: Account, wechat: WechatNotifier) -> None:
    wechat.send(outgoing())
    (request,) = account.sent
    assert request.json == {
        "touser": OPENID,
        "template_id": "TM1",
        "data": {"thing1": {"value": "建筑工程施工许可证核发"}},
        "client_msg_id": "0" * 32,
    }
    assert PHONE.encode() not in request.body


def test_touching_it_opens_the_guide_where_there_is_an_address(account: Account) -> None:
    link = "https://guide.example.org"
    WechatNotifier(account.url, "wx1", SecretStr(SECRET), link).send(outgoing())
    assert account.sent[0].json["url"] == link


def test_one_token_serves_many_messages(account: Account, wechat: WechatNotifier) -> None:
    assert at_once(*[lambda: wechat.send(outgoing())] * 5) == [None] * 5
    assert (account.tokens, len(account.sent)) == (1, 5)


def test_the_token_is_asked_for_with_the_secret_in_the_body(
    account: Account, wechat: WechatNotifier
) -> None:
    wechat.send(outgoing())
    asked = account.received[0]
    assert asked.json == {"grant_type": "client_credential", "appid": "wx1", "secret": SECRET}
    assert asked.query == {}


def test_a_token_that_has_expired_is_renewed_and_the_message_sent(
    account: Account, wechat: WechatNotifier
) -> None:
    wechat.send(outgoing())
    account.valid = "replaced by somebody"
    wechat.send(outgoing())
    assert account.tokens == 2
    assert [request.query["access_token"] for request in account.sent] == [
        ["token-1"], ["token-1"], ["token-2"],
    ]  # fmt: skip


def test_a_token_about_to_end_is_not_used_again(account: Account, wechat: WechatNotifier) -> None:
    account.lifetime_s = 60
    wechat.send(outgoing())
    wechat.send(outgoing())
    assert account.tokens == 2


def test_a_token_that_is_refused_even_when_new_is_a_temporary_failure(
    account: Account, wechat: WechatNotifier
) -> None:
    account.code = 40001
    with pytest.raises(TemporaryFailure, match="code 40001"):
        wechat.send(outgoing())
    assert len(account.sent) == 2


@pytest.mark.parametrize("code", [-1, 45009, 99999])
def test_a_busy_server_may_take_it_later(
    account: Account, wechat: WechatNotifier, code: int
) -> None:
    account.code = code
    with pytest.raises(TemporaryFailure, match=f"^code {code}$"):
        wechat.send(outgoing())


@pytest.mark.parametrize("code", [40003, 40037, 43004, 43101, 47003])
def test_somebody_who_does_not_follow_is_not_reached_this_way(
    account: Account, wechat: WechatNotifier, code: int
) -> None:
    account.code = code
    with pytest.raises(PermanentFailure, match=f"^code {code}$"):
        wechat.send(outgoing())


Refuse = Callable[[Request], Answer]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda _: (200, {"errcode": 40125, "errmsg": SECRET}), r"no access token \(code 40125\)"),
        (lambda _: (200, b"<html>"), "no JSON object"),
        (lambda _: (200, [1]), "no JSON object"),
        (lambda _: (502, b""), "HTTP 502"),
    ],
)
def test_a_token_that_is_not_to_be_had_is_a_temporary_failure(
    receiver: Receiver, wechat: WechatNotifier, answer: Refuse, said: str
) -> None:
    receiver.answer = answer
    with pytest.raises(TemporaryFailure, match=f"^.*{said}$"):
        wechat.send(outgoing())


@pytest.mark.parametrize("changes", [{"recipient": Recipient(PHONE)}, {"wechat": None}])
def test_what_cannot_go_this_way_is_not_even_tried(
    account: Account, wechat: WechatNotifier, changes: dict[str, Any]
) -> None:
    with pytest.raises(PermanentFailure, match=r"openid|template"):
        wechat.send(outgoing(**changes))
    assert account.received == []
