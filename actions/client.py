"""The one client of api. Everything the actions know about the world comes through it."""

from __future__ import annotations

import asyncio
import os
import time
from typing import Any

import aiohttp

from actions.texts import DEFAULT_LANGUAGE, language

TIMEOUT = aiohttp.ClientTimeout(total=4.0, connect=1.0)
PARKS_KEPT_S = 600.0
DEFAULT_URL = "http://127.0.0.1:8000"

Json = dict[str, Any]


class ApiUnavailable(Exception):
    """Api did not answer in time, or not as the contract says."""


class ApiRefused(Exception):
    """Api understood the request and declined it.

    Attributes:
        status: the HTTP status (4xx).
        problem: the RFC 9457 problem details; its `detail` is written for the applicant.
    """

    def __init__(self, status: int, problem: Json) -> None:
        super().__init__(f"{status} {problem.get('title', '')}")
        self.status = status
        self.problem = problem

    @property
    def detail(self) -> str:
        """What api has to say to the applicant, in Chinese; may be empty."""
        return str(self.problem.get("detail") or "")


class GuideApi:
    """Talks to api over one kept-alive session.

    All methods raise `ApiUnavailable` when api is away and `ApiRefused` on a 4xx answer.

    Args:
        url: api's address, without a path.
        token: the service token.
    """

    def __init__(self, url: str, token: str) -> None:
        self._base = f"{url.rstrip('/')}/api/v1"
        self._headers = {"X-Service-Token": token}
        self._session: aiohttp.ClientSession | None = None
        self._parks: list[Json] = []
        self._parks_since = float("-inf")

    async def answer(self, **question: Any) -> Json:
        """The answer to one question; `topic` is required, see actions/topics.py."""
        asked = {**question, "language": _language()}
        return await self._call("POST", "/internal/answers", json=_set_only(asked))

    async def last_answer(self, session_id: str) -> Json:
        """What was said last in a conversation: `text`, `buttons`, `card`."""
        return await self._call("GET", f"/internal/conversations/{session_id}/last-answer")

    async def journey_move(self, move: str, **asked: Any) -> Json:
        """One move in a journey: what to say, and the journey as the conversation keeps it."""
        body = {"move": move, **_set_only({**asked, "language": _language()})}
        return await self._call("POST", "/internal/journeys/moves", json=body)

    async def read_date(
        self, text: str, anchor: str | None = None, whole: str | None = None
    ) -> Json:
        """What days and time a text names: `date`, `until`, `part`, `time`, and a `reason`.

        Args:
            anchor: when the visit is that the text may move by some days (ISO 8601).
            whole: the message of which `text` is the part that counts.
        """
        asked = {"text": text, "anchor": anchor, "whole": whole, "language": _language()}
        return await self._call("POST", "/internal/dates", json=_set_only(asked))

    async def credit_code(self, code: str) -> Json:
        """A unified social credit code, checked: `uscc`, or the `reason` why it is none."""
        return await self._call("POST", "/internal/credit-codes", json={"code": code})

    async def parks(self) -> list[Json]:
        """All parks, asked for once in ten minutes."""
        if time.monotonic() - self._parks_since > PARKS_KEPT_S:
            self._parks = (await self._call("GET", "/parks"))["items"]
            self._parks_since = time.monotonic()
        return self._parks

    async def matter(self, matter_id: str, park_id: str | None = None) -> Json:
        """A matter's service guide, in one park if that is given."""
        query = _set_only({"park_id": park_id})
        return await self._call("GET", f"/matters/{matter_id}", params=query)

    async def read_materials(
        self,
        text: str,
        names: list[str],
        asked: list[int],
        bare: str | None,
        matter_id: str | None = None,
        others_there: bool | None = None,
    ) -> Json:
        """What words tell of the materials `names`: `states` by number, `unlisted`, `pointed`.

        Args:
            asked: the numbers, from 1, of those that were asked about.
            bare: what a number or a name alone means: `have` or `missing`.
            matter_id: the matter whose list it is.
            others_there: whether what alone is said to be missing tells that the others are there.
        """
        body = {
            "text": text,
            "names": names,
            "asked": asked,
            "bare": bare,
            "matter_id": matter_id,
            "others_there": others_there,
        }
        return await self._call("POST", "/internal/prechecks/words", json=_set_only(body))

    async def paper_question(
        self, text: str, matter_id: str, park_id: str | None, asked: list[int]
    ) -> Json:
        """The answer to a question about a paper of a matter's list: `text`, may be null.

        Args:
            asked: the numbers, from 1, of those that are spoken of when the words name none.
        """
        body = {"text": text, "matter_id": matter_id, "park_id": park_id, "asked": asked}
        return await self._call("POST", "/internal/prechecks/questions", json=_set_only(body))

    async def judge(self, told: Json) -> Json:
        """Whether the materials that somebody has will do; kept unless `keep` is false."""
        return await self._call(
            "POST", "/internal/prechecks", json=_set_only({**told, "language": _language()})
        )

    async def slots(self, park_id: str, matter_id: str, start: str, end: str) -> Json:
        """Free slots and closed days from `start` to `end` (ISO dates, both included)."""
        query = {"park_id": park_id, "matter_id": matter_id, "from": start, "to": end}
        return await self._call("GET", "/slots", params=query)

    async def hold(self, session_id: str, park_id: str, matter_id: str, slot_id: str) -> Json:
        """Hold a seat for a conversation for some minutes; it gives back what it held before."""
        wanted = {"park_id": park_id, "matter_id": matter_id, "slot_id": slot_id}
        return await self._call("PUT", f"/chat/sessions/{session_id}/hold", json=wanted)

    async def release(self, session_id: str) -> None:
        """Give back what a conversation holds."""
        await self._call("DELETE", f"/chat/sessions/{session_id}/hold")

    async def book(self, body: Json, key: str) -> Json:
        """Make a booking; the same `key` never makes a second one."""
        return await self._call("POST", "/bookings", json=body, headers={"Idempotency-Key": key})

    async def chains(self, park_id: str, matter_ids: list[str], start: str, end: str) -> list[Json]:
        """Rows of free slots for several matters in one visit, in order of time."""
        query = [("park_id", park_id), ("from", start), ("to", end)]
        query += [("matter_id", matter_id) for matter_id in matter_ids]
        found: list[Json] = (await self._call("GET", "/slot-chains", params=query))["chains"]
        return found

    async def book_group(self, body: Json, key: str) -> list[Json]:
        """Book a row of slots for several matters: all of them, or none."""
        made = await self._call(
            "POST", "/booking-groups", json=body, headers={"Idempotency-Key": key}
        )
        bookings: list[Json] = made["bookings"]
        return bookings

    async def wait_for_seat(self, body: Json) -> Json:
        """Join the waiting list; `message` is what the applicant is told."""
        return await self._call("POST", "/waiting-list", json=body)

    async def waiting_entry(self, entry_id: str, phone_last4: str) -> Json:
        """How an entry of the waiting list stands, and what is offered to it."""
        query = {"phone_last4": phone_last4}
        return await self._call("GET", f"/waiting-list/{entry_id}", params=query)

    async def leave_waiting_list(self, entry_id: str, phone_last4: str) -> None:
        """Wait no longer."""
        query = {"phone_last4": phone_last4}
        await self._call("DELETE", f"/waiting-list/{entry_id}", params=query)

    async def accept_waiting(self, entry_id: str, phone_last4: str) -> Json:
        """Take the seat that is offered: it becomes a booking."""
        query = {"phone_last4": phone_last4}
        return await self._call("POST", f"/waiting-list/{entry_id}/accept", params=query)

    async def ask_assistance(self, body: Json) -> Json:
        """Ask for assisted handling; `message` says when somebody calls."""
        return await self._call("POST", "/assistance-requests", json=body)

    async def send_result(self, code: str, phone_last4: str, address: str) -> Json:
        """Have the result of a booked matter sent by courier."""
        return await self._call(
            "PUT",
            f"/bookings/{code}/courier",
            params={"phone_last4": phone_last4},
            json={"address": address},
        )

    async def booking(self, code: str, phone_last4: str) -> Json:
        """A booking, shown to whoever knows its code and the last digits of its phone."""
        return await self._call("GET", f"/bookings/{code}", params={"phone_last4": phone_last4})

    async def move_booking(self, code: str, phone_last4: str, slot_id: str) -> Json:
        """Move a booking to another slot."""
        return await self._call(
            "PATCH",
            f"/bookings/{code}",
            params={"phone_last4": phone_last4},
            json={"slot_id": slot_id},
        )

    async def cancel_booking(self, code: str, phone_last4: str) -> None:
        """Cancel a booking."""
        await self._call("DELETE", f"/bookings/{code}", params={"phone_last4": phone_last4})

    async def hand_off(self, session_id: str, reason: str, quietly: bool = False) -> Json:
        """Ask for a person to take the conversation over; quietly, what was said is only kept."""
        asked = {
            "session_id": session_id,
            "reason": reason,
            "language": _language(),
            "quietly": quietly or None,
        }
        return await self._call("POST", "/handoffs", json=_set_only(asked))

    async def rate(
        self, session_id: str, stars: int, comment: str | None = None, reason: str | None = None
    ) -> Json:
        """Record how the applicant rates the service, from 1 (worst) to 5, and why."""
        grade = _set_only(
            {"session_id": session_id, "stars": stars, "comment": comment, "reason": reason}
        )
        return await self._call("POST", "/ratings", json=grade)

    async def close(self) -> None:
        """Give the connections back."""
        if self._session is not None:
            await self._session.close()

    async def _call(self, method: str, path: str, **request: Any) -> Json:
        headers = {**self._headers, **request.pop("headers", {})}
        try:
            async with self._open().request(
                method, self._base + path, headers=headers, **request
            ) as response:
                if response.status >= 500:
                    raise ApiUnavailable(f"{method} {path}: {response.status}")
                body: Json = {} if response.status == 204 else await _read_json(response)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            raise ApiUnavailable(f"{method} {path}: {type(error).__name__}") from error
        if response.status >= 400:
            raise ApiRefused(response.status, body)
        return body

    def _open(self) -> aiohttp.ClientSession:
        # Made late: a session belongs to the running event loop.
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(timeout=TIMEOUT)
        return self._session


async def _read_json(response: aiohttp.ClientResponse) -> Json:
    try:
        body = await response.json(content_type=None)
    except ValueError as error:
        raise ApiUnavailable(f"{response.status}: not JSON") from error
    if not isinstance(body, dict):
        raise ApiUnavailable(f"{response.status}: not an object")
    return body


def _language() -> str | None:
    """The language in which to be answered; None for the usual one."""
    spoken = language.get()
    return None if spoken == DEFAULT_LANGUAGE else spoken


def _set_only(values: Json) -> Json:
    return {name: value for name, value in values.items() if value is not None}


def from_environment() -> GuideApi:
    """The client this process's environment asks for."""
    return GuideApi(
        os.environ.get("GUIDE_API_URL", DEFAULT_URL), os.environ.get("GUIDE_SERVICE_TOKEN", "")
    )
