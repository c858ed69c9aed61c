"""The texts by which targets are found, gathered from a knowledge base.

A target is what a message may be about: a matter, a vague wish several matters share (a
clarification), a request that belongs elsewhere (a referral), or talk about nothing of the kind.
One list serves everything that learns or compares: the encoder's training, the dense and the
sparse index, and the fitting of thresholds. Held-out texts are kept apart from the start.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from knowledge import clarifications, talk
from knowledge.clarifications import Clarification
from knowledge.coverage import Span
from knowledge.schema import Park, Referral, Topic
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


class Named(Protocol):
    """All the names and sentences people use for a matter."""

    @property
    def name(self) -> str: ...
    @property
    def aliases(self) -> Sequence[str]: ...
    @property
    def nouns(self) -> Sequence[str]: ...
    @property
    def phrasings(self) -> Sequence[str]: ...


class SearchedMatter(Named, Protocol):
    """As much of a matter as it is found by."""

    @property
    def matter_id(self) -> str: ...
    @property
    def name_en(self) -> str | None: ...
    @property
    def description_en(self) -> str | None: ...
    @property
    def held_out(self) -> Sequence[str]: ...


class Catalogue(Protocol):
    """What can be searched: a knowledge base, or as much of one as the search looks at."""

    @property
    def matters(self) -> Mapping[str, SearchedMatter]: ...
    @property
    def referrals(self) -> Mapping[str, Referral]: ...
    @property
    def topics(self) -> Mapping[str, Topic]: ...
    @property
    def parks(self) -> Mapping[str, Park]: ...
    def spans(self) -> Iterator[Span]:
        """When which park has which matter."""


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


def texts_of_matter(matter: SearchedMatter) -> Iterator[Text]:
    """All by which a matter is found."""
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


def gather(kb: Catalogue) -> Corpus:
    """All texts of a knowledge base, in a fixed order, none twice for one target.

    Raises:
        WordingError: the wording files beside the facts are not usable.
    """
    vague = clarifications.load(kb.matters).values()
    talks = talk.load()
    texts = [
        *(text for matter in kb.matters.values() for text in texts_of_matter(matter)),
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
