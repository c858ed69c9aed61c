"""Calls of other people's servers over HTTP."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

from api.services.notifications.notifier import PermanentFailure, TemporaryFailure

TIMEOUT_S = 10.0
"""Seconds for each step of a call: to connect, and to wait for the next part of the answer."""
LONGEST_ANSWER = 64 * 1024
TOO_MANY, TOO_SLOW, BROKEN = 429, 408, 500


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """What is personal goes where the settings say, and nowhere else."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """The answer that redirects is the answer."""


# Nor through a proxy that happens to stand in the environment.
_opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: bytes

    def json(self) -> dict[str, Any]:
        """The body as a JSON object. Raises `TemporaryFailure` when it is none."""
        try:
            value = json.loads(self.body)
        except ValueError:
            value = None
        if not isinstance(value, dict):
            raise TemporaryFailure("the answer is no JSON object")
        return value

    def require_success(self) -> None:
        """Raise the failure that a status other than 2xx means."""
        if self.status in {TOO_MANY, TOO_SLOW} or self.status >= BROKEN:
            raise TemporaryFailure(f"HTTP {self.status}")
        if not 200 <= self.status < 300:
            raise PermanentFailure(f"HTTP {self.status}")


def post_json(url: str, body: bytes, headers: Mapping[str, str] | None = None) -> Answer:
    """POST a JSON text; whatever status comes back is an answer.

    Args:
        url: `http://…` or `https://…`, as the settings have checked.

    Raises:
        TemporaryFailure: no answer.
    """
    given = {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
    request = urllib.request.Request(url, body, given, method="POST")  # noqa: S310
    try:
        with _opener.open(request, timeout=TIMEOUT_S) as answer:
            return Answer(answer.status, answer.read(LONGEST_ANSWER))
    except urllib.error.HTTPError as answer:
        with answer:
            return Answer(answer.code, answer.read(LONGEST_ANSWER))
    except (OSError, HTTPException) as error:
        raise TemporaryFailure(f"no answer ({type(error).__name__})") from error
