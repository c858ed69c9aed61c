"""Holds a scenario's conversation over HTTP and judges every answer."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx

from bench.conversations.scenarios import Scenario, Turn

Json = dict[str, Any]


@dataclass(frozen=True)
class Judged:
    """One turn: what was sent, what came back, and what was wrong with it.

    Attributes:
        faults: one short sentence each; none for a right turn.
    """

    sent: str
    answer: str
    faults: tuple[str, ...]


class Talk:
    """One conversation over the chat contract."""

    def __init__(self, base: str, scenario: Scenario) -> None:
        self._http = httpx.Client(base_url=f"{base}/api/v1", timeout=30)
        opening = {"channel": scenario.channel, "park_id": scenario.park_id}
        opened = self._http.post("/chat/sessions", json=opening).raise_for_status().json()
        self._http.headers["Authorization"] = f"Bearer {opened['token']}"
        self._path = f"/chat/sessions/{opened['session_id']}/messages"
        self.turn: Json = {"messages": [], "context": {}}

    def take(self, turn: Turn) -> Judged:
        """Send one message and judge the answer."""
        body = self._body(turn)
        if body is None:
            wanted = turn.press or turn.press_intent
            return Judged(f"[{wanted}]", "", (f"no button {wanted!r} among {self._titles()}",))
        answer = self._http.post(self._path, json=body)
        if answer.status_code != httpx.codes.OK:
            return Judged(str(body), answer.text, (f"status {answer.status_code}",))
        self.turn = answer.json()
        return Judged(next(iter(body.values())), self._shown(), tuple(self._faults(turn.expect)))

    def close(self) -> None:
        """Give the connection back."""
        self._http.close()

    def _body(self, turn: Turn) -> dict[str, str] | None:
        if turn.say is not None:
            return {"text": turn.say}
        for button in self._buttons():
            if turn.press is not None and turn.press in button["title"]:
                return {"payload": button["payload"]}
            if turn.press_intent and button["payload"].startswith(f"/{turn.press_intent}"):
                return {"payload": button["payload"]}
        return None

    def _buttons(self) -> list[dict[str, str]]:
        return [button for message in self.turn["messages"] for button in message["buttons"]]

    def _titles(self) -> list[str]:
        return [button["title"] for button in self._buttons()]

    def _cards(self) -> list[Json]:
        return [message["card"] for message in self.turn["messages"] if message["card"]]

    def _shown(self) -> str:
        """Everything the applicant sees: texts, cards, buttons."""
        texts = [message["text"] for message in self.turn["messages"]]
        cards = [json.dumps(card, ensure_ascii=False) for card in self._cards()]
        return "\n".join([*texts, *cards, " ".join(self._titles())])

    def _faults(self, expect: Json) -> Iterator[str]:
        shown, context = self._shown(), self.turn["context"]
        if not any(message["text"].strip() or message["card"] for message in self.turn["messages"]):
            yield "nothing was answered"
        for key, wanted in expect.get("context", {}).items():
            accepted = wanted if isinstance(wanted, list) else [wanted]
            if context.get(key) not in accepted:
                yield f"{key} is {context.get(key)!r}, not {wanted!r}"
        if "card" in expect and expect["card"] not in [card["type"] for card in self._cards()]:
            yield f"no card {expect['card']}"
        if expect.get("any") and not any(str(words) in shown for words in expect["any"]):
            yield f"none of {expect['any']}"
        yield from (
            f"lacks {words!r}" for words in expect.get("all", []) if str(words) not in shown
        )
        yield from (f"says {words!r}" for words in expect.get("none", []) if str(words) in shown)
        if "buttons" in expect and len(self._buttons()) > expect["buttons"]:
            yield f"{len(self._buttons())} buttons"
        if "booked" in expect and expect["booked"] is not (context.get("booking_code") is not None):
            yield f"booking_code is {context.get('booking_code')!r}"


def hold(base: str, scenario: Scenario) -> list[Judged]:
    """The whole conversation, every turn judged; one that went wrong doesn't end it."""
    talk = Talk(base, scenario)
    try:
        return [talk.take(turn) for turn in scenario.turns]
    finally:
        talk.close()
