"""What the guide says in its own name: written once, short, and in the right tone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from actions.texts import all_texts, say

ROOT = Path(__file__).parents[2]
ACTIONS = ROOT / "actions"
OUTCOMES = ROOT / "api" / "services" / "outcomes.yml"
LONGEST = 130
"""Characters of one text: what fits on a phone without scrolling."""
LONGEST_BUTTON = 8
CURT = re.compile(r"无权|不归我们|不受理|没办法|自己去查|不知道|必须|禁止|亲[，,]|哦~|抱歉亲")
"""Words that send somebody away, order somebody about, or are out of place at a counter."""
CHINESE = re.compile(r"[一-龥]")


def calls() -> Iterator[ast.Call]:
    """Every call in the actions."""
    for path in ACTIONS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield node


def spoken() -> set[str]:
    """Every text name that stands in the code."""
    constants = {
        node.value
        for path in ACTIONS.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    families = {
        str(node.values[0].value)
        for path in ACTIONS.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant)
    }
    beginnings = tuple(family for family in families if re.match(r"[a-z_]+\.[a-z_]+$", family))
    return {
        name for name in all_texts() if name in constants or name.startswith(beginnings or ("\0",))
    }


def test_every_text_is_said_somewhere() -> None:
    assert set(all_texts()) == spoken()


def test_every_text_that_is_said_is_written() -> None:
    said = {
        call.args[0].value
        for call in calls()
        if isinstance(call.func, ast.Name)
        and call.func.id in ("say", "labelled")
        and isinstance(call.args[0], ast.Constant)
    }
    assert said <= set(all_texts())


def test_every_outcome_is_on_the_closed_list() -> None:
    named = {
        keyword.value.value
        for call in calls()
        for keyword in call.keywords
        if keyword.arg == "outcome" and isinstance(keyword.value, ast.Constant)
    }
    assert named <= set(yaml.safe_load(OUTCOMES.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", sorted(all_texts()))
def test_texts_are_short_plain_and_polite(name: str) -> None:
    text = all_texts()[name]["zh"]
    assert len(text) <= (LONGEST_BUTTON if name.endswith("_button") else LONGEST)
    assert CHINESE.search(text)
    assert not CURT.search(text)
    assert "你" not in text, "applicants are addressed as 您"
    assert "  " not in text
    assert "<" not in text


def test_both_languages_fill_in_the_same_values() -> None:
    for name, text in all_texts().items():
        values = {tuple(sorted(set(re.findall(r"\{(\w+)\}", one)))) for one in text.values()}
        assert len(values) == 1, name


def test_a_text_without_its_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("booking.park", other="x")
