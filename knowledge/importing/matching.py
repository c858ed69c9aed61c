"""Recognises known matters in what an annex or a guide calls them, and names the new ones."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable

from pypinyin import lazy_pinyin

from knowledge.schema import Matter
from knowledge.text import compact

LONGEST_ID = 60
# What lists add to a matter's name or leave out, without meaning another matter.
ADDITIONS = re.compile(
    r"(?:的)?(?:(?:行政)?许可(?:证书?)?|核发|核准|审批|审查|办理|登记发证)$|^(?:市级|市本级)"
)
BRACKETS = re.compile(r"[（(][^（()）]*[)）]")


class Names:
    """All the names of known matters.

    Args:
        matters: those that are known.
    """

    def __init__(self, matters: Iterable[Matter]) -> None:
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._core: dict[str, set[str]] = defaultdict(set)
        for matter in matters:
            for name in (matter.name, *matter.aliases):
                self._exact[compact(name)].add(matter.matter_id)
                self._core[core(name)].add(matter.matter_id)

    def find(self, name: str, sub_item: str = "") -> str | None:
        """The one matter that is called so; None when there is none, or more than one.

        A sub-item that is a known matter by itself counts for more than the item it is part of.
        """
        calls = [call for call in (sub_item, f"{name}{sub_item}" if sub_item else "", name) if call]
        for call in calls:
            for known, key in ((self._exact, compact(call)), (self._core, core(call))):
                owners = known.get(key, set())
                if len(owners) == 1:
                    return next(iter(owners))
        return None


def core(name: str) -> str:
    """A name without brackets and without what lists add to it; the whole name if nothing is left.

    "建筑工程施工许可证核发（市级）" becomes "建筑工程施工".
    """
    whole = compact(name)
    bare = compact(BRACKETS.sub("", name))
    while (shorter := ADDITIONS.sub("", bare)) != bare:
        bare = shorter
    return bare or whole


def new_id(name: str, taken: Collection[str]) -> str:
    """An id for a new matter: the sound of its name, such as `yan-hua-bao-zhu-jing-ying`."""
    syllables = [part for part in lazy_pinyin(compact(name)) if re.fullmatch(r"[a-z0-9]+", part)]
    letters = re.sub(r"^[0-9-]+", "", "-".join(syllables)) or "matter"
    stem = letters[:LONGEST_ID].rstrip("-")
    candidate, number = stem, 1
    while candidate in taken:
        number += 1
        candidate = f"{stem}-{number}"
    return candidate
