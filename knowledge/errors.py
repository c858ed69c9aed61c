"""What can go wrong with the knowledge base, and when asking it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with the data.

    Attributes:
        file: path below the data folder.
        line: line in the file, counted from 1; None when it concerns the whole file.
        field: path of the field in the file, such as `fields.fee.value`.
        message: what is wrong and how to put it right, in Chinese.
    """

    file: str
    line: int | None
    field: str
    message: str

    def __str__(self) -> str:
        line = "" if self.line is None else f"第{self.line}行"
        return f"{' '.join(filter(None, (self.file, line, self.field)))}：{self.message}"


class KnowledgeError(Exception):
    """The data is not fit to be served. Carries every problem found, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(set(problems), key=lambda p: (p.file, p.line or 0, p.field))
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"资料有 {len(self.problems)} 处问题：\n{lines}")


class WordingError(Exception):
    """A file of words (clarifications, talk, thesaurus) is not usable; says which and why.

    Attributes:
        problems: every one of them, where they are known one by one.
    """

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = problems

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> Self:
        """The error that names all of these problems."""
        found = tuple(problems)
        return cls("\n".join(map(str, found)), found)


class UnknownMatter(KeyError):
    """No matter has this id."""

    def __init__(self, matter_id: str) -> None:
        super().__init__(matter_id)
        self.matter_id = matter_id

    def __str__(self) -> str:
        return f"没有编号为“{self.matter_id}”的事项。"


class UnknownPark(KeyError):
    """No park has this id."""

    def __init__(self, park_id: str) -> None:
        super().__init__(park_id)
        self.park_id = park_id

    def __str__(self) -> str:
        return f"没有编号为“{self.park_id}”的园区。"


class NotCovered(LookupError):
    """The park does not have the matter on the day asked about (decree rows D5, D6).

    Attributes:
        since: first day on which the park has it; None if it never does in this edition.
        until: last day on which the park had it; None if it still has it.
        handled_by: who handles it on the day asked about, in words for the applicant.
    """

    def __init__(
        self,
        message: str,
        *,
        matter_id: str,
        park_id: str,
        as_of: date,
        handled_by: str,
        since: date | None,
        until: date | None = None,
    ) -> None:
        super().__init__(message)
        self.matter_id = matter_id
        self.park_id = park_id
        self.as_of = as_of
        self.handled_by = handled_by
        self.since = since
        self.until = until
