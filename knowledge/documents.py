"""YAML files that remember on which line each of their values stands."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from knowledge import schema_errors, system_errors, yaml_errors
from knowledge.errors import Problem, WordingError

Model = TypeVar("Model", bound=BaseModel)

Location = tuple[int | str, ...]
"""The way to a value: keys of mappings and positions in lists."""

_OF_A_KEY = "[key]"
"""What pydantic adds to the way to a value when it means the key itself."""


class BrokenDocument(Exception):
    """A file that cannot be read at all."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class _StrictLoader(yaml.CSafeLoader):
    """The safe loader, which also refuses a key that occurs twice in one mapping."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue  # the loader itself refuses a key that is a list
            if key.value in seen:
                raise yaml_errors.Refused(
                    problem=f"“{key.value}”写了两次，请只留一处", problem_mark=key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _whole_mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Hashable, Any]:
    return loader.construct_mapping(node, deep=True)


def _day(loader: _StrictLoader, node: yaml.ScalarNode) -> object:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError as error:
        problem = f"没有“{node.value}”这一天，请改成真实的日期"
        raise yaml_errors.Refused(problem=problem, problem_mark=node.start_mark) from error


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _whole_mapping)
_StrictLoader.add_constructor("tag:yaml.org,2002:timestamp", _day)


class Document:
    """One data file.

    Args:
        root: the data folder; problems name files relative to it.
        path: the file.

    Raises:
        BrokenDocument: the file is not readable as YAML.
    """

    def __init__(self, root: Path, path: Path) -> None:
        self.name = path.relative_to(root).as_posix()
        self.stem = path.stem
        try:
            self._text = path.read_text(encoding="utf-8")
            # a subclass of the safe loader, so nothing but plain data is ever built
            self.data: Any = yaml.load(self._text, _StrictLoader)  # noqa: S506
        except OSError as error:
            raise BrokenDocument(
                self._unreadable(None, f"文件读不了：{system_errors.explain(error)}")
            ) from error
        except UnicodeDecodeError as error:
            raise BrokenDocument(
                self._unreadable(None, "文件不是 UTF-8 编码，请另存为 UTF-8")
            ) from error
        except yaml.YAMLError as error:
            line, message = yaml_errors.explain(error, self._text)
            raise BrokenDocument(self._unreadable(line, message)) from error
        except RecursionError as error:
            raise BrokenDocument(self._unreadable(None, yaml_errors.TOO_DEEP)) from error
        except ValueError as error:  # of a tag such as !!int before what is no number
            raise BrokenDocument(self._unreadable(None, yaml_errors.OTHERWISE)) from error

    def _unreadable(self, line: int | None, message: str) -> Problem:
        return Problem(self.name, line, "", message)

    @cached_property
    def _tree(self) -> yaml.Node | None:
        # only composed when there is something to complain about: it takes as long as reading
        return yaml.compose(self._text, yaml.CSafeLoader)

    def line_of(self, location: Location) -> int | None:
        """The line of the value at `location`, or of the nearest thing above it that exists."""
        node, line = self._tree, None
        if node is not None:
            line = node.start_mark.line + 1
        for step in location:
            found = _child(node, step)
            if found is None:
                break
            node, line = found
        return line

    def problem(self, location: Location, message: str) -> Problem:
        """A problem with the value at `location`."""
        return Problem(self.name, self.line_of(location), _dotted(location), message)

    def problems_of(self, error: ValidationError, location: Location) -> Iterator[Problem]:
        """What a model found wrong with the value at `location`."""
        for detail in error.errors(include_url=False):
            if schema_errors.follows_from_others(detail):
                continue
            field = (step for step in detail["loc"] if step != _OF_A_KEY)
            yield self.problem((*location, *field), schema_errors.explain(detail))


@dataclass(frozen=True)
class Entry(Generic[Model]):
    """A checked record and where it stands, so that later checks can point at it."""

    value: Model
    document: Document
    location: Location = ()

    def problem(self, field: Location, message: str) -> Problem:
        """A problem with one field of the record."""
        return self.document.problem((*self.location, *field), message)


def read_wording(file: Path, model: type[Model]) -> Entry[Model]:
    """A file of words, checked against its schema.

    Raises:
        WordingError: it cannot be read or breaks its schema; names every problem.
    """
    try:
        document = Document(file.parent, file)
    except BrokenDocument as broken:
        raise WordingError.of([broken.problem]) from broken
    try:
        return Entry(model.model_validate(document.data), document)
    except ValidationError as error:
        raise WordingError.of(document.problems_of(error, ())) from error


def _child(node: yaml.Node | None, step: int | str) -> tuple[yaml.Node, int] | None:
    """The node below `node` at one step, and its line; for a key, the line of the key."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return value, key.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step].start_mark.line + 1
    return None


def _dotted(location: Sequence[int | str]) -> str:
    return ".".join(str(step) for step in location)
