"""A client that costs little, so that what is measured is the service, not whoever asks it."""

import json
from http.client import HTTPConnection
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit


class Caller:
    """Sends requests over one connection that is kept open.

    Args:
        base: the URL below which it asks.
    """

    def __init__(self, base: str, timeout_s: float = 30) -> None:
        where = urlsplit(base)
        self._path = where.path
        self._connection = HTTPConnection(str(where.netloc), timeout=timeout_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._connection.close()

    def get(self, path: str) -> int:
        """Ask and read the answer; its status."""
        self._connection.request("GET", self._path + path)
        answer = self._connection.getresponse()
        answer.read()
        return answer.status

    def post(self, path: str, body: dict[str, Any], **headers: str) -> int:
        """Send a request and read its answer; its status."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._connection.request(
            "POST",
            self._path + path,
            json.dumps(body),
            {"Content-Type": "application/json", **named},
        )
        answer = self._connection.getresponse()
        answer.read()
        return answer.status
