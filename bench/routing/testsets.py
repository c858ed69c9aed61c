"""The test messages; `queries/README.md` says who wrote them and what may be done with them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.routing.answers import NONE
from bench.routing.places import QUERIES

SETS = ("colloquial", "noisy", "board", "outside")
AMBIGUOUS = "ambiguous"


@dataclass(frozen=True)
class Query:
    """One test message.

    Attributes:
        source: the test set, which is one writer's.
        kind: how it is said, or what it is about.
        right: the matters it fits; none when it is not the parks' business.
        referral: whose business it is instead, where it is somebody's.
    """

    text: str
    source: str
    kind: str
    right: tuple[str, ...]
    referral: str | None = None

    @property
    def ours(self) -> bool:
        return bool(self.right)

    @property
    def ambiguous(self) -> bool:
        """Whether it deserves a question: it fits several matters."""
        return len(self.right) > 1


def read(line: str, source: str) -> Query:
    """One line of a file."""
    row: dict[str, Any] = json.loads(line)
    right = tuple(row["ids"]) if "ids" in row else (row["id"],)
    return Query(
        row["q"],
        source,
        row["kind"],
        () if right == (NONE,) else right,
        row.get("referral"),
    )


def load(folder: Path = QUERIES) -> list[Query]:
    """All test messages, set by set."""
    return [
        read(line, source)
        for source in SETS
        for line in (folder / f"{source}.jsonl").read_text("utf-8").splitlines()
        if line.strip()
    ]


def check(queries: Sequence[Query], matters: Sequence[str], referrals: Sequence[str]) -> None:
    """Leave with a sentence when a label is no matter or referral of the knowledge base."""
    unknown = {label for query in queries for label in query.right} - set(matters)
    unknown |= {query.referral for query in queries if query.referral} - set(referrals)
    if unknown:
        raise SystemExit(f"test messages name what the knowledge base lacks: {sorted(unknown)}")
