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
    named = list(_named(kb, compact(words))) if compact(words) else []
    result = searcher.search(words)
    if result.referral is not None:
        named.append(Found.of(kb, "referral", result.referral.referral_id))
    meant = [Found.of(kb, "matter", candidate.matter_id) for candidate in result.candidates]
    return list(dict.fromkeys([*named, *meant]))[:MOST]


def _named(kb: KnowledgeBase, wanted: str) -> Iterator[Found]:
    """What has the words in its name, and then what people call so."""
    every = [Found.of(kb, "matter", matter_id) for matter_id in kb.matters]
    every += [Found.of(kb, "referral", referral_id) for referral_id in kb.referrals]
    yield from (found for found in every if wanted in compact(found.name))
    yield from (found for found in every if any(wanted in name for name in _called(kb, found)))


def _called(kb: KnowledgeBase, found: Found) -> Iterator[str]:
    if found.kind == "referral":
        return map(compact, kb.referrals[found.target_id].keywords)
    matter = kb.matters[found.target_id]
    return map(compact, (*matter.aliases, *matter.nouns))
