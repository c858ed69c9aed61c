"""What the guide says in its own name, read from the `texts.yml` of each topic.

A text is written once, in both languages, under a short name: `say("booking.park", matter="…")`.
Facts about matters are worded by api.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

import yaml

DEFAULT_LANGUAGE = "zh"
language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)
"""The language of the turn that is being answered; set by `GuideAction.run`."""


@lru_cache
def all_texts() -> dict[str, dict[str, str]]:
    """Every text by its name, `<topic>.<name>`: language -> template."""
    return {
        f"{path.parent.name}.{name}": text
        for path in sorted(Path(__file__).parent.glob("*/texts.yml"))
        for name, text in yaml.safe_load(path.read_text(encoding="utf-8")).items()
    }


def told(detail: str, otherwise: str) -> str:
    """What api has to say, where it says it in the applicant's language; else the text named.

    Args:
        detail: api's own words, which are Chinese; may be empty.
        otherwise: the name of a text.
    """
    return detail if detail and language.get() == DEFAULT_LANGUAGE else say(otherwise)


def say(name: str, /, **values: object) -> str:
    """The text `name` in the applicant's language, with its values filled in.

    Raises:
        KeyError: there is no such text, or a value is missing.
    """
    text = all_texts()[name]
    template = text.get(language.get()) or text[DEFAULT_LANGUAGE]
    return template.format(**values) if values else template


def joined(parts: Iterable[str], chinese: str = "，") -> str:
    """Parts of a sentence one after the other, as the applicant's language writes that."""
    return (chinese if language.get() == DEFAULT_LANGUAGE else ", ").join(parts)
