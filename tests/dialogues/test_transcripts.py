"""Conversations as transcripts: what is said, and what the guide must make of it.

Each `<topic>/*.yml` beside this file is one conversation with the real trained model and real
actions. A turn says (`say`) or presses (`press`: part of a button's title; `press_first`: its
intent), and then expects parts of the context (`context`), words in the answer (`has`) or absent
(`lacks`), buttons, or a card of a type.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.stack import Applicant, Stack

TRANSCRIPTS = sorted(Path(__file__).parent.glob("*/*.yml"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_conversation_goes_as_written(path: Path, stack: Stack) -> None:
    transcript = yaml.safe_load(path.read_text())
    applicant = Applicant(stack.url, transcript.get("park_id"), transcript.get("channel", "widget"))
    for number, turn in enumerate(transcript["turns"], 1):
        _take(applicant, turn)
        _check(applicant, turn.get("expect", {}), f"turn {number}: {turn}")
    applicant.close()


def _take(applicant: Applicant, turn: dict[str, Any]) -> None:
    if "say" in turn:
        applicant.say(turn["say"])
    elif "press" in turn:
        applicant.press(turn["press"])
    else:
        applicant.press_first(turn["press_first"])


def _check(applicant: Applicant, expect: dict[str, Any], where: str) -> None:
    shown = f"{where}\n-> {applicant.text}\n-> {applicant.context}\n-> {applicant.buttons}"
    assert applicant.turn["messages"], f"{shown}\nnothing was answered"
    assert applicant.text.strip() or applicant.cards, f"{shown}\nan empty answer"
    for key, value in expect.get("context", {}).items():
        assert applicant.context[key] == value, f"{shown}\n{key} is not {value!r}"
    for words in expect.get("has", []):
        assert words in applicant.text, f"{shown}\nlacks {words!r}"
    for words in expect.get("lacks", []):
        assert words not in applicant.text, f"{shown}\nsays {words!r}"
    for title in expect.get("buttons", []):
        assert any(title in b["title"] for b in applicant.buttons), f"{shown}\nno button {title!r}"
    if "card" in expect:
        assert expect["card"] in [card["type"] for card in applicant.cards], f"{shown}\nno card"
    if expect.get("booked"):
        assert applicant.context["booking_code"], f"{shown}\nno booking code"
