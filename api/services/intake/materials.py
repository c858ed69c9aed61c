"""What may be done about each material of a matter (decree D13, D14): pure rules, no database.

Nothing is taken for granted: where the guide does not say that a material may follow or be
promised, the answer is to ask at the window, never yes.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from knowledge.text import compact

Way = Literal["have", "shared", "not_applicable", "later", "commitment", "ask", "bring"]
"""What to do about a material.

`have`: it is there; `shared`: the office gets it itself; `not_applicable`: this case needs none;
`later`: it may follow after conditional acceptance (容缺受理); `commitment`: a written promise may
take its place (告知承诺); `ask`: the guide does not say; `bring`: nothing is accepted without it.
"""
Verdict = Literal["ready", "acceptable_with_gaps", "commitment_possible", "not_yet", "unknown"]

MISSING: frozenset[Way] = frozenset({"later", "commitment", "ask", "bring"})


class UnknownMaterial(Exception):
    """The matter's list has no such material; the message is its place in what was sent, from 1."""


class AlwaysNeeded(Exception):
    """The guide names no case for the material, so it cannot be said not to apply; its place."""


class NoCommitment(Exception):
    """The guide does not say that a promise may take the place of the material; its place."""


class MayNotFollow(Exception):
    """The guide says that nothing is accepted without the material; the message is its name."""


@dataclass(frozen=True)
class Answers:
    """What somebody says of their materials, by name.

    Attributes:
        have: what is there.
        not_applicable: what their case does not need.
        commitments: what they want to promise instead of bringing it.
    """

    have: Sequence[str] = ()
    not_applicable: Sequence[str] = ()
    commitments: Sequence[str] = field(default=())


@dataclass(frozen=True)
class Assessed:
    """One material, and what to do about it."""

    name: str
    way: Way
    when: str | None = None
    core: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether it would have to be there and is not."""
        return self.way in MISSING


def assess(materials: Iterable[Mapping[str, Any]], answers: Answers) -> list[Assessed]:
    """What to do about each material.

    Raises:
        UnknownMaterial: an answer names what is not on the list.
        AlwaysNeeded, NoCommitment: an answer asks for what the guide does not grant.
    """
    by_name = {compact(material["name"]): material for material in materials}
    _check(answers.have, by_name)
    for place, material in enumerate(_check(answers.not_applicable, by_name), start=1):
        if "when" not in material:
            raise AlwaysNeeded(place)
    for place, material in enumerate(_check(answers.commitments, by_name), start=1):
        if not material.get("commitment"):
            raise NoCommitment(place)
    have, spared, promised = (
        {compact(name) for name in names}
        for names in (answers.have, answers.not_applicable, answers.commitments)
    )
    return [
        Assessed(
            material["name"],
            _way(material, name in have, name in spared, name in promised),
            material.get("when"),
            bool(material.get("core")),
        )
        for name, material in by_name.items()
    ]


def verdict_of(items: Collection[Assessed]) -> Verdict:
    """Whether the office would accept with what is there, as far as the guide tells."""
    ways = {item.way for item in items if item.is_missing}
    if not ways:
        return "ready"
    if ways & {"ask", "bring"}:
        return "not_yet"
    return "acceptable_with_gaps" if "later" in ways else "commitment_possible"


def named(materials: Iterable[Mapping[str, Any]], names: Sequence[str]) -> list[Mapping[str, Any]]:
    """The materials of these names. Raises `UnknownMaterial`."""
    return _check(names, {compact(material["name"]): material for material in materials})


def require_followable(material: Mapping[str, Any]) -> None:
    """Refuse what the guide says must be there.

    Where it says nothing, the window decides, as the applicant was told. Raises `MayNotFollow`.
    """
    if material.get("core") or material.get("later") is False:
        raise MayNotFollow(material["name"])


def _way(material: Mapping[str, Any], have: bool, spared: bool, promised: bool) -> Way:
    if have:
        return "have"
    if material.get("shared"):
        return "shared"
    if spared:
        return "not_applicable"
    return _way_of_missing(material, promised)


def _way_of_missing(material: Mapping[str, Any], promised: bool) -> Way:
    may_follow = material.get("later") is True and not material.get("core")
    if may_follow and not promised:
        return "later"
    if material.get("commitment"):
        return "commitment"
    return "bring" if material.get("core") or material.get("later") is False else "ask"


def _check(
    names: Sequence[str], by_name: Mapping[str, Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    found = []
    for place, name in enumerate(names, start=1):
        if compact(name) not in by_name:
            raise UnknownMaterial(place)
        found.append(by_name[compact(name)])
    return found
