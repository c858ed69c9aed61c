"""Titles and subtitles of a list: what they say holds for the rows below them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.importing.grants import GrantWords, Unreadable
from knowledge.importing.wording import official
from knowledge.schema import DelegationMode

_CHINESE_NUMBER = "[一二三四五六七八九十百]+"
_NUMBERINGS = (  # from the highest level of a document's outline down
    re.compile(rf"(?:第{_CHINESE_NUMBER}(?:部分|类)|{_CHINESE_NUMBER}[、.．：])[、：]?"),
    re.compile(rf"（{_CHINESE_NUMBER}）[、.]?"),
    re.compile(r"\d+[、.．](?!\d)"),
    re.compile(r"（\d+）[、.]?|[①-⑳]"),
)
_COUNT = re.compile(r"[（，、]?(?:共|计|合计)?\d+(?:大项|小项|子项|项|个)[^（）]{0,60}）?[：。]?$")
_KIND_OF_LIST = re.compile(r"(?:(?:承接|行使|办理)?的?(?:事项|权限|类|清单|目录)+)?：?$")
_TITLE = re.compile(r"清单|目录|一览表")
_OFFICE = re.compile(
    r"[^，。；：？！]{1,40}(?:局|委|委员会|厅|中心|支队|大队|总队|办公室|部门|(?:市|区|县|防|侨|外)办)"
    r"(?:（[^（）]{1,30}）)?"
)
_WITHOUT_LEVEL = -1


@dataclass(frozen=True)
class Section:
    """What a line says of the rows below it; what it does not say is empty.

    Attributes:
        level: how deep its numbering is: 0 for a title, 1 for 一、, 2 for （一）; -1 for none.
        sure: whether its form alone (numbering, or the count of matters) shows a subtitle.
    """

    level: int = _WITHOUT_LEVEL
    sure: bool = False
    department: str = ""
    parks: tuple[str, ...] = ()
    mode: DelegationMode | None = None

    def says(self) -> frozenset[str]:
        """Which of its parts are given."""
        return frozenset(part for part in ("department", "parks", "mode") if getattr(self, part))


class Outline:
    """The sections in which the current row stands."""

    def __init__(self) -> None:
        self._sections: list[Section] = []

    def enter(self, section: Section) -> None:
        """Leave the sections that this one ends: its equals and what lies below them."""
        self._sections = [kept for kept in self._sections if not _ends(kept, section)]
        self._sections.append(section)

    @property
    def department(self) -> str:
        return next((inner.department for inner in self._inwards() if inner.department), "")

    @property
    def parks(self) -> tuple[str, ...]:
        return next((inner.parks for inner in self._inwards() if inner.parks), ())

    @property
    def mode(self) -> DelegationMode | None:
        return next((inner.mode for inner in self._inwards() if inner.mode), None)

    def _inwards(self) -> Iterator[Section]:
        return reversed(self._sections)


def _ends(earlier: Section, new: Section) -> bool:
    if _WITHOUT_LEVEL in (earlier.level, new.level):
        return bool(earlier.says() & new.says())
    return earlier.level >= new.level


def title(text: str, words: GrantWords) -> Section:
    """What a list's title says, such as 郴州高新区赋权事项清单; nothing, if the text is none."""
    if not _TITLE.search(text):
        return Section()
    parks, mode = words.mentioned(text)
    return Section(0, parks=parks, mode=mode)


def section(text: str, words: GrantWords) -> Section | None:
    """A subtitle, such as 一、市发改委（5项） or （二）审批直报事项; None when the text is none."""
    level, core = _without_numbering(official(text))
    counted = _COUNT.sub("", core)
    bare = _KIND_OF_LIST.sub("", counted)
    sure = level != _WITHOUT_LEVEL or counted != core
    if _OFFICE.fullmatch(bare):
        return Section(level, sure, department=bare)
    try:
        grant = words.grant(bare)
    except Unreadable:
        return None
    modes = {*grant.by_park.values(), grant.mode} - {None}
    if len(modes) > 1 or None in grant.by_park.values() or not (grant.parks or modes):
        return None
    parks = grant.parks or tuple(grant.by_park)
    return Section(level, sure, parks=parks, mode=next(iter(modes), None))


def _without_numbering(text: str) -> tuple[int, str]:
    for level, numbering in enumerate(_NUMBERINGS, start=1):
        if found := numbering.match(text):
            return level, text[found.end() :]
    return _WITHOUT_LEVEL, text
