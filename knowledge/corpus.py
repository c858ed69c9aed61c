"""The texts by which targets are found, gathered from a knowledge base.

A target is what a message may be about: a matter, a vague wish several matters share (a
clarification), a request that belongs elsewhere (a referral), or talk about nothing of the kind.
One list serves everything that learns or compares: the encoder's training, the dense and the
sparse index, and the fitting of thresholds. Held-out texts are kept apart from the start.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from knowledge import clarifications, talk
from knowledge.base import KnowledgeBase
from knowledge.clarifications import Clarification
from knowledge.schema import Matter, Referral
from knowledge.talk import Talk


class Kind(StrEnum):
    """What kind of thing a text is about."""

    MATTER = "matter"
    CLARIFICATION = "clarification"
    REFERRAL = "referral"
    TALK = "talk"


@dataclass(frozen=True, order=True)
class Target:
    """One thing a message may be about."""

    kind: Kind
    id: str


@dataclass(frozen=True)
class Text:
    """One text and what it is about.

    Attributes:
        target: what the text is about.
        field: where it comes from: name, alias, noun, phrasing or description.
        text: the words themselves.
    """

    target: Target
    field: str
    text: str


@dataclass(frozen=True)
class Corpus:
    """Texts to learn from and to index, and texts of the same writers to fit thresholds on."""

    texts: list[Text]
    held_out: list[Text]

    def targets(self) -> list[Target]:
        """Every target that has a text, matters first, in a fixed order."""
        order = list(Kind)
        found = {text.target for text in self.texts}
        return sorted(found, key=lambda target: (order.index(target.kind), target.id))


def _of_matter(matter: Matter) -> Iterator[Text]:
    target = Target(Kind.MATTER, matter.matter_id)
    yield Text(target, "name", matter.name)
    if matter.name_en:
        yield Text(target, "name", matter.name_en)
    if matter.description_en:
        yield Text(target, "description", matter.description_en)
    yield from (Text(target, "alias", alias) for alias in matter.aliases)
    yield from (Text(target, "noun", noun) for noun in matter.nouns)
    yield from _phrasings(target, matter.phrasings)


def _of_clarification(entry: Clarification) -> Iterator[Text]:
    target = Target(Kind.CLARIFICATION, entry.clarification_id)
    yield from (Text(target, "noun", noun) for noun in entry.nouns)
    yield from _phrasings(target, entry.examples)


def _of_referral(referral: Referral) -> Iterator[Text]:
    target = Target(Kind.REFERRAL, referral.referral_id)
    yield from (Text(target, "noun", keyword) for keyword in referral.keywords)
    yield from _phrasings(target, referral.examples)


def _of_talk(kind: Talk) -> Iterator[Text]:
    yield from _phrasings(Target(Kind.TALK, kind.name), kind.examples)


def _phrasings(target: Target, texts: Iterable[str]) -> Iterator[Text]:
    return (Text(target, "phrasing", text) for text in texts)


def gather(kb: KnowledgeBase) -> Corpus:
    """All texts of a knowledge base, in a fixed order, none twice for one target.

    Raises:
        WordingError: the wording files beside the facts are not usable.
    """
    vague = clarifications.load(kb.matters).values()
    talks = talk.load()
    texts = [
        *(text for matter in kb.matters.values() for text in _of_matter(matter)),
        *(text for entry in vague for text in _of_clarification(entry)),
        *(text for referral in kb.referrals.values() for text in _of_referral(referral)),
        *(text for kind in talks for text in _of_talk(kind)),
    ]
    held_out = [
        *_held_out(Kind.MATTER, ((m.matter_id, m.held_out) for m in kb.matters.values())),
        *_held_out(Kind.CLARIFICATION, ((c.clarification_id, c.held_out) for c in vague)),
        *_held_out(Kind.REFERRAL, ((r.referral_id, r.held_out) for r in kb.referrals.values())),
        *_held_out(Kind.TALK, ((t.name, t.held_out) for t in talks)),
    ]
    distinct = {(text.target, text.text): text for text in reversed(texts)}
    return Corpus(list(reversed(distinct.values())), held_out)


def _held_out(kind: Kind, groups: Iterable[tuple[str, Iterable[str]]]) -> Iterator[Text]:
    for name, texts in groups:
        yield from _phrasings(Target(kind, name), texts)
