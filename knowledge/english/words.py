"""How English is cut into the words that tell one matter from another."""

import re

from knowledge.text import is_question_word, normalise

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+")
_PARKS = re.compile(
    r"(?:high|hi)[- ]?tech(?:nology)?(?: industrial)?(?: development)? (?:zone|park)"
    r"|economic (?:and technological )?development zone|gaoxin|jingkai|chenzhou"
)
"""The parks: where something is to be done, not what."""
_ENDINGS = (
    "ations",
    "ation",
    "ings",
    "ing",
    "ies",
    "ied",
    "ers",
    "ions",
    "ion",
    "ed",
    "es",
    "er",
    "s",
    "e",
    "y",
)
_SHORTEST_STEM = 3
_SPELLINGS = {
    "licence": "permit", "license": "permit", "licences": "permit", "licenses": "permit",
    "labor": "labour", "defense": "defence", "plant": "factory", "plants": "factory",
    "elevator": "lift", "elevators": "lift", "lorry": "truck", "lorries": "truck",
    "approve": "approval", "approved": "approval", "firm": "company", "firms": "company",
    "enterprise": "company", "enterprises": "company", "corporation": "company",
    "foreigner": "foreign", "foreigners": "foreign", "wastewater": "sewage",
    "trees": "tree", "hazardous": "dangerous", "cafeteria": "canteen", "eatery": "restaurant",
    "rivers": "river", "streets": "road", "street": "road", "employee": "worker",
    "employees": "worker", "staff": "worker", "flats": "housing", "apartments": "housing",
    "forests": "forest", "woodland": "forest", "woods": "forest", "houses": "housing",
    "ii": "2", "two": "2", "second": "2", "iii": "3", "three": "3", "third": "3",
}  # fmt: skip
"""Words that say the same here, to the one that is counted."""
_KEPT = frozenset({"open", "close", "start"})
"""Words of questions that also say what is wanted: a company can be opened and closed."""


def words(text: str) -> list[str]:
    """The words of a text that say what it is about, without their endings."""
    found = _WORD.findall(_PARKS.sub(" ", normalise(text).casefold()))
    plain = (word.removesuffix("'s") for word in found)
    return [
        stem(_SPELLINGS.get(word, word))
        for word in plain
        if word in _KEPT or not is_question_word(word)
    ]


def stem(word: str) -> str:
    """A word without its endings: `registers`, `registered` and `registering` are one."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return stem(word.removesuffix(ending))
    return word


def told(text: str) -> bool:
    """Whether a text says more than numbers and words such as "open", which name nothing alone."""
    return any(word not in _KEPT_STEMS and not word.isdecimal() for word in words(text))


_NOTHING_ALONE_WORDS = """
open close start print sign signs work way speed hurry fast faster job small big tiny time hand
submit pay expert consultant agent decision decide process procedure step thing plan parallel run
first next last complete full list checklist qualify eligible eligibility criteria permit
certificate approval filing application paper document fulfil fulfill meet valid validity expire
renew renewal extend extension lose lost refuse reject deny commitment break deliver delivery post
courier mail phone number call address forever catch deal trick penalty illegal person somebody
someone friend colleague partner boss proxy accountant lawyer assistant secretary representative
behalf inspect inspection visit original copy form template download file send email pdf notice
save summary detail info information overview matter question answer case chance allow forbid
require requirement condition other else same difference compare differ both park zone price
money capital amount free quick quickly slow long easy hard difficult early late soon ready
happen end begin follow off up out down back need needed purpose rule law legal responsible
result part kind type sort example fine limit liability minimum min
term signature home check place year month week day
"""


def telling(said: frozenset[str]) -> frozenset[str]:
    """Of some stems those that name something alone."""
    return said - _NOTHING_ALONE


_NOTHING_ALONE = frozenset(map(stem, _NOTHING_ALONE_WORDS.split()))
_KEPT_STEMS = _NOTHING_ALONE.union(map(stem, _KEPT))
"""What is asked of any matter, or done with any: alone such words name none."""
