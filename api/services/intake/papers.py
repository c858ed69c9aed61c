"""Which of our matters gives a paper: where somebody gets what they still lack."""

from collections.abc import Iterator

from knowledge import KnowledgeBase, Matter
from knowledge.text import compact

SHORTEST = 4
"""Characters of a name below which finding it inside another says nothing."""


def matters_giving(kb: KnowledgeBase, paper: str, but: str | None = None) -> list[str]:
    """The matters whose name or result stands in the name of `paper`, the longest name first.

    Args:
        but: a matter left out: the one the paper is for.
    """
    words = compact(paper)
    found = {
        matter_id: max((len(name) for name in _names(kb, matter_id) if name in words), default=0)
        for matter_id in kb.matters
        if matter_id != but
    }
    given = [matter_id for matter_id, length in found.items() if length]
    return sorted(given, key=lambda matter_id: -found[matter_id])


def asks_for(matter: Matter, paper: str) -> bool:
    """Whether the conditions of a matter ask for a paper, whether or not its list names it."""
    conditions, name = matter.fields.conditions.value, compact(paper)
    return len(name) >= SHORTEST and isinstance(conditions, str) and name in compact(conditions)


def _names(kb: KnowledgeBase, matter_id: str) -> Iterator[str]:
    matter = kb.matters[matter_id]
    result = matter.fields.result.value
    for name in (matter.name, *matter.aliases, *([result] if isinstance(result, str) else [])):
        short = compact(name)
        if len(short) >= SHORTEST:
            yield short
