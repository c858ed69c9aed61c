"""Adding one text to a list in a data file, every other character of which stays as it is.

A file that people keep by hand has comments, an order and quotes of its own. So only the place is
looked up in the parsed file; the text itself is put between the lines.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from knowledge.changes import Files, read

Place = Sequence[str | int]
"""Where in a file something stands: keys of mappings and positions in lists."""
_NO_WRAP = 1_000_000
_BREAKS = r"\n\r\x85\u2028\u2029"  # what ends a line for YAML
_BREAK = re.compile(rf"\r\n|[{_BREAKS}]")
_LINE = re.compile(rf"[^{_BREAKS}]*(?:\r\n|[{_BREAKS}])|[^{_BREAKS}]+$")


class NotAddable(ValueError):
    """The list is written in a way that this module does not know."""


def phrasing_of_matter(data: Path, matter_id: str, text: str) -> Files:
    """The change that adds a phrasing to a matter."""
    return _change(data, f"phrasings/{matter_id}.yml", ("phrasings",), text)


def alias_of_matter(data: Path, matter_id: str, text: str) -> Files:
    """The change that adds an alias to a matter."""
    return _change(data, f"matters/{matter_id}.yml", ("aliases",), text)


def example_of_referral(data: Path, referral_id: str, text: str) -> Files:
    """The change that adds an example to a referral. Raises `KeyError`: there is none such."""
    name = "referrals.yml"
    records = _parsed(read(data / name))["referrals"]
    for position, record in enumerate(records):
        if record["referral_id"] == referral_id:
            return _change(data, name, ("referrals", position, "examples"), text)
    raise KeyError(referral_id)


def with_item(source: str, path: Place, item: str) -> str:
    """A YAML document with one more text at the end of the list at `path`.

    Where the record has no such list yet, it gets one behind its first entry.

    Raises:
        NotAddable: the document does not say the same as before and the new text.
    """
    lines = _LINE.findall(source)  # each with its end, which stays
    *way, key = path
    record = _follow(yaml.compose(source, yaml.CSafeLoader), way)
    if not isinstance(record, yaml.MappingNode) or not record.value:
        raise NotAddable(path)
    found = next((value for name, value in record.value if name.value == key), None)
    if found is None:
        _begin_list(lines, record, str(key), item)
    elif not isinstance(found, yaml.SequenceNode):
        raise NotAddable(path)
    elif found.flow_style:
        _add_in_brackets(lines, found, item)
    else:
        _add_line(lines, found, item)
    changed = "".join(lines)
    _require_only_added(source, changed, path, item)
    return changed


def _change(data: Path, name: str, path: Place, text: str) -> Files:
    return {name: with_item(read(data / name), path, text)}


def taken_out(source: str, before: str, after: str) -> str:
    """A document without the text that stands in `after` and not in `before`.

    Raises:
        NotAddable: that text does not stand in the document, or not once.
    """
    pairs = zip(before, after, strict=False)
    start = next((at for at, (old, new) in enumerate(pairs) if old != new), len(before))
    end = len(after) - (len(before) - start)
    added = after[start:end]
    if before[start:] != after[end:] or source.count(added) != 1:
        raise NotAddable(added)
    return source.replace(added, "")


def _follow(node: yaml.Node | None, way: Place) -> yaml.Node | None:
    for step in way:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
        elif isinstance(node, yaml.MappingNode):
            node = next((value for name, value in node.value if name.value == step), None)
    return node


def _begin_list(lines: list[str], record: yaml.MappingNode, key: str, item: str) -> None:
    name, value = record.value[0]
    indent = " " * name.start_mark.column
    _insert(lines, _last_line(value) + 1, f"{indent}{key}:", f"{indent}  - {_plain(item)}")


def _add_in_brackets(lines: list[str], found: yaml.SequenceNode, item: str) -> None:
    number, column = found.end_mark.line, found.end_mark.column - 1
    line = lines[number]
    before = "".join([*lines[:number], line[:column]]).rstrip()
    separator = "" if not found.value else " " if before.endswith(",") else ", "
    lines[number] = f"{line[:column]}{separator}{_quoted(item)}{line[column:]}"


def _add_line(lines: list[str], found: yaml.SequenceNode, item: str) -> None:
    last = found.value[-1]
    written = _quoted(item) if getattr(last, "style", None) == '"' else _plain(item)
    _insert(lines, _last_line(last) + 1, f"{' ' * found.start_mark.column}- {written}")


def _insert(lines: list[str], after: int, *new: str) -> None:
    first_end = _BREAK.search(lines[0])
    end = first_end.group() if first_end else "\n"
    ended = [f"{line}{end}" for line in new]
    if not _BREAK.search(lines[after - 1]):  # the file's last line
        lines[after - 1] += end
        ended[-1] = new[-1]
    lines[after:after] = ended


def _last_line(node: yaml.Node) -> int:
    mark = node.end_mark
    return mark.line - 1 if mark.column == 0 and mark.line > node.start_mark.line else mark.line


def _quoted(item: str) -> str:
    return json.dumps(item, ensure_ascii=False)  # as YAML, a double-quoted scalar


def _plain(item: str) -> str:
    """The text as a list's entry, quoted only where YAML would take it for something else."""
    written: str = yaml.safe_dump([item], allow_unicode=True, width=_NO_WRAP)
    return written.removeprefix("- ").rstrip("\n")


def _require_only_added(source: str, changed: str, path: Place, item: str) -> None:
    wanted = _parsed(source)
    record = wanted
    *way, key = path
    for step in way:
        record = record[step]
    record[key] = [*record.get(key, []), item]
    try:
        same = _parsed(changed) == wanted
    except yaml.YAMLError as error:
        raise NotAddable(path) from error
    if not same:
        raise NotAddable(path)


def _parsed(source: str) -> Any:
    return yaml.load(source, yaml.CSafeLoader)  # nothing but plain data is ever built
