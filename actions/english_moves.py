"""The small moves of a conversation in English, beside the Chinese ones of actions/moves.py."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NUMBERS = "one two three four five six seven eight nine ten"
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"
NUMBERS = {word: number for number, word in enumerate(_NUMBERS.split(), start=1)}
ORDINALS = {word: number for number, word in enumerate(_ORDINALS.split(), start=1)}
DAY_WORDS = re.compile(
    r"\b(?:today|tomorrow|tonight|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.? ?\d|\d+(?:st|nd|rd|th)?"
    r" (?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|may \d|morning|afternoon|noon"
    r"|\d ?[ap]\.?m|o'?clock|next week|this week|weekend|in (?:a|an|\w+) (?:day|week)s?"
    r"|end of (?:the|this) month|the \d+(?:st|nd|rd|th)|half past|quarter (?:past|to))\b",
    re.IGNORECASE,
)
ANY_TIME = re.compile(
    r"(?:as soon as possible|asap|any(?: ?time| ?day| one)?(?: is| will do| works)?"
    r"(?: fine| ok(?:ay)?| good)?|whenever(?: you like)?"
    r"|the (?:earliest|first|next|nearest)(?: (?:one|possible|free|available))*"
    r"(?: (?:day|time|slot|date))?|i (?:don'?t|do not) (?:care|mind)"
    r"|you (?:choose|decide)"
    r"|earliest(?: possible)?|doesn'?t matter|whatever)(?: please)?",
    re.IGNORECASE,
)
YES = re.compile(
    r"(?:yes|yeah|yep|sure|ok(?:ay)?|correct|right|that'?s right|that is (?:right|correct)"
    r"|all right|fine|agreed|i agree|confirm(?:ed)?|i confirm|go ahead|please(?: do)?"
    r"|perfect|exactly|good|book it|submit|confirm (?:the |my )?booking"
    r"|it'?s (?:right|correct)|[ ,.!])+",
    re.IGNORECASE,
)
AGREES = re.compile(
    r"\b(?:yes|yeah|yep|correct|right|agreed?|confirm(?:ed)?|go ahead|book it|please book|do it"
    r"|fine|looks? (?:good|fine|right)"
    r"|(?:all|that'?s|it'?s|everything(?: is|'s)?) (?:good|ok(?:ay)?|set))"
    r"\b",
    re.IGNORECASE,
)
DOUBTS = re.compile(
    r"\b(?:not?|nor|never|wrong|but|instead|change|unless|if|wait|cancel|what|which|when|how|who|why"
    r"|can|could|should)\b|n't\b|\?",
    re.IGNORECASE,
)
NO = re.compile(
    r"(?:no|nope|not (?:right|correct|yet|quite)|that'?s (?:wrong|not right)|wrong|incorrect"
    r"|i (?:don'?t|do not) agree|don'?t(?: do (?:it|that))?|[ ,.!])+",
    re.IGNORECASE,
)
ABANDON = re.compile(
    r"(?:(?:oh |ok |no[, ]+)?(?:never ?mind|forget (?:it|about it)|stop(?: (?:it|this|booking))?"
    r"|cancel(?: (?:it|this|that))?|drop it|i give up|leave it"
    r"|(?:i )?(?:don'?t|do not|no longer) (?:want|need)(?: to book| this| it)?(?: any ?more)?"
    r"|i changed my mind|not now|maybe later|another time|quit|exit))(?:[, ]+(?:please|thanks?))?",
    re.IGNORECASE,
)
CANCELS = re.compile(
    r"\bcancel (?:my |the |this )?(?:booking|appointment|visit|reservation)", re.IGNORECASE
)
KEEPS = re.compile(r"\b(?:not?|don'?t|do not|keep|never)\b", re.IGNORECASE)
_CHANGE = r"change|wrong|correct|different|another|other|fix|mistake|edit|new"
CORRECTIONS = {
    part: re.compile(
        rf"\b(?:{_CHANGE})\b.{{0,20}}\b(?:{said})\b|\b(?:{said})\b.{{0,12}}\b(?:{_CHANGE})\b",
        re.IGNORECASE,
    )
    for part, said in (
        ("time", "time|date|day|slot"),
        ("phone", "phone|number|mobile"),
        ("name", "name"),
        ("park", "park|zone"),
        ("matter", "matter"),
    )
}
WANTS_VISIT = re.compile(
    r"\b(?:book|make|schedule|arrange|reserve|get)\b (?:me )?(?:an?|the|my)? ?(?:\w+ )?"
    r"(?:appointment|visit|slot|booking|reservation)\b|\b(?:like|want|need) to book\b",
    re.IGNORECASE,
)
VISIT_ASKED_FOR = re.compile(
    r"(?:\b(?:hello|hi|please|i(?:'d| would)?|like|want|need|can|could|may|you|we|to|help|me)\b"
    r"[, ]*)*\b(?:book|make|schedule|arrange|reserve|get)\b (?:me )?(?:an?|the|my)? ?(?:\w+ )?"
    r"(?:appointment|visit|slot|booking|reservation)\b"
    r"(?: (?:for|to|about|on)\b)?(?: (?:an?|the)\b)?",
    re.IGNORECASE,
)
OTHER_MATTER = re.compile(
    r"^(?:no|wait|sorry|actually|oh)[, ]+.{0,20}?\b(?:for|about|to get|to book) (?:an? |the )?"
    r"(?P<what>[a-z].{3,})",
    re.IGNORECASE,
)
DIFFERENCE = re.compile(r"\bdiffer\w*|\bcompar\w+|\bversus\b|\bvs\b", re.IGNORECASE)
GRADES = (
    ("very dissatisfied", 1), ("very unsatisfied", 1), ("very satisfied", 5), ("dissatisfied", 2),
    ("unsatisfied", 2), ("not satisfied", 2), ("fairly satisfied", 3), ("satisfied", 4),
)  # fmt: skip
STARS = re.compile(
    r"\b(?P<stars>[1-5]|one|two|three|four|five)[- ]?(?:stars?|points?)\b", re.IGNORECASE
)
_PICKED = re.compile(
    rf"\b(?P<word>{'|'.join(ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th)?|last)"
    r"(?: one| option| choice)?\b"
    rf"|\b(?:number|option|no\.?) ?(?P<number>\d{{1,2}}|{'|'.join(NUMBERS)})\b",
    re.IGNORECASE,
)
_A_CHOICE = re.compile(
    r"(?:i(?:'d| would)? (?:like|want|take|choose|mean|pick)|i'?ll take|please|the|number"
    r"|option|no\.?|one|choice|that|it'?s|take|choose|\W)*"
    rf"(?:{'|'.join(ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th)?|last|{'|'.join(NUMBERS)})"
    r"(?: one| option| choice| please|\W)*",
    re.IGNORECASE,
)
_LETTER = r"A-Za-z\u00c0-\u024f"
_NAME = rf"[{_LETTER}][{_LETTER}.'-]*(?: [{_LETTER}][{_LETTER}.'-]*){{0,3}}?"
_NAME_WORD = re.compile(rf"[{_LETTER}][{_LETTER}.'-]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
NAME_INTRODUCED = re.compile(
    rf"\b(?:(?:my|the|his|her) name(?: is|'s|:)|name(?: is|:)|call me)\s+(?:to )?(?P<name>{_NAME})"
    r"(?=\s*$|\s*[,.;!\d+]| and\b| my\b| phone\b| mobile\b| tel\b| number\b| with\b)",
    re.IGNORECASE,
)
_BESIDE_A_NAME = re.compile(
    r"\b(?:my|the|his|her|name|is|it'?s|i'?m|i am|this|phone|mobile|cell|number|no|tel|and"
    r"|call|me|at|please|here|mr|mrs|ms|dr|to|should be|changed?|correct)\b\.?"
    r"|[,;:!?()]|\.(?=\s|$)",
    re.IGNORECASE,
)
_NO_NAMES = """
yes no ok okay book booking visit cancel stop what which where when who how why help time date day
morning afternoon today tomorrow monday tuesday wednesday thursday friday saturday sunday want need
change wrong again none hello hi thanks thank sorry not do don't can could would will have with from
you your we our they in on for of a an park zone matter permit licence license person human time
my phone number mobile cell tel is am it's this that call name company
at next this late early nine ten eleven three half past
"""
NO_NAMES = frozenset(_NO_NAMES.split())
LONGEST_NAME = 4
"""Words."""
LONGEST_MOVE = 40
"""Characters of a plain yes or no."""


def says_yes(text: str) -> bool:
    """Whether `text` is a plain yes."""
    return len(text) <= LONGEST_MOVE and YES.fullmatch(text) is not None


def agrees(text: str) -> bool:
    """Whether some words agree to what was shown, wherever in the sentence."""
    return AGREES.search(text) is not None and DOUBTS.search(text) is None


def says_no(text: str) -> bool:
    """Whether `text` is a plain no."""
    return len(text) <= LONGEST_MOVE and NO.fullmatch(text) is not None


def read_ordinal(text: str, count: int) -> int | None:
    """Which of `count` offered things is picked, counted from 0; None when none is."""
    if not _A_CHOICE.fullmatch(text.strip()):
        return None
    found = _PICKED.search(text)
    said = (found["word"] or found["number"]).lower() if found else text.strip(" .!").lower()
    if said == "last":
        return count - 1
    digits = re.sub(r"\D", "", said)
    number = int(digits) if digits else ORDINALS.get(said) or NUMBERS.get(said)
    return number - 1 if number else None


def read_stars(text: str) -> int | None:
    """A grade from 1 (worst) to 5."""
    said = text.lower()
    for words, stars in GRADES:
        if words in said:
            return stars
    found = STARS.search(text)
    return (NUMBERS.get(found["stars"].lower()) or int(found["stars"])) if found else None


def read_name(text: str, strict: bool) -> str | None:
    """A person's name in English words, without phone number.

    Args:
        strict: accept a name only where it is introduced as one.
    """
    if introduced := NAME_INTRODUCED.search(text):
        return str(introduced["name"]).strip(" .")
    if strict or _CHINESE.search(text):
        return None
    rest = _BESIDE_A_NAME.sub(" ", text).split()
    is_name = all(_NAME_WORD.fullmatch(word) for word in rest)
    if not rest or len(rest) > LONGEST_NAME or not is_name:
        return None
    return " ".join(rest) if could_be_a_name(rest) else None


def could_be_a_name(words: Iterable[str]) -> bool:
    """Whether none of the words is one that nobody is called."""
    return not NO_NAMES.intersection(word.lower() for word in words)
