"""The file of all words, checked: whether it fits the code, and whether texts are short enough."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.services.notifications.contents import PIECES, TEMPLATES, Contents
from api.services.notifications.notifier import WechatContent
from knowledge.documents import Entry, read_wording
from knowledge.errors import Problem, WordingError

LONGEST = 140
"""Characters of a text with usual values: two short messages' worth in Chinese."""
LONGEST_LINKED = 200
"""The same of a text with a link: one to be tapped is worth a third short message."""
LINKED = "linked"


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


class TemplateFile(_Model):
    """All of `templates.yml`."""

    pieces: Mapping[str, Mapping[str, Text]]
    templates: Mapping[str, Template]
    typical: Mapping[str, str]


def read(file: Path) -> TemplateFile:
    """Read and check the file.

    Raises:
        WordingError: it cannot be read, or does not fit the code; each problem names file, line,
            template and placeholder.
    """
    entry = read_wording(file, TemplateFile)
    if problems := list(_problems(entry)):
        raise WordingError.of(problems)
    return entry.value


def _problems(entry: Entry[TemplateFile]) -> Iterator[Problem]:
    """Whatever keeps the file from fitting the code; lengths only where all else is right."""
    misfits = [
        *_misfits_of_pieces(entry),
        *_misfits_of_templates(entry),
        *_names(entry, ("typical",), "占位符", entry.value.typical, dict.fromkeys(_measured())),
    ]
    yield from misfits
    if not misfits:
        yield from _too_long(entry)


def _misfits_of_pieces(entry: Entry[TemplateFile]) -> Iterator[Problem]:
    pieces = entry.value.pieces
    yield from _names(entry, ("pieces",), "语句", pieces, PIECES)
    for name in sorted(pieces.keys() & PIECES.keys()):
        place = ("pieces", name)
        yield from _names(entry, place, f"语句 {name} 的情形", pieces[name], PIECES[name])
        for when in sorted(pieces[name].keys() & PIECES[name].keys()):
            contents, text = PIECES[name][when], pieces[name][when]
            yield from _values(entry, (*place, when), f"语句 {name}", text, contents)


def _misfits_of_templates(entry: Entry[TemplateFile]) -> Iterator[Problem]:
    templates = entry.value.templates
    yield from _names(entry, ("templates",), "模板", templates, TEMPLATES)
    for name in sorted(templates.keys() & TEMPLATES.keys()):
        contents, place = TEMPLATES[name], ("templates", name)
        what, template = f"模板 {name}", templates[name]
        yield from _values(entry, (*place, "text"), what, template.text, contents)
        optional = Contents(frozenset(), contents.all)
        for word, text in (template.wechat.data if template.wechat else {}).items():
            yield from _values(entry, (*place, "wechat", "data", word), what, text, optional)


def _names(
    entry: Entry[TemplateFile],
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
    entry: Entry[TemplateFile], place: tuple[str, ...], what: str, text: str, contents: Contents
) -> Iterator[Problem]:
    used = _placeholders(text)
    for name in sorted(contents.must - used):
        yield entry.problem(place, f"{what} 缺少占位符 {{{name}}}，请补上")
    choice = "、".join(f"{{{name}}}" for name in sorted(contents.all)) or "无"
    for name in sorted(used - contents.all):
        yield entry.problem(place, f"{what} 没有占位符 {{{name}}}，可用的有：{choice}")


def _too_long(entry: Entry[TemplateFile]) -> Iterator[Problem]:
    for most, what, typical in (
        (LONGEST, "填好后", _typical(entry.value, without=LINKED)),
        (LONGEST_LINKED, "填好并带上链接后", _typical(entry.value)),
    ):
        for name, template in entry.value.templates.items():
            length = len(template.text.format_map(typical))
            if length > most:
                message = f"模板 {name} {what}有 {length} 个字，最多 {most} 个，请写短些"
                yield entry.problem(("templates", name, "text"), message)


def _measured() -> frozenset[str]:
    """The placeholders that need a usual value: all but those that pieces stand for."""
    contents = [
        *TEMPLATES.values(),
        *(kind for kinds in PIECES.values() for kind in kinds.values()),
    ]
    return frozenset().union(*(each.all for each in contents)) - PIECES.keys()


def _typical(words: TemplateFile, without: str | None = None) -> Mapping[str, str]:
    """A usual value for every placeholder; of a piece, the longest it may come to.

    Args:
        without: a case in which pieces are not said.
    """
    pieces = {
        name: max(
            (text.format_map(words.typical) for when, text in texts.items() if when != without),
            key=len,
        )
        for name, texts in words.pieces.items()
    }
    return {**words.typical, **pieces}
