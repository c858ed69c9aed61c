"""Whatever is said or pressed, in any order: every turn ends in a known way, with a next step."""

import json
import random
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.stack import Applicant, Stack

OUTCOMES = frozenset(
    yaml.safe_load((files("api.services") / "outcomes.yml").read_text(encoding="utf-8"))
)
TOPICS = frozenset({
    "matter", "materials", "window", "mode", "liability", "time_limit", "fee", "legal_basis",
    "conditions", "online", "result", "journey", "precheck", "booking", "progress", "rating",
    "handoff", "policy", "referral", "chitchat", "none",
})  # fmt: skip
WALKS = 24
STEPS = 14
LONGEST_ANSWER = 1200
"""Characters; what is longer belongs on a card."""
SAYINGS = [
    *yaml.safe_load(Path(__file__).with_name("said_at_random.yml").read_text(encoding="utf-8")),
    "老" * 1500,
]


def _walk(applicant: Applicant, choose: random.Random) -> list[str]:
    """One random conversation; returns what went wrong, with the turn it happened in."""
    wrong = []
    for _ in range(STEPS):
        if applicant.buttons and choose.random() < 0.45:
            pressed = choose.choice(applicant.buttons)
            sent = pressed["title"]
            applicant.send({"payload": pressed["payload"]})
        else:
            sent = choose.choice(SAYINGS)
            applicant.send({"text": sent})
        wrong += [f"{sent[:40]} -> {fault}" for fault in _faults(applicant)]
    return wrong


def _faults(applicant: Applicant) -> list[str]:
    context = applicant.context
    checks: dict[str, Any] = {
        "no answer": bool(applicant.text.strip()),
        f"outcome {context['outcome']!r}": context["outcome"] in OUTCOMES,
        f"topic {context['topic']!r}": context["topic"] in TOPICS,
        "nothing to go on with": bool(applicant.buttons),
        "too long": len(applicant.text) <= LONGEST_ANSWER,
        "markup": "<script" not in applicant.text,
        "an apology for a failure": "资料暂时查不到" not in applicant.text,
        "degraded": "对话服务正在恢复" not in applicant.text,
        "two messages where one will do": len(applicant.turn["messages"]) == 1,
        "a whole phone number": "13800138000" not in json.dumps(applicant.turn),
    }
    return [f"{fault}: {applicant.text[:80]}" for fault, holds in checks.items() if not holds]


@pytest.mark.parametrize("seed", range(WALKS))
def test_a_random_conversation_has_no_dead_end(stack: Stack, seed: int) -> None:
    choose = random.Random(seed)
    channel = choose.choice(["widget", "kiosk", "wechat", "hotline"])
    applicant = Applicant(stack.url, choose.choice([None, "gaoxin", "jingkai"]), channel)
    assert not _walk(applicant, choose)
    applicant.close()
