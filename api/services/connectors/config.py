"""Which platforms are told of which events, read from a YAML file and checked at the start."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr, ValidationError

from api.services.connectors.terms import LONGEST_ID, Terms
from api.settings import SHORTEST_SECRET
from knowledge import KnowledgeBase
from knowledge.documents import BrokenDocument, Document
from knowledge.errors import Problem

LIST = "connectors"

NOT_A_LIST = f"只能有名为 {LIST} 的列表：先写“{LIST}:”，下面每条前面加“- ”"
NOT_SAFE = "网址要以 https:// 开头，否则内容会被别人看到（只有本机地址和开发环境可以用 http://）"
TWICE = "编号写了两次，请给其中一个换编号，或者删去"
NOT_SET = "密钥应放在环境变量 {name} 里，这个变量还没有设置，请设置后再启动"
TOO_SHORT = "环境变量 {name} 里的密钥太短，至少要 {least} 个字符，请换一个"
UNKNOWN = "资料里没有“{value}”，请改正，或者删去"


class ConnectorsError(Exception):
    """The file of connectors is not usable. Carries every problem found, not only the first."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        lines = "\n".join(f"  {problem}" for problem in problems)
        super().__init__(f"对接配置有 {len(problems)} 处问题：\n{lines}")


@dataclass(frozen=True)
class Connector:
    """The way to one platform.

    Attributes:
        key: the secret that both sides share.
    """

    terms: Terms
    key: SecretStr


Connectors = Mapping[str, Connector]
"""Connectors by id, in the order of the file."""


def load(
    path: Path | None,
    kb: KnowledgeBase,
    *,
    development: bool,
    environment: Mapping[str, str] = os.environ,
) -> Connectors:
    """Read and check the file of connectors.

    Args:
        path: the file; None when there are no connectors.
        kb: knows the parks, matters and departments that may be named.
        development: allows plain HTTP and short secrets.
        environment: holds the secrets.

    Raises:
        ConnectorsError: names every problem with file, line, connector and what would be right.
    """
    if path is None:
        return {}
    try:
        document = Document(path.parent, path)
    except BrokenDocument as broken:
        raise ConnectorsError([broken.problem]) from broken
    data = document.data
    items = data.get(LIST) if isinstance(data, dict) and set(data) == {LIST} else None
    if not isinstance(items, list):
        raise ConnectorsError([document.problem((), NOT_A_LIST)])
    return _Reader(document, kb, development, environment).read(items)


@dataclass(frozen=True)
class _Reader:
    document: Document
    kb: KnowledgeBase
    development: bool
    environment: Mapping[str, str]

    def read(self, items: list[Any]) -> Connectors:
        """The connectors of the list. Raises `ConnectorsError`."""
        connectors: dict[str, Connector] = {}
        problems: list[Problem] = []
        for position, item in enumerate(items):
            try:
                terms = Terms.model_validate(item)
            except ValidationError as error:
                found = self.document.problems_of(error, (LIST, position))
                problems += [_named(item, problem) for problem in found]
                continue
            for field, message in self._faults(terms, connectors):
                problem = self.document.problem((LIST, position, field), message)
                problems.append(_named(item, problem))
            key = SecretStr(self.environment.get(terms.secret, ""))
            connectors[terms.id] = Connector(terms, key)
        if problems:
            raise ConnectorsError(problems)
        return connectors

    def _faults(self, terms: Terms, others: Connectors) -> Iterator[tuple[str, str]]:
        """What is wrong beyond the shape of each field: the field, and what would be right."""
        if terms.id in others:
            yield "id", TWICE
        if not (terms.is_private or self.development):
            yield "url", NOT_SAFE
        if fault := self._fault_of_secret(terms.secret):
            yield "secret", fault
        for field, value in self._unknown(terms):
            yield field, UNKNOWN.format(value=value)

    def _fault_of_secret(self, name: str) -> str | None:
        length = len(self.environment.get(name, ""))
        if not length:
            return NOT_SET.format(name=name)
        if length < SHORTEST_SECRET and not self.development:
            return TOO_SHORT.format(name=name, least=SHORTEST_SECRET)
        return None

    def _unknown(self, terms: Terms) -> Iterator[tuple[str, str]]:
        """Names in the filters that mean nothing: their connector would wait in vain."""
        for park_id in terms.parks or ():
            if park_id not in self.kb.parks:
                yield "parks", park_id
        for matter_id in terms.matters or ():
            if matter_id not in self.kb.matters:
                yield "matters", matter_id
        for part in terms.departments or ():
            if not any(part in department for department in _departments(self.kb)):
                yield "departments", part


def _departments(kb: KnowledgeBase) -> Iterator[str]:
    """The names of all departments: the matters' own, and what a list says of a park."""
    for matter in kb.matters.values():
        if matter.department.value:
            yield matter.department.value
    for edition in kb.editions:
        for in_parks in edition.matters.values():
            yield from (park.department for park in in_parks.values() if park.department)


def _named(item: Any, problem: Problem) -> Problem:
    """The problem with the connector's id before it, where it has one."""
    found = item.get("id") if isinstance(item, dict) else None
    if not isinstance(found, str):
        return problem
    message = f"对接“{found:.{LONGEST_ID}}”：{problem.message}"
    return Problem(problem.file, problem.line, problem.field, message)
