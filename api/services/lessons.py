"""Teaching the guide one text: a phrasing or an alias of a matter, or an example of a referral."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

import knowledge
from knowledge import KnowledgeBase, additions, changes
from knowledge.additions import NotAddable
from knowledge.changes import Files
from knowledge.text import compact

Kind = Literal["phrasing", "alias", "referral"]
New = TypeVar("New")

ATTEMPTS = 3
"""How often a change is planned anew when somebody else has changed the file meanwhile."""
HELD_OUT = "“{text}”是留作测评的题目，不能收录。请改写后再收录。"


class Contradiction(Exception):
    """The text means something else already; says what, in Chinese."""


class UnknownTarget(Exception):
    """There is no such matter or referral."""


class NotWritten(Exception):
    """The data folder cannot be written to."""


class NotTakenBack(Exception):
    """What was written could not be taken in, and not be taken out again either.

    Attributes:
        files: where it stands now, below the data folder.
    """

    def __init__(self, files: Iterable[str]) -> None:
        self.files = sorted(files)
        super().__init__(*self.files)


@dataclass(frozen=True)
class Lesson:
    """What a text shall lead to: `target_id` is a matter's, or for a referral the referral's."""

    text: str
    kind: Kind
    target_id: str

    @property
    def file(self) -> str:
        """Where it is written, below the data folder."""
        match self.kind:
            case "phrasing":
                return f"phrasings/{self.target_id}.yml"
            case "alias":
                return f"matters/{self.target_id}.yml"
            case "referral":
                return "referrals.yml"


def teach(
    data: Path, lesson: Lesson, in_service: KnowledgeBase, reopen: Callable[[], New]
) -> New | None:
    """Write a lesson into the data folder and have it taken in.

    Args:
        in_service: what the guide answers from now.
        reopen: loads and indexes the folder anew; what it returns is returned.

    Returns:
        None when the guide knew it already: nothing was changed then.

    Raises:
        Contradiction, UnknownTarget: it cannot be taught.
        NotWritten: the file cannot be written. Nothing has changed.
        changes.Outdated: others keep changing the file. Nothing has changed.
        NotTakenBack: it was written but not taken in, and is still there.
        knowledge.KnowledgeError: the data has faults, with the lesson or without.
        Exception: whatever `reopen` raises. The lesson is taken out again.
    """
    kb = knowledge.load(data)
    if is_known(kb, lesson):  # perhaps only in the folder: somebody else has written it there
        return None if _is_in_service(in_service, lesson) else reopen()
    written = _write(data, lesson)
    try:
        return reopen()
    except BaseException:
        _take_back(data, written)
        raise


@dataclass(frozen=True)
class _Written:
    """What a lesson has changed."""

    before: Files
    after: Files


def _write(data: Path, lesson: Lesson) -> _Written:
    """Write the lesson; planned anew when somebody else has changed the file meanwhile."""
    for _ in range(ATTEMPTS):
        before = {lesson.file: changes.read(data / lesson.file)}
        after = _plan(data, lesson)
        with changes.previewed(data, after) as preview:
            knowledge.load(preview)
        try:
            changes.apply(data, after, before)
        except changes.Outdated:
            continue
        except OSError as error:
            raise NotWritten from error
        return _Written(before, after)
    raise changes.Outdated


def _take_back(data: Path, written: _Written) -> None:
    """Take out what was written, and nothing that somebody else has written since."""
    for _ in range(ATTEMPTS):
        try:
            now = {name: changes.read(data / name) for name in written.after}
            left = {
                name: additions.taken_out(text, written.before[name], written.after[name])
                for name, text in now.items()
            }
            changes.apply(data, left, now)
        except changes.Outdated:
            continue
        except (OSError, UnicodeDecodeError, NotAddable) as error:
            raise NotTakenBack(written.after) from error
        return
    raise NotTakenBack(written.after)


def is_known(kb: KnowledgeBase, lesson: Lesson) -> bool:
    """Whether the data says so already.

    Raises:
        Contradiction: it says that the text means something else.
        UnknownTarget: there is nothing it could lead to.
    """
    if lesson.target_id not in (kb.referrals if lesson.kind == "referral" else kb.matters):
        raise UnknownTarget
    words = compact(lesson.text)
    own = "referral" if lesson.kind == "referral" else "matter"
    known = False
    for said in _sayings(kb):
        if compact(said.text) != words:
            continue
        if said.held_out:
            raise Contradiction(HELD_OUT.format(text=lesson.text))
        if (said.owner, said.owner_id) != (own, lesson.target_id):
            raise Contradiction(said.contradicts(lesson.text))
        known = known or lesson.kind != "alias" or said.is_name
    return known


def _is_in_service(kb: KnowledgeBase, lesson: Lesson) -> bool:
    try:
        return is_known(kb, lesson)
    except (Contradiction, UnknownTarget):
        return False


@dataclass(frozen=True)
class _Saying:
    """A text in the data and whose it is."""

    text: str
    owner: Literal["matter", "referral"]
    owner_id: str
    title: str
    is_name: bool = False
    held_out: bool = False

    def contradicts(self, text: str) -> str:
        """Why the text cannot be somebody else's."""
        if self.is_name:
            return f"“{text}”已经是「{self.title}」的名称或别名，不能再指别的事项。"
        if self.owner == "referral":
            return f"“{text}”已经是「{self.title}」（转介）的例句：请先在 referrals.yml 里删去。"
        return (
            f"“{text}”已经是「{self.title}」的说法：请先在 phrasings/{self.owner_id}.yml 里删去。"
        )


def _sayings(kb: KnowledgeBase) -> Iterator[_Saying]:
    """All texts that a new one must not contradict."""
    for matter_id, matter in kb.matters.items():
        for name in (matter.name, *matter.aliases):
            yield _Saying(name, "matter", matter_id, matter.name, is_name=True)
        for said in (*matter.nouns, *matter.phrasings):
            yield _Saying(said, "matter", matter_id, matter.name)
        for said in matter.held_out:
            yield _Saying(said, "matter", matter_id, matter.name, held_out=True)
    for referral_id, referral in kb.referrals.items():
        for said in (referral.title, *referral.examples):
            yield _Saying(said, "referral", referral_id, referral.title)
        for said in referral.held_out:
            yield _Saying(said, "referral", referral_id, referral.title, held_out=True)


def _plan(data: Path, lesson: Lesson) -> Files:
    match lesson.kind:
        case "phrasing":
            return additions.phrasing_of_matter(data, lesson.target_id, lesson.text)
        case "alias":
            return additions.alias_of_matter(data, lesson.target_id, lesson.text)
        case "referral":
            return additions.example_of_referral(data, lesson.target_id, lesson.text)
