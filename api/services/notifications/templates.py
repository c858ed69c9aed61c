"""The words of all messages, read from `templates.yml` and checked before anything is sent."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.services.notifications.notifier import WechatContent
from knowledge.documents import Entry, read_wording
from knowledge.errors import Problem, WordingError

FILE = Path(__file__).parent / "templates.yml"
LONGEST = 140
"""Characters of a text with usual values: two short messages' worth in Chinese."""


@dataclass(frozen=True)
class Contents:
    """What the code puts into a text.

    Attributes:
        must: values without which the text would leave somebody helpless.
        may: those it can do without.
    """

    must: frozenset[str]
    may: frozenset[str] = frozenset()

    @property
    def all(self) -> frozenset[str]:
        """Everything that is given."""
        return self.must | self.may

    @classmethod
    def of(cls, must: str, may: str = "") -> "Contents":
        return cls(frozenset(must.split()), frozenset(may.split()))


TEMPLATES: Mapping[str, Contents] = {
    "booking_confirmed": Contents.of("time place code manage note", "matter"),
    "booking_moved": Contents.of("time place code manage note", "matter"),
    "cancelled_by_applicant": Contents.of("time code rebook", "matter"),
    "cancelled_by_hall": Contents.of("time code because rebook", "matter"),
    "reminder": Contents.of("time place code bring manage", "matter"),
    "displaced": Contents.of("time code because options manage", "matter place"),
    "waiting_offer": Contents.of("time place until accept", "matter code"),
    "offer_expired": Contents.of("time rebook", "matter"),
    "gap_reminder": Contents.of("material due hall", "matter"),
    "gap_overdue": Contents.of("material due hall", "matter"),
    "ticket_soon": Contents.of("number ahead place"),
    "call_back": Contents.of("until"),
    "decided": Contents.of("matter collect"),
    "courier_sent": Contents.of("matter carrier tracking"),
    "rating_invitation": Contents.of("rate code", "time place matter"),
    "limit_warning": Contents.of("reference due kind", "matter"),
}
PIECES: Mapping[str, Mapping[str, Contents]] = {
    "because": {"told": Contents.of("reason")},
    "note": {"provisional": Contents.of("")},
    "bring": {"plain": Contents.of(""), "missing": Contents.of("materials")},
    "manage": {"plain": Contents.of(""), "linked": Contents.of("url")},
    "options": {"some": Contents.of("times"), "none": Contents.of("")},
    "accept": {"plain": Contents.of(""), "linked": Contents.of("url")},
    "rebook": {"plain": Contents.of(""), "linked": Contents.of("url")},
    "rate": {"plain": Contents.of(""), "linked": Contents.of("url")},
    "collect": {"hall": Contents.of("hall"), "courier": Contents.of("")},
}
"""The parts of sentences, by what they are for and when they are said."""


class WrongValues(ValueError):
    """A template is unknown, or was not given exactly the values it is made for."""


def _placeholders(text: str) -> set[str]:
    """The names in braces. Raises `ValueError` for braces that hold anything but a name."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError as broken:
        raise ValueError("花括号没有成对，占位符要写成 {name}") from broken
    names = {name for _, name, _, _ in parts if name is not None}
    plain = all(not form and not conversion for _, _, form, conversion in parts)
    if not plain or not all(name.isidentifier() for name in names):
        raise ValueError("占位符只能是花括号里的一个英文名称，如 {code}")
    return names


def _readable(text: str) -> str:
    _placeholders(text)
    return text


Text = Annotated[str, Field(min_length=1), AfterValidator(_readable)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WechatTemplate(_Model):
    """The official account's template of a message, and what its keywords say."""

    template_id: Annotated[str, Field(min_length=1)]
    data: Mapping[str, Text]

    def filled(self, values: Mapping[str, str]) -> WechatContent:
        """With its values."""
        data = {word: text.format_map(values) for word, text in self.data.items()}
        return WechatContent(self.template_id, data)


class Template(_Model):
    """One message."""

    subject: Annotated[str, Field(min_length=1)]
    text: Text
    sms_template: str | None = None
    wechat: WechatTemplate | None = None


class _File(_Model):
    pieces: Mapping[str, Mapping[str, Text]]
    templates: Mapping[str, Template]
    typical: Mapping[str, str]


@dataclass(frozen=True)
class Filled:
    """A message with its values filled in."""

    subject: str
    text: str
    sms_template: str | None
    wechat: WechatContent | None


