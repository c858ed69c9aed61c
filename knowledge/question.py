"""The one question that tells the likely matters apart."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from knowledge.clarifications import Clarification

NONE_OF_THESE = "都不是"
WHICH = "您要办的是下面哪一项？"
_ASIDE = re.compile(r"[（(].*?[)）]")
_MOST_OPTIONS = 4
_LEAST_SHARE = 0.02
_LEAST_COVERED = 0.8  # of the likely matters' probability, for a prepared question to fit


@dataclass(frozen=True)
class Option:
    """A possible answer: words for a button, and the matter it leads to (None: none of these)."""

    title: str
    matter_id: str | None


@dataclass(frozen=True)
class Question:
    """What to ask; the last option is always 都不是."""

    text: str
    options: list[Option]


def _question(text: str, options: Sequence[Option]) -> Question:
    return Question(text, [*options, Option(NONE_OF_THESE, None)])


def short_title(name: str) -> str:
    """A matter's name without what stands in brackets, for a button."""
    return _ASIDE.sub("", name).strip() or name


def ask_prepared(prepared: Clarification, available: Collection[str]) -> Question | None:
    """A prepared question with the answers that lead to an available matter; None below two."""
    options = [
        Option(answer.title, answer.matter_id)
        for answer in prepared.options
        if answer.matter_id in available
    ]
    return _question(prepared.question, options) if len(options) > 1 else None


def ask(
    likely: Mapping[str, float], names: Mapping[str, str], prepared: Sequence[Clarification]
) -> Question:
    """The question for a list of likely matters.

    A prepared question is taken when it tells the two likeliest apart and covers most of what is
    likely; otherwise the matters themselves are offered.

    Args:
        likely: share of probability by matter id, best first.
        names: what the matters are called.
        prepared: the questions to choose from.
    """
    first = list(likely)[:_MOST_OPTIONS]
    contenders = first[:2] + [m for m in first[2:] if likely[m] >= _LEAST_SHARE]
    total = sum(likely[m] for m in contenders) or 1.0
    fitting: list[tuple[float, int, Clarification]] = []
    for number, entry in enumerate(prepared):
        members = {answer.matter_id for answer in entry.options}
        covered = sum(likely[m] for m in contenders if m in members) / total
        if members.issuperset(contenders[:2]) and covered >= _LEAST_COVERED:
            fitting.append((covered - 0.01 * len(members), -number, entry))
    if fitting:
        best = max(fitting, key=lambda item: item[:2])[2]
        question = ask_prepared(best, likely)
        if question is not None:
            return question
    return _question(WHICH, [Option(short_title(names[m]), m) for m in contenders])


def ask_again(names: Mapping[str, str], prepared: Sequence[Clarification]) -> Question:
    """The question that offers just these matters, in the words of a prepared one if one has all.

    Args:
        names: what the matters are called, in the order in which they are offered.
    """
    having = [
        entry
        for entry in prepared
        if {answer.matter_id for answer in entry.options}.issuperset(names)
    ]
    if having:
        question = ask_prepared(min(having, key=lambda entry: len(entry.options)), names)
        if question is not None:
            return question
    return _question(WHICH, [Option(short_title(name), m) for m, name in names.items()])


def ask_kinds(matter_id: str, prepared: Sequence[Clarification]) -> Question | None:
    """The narrowest prepared question that tells a matter from others like it; None if none."""
    having = [
        entry for entry in prepared if matter_id in {answer.matter_id for answer in entry.options}
    ]
    if not having:
        return None
    entry = min(having, key=lambda entry: len(entry.options))
    return ask_prepared(entry, [answer.matter_id for answer in entry.options])
