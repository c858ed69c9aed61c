"""Puts together what the cells of one row say about its delegation modes."""

from collections.abc import Iterable, Sequence

from knowledge.importing.annex_header import Column, Header
from knowledge.importing.grants import Grant, GrantWords, Unreadable
from knowledge.importing.sections import Outline
from knowledge.importing.wording import plain
from knowledge.schema import DelegationMode

_NO_TICK = "这一列写 √ 或 — 看不出意思：请写赋权方式或园区"


def modes_of(
    cells: Sequence[str], header: Header, outline: Outline, words: GrantWords
) -> dict[str, DelegationMode]:
    """The mode of each park that gets a row's matter.

    Where neither the row nor its header nor a title names a park, every park gets it.

    Raises:
        Unreadable: when some cell is unclear, cells contradict each other, or no mode is given.
    """
    claims = _Claims(words)
    for column in header.columns:
        text = cells[column.index] if column.index < len(cells) else ""
        if column.grants and plain(text):
            try:
                claims.take(column, words.grant(text))
            except Unreadable as problem:
                raise Unreadable(problem.reason, column.header, text) from problem
    columns_of_parks = any(column.park for column in header.columns)
    claims.settle((() if columns_of_parks else outline.parks or words.park_ids), outline.mode)
    modes = claims.modes(words.park_ids)
    if not modes:
        raise Unreadable("没有园区承接这个事项：请写赋权方式和园区")
    return modes


class _Claims:
    """What was said so far.

    Attributes:
        parks: named without a mode of their own; they get the row's mode.
        mode: the row's mode, named without a park.
    """

    def __init__(self, words: GrantWords) -> None:
        self._words = words
        self._by_park: dict[str, DelegationMode | None] = {}
        self._parks: tuple[str, ...] = ()
        self._listed: frozenset[str] | None = None
        self._mode: DelegationMode | None = None

    def take(self, column: Column, grant: Grant) -> None:
        _check_agreement(column, grant)
        for park, mode in grant.by_park.items():
            self._words.give(self._by_park, park, mode)
        if grant.mode:
            self._take_mode(column.park, grant.mode)
        if grant.parks:
            self._take_parks(column, grant.parks)
        if grant.answer is not None:
            self._take_answer(column, grant.answer)

    def settle(self, otherwise: Iterable[str], mode_above: DelegationMode | None) -> None:
        """Give the row's mode to its parks.

        Args:
            otherwise: the parks meant when the row names none.
            mode_above: the mode of the section, for a row that names none.
        """
        if self._listed is not None and not self._listed.issuperset(self._by_park):
            raise Unreadable("给一个园区写了赋权方式，但承接园区里没有它：请改正一处")
        parks = self._parks or (() if self._by_park else tuple(otherwise))
        mode = self._mode or mode_above
        for park in parks:
            if self._mode or park not in self._by_park:
                self._give_or_ask(park, mode)
        if self._mode and self._mode not in self._by_park.values():
            raise Unreadable("写了一种赋权方式，但没有园区用它：请写明园区")

    def modes(self, park_ids: Iterable[str]) -> dict[str, DelegationMode]:
        return {park: mode for park in park_ids if (mode := self._by_park.get(park))}

    def _give_or_ask(self, park: str, mode: DelegationMode | None) -> None:
        if mode is None:
            raise Unreadable(f"{self._words.name_of(park)}没有写赋权方式：请补上")
        self._words.give(self._by_park, park, mode)

    def _take_mode(self, park: str | None, mode: DelegationMode) -> None:
        if park:
            self._words.give(self._by_park, park, mode)
        elif self._mode not in (None, mode):
            raise Unreadable("一行里有两种赋权方式：请写明各是哪个园区")
        else:
            self._mode = mode

    def _take_parks(self, column: Column, parks: tuple[str, ...]) -> None:
        if column.mode:
            for park in parks:
                self._words.give(self._by_park, park, column.mode)
            return
        self._parks = tuple(dict.fromkeys(self._parks + parks))
        if not column.park:
            self._listed = (self._listed or frozenset()) | frozenset(parks)

    def _take_answer(self, column: Column, answer: bool) -> None:
        if column.park is None and column.mode is None:
            raise Unreadable(_NO_TICK)
        if answer and column.mode:
            self._take_mode(column.park, column.mode)
        elif answer and column.park:
            self._parks = (*self._parks, column.park)
        elif column.park and not column.mode:
            self._words.give(self._by_park, column.park, None)


def _check_agreement(column: Column, grant: Grant) -> None:
    parks = {*grant.parks, *grant.by_park}
    modes = {*grant.by_park.values(), grant.mode} - {None}
    if column.park and parks - {column.park}:
        raise Unreadable("写的园区和表头不一样：请改正")
    if column.mode and modes - {column.mode}:
        raise Unreadable("写的赋权方式和表头不一样：请改正")
