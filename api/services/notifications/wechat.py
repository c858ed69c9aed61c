"""Template messages of the hall's WeChat official account (公众号模板消息)."""

import json
import threading
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from pydantic import SecretStr

from api.services.notifications.http_calls import post_json
from api.services.notifications.notifier import (
    Outgoing,
    PermanentFailure,
    TemporaryFailure,
    WechatContent,
)

TOKEN_PATH, SEND_PATH = "/cgi-bin/stable_token", "/cgi-bin/message/template/send"
"""The stable token: asking for it does not end the one another process of ours is using."""
MARGIN_S = 60
"""A token is not used in its last seconds."""
DONE = 0
TOKEN_OVER = frozenset({40001, 40014, 42001})
"""The token has expired or was replaced."""
NEVER = frozenset({40003, 40037, 41028, 43004, 43101, 47003})
"""No such follower or template, or the text does not suit the template."""


class WechatNotifier:
    """The official account of this installation.

    Args:
        api_url: WeChat's server, or one that stands in for it.
        link: what opens when the message is touched; nothing if it is empty.
    """

    name = "wechat"

    def __init__(self, api_url: str, app_id: str, secret: SecretStr, link: str = "") -> None:
        self._api_url = api_url.rstrip("/")
        self._app_id = app_id
        self._secret = secret
        self._link = link
        self._lock = threading.Lock()
        self._token = ""
        self._good_until = 0.0

    def send(self, outgoing: Outgoing) -> None:
        openid, content = outgoing.recipient.openid, outgoing.wechat
        if not openid:
            raise PermanentFailure("no openid")
        if content is None:
            raise PermanentFailure("no WeChat template for this message")
        message = self._message(openid, content, outgoing.notification_id)
        token = self._current_token()
        code = self._post(token, message)
        if code in TOKEN_OVER:
            self._forget(token)
            code = self._post(self._current_token(), message)
        _require_done(code)

    def _message(self, openid: str, content: WechatContent, key: str) -> dict[str, Any]:
        data = {word: {"value": text} for word, text in content.data.items()}
        message = {"touser": openid, "template_id": content.template_id, "data": data}
        link = {"url": self._link} if self._link else {}
        return {**message, **link, "client_msg_id": key}

    def _post(self, token: str, message: Mapping[str, Any]) -> int:
        """Send it; returns WeChat's code."""
        query = urlencode({"access_token": token})
        return int(self._call(f"{SEND_PATH}?{query}", message).get("errcode", DONE))

    def _current_token(self) -> str:
        with self._lock:
            if time.monotonic() >= self._good_until:
                self._fetch_token()
            return self._token

    def _fetch_token(self) -> None:
        asked = {
            "grant_type": "client_credential",
            "appid": self._app_id,
            "secret": self._secret.get_secret_value(),
        }
        answer = self._call(TOKEN_PATH, asked)
        if not answer.get("access_token"):
            raise TemporaryFailure(f"no access token (code {answer.get('errcode')})")
        self._token = str(answer["access_token"])
        self._good_until = time.monotonic() + int(answer.get("expires_in", 0)) - MARGIN_S

    def _forget(self, token: str) -> None:
        """Unless somebody has fetched another one meanwhile."""
        with self._lock:
            if self._token == token:
                self._good_until = 0.0

    def _call(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        content = json.dumps(body, ensure_ascii=False).encode()
        answer = post_json(self._api_url + path, content)
        answer.require_success()
        return answer.json()


def _require_done(code: int) -> None:
    """Raise the failure that a code of WeChat's means; those we do not know may pass."""
    if code in NEVER:
        raise PermanentFailure(f"code {code}")
    if code != DONE:
        raise TemporaryFailure(f"code {code}")
