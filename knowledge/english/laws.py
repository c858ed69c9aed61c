"""Names of laws in English, and articles of laws as English writes them."""

import re
from collections.abc import Mapping

_STATE = "中华人民共和国"
_NUMERAL = "[一二三四五六七八九十百]+"
_PLACE = re.compile(
    rf"第(?P<article>{_NUMERAL})条(?:第(?P<paragraph>{_NUMERAL})款)?(?:第(?P<item>{_NUMERAL})项)?"
    rf"(?:至第(?P<last>{_NUMERAL})(?P<unit>[条款项]))?"
)
_LISTED = re.compile(rf"^第({_NUMERAL}(?:、{_NUMERAL})+)条$")
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_UNITS = {"十": 10, "百": 100}
_CHINESE = r"[\u3400-\u9fff]"


class Laws:
    """Tells laws by their English names.

    Args:
        names: English names by the Chinese ones, without 《》.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = {**names, **{_short(name): english for name, english in names.items()}}
        said = "|".join(map(re.escape, sorted(self._names, key=len, reverse=True)))
        self._said = re.compile(rf"(?<!{_CHINESE})(?<![(（])《?(?P<name>{said})》?(?!{_CHINESE})")

    def spelled(self, text: str) -> str:
        """An English text in which the English of every law stands before its Chinese name.

        After the first time the English name is enough.
        """
        if not self._names:
            return text
        told: set[str] = set()

        def name(found: re.Match[str]) -> str:
            english = self._names[found["name"]]
            again = english in told
            told.add(english)
            begins = found.start() == 0 or text[: found.start()].endswith(". ")
            the = "The" if begins else "the"
            return f"{the} {english}" + ("" if again else f" ({_short(found['name'])})")

        return self._said.sub(name, text)

    def source(self, title: str, article: str) -> str:
        """A law and its articles: "Water Law (《中华人民共和国水法》), Articles 7 and 8"."""
        english = self._names.get(title.strip("《》"))
        place = articles(article)
        if english is None:
            return f"{title}, {place}" if place and place != article else f"{title}{article}"
        return f"{english} ({title})" + (f", {place}" if place else "")


def _short(name: str) -> str:
    return name.removeprefix(_STATE)


def articles(text: str) -> str:
    """第七条、第八条 -> Articles 7 and 8; what cannot be read stays as it is."""
    text = _LISTED.sub(lambda listed: _each(listed[1]), text)
    parts = text.split("、") if text else []
    found = [_PLACE.fullmatch(part) for part in parts]
    places = [one for one in found if one is not None]
    if not places or len(places) < len(parts):
        return text
    plain = not any(one["paragraph"] or one["item"] for one in places)
    if plain:
        several = len(places) > 1 or places[0]["last"] is not None
        return f"Article{'s' if several else ''} {_listed([_range(one) for one in places])}"
    return "; ".join(map(_place, places))


def _each(numbers: str) -> str:
    """八、十六 of 第八、十六条 -> 第八条、第十六条."""
    return "、".join(f"第{number}条" for number in numbers.split("、"))


def _range(found: re.Match[str]) -> str:
    last = f" to {_value(found['last'])}" if found["last"] else ""
    return f"{_value(found['article'])}{last}"


def _place(found: re.Match[str]) -> str:
    """Article 33, paragraph 1, items 1 to 4."""
    told = f"Article {_value(found['article'])}"
    several = "s" if found["last"] else ""
    if found["paragraph"]:
        ends = several if not found["item"] else ""
        told += f", paragraph{ends} {_value(found['paragraph'])}"
    if found["item"]:
        told += f", item{several} {_value(found['item'])}"
    return f"{told} to {_value(found['last'])}" if found["last"] else told


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _value(number: str) -> int:
    """二十三 -> 23."""
    total = digit = 0
    for sign in number:
        if sign in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[sign], 0
        else:
            digit = _DIGITS[sign]
    return total + digit
