"""Which park gets a matter in which delegation mode: the words cells say it with."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.importing.wording import is_error, plain
from knowledge.schema import DelegationMode, Park

_MODES: Mapping[DelegationMode, str] = {
    "direct": r"直接(?:赋权|下放|授权|行使)",
    "stationed": r"服务前移|派驻机构审批|派驻审批|派驻",
    "direct_report": r"审批直报|审核直报|直报|直接上报",
}
_NO_MODE = r"(?:暂)?不(?:予)?(?:承接|赋权|下放)|未(?:承接|赋权)"
_FILLER = (
    r"[\s、,，;；。.:：/\\|()（）\[\]【】“”\"+&]|方式|事项|管委会|管理委员会"
    r"|采取|实行|均|由|仅|为|和|及|与|的"
)
FORMULA_FAILED = "公式出错了：请改正，或者直接写内容"
_TWO = 2  # what 两 means
_YES = frozenset({"√", "✓", "✔", "☑", "●", "是", "有", "y", "yes", "true"})
_NO = frozenset(
    {"—", "——", "-", "--", "/", "\\", "×", "x", "✗", "✘", "否", "无", "n", "no", "false"}
)


class Unreadable(Exception):
    """A cell, or what the cells of a row say together, has no clear meaning; says why."""

    def __init__(self, reason: str, header: str = "", text: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.header = header
        self.text = text


@dataclass(frozen=True)
class Grant:
    """What one cell says.

    Attributes:
        by_park: the mode of each park the cell gives one for; None where it denies one.
        parks: parks it names without any mode.
        mode: a mode it names without any park.
        answer: True for √, False for —, None for anything else.
    """

    by_park: Mapping[str, DelegationMode | None]
    parks: tuple[str, ...] = ()
    mode: DelegationMode | None = None
    answer: bool | None = None


@dataclass(frozen=True)
class _Token:
    kind: Literal["parks", "mode"]
    parks: tuple[str, ...] = ()
    mode: DelegationMode | None = None


class GrantWords:
    """Reads parks and modes in cells, headers and titles.

    Args:
        parks: the parks there are; they are recognised by their names and keywords.
    """

    def __init__(self, parks: Sequence[Park]) -> None:
        self.park_ids = tuple(park.park_id for park in parks)
        self._names = {park.park_id: park.short_name for park in parks}
        self._named = _named(parks)
        everyone = r"(?:全部|所有|各)个?(?:园区|开发区)|园区管委会"
        if len(parks) == _TWO:
            everyone += r"|两个?(?:园区|开发区|区)"
        parts: dict[str, str] = {
            "everyone": everyone,
            "park": _alternatives(self._named),
            **{str(mode): wording for mode, wording in _MODES.items()},
            "no_mode": _NO_MODE,
            "filler": _FILLER,
        }
        self._word = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in parts.items()))

    def grant(self, text: str) -> Grant:
        """What a cell says.

        Raises:
            Unreadable: when it says anything beside parks and modes, or pairs them unclearly.
        """
        if is_error(text):
            raise Unreadable(FORMULA_FAILED)
        words = plain(text).casefold()
        if words in _YES or words in _NO:
            return Grant({}, answer=words in _YES)
        tokens = _merged(self._tokens(words))
        kinds = {token.kind for token in tokens}
        if kinds == {"parks"}:
            return Grant({}, parks=_all_parks(tokens))
        if kinds == {"mode"}:
            return _one_mode(tokens)
        return Grant(self._paired(tokens))

    def mentioned(self, text: str) -> tuple[tuple[str, ...], DelegationMode | None]:
        """The parks a title names, and the mode if it names exactly one."""
        parks: list[str] = []
        modes: set[DelegationMode] = set()
        for found in self._word.finditer(plain(text).casefold()):
            token = self._token(found)
            # in running text a keyword such as 高新 may be part of any other word
            if token and (token.mode or found.group().endswith(("区", "管委会"))):
                parks.extend(token.parks)
                modes |= {token.mode} if token.mode else set()
        return tuple(dict.fromkeys(parks)), modes.pop() if len(modes) == 1 else None

    def mode_in(self, heading: str) -> DelegationMode | None:
        """The mode that a column's header names, and nothing else."""
        try:
            return self.grant(heading).mode
        except Unreadable:
            return None

    def park_in(self, heading: str) -> tuple[str | None, str]:
        """The one park a column's header names, and the header without it."""
        found = [match for match in self._word.finditer(heading) if match.lastgroup == "park"]
        if len(found) != 1:
            return None, heading
        rest = heading[: found[0].start()] + heading[found[0].end() :]
        return self._named[found[0].group()], rest.removeprefix("管委会")

    def name_of(self, park: str) -> str:
        """What people call a park."""
        return self._names[park]

    def give(
        self, by_park: dict[str, DelegationMode | None], park: str, mode: DelegationMode | None
    ) -> None:
        """Note a park's mode.

        Raises:
            Unreadable: when the park has another one already.
        """
        if by_park.setdefault(park, mode) != mode:
            raise Unreadable(f"{self.name_of(park)}有两种赋权方式：请只留一种")

    def _paired(self, tokens: list[_Token]) -> dict[str, DelegationMode | None]:
        """Parks with the mode that follows them, or, when a mode comes first, goes before them."""
        pairs = list(zip(tokens[::2], tokens[1::2], strict=False))
        orders = {(first.kind, second.kind) for first, second in pairs}
        if len(tokens) % 2 or orders not in ({("parks", "mode")}, {("mode", "parks")}):
            raise Unreadable("看不出哪个园区是哪种赋权方式：每个园区写成“园区：方式”")
        by_park: dict[str, DelegationMode | None] = {}
        for pair in pairs:
            parks, mode = pair if pair[0].kind == "parks" else pair[::-1]
            for park in parks.parks:
                self.give(by_park, park, mode.mode)
        return by_park

    def _tokens(self, words: str) -> Iterator[_Token]:
        position = 0
        while position < len(words):
            found = self._word.match(words, position)
            if found is None:
                raise Unreadable(
                    f"“{words[position:][:20]}”不是园区，也不是赋权方式："
                    "方式请写直接赋权、服务前移或审批直报"
                )
            position = found.end()
            if (token := self._token(found)) is not None:
                yield token

    def _token(self, found: re.Match[str]) -> _Token | None:
        if found.lastgroup == "everyone":
            return _Token("parks", parks=self.park_ids)
        if found.lastgroup == "park":
            return _Token("parks", parks=(self._named[found.group()],))
        if found.lastgroup == "filler":
            return None
        return _Token("mode", mode=next((mode for mode in _MODES if mode == found.lastgroup), None))


