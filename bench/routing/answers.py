"""What a method under test says to one message, and what it is taught with."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from knowledge.corpus import Kind, Target, Text
from knowledge.search import Decision
from knowledge.text import normalise

NONE = "none"
"""The class of everything that is no matter of the parks."""


@dataclass(frozen=True)
class Answer:
    """One method's answer to one message.

    Attributes:
        ranked: matter ids, best first; empty when nothing at all was found.
        ours: the higher, the likelier the message is the parks' business; comparable only
            between answers of one method.
        decision: what would be said at the shipped thresholds; only ours has any.
        options: the matters offered by the question that is asked, if one is.
        referral: whose business the message is said to be.
        seconds: how long it took, where the method itself measures that.
    """

    ranked: Sequence[str]
    ours: float
    decision: Decision | None = None
    options: Sequence[str] = field(default=())
    referral: str | None = None
    seconds: float | None = None


class Method(Protocol):
    """Anything that answers messages; it has learned before."""

    @property
    def name(self) -> str: ...

    @property
    def note(self) -> str:
        """What was chosen on the held-out texts, and how long learning took."""
        ...

    def answer(self, messages: Sequence[str]) -> list[Answer]: ...


@dataclass(frozen=True)
class Example:
    """A text to learn from or to choose by.

    Attributes:
        label: the matter it is about, or `NONE`.
        target: what exactly it is about: among what is `NONE`, one referral is not another.
    """

    text: str
    label: str
    target: Target


def examples(texts: Sequence[Text]) -> list[Example]:
    """What peers learn from: our own texts, normalised as they are for us.

    Texts of clarifications are vague wishes, which belong to no one class; they are left out.
    """
    return [
        Example(
            normalise(text.text),
            text.target.id if text.target.kind is Kind.MATTER else NONE,
            text.target,
        )
        for text in texts
        if text.target.kind is not Kind.CLARIFICATION
    ]