class Templates:
    """All messages of this installation.

    Args:
        public_url: where applicants find the guide; without one no text has a link.
    """

    def __init__(self, words: _File, public_url: str = "") -> None:
        self._words = words
        self._url = public_url

    @classmethod
    def load(cls, file: Path = FILE, public_url: str = "") -> "Templates":
        """Read and check the file.

        Raises:
            WordingError: it cannot be read, or is not what the code fills; names each problem with
                file, line, template and placeholder.
        """
        entry = read_wording(file, _File)
        if problems := list(_problems(entry)):
            raise WordingError.of(problems)
        return cls(entry.value, public_url)

    def piece(self, name: str, when: str, **values: str) -> str:
        """A part of a sentence."""
        return self._words.pieces[name][when].format_map(values)

    def linked(self, name: str) -> str:
        """A part of a sentence that tells where to go: with a link if there is an address."""
        if not self._url:
            return self.piece(name, "plain")
        return self.piece(name, "linked", url=self._url)

    def check(self, template: str, values: Mapping[str, str]) -> None:
        """Raise `WrongValues` unless these are the values of that template."""
        contents = TEMPLATES.get(template)
        if contents is None:
            raise WrongValues(f"no template {template}")
        if values.keys() != contents.all:
            wrong = ", ".join(sorted(values.keys() ^ contents.all))
            raise WrongValues(f"template {template}: missing or unknown values: {wrong}")

    def fill(self, template: str, values: Mapping[str, str]) -> Filled:
        """The message in words, on one line. Raises `WrongValues`."""
        self.check(template, values)
        words = self._words.templates[template]
        flat = {name: " ".join(value.split()) for name, value in values.items()}
        wechat = words.wechat.filled(flat) if words.wechat else None
        return Filled(words.subject, words.text.format_map(flat), words.sms_template, wechat)


def _problems(entry: Entry[_File]) -> Iterator[Problem]:
    """Whatever keeps the file from fitting the code; lengths only where all else is right."""
    misfits = [*_misfits_of_pieces(entry), *_misfits_of_templates(entry)]
    yield from misfits
    if not misfits:
        yield from _too_long(entry)


def _misfits_of_pieces(entry: Entry[_File]) -> Iterator[Problem]:
    pieces = entry.value.pieces
    yield from _names(entry, ("pieces",), "语句", pieces, PIECES)
    for name in pieces.keys() & PIECES.keys():
        place = ("pieces", name)
        yield from _names(entry, place, f"语句 {name} 的情形", pieces[name], PIECES[name])
        for when in pieces[name].keys() & PIECES[name].keys():
            contents, text = PIECES[name][when], pieces[name][when]
            yield from _values(entry, (*place, when), f"语句 {name}", text, contents)


def _misfits_of_templates(entry: Entry[_File]) -> Iterator[Problem]:
    templates = entry.value.templates
    yield from _names(entry, ("templates",), "模板", templates, TEMPLATES)
    for name in templates.keys() & TEMPLATES.keys():
        contents, place = TEMPLATES[name], ("templates", name)
        what, template = f"模板 {name}", templates[name]
        yield from _values(entry, (*place, "text"), what, template.text, contents)
        optional = Contents(frozenset(), contents.all)
        for word, text in (template.wechat.data if template.wechat else {}).items():
            yield from _values(entry, (*place, "wechat", "data", word), what, text, optional)


def _names(
    entry: Entry[_File],
    place: tuple[str, ...],
    what: str,
    found: Mapping[str, object],
    wanted: Mapping[str, object],
) -> Iterator[Problem]:
    for name in sorted(wanted.keys() - found.keys()):
        yield entry.problem(place, f"缺少{what} {name}，请补上")
    for name in sorted(found.keys() - wanted.keys()):
        yield entry.problem((*place, name), f"没有{what} {name}，请改正名称，或者删去")


def _values(
    entry: Entry[_File], place: tuple[str, ...], what: str, text: str, contents: Contents
) -> Iterator[Problem]:
    used = _placeholders(text)
    for name in sorted(contents.must - used):
        yield entry.problem(place, f"{what} 缺少占位符 {{{name}}}，请补上")
    choice = "、".join(f"{{{name}}}" for name in sorted(contents.all)) or "无"
    for name in sorted(used - contents.all):
        yield entry.problem(place, f"{what} 没有占位符 {{{name}}}，可用的有：{choice}")


def _too_long(entry: Entry[_File]) -> Iterator[Problem]:
    typical = _typical(entry.value)
    for name, template in entry.value.templates.items():
        if lacking := TEMPLATES[name].all - typical.keys():
            message = f"模板 {name} 用到 {'、'.join(sorted(lacking))}，请写上常见的内容"
            yield entry.problem(("typical",), message)
        elif (length := len(template.text.format_map(typical))) > LONGEST:
            message = f"模板 {name} 填好后有 {length} 个字，最多 {LONGEST} 个，请写短些"
            yield entry.problem(("templates", name, "text"), message)


def _typical(words: _File) -> Mapping[str, str]:
    """A usual value for every placeholder; of a piece, the longest it may come to."""
    values = defaultdict(str, words.typical)
    pieces = {
        name: max((text.format_map(values) for text in texts.values()), key=len)
        for name, texts in words.pieces.items()
    }
    return {**words.typical, **pieces}
