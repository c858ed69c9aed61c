"""Every problem of a data folder: of the facts, and of the words that go with them."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import knowledge
from knowledge import (
    clarifications,
    commitments,
    english,
    holidays,
    ratings,
    talk,
    thesaurus,
)
from knowledge.base import KnowledgeBase
from knowledge.errors import KnowledgeError, Problem, WordingError


def load_sound(folder: Path) -> KnowledgeBase:
    """The knowledge base of a folder in which nothing is wrong, words included.

    Raises:
        KnowledgeError: with every problem of facts and words.
    """
    problems: list[Problem] = []
    kb = None
    try:
        kb = knowledge.load(folder)
    except KnowledgeError as error:
        problems.extend(error.problems)
    problems.extend(_problems_of_words(folder))
    if kb is not None and (folder / "english").exists():
        problems.extend(_problems_of(folder / "english", partial(english.load, kb)))
    if problems or kb is None:
        raise KnowledgeError(problems)
    return kb


def as_block(problems: Sequence[Problem]) -> str:
    """All problems in one block: file, line, field, and how to put it right."""
    lines = "\n".join(f"  {problem}" for problem in problems)
    return f"资料有 {len(problems)} 处问题，改好之前不会启用：\n{lines}"


def _problems_of_words(folder: Path) -> Iterator[Problem]:
    matter_ids = {file.stem for file in (folder / "matters").glob("*.yml")}
    readers: dict[str, Callable[[Path], object]] = {
        "clarifications.yml": partial(clarifications.load, matter_ids),
        "commitments.yml": commitments.load,
        "holidays.yml": holidays.load,
        "out_of_scope.yml": talk.load,
        "ratings.yml": ratings.load,
        "thesaurus.yml": thesaurus.load,
    }
    for name, read in readers.items():
        # a folder of facts alone goes with the words that are shipped
        if (folder / name).exists():
            yield from _problems_of(folder / name, read)


def _problems_of(place: Path, read: Callable[[Path], object]) -> Iterator[Problem]:
    try:
        read(place)
    except WordingError as error:
        yield from error.problems
