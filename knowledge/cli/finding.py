"""What a person means by the words they typed: a matter, a park, an edition, a field."""

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from knowledge.base import KnowledgeBase
from knowledge.cli.errors import Trouble
from knowledge.labels import FIELD_NAMES
from knowledge.schema import Edition, Matter
from knowledge.text import compact

_NEAREST = 5
_LEAST_ALIKE = 0.3


def find_matter(kb: KnowledgeBase, words: str) -> Matter:
    """The matter with this id, name or alias.

    Raises:
        Trouble: none has it; names the nearest.
    """
    names = {matter.matter_id: names_of(matter) for matter in kb.matters.values()}
    return kb.matters[_found(words, names, "事项", _titles(kb.matters.values()))]


def find_park(kb: KnowledgeBase, words: str | None) -> str | None:
    """The id of the park with this id or name; None when none is asked for.

    Raises:
        Trouble: there is no such park; names those there are.
    """
    if words is None:
        return None
    names = {
        park.park_id: (park.park_id, park.name, park.short_name, *park.keywords)
        for park in kb.parks.values()
    }
    titles = {park.park_id: f"{park.short_name}（{park.park_id}）" for park in kb.parks.values()}
    return _found(words, names, "园区", titles, nearest=len(titles))


def find_edition(kb: KnowledgeBase, words: str) -> Edition:
    """The edition with this id.

    Raises:
        Trouble: there is no such edition; names those there are.
    """
    editions = {edition.id: edition for edition in kb.editions}
    titles = {key: f"{edition.title}（{key}）" for key, edition in editions.items()}
    names = {key: (key, edition.title) for key, edition in editions.items()}
    return editions[_found(words, names, "清单版本", titles, nearest=len(titles))]


def find_field(words: str) -> str:
    """The field of a guide with this name, in English or Chinese.

    Raises:
        Trouble: a guide has no such field; names the nearest.
    """
    names = {field: (field, label) for field, label in FIELD_NAMES.items()}
    titles = {field: f"{label}（{field}）" for field, label in FIELD_NAMES.items()}
    return _found(words, names, "项目", titles)


def names_of(matter: Matter) -> tuple[str, ...]:
    """All by which a matter can be called."""
    return (matter.matter_id, matter.name, *matter.aliases)


def _titles(matters: Iterable[Matter]) -> dict[str, str]:
    return {matter.matter_id: f"{matter.name}（{matter.matter_id}）" for matter in matters}


def _found(
    words: str,
    names: Mapping[str, Iterable[str]],
    kind: str,
    titles: Mapping[str, str],
    nearest: int = _NEAREST,
) -> str:
    """The key one of whose names `words` is.

    Args:
        kind: what is looked for, in Chinese.
        titles: what to call each key when it is one of the nearest.
    """
    wanted = compact(words)
    written = {key: [compact(name) for name in own] for key, own in names.items()}
    for key, own in written.items():
        if wanted in own:
            return key
    likeness = {key: _alike(wanted, own) for key, own in written.items()}
    ranked = sorted(likeness, key=lambda key: -likeness[key])[:nearest]
    near = [titles[key] for key in ranked if likeness[key] >= _LEAST_ALIKE] or list(titles.values())
    lines = "\n".join(f"  {title}" for title in near[:nearest])
    raise Trouble(f"没有“{words}”这个{kind}。相近的有：\n{lines}")


def _alike(wanted: str, names: Iterable[str]) -> float:
    """From 0 to 1; a name that holds the words, or is held by them, is nearer than any other."""
    return max(
        1.0
        if wanted and (wanted in name or name in wanted)
        else SequenceMatcher(None, wanted, name).ratio()
        for name in names
    )
