"""What people say of their own case, where a material is needed in some cases only."""

from __future__ import annotations

import re
from itertools import combinations

from actions.precheck.progress import SPARED, Progress

CLAUSES = re.compile(r"[，。；、,.;！!？?\s]+")
NOT_SO = re.compile(r"不是|不属于|不算|不涉及|没有|不沾|并非|不(?!知|清|晓|懂|确|明|太|了解|管|对)")
UNSURE = re.compile(r"(.)不\1|不(?:知|清|晓|懂|确)")
IN_MANY_CASES = re.compile(
    r"单位|情况|项目|提供|方式|土地|使用权?|需要|办理|申请|企业|公司|材料|有关|的|以|国有|建设|应当|或者"
)
"""Stands in many cases, and tells none from another."""
LEAST_SHARED = 2


def not_the_case(words: str, progress: Progress) -> dict[str, str]:
    """The materials that are not needed, by number: 我们不是重点排污单位."""
    denied = [
        clause[at.end() :] for clause in CLAUSES.split(words) if (at := NOT_SO.search(clause))
    ]
    return {
        str(item["number"]): SPARED
        for item in progress.card["items"]
        if item.get("when") and any(_speaks_of(clause, item["when"]) for clause in denied)
    }


def _speaks_of(clause: str, when: str) -> bool:
    """Whether a clause shares some telling words with the case."""
    told = IN_MANY_CASES.sub(" ", clause)
    runs = (
        told[start:end]
        for start, end in combinations(range(len(told) + 1), 2)
        if end - start >= LEAST_SHARED
    )
    return any(" " not in run and run in when for run in runs)
