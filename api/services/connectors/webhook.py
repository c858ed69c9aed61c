"""The reference connector: one signed POST for each event (docs/connectors.md).

It uses aiohttp, which the service has already: its time limit holds for a whole call, so that a
receiver that answers a byte at a time keeps nobody; `http.client` limits only each single read.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import aiohttp

from api.services.anonymity import anonymous
from api.services.connectors.config import Connector
from api.services.connectors.port import Fate, Message, Verdict
from api.services.connectors.signature import (
    KEY_HEADER,
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
    sign,
)

CONNECTOR_HEADER = "X-Guide-Connector"
CONTENT_TYPE = "application/json; charset=utf-8"
LONGEST_WAIT = timedelta(days=1)
"""However long a receiver asks to be left alone."""
SECONDS = re.compile(r"[0-9]{1,9}")
READ_OF_ANSWER, SHOWN_OF_ANSWER = 1024, 100
"""Bytes that are read of an answer's body, and characters that are kept."""
TEMPORARY = frozenset(
    {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
)

ADVICE: Mapping[int, str] = {
    401: "对方不认我们的签名，请核对双方的密钥和时钟，再重发",
    403: "对方不让我们访问，请和对方核对权限，再重发",
    404: "对方没有这个地址，请核对配置里的 url，再重发",
    410: "对方已经停用这个地址，请核对配置里的 url，再重发",
    413: "对方嫌内容太长，请联系对方，再重发",
    429: "对方嫌我们发得太快，会晚些再发",
}
REDIRECTED = "对方让我们改去别的地址，为了安全没有跟过去，请核对配置里的 url"
FAILING = "对方的系统出了问题，会再发"
REFUSED = "对方不收，请联系对方，改好后重发"
TOO_SLOW = "对方 {seconds:g} 秒内没有答复，会再发"
UNREACHABLE = "连不上对方（{error}），会再发"


class Webhook:
    """Posts events to one address. Follows no redirects.

    Args:
        http: the session to call with.
    """

    def __init__(self, http: aiohttp.ClientSession, connector: Connector) -> None:
        self._http = http
        self._terms = connector.terms
        self._key = connector.key
        self._timeout = aiohttp.ClientTimeout(total=connector.terms.timeout_s)

    async def send(self, message: Message, now: datetime) -> Verdict:
        """Post one event; the status of the answer decides."""
        body = message.body.encode()
        try:
            async with self._http.post(
                self._terms.url,
                data=body,
                headers=self._headers(message, body, int(now.timestamp())),
                timeout=self._timeout,
                allow_redirects=False,
            ) as answer:
                return await self._judge(answer, now)
        except TimeoutError:
            return Verdict(Fate.AGAIN, TOO_SLOW.format(seconds=self._terms.timeout_s))
        except (aiohttp.ClientError, OSError, ValueError) as error:  # the last of a host's name
            return Verdict(Fate.AGAIN, UNREACHABLE.format(error=type(error).__name__))

    def _headers(self, message: Message, body: bytes, timestamp: int) -> dict[str, str]:
        return {
            "Content-Type": CONTENT_TYPE,
            "User-Agent": "park-service-guide",
            CONNECTOR_HEADER: message.connector_id,
            KEY_HEADER: message.event_id,
            TIMESTAMP_HEADER: str(timestamp),
            SIGNATURE_HEADER: sign(self._key.get_secret_value(), timestamp, body),
        }

    async def _judge(self, answer: aiohttp.ClientResponse, now: datetime) -> Verdict:
        status = answer.status
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return Verdict(Fate.DELIVERED)
        # Again also after a redirect: once the address is put right, it succeeds by itself.
        fate = Fate.REFUSED if _is_final(status) else Fate.AGAIN
        reason = f"{_advice(status)}（HTTP {status}）{await self._words(answer)}"
        return Verdict(fate, reason, _wait(answer.headers.get("Retry-After"), now))

    async def _words(self, answer: aiohttp.ClientResponse) -> str:
        """The beginning of what the receiver says, for the staff.

        It may repeat what it was sent, so nothing is kept where that was personal.
        """
        if self._terms.applicant != "none":
            return ""
        try:
            start = await answer.content.read(READ_OF_ANSWER)
        except (aiohttp.ClientError, TimeoutError):  # the status is enough
            return ""
        words = " ".join(start.decode(errors="replace").split())
        shown = "".join(c for c in anonymous(words) if c.isprintable())[:SHOWN_OF_ANSWER]
        return f"：{shown}" if shown else ""


def _is_final(status: int) -> bool:
    """Whether sending the same once more would come to the same."""
    is_our_fault = HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR
    return is_our_fault and status not in TEMPORARY


def _advice(status: int) -> str:
    if status in ADVICE:
        return ADVICE[status]
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        return REDIRECTED
    return REFUSED if _is_final(status) else FAILING


def _wait(header: str | None, now: datetime) -> timedelta | None:
    """What `Retry-After` asks for, in seconds or as a date (RFC 9110, 10.2.3)."""
    if header is None:
        return None
    if SECONDS.fullmatch(header):
        wait = timedelta(seconds=int(header))
    else:
        try:
            wait = parsedate_to_datetime(header) - now
        except (ValueError, TypeError):  # no date, or one without a zone
            return None
    return min(max(wait, timedelta()), LONGEST_WAIT)
