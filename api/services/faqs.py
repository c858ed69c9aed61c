"""Questions people ask about one matter, answered in the words of its service guide."""

import re
from collections.abc import Sequence
from typing import Any

from api.services.usual import asks_what_happens, kinds_of
from api.services.wording import source_note
from knowledge import Matter, ServiceGuide
from knowledge.text import compact, normalise

LEAST_LIKENESS = 0.45
"""Below this a question may be another one."""
SAME_KIND = 0.3
"""What it counts that two questions are of the same usual kind, whatever their words."""
BEFORE = re.compile(r"先|可以|能")
"""Asks whether something may be done without the permit."""
PARTS = re.compile(r"[，。；！？,;!?\n]+")
ASKS = re.compile(
    r"[吗么嘛呢不]$|[几谁哪啥]|什么|多[久少长大]|怎|咋|能不能|可不可以|要不要|会不会|是不是|可以"
)
"""Shows that a part of a message asks, and is not told beside the question."""
SHORT = 6
"""Characters up to which a question of a usual kind says nothing but its kind: 罚多少."""
PROMISE = "承诺"
WITHOUT_PROMISE = re.compile(r"不(?:想|愿|走|用|选|采用|要)[^，。]{0,4}承诺")
HOW_LONG_VALID = re.compile(
    r"有效期(?:限)?(?:是|有|为|到)?(?:几|多[久长少])|有效(?:几年|多[久长少])|管(?:几|多少)年|管多[久长]|几年有效"
)
OF_YEARS = re.compile(r"有效期|几年|多久|多长|管")
SHORTEST = 4
"""Characters that a question must have beside the matter's name: less is but a wish for it."""


def answer_of(
    guide: ServiceGuide, matter: Matter, query: str, cues: Sequence[str] = ()
) -> str | None:
    """The answer to the frequent question the query is most like; None when it is like none.

    Args:
        cues: words of which the frequent question must say one; none when it need not.
    """
    fact = guide.fields["faqs"]
    asked: list[dict[str, Any]] = [
        faq for faq in fact.value or () if not cues or any(cue in faq["question"] for cue in cues)
    ]
    kinds = kinds_of(query)
    said = [
        words
        for part in _asking(query)
        if len(words := _without_names(matter, part)) >= SHORTEST or kinds
    ]
    if not said or not asked:
        return None
    scores = [max(_alike(words, kinds, matter, faq["question"]) for words in said) for faq in asked]
    short = bool(kinds) and len(compact(query)) <= SHORT
    short = short or asks_what_happens(query)
    if max(scores) < (SAME_KIND if short else LEAST_LIKENESS):
        return None
    nearest = asked[scores.index(max(scores))]
    return f"「{guide.name}」：{nearest['answer']}\n{source_note(fact)}"


def _asking(query: str) -> list[str]:
    """The whole of what is said, and those parts of it that ask something."""
    parts = [part for part in PARTS.split(normalise(query)) if ASKS.search(part)]
    return [query, *(parts if len(parts) > 0 else [])]


def _alike(words: str, kinds: frozenset[str], matter: Matter, question: str) -> float:
    """How like a frequent question is: characters in common, and the same kind of question."""
    if _contrary(words, question):
        return 0.0
    shared = _likeness(words, _without_names(matter, question))
    return shared + (SAME_KIND if kinds & _kinds_of_faq(question) else 0.0)


def _kinds_of_faq(question: str) -> frozenset[str]:
    """The usual kinds of a frequent question; what to do later is not what going without costs."""
    kinds = kinds_of(question)
    return kinds if BEFORE.search(question) or asks_what_happens(question) else kinds - {"without"}


def _contrary(words: str, question: str) -> bool:
    """Whether two questions are surely not the same, though much is said alike.

    One goes the way with a promise (告知承诺), the other without; or only one asks for how long
    a permit is valid.
    """
    if HOW_LONG_VALID.search(words) and not OF_YEARS.search(question):
        return True
    ways = [WITHOUT_PROMISE.search(text) is None for text in (words, question)]
    return PROMISE in words and PROMISE in question and ways[0] != ways[1]


def _likeness(left: str, right: str) -> float:
    """Dice's coefficient of the characters and the pairs of them."""
    one, other = _pieces(left), _pieces(right)
    return 2 * len(one & other) / max(1, len(one) + len(other))


def _pieces(words: str) -> set[str]:
    return {*words, *(words[at : at + 2] for at in range(len(words) - 1))}


def _without_names(matter: Matter, text: str) -> str:
    """A text without what the matter is called: two questions are not alike for naming it."""
    words = compact(text)
    names = sorted(map(compact, (matter.name, *matter.aliases, *matter.nouns)), key=len)
    for name in reversed(names):
        words = words.replace(name, "")
    return words
