"""Finding a matter or a referral for somebody who looks for it by name or by what is meant."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Self

from knowledge import KnowledgeBase
from knowledge.search import Searcher
from knowledge.text import compact

MOST = 8


@dataclass(frozen=True)
class Found:
    """A matter or a referral."""

    kind: Literal["matter", "referral"]
    target_id: str
    name: str

    @classmethod
    def of(cls, kb: KnowledgeBase, kind: str, target_id: str) -> Self:
        """The one with this id. Raises `KeyError`."""
        if kind == "referral":
            return cls("referral", target_id, kb.referrals[target_id].title)
        return cls("matter", target_id, kb.matters[target_id].name)


def find_targets(kb: KnowledgeBase, searcher: Searcher, words: str) -> list[Found]:
    """What the words name, and then what they may mean; at most a handful of either."""
    named = list(_named(kb, words))
    result = searcher.search(words)
    if result.referral is not None:
        named.append(Found.of(kb, "referral", result.referral.referral_id))
    meant = [Found.of(kb, "matter", candidate.matter_id) for candidate in result.candidates]
    return list(dict.fromkeys([*named, *meant]))[:MOST]


def _named(kb: KnowledgeBase, words: str) -> Iterator[Found]:
    wanted = compact(words)
    if not wanted:
        return
    for matter_id, matter in kb.matters.items():
        if any(wanted in compact(name) for name in (matter.name, *matter.aliases, *matter.nouns)):
            yield Found.of(kb, "matter", matter_id)
    for referral_id, referral in kb.referrals.items():
        if any(wanted in compact(name) for name in (referral.title, *referral.keywords)):
            yield Found.of(kb, "referral", referral_id)
