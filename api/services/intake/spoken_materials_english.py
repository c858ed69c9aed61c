"""What people who write English say of a list's materials: "the first two yes, the third no"."""

import re
from collections.abc import Collection

from api.services.intake.spoken_materials import Numbers, Said, State
from knowledge.english.numbers import NUMBERS, ORDINALS, value

_NUMBER = rf"(?:\d{{1,2}}|{'|'.join(NUMBERS)})"
CHINESE = re.compile(r"[\u3400-\u9fff]")
FIRST_FEW = re.compile(rf"\bfirst (?P<count>{_NUMBER})\b")
LAST_FEW = re.compile(rf"\blast (?P<count>{_NUMBER})\b(?! one)")
LAST = re.compile(r"\blast(?: one| item| paper| document)?\b")
FROM_TO = re.compile(rf"\b(?P<first>{_NUMBER}) ?(?:to|-|–|through) ?(?P<last>{_NUMBER})\b")
NTH = re.compile(rf"\b(?P<ordinal>{'|'.join(ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))\b")
SINGLE = re.compile(r"(?:\b(?:item|number|no\.?|paper|document) ?)?\b(?P<number>\d{1,2})\b")
EVERY = re.compile(r"\b(?:everything|all(?: of (?:them|it|these))?|each of them|every one)\b")
NOTHING = re.compile(r"\b(?:nothing|none(?: of (?:them|these))?)\b")
REST = re.compile(r"\b(?:the )?(?:rest|others?|other ones|remaining(?: ones)?)\b")
EXCEPT = re.compile(
    r"\b(?:except(?: for)?|apart from|other than|but not|but for|all but|without)\b"
)
SPARED = re.compile(
    r"\b(?:not applicable|n/?a|(?:does|do)(?: not|n'?t) apply|not (?:our|my) case)\b"
)
MISSING = re.compile(
    r"\b(?:not|no|missing|lack(?:s|ing)?|without|still need|haven'?t|hasn'?t|isn'?t|aren'?t|lost"
    r"|don'?t|doesn'?t|not yet|pending|waiting for)\b"
)
HAVE = re.compile(
    r"\b(?:have|has|got|yes|there|ready|done|here|ok(?:ay)?|fine|complete|prepared|i do|we do)\b"
)
ASKS = re.compile(r"\?|^\W*(?:what|which|who|where|when|how|can|could|may|do i|is there)\b")
CLAUSES = re.compile(r"[,;.]| but (?!not|for)| and (?=(?:the|not|i|we|no|item|number|all)\b)")


def is_english(text: str) -> bool:
    """Whether there is no Chinese in what was said."""
    return CHINESE.search(text) is None and re.search(r"[a-z]{2}", text.casefold()) is not None


def read(text: str, count: int, asked: Collection[int], bare: State | None) -> Said:
    """What `text` tells of `count` materials.

    Args:
        asked: the numbers that were asked about, of which "everything" and "nothing" speak.
        bare: the state of those that are only named; None when nothing was asked.
    """
    words = text.casefold().replace("’", "'")
    if ASKS.search(words):
        return Said()
    if told := _excepting(words, count, asked):
        return told
    states: dict[int, State] = {}
    pointed = False
    for clause in CLAUSES.split(words):
        numbers = _numbers(clause, count)
        if REST.search(clause):
            numbers = frozenset(asked) - states.keys() - numbers
        pointed = pointed or bool(numbers)
        state = _state(clause) or (bare if numbers else None)
        if not numbers and (NOTHING.search(clause) or EVERY.search(clause)):
            numbers = frozenset(asked)
            state = "missing" if NOTHING.search(clause) else state or "have"
        if state is not None:
            states.update(dict.fromkeys(numbers, state))
    return Said(states, pointed=pointed)


def _excepting(words: str, count: int, asked: Collection[int]) -> Said | None:
    """ "Everything except the third": all others are there."""
    parts = EXCEPT.split(words, maxsplit=1)
    if len(parts) < 2 or not EVERY.search(words):
        return None
    without = _numbers(parts[1], count)
    if not without:
        return None
    states: dict[int, State] = {one: "missing" if one in without else "have" for one in asked}
    return Said(states | dict.fromkeys(without, "missing"), pointed=True)


def _state(clause: str) -> State | None:
    if SPARED.search(clause):
        return "spared"
    if MISSING.search(clause):
        return "missing"
    return "have" if HAVE.search(clause) else None


def _numbers(clause: str, count: int) -> Numbers:
    """The numbers of the materials that a clause speaks of."""
    found: set[int] = set()
    if few := FIRST_FEW.search(clause):
        found.update(range(1, value(few["count"]) + 1))
        clause = FIRST_FEW.sub(" ", clause)
    if few := LAST_FEW.search(clause):
        found.update(range(count - value(few["count"]) + 1, count + 1))
    elif LAST.search(clause):
        found.add(count)
    if span := FROM_TO.search(clause):
        found.update(range(value(span["first"]), value(span["last"]) + 1))
    found.update(value(one["ordinal"]) for one in NTH.finditer(clause))
    found.update(int(one["number"]) for one in SINGLE.finditer(clause))
    return frozenset(one for one in found if 1 <= one <= count)