def _named(parks: Sequence[Park]) -> dict[str, str]:
    """Park ids by what the parks are called, but for what is also part of another park's name."""
    named = {}
    for park in parks:
        others = [plain(other.name) for other in parks if other.park_id != park.park_id]
        for word in (park.name, park.short_name, park.authority, *park.keywords):
            if not any(plain(word) in name for name in others):
                named[plain(word).casefold()] = park.park_id
    return named


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "(?!)"


def _merged(tokens: Iterable[_Token]) -> list[_Token]:
    """Tokens with neighbouring parks made one, and a mode said twice running said once."""
    merged: list[_Token] = []
    for token in tokens:
        last = merged[-1] if merged else None
        if last and last.kind == token.kind == "parks":
            merged[-1] = _Token("parks", parks=tuple(dict.fromkeys(last.parks + token.parks)))
        elif last != token:
            merged.append(token)
    if not merged:
        raise Unreadable("这里没有内容：请写赋权方式，不是全部园区的还要写园区")
    return merged


def _all_parks(tokens: list[_Token]) -> tuple[str, ...]:
    return tuple(park for token in tokens for park in token.parks)


def _one_mode(tokens: list[_Token]) -> Grant:
    if len(tokens) > 1:
        raise Unreadable("有几种赋权方式，没有写各是哪个园区：请写明")
    if tokens[0].mode is None:
        return Grant({}, answer=False)
    return Grant({}, mode=tokens[0].mode)
