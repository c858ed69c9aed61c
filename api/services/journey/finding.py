"""Which journey somebody means, or which few it may be."""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from api.services.cued import LEAST_LIKENESS
from api.services.journey.reading import GAP, cue_pattern, steps_named
from api.services.likeness import likeness
from knowledge import KnowledgeBase
from knowledge.schema import GeneralPlan, Journey
from knowledge.text import QuestionWords, normalise, spaced

QUESTION_WORDS = QuestionWords()
MEASURE_WORDS = re.compile(r"(?<=[建盖开办起搞做弄扩加])(?:上|起|了|建)?一?[个家间座栋条](?!体|人)")
"""开个饭店 is 开饭店."""
MOST_OFFERED = 4
"""More than these are not read through."""
SURELY_LIKE = 0.7
"""From this likeness to an example on, a journey is meant though none of its cues was said."""
CLOSE = 0.05
"""Scores that differ by less decide nothing."""
PLACE = re.compile(r"(?P<trade>.{2,})(?P<place>厂|店|坊|公司)")
BETWEEN = r"[^，。；、？！,.;?!\s]{0,4}"
"""What may stand between the parts of a cue that ends with a place: 腊肉加工厂 is a 腊肉厂."""
IN_TWO_HALVES = 4
"""Characters of a cue that is mostly made of two words: 公司注销."""
BETWEEN_HALVES = r"[^，。；、？！,.;?!\s]{0,2}"
FOUNDING = (
    r"(?:(?<!经)开(?!发)|办|搞|建|做|弄|成立|创办|设立|起|盖|整|上|投资|筹备|经营|落户|入驻)"
    r"[^，。？,?]{0,10}"
)
"""Says that somebody wants to open what is named next."""
BEFORE_TRADE = r"[^，。？,?]{0,8}"
AFTER_TRADE = r"[^，。？,?]{0,6}"
"""What may stand before and after the word for a trade: 果酒 in 办个自酿果酒的小作坊."""
ASKS_WHO_DECIDES = re.compile(r"(?:哪[个里级家边]?|谁)(?:来|给)?(?:审批|批|盖章)")
"""Asks for the decider of one thing, whatever it is for: 建厂占了林地归哪个批."""
MAKING = r"[^，。？,?]{0,4}(?:做|产|加工|搞|卖|弄|磨|酿|榨)[^，。？,?]{0,4}"
"""What stands between a place and what it makes: 小厂子，专门做豆腐的."""


def find_journeys(kb: KnowledgeBase, query: str | None) -> list[Journey]:
    """The journey the words mean; several, likest first, when they don't tell; none for no hint."""
    if not query or ASKS_WHO_DECIDES.search(query) or QUESTION_WORDS.cover(spaced(query)):
        return []  # "要办哪些" asks for a plan, but does not say what for
    words = normalise(MEASURE_WORDS.sub("", query))
    scored = [(_score(words, one), one) for one in kb.journeys.values()]
    named = [(score, one) for score, one in scored if _said(words, one)]
    if named and (trade := _trade_before(kb, words, [one for _, one in named])):
        return [trade]
    ranked = sorted(named or scored, key=lambda pair: -pair[0])
    likely = [(score, journey) for score, journey in ranked if score >= LEAST_LIKENESS]
    if not likely:
        return _of_some_trade(kb, words)
    best = likely[0][0]
    if not named and best < SURELY_LIKE and (general := _of_some_trade(kb, words)):
        return general
    apart = CLOSE if named or best >= SURELY_LIKE else 1.0
    close = [journey for score, journey in likely if best - score < apart][:MOST_OFFERED]
    return close if len(close) > 1 or apart == CLOSE else offered(kb, close)


def named_by_cue(journey: Journey, query: str) -> bool:
    """Whether the words name the journey itself, and not only a trade that it serves generally."""
    return bool(_said(normalise(MEASURE_WORDS.sub("", query)), journey))


def _score(words: str, journey: Journey) -> float:
    """How like the words are to a journey's cues and examples."""
    said = _said(words, journey)
    told = {place for start, cue in said for place in range(start, start + len(cue))}
    covered = LEAST_LIKENESS + len(told) / len(words) if said else 0.0
    return covered + likeness(words, journey.examples)


def _said(words: str, journey: Journey) -> list[tuple[int, str]]:
    """The cues of a journey that the words hold, with where each begins."""
    found = ((_in_words(cue).search(words), cue) for cue in journey.cues)
    return [(match.start(), cue) for match, cue in found if match]


@lru_cache(maxsize=1024)
def _in_words(cue: str) -> re.Pattern[str]:
    if GAP in cue:
        return cue_pattern(cue)
    place = PLACE.fullmatch(cue)
    if place is None and len(cue) == IN_TWO_HALVES:
        return re.compile(f"{re.escape(cue[:2])}{BETWEEN_HALVES}{re.escape(cue[2:])}")
    if place is None:
        return re.compile(re.escape(cue))
    return re.compile(re.escape(place["trade"]) + BETWEEN + re.escape(place["place"]))


def _of_some_trade(kb: KnowledgeBase, words: str) -> list[Journey]:
    """The general plan for founding something that has no plan of its own; none for other words."""
    general = [(one.general, one) for one in kb.journeys.values() if one.general]
    narrow_first = sorted(general, key=lambda pair: not pair[0].trades)
    return [one for kind, one in narrow_first if _founding(kind).search(words)][:1]


def _trade_before(kb: KnowledgeBase, words: str, named: Sequence[Journey]) -> Journey | None:
    """The plan for a trade that is told before what the words name besides: 开烘焙店，要装修."""
    at = min(start for one in named for start, _ in _said(words, one))
    for one in kb.journeys.values():
        trades = one.general is not None and one.general.trades
        if trades and one not in named and one.general:
            found = _founding(one.general).search(words)
            if found and found.end() <= at:
                return one
    return None


@lru_cache(maxsize=64)
def _founding(general: GeneralPlan) -> re.Pattern[str]:
    trades, places = ("|".join(map(re.escape, one)) for one in (general.trades, general.places))
    if not trades:
        return re.compile(f"{FOUNDING}(?:{places})")
    before = f"{BEFORE_TRADE}(?:{trades}){AFTER_TRADE}(?:{places})"
    return re.compile(f"{FOUNDING}(?:{before}|(?:{places}){MAKING}(?:{trades}))")


def possible(kb: KnowledgeBase, query: str | None, matter_id: str | None) -> list[Journey]:
    """The journeys that the words name, else those through the matter they name or the current."""
    named = find_journeys(kb, query)
    if len(named) == 1:
        return named
    told = {one for names in steps_named(kb, kb.matters, query or "") for one in names}
    return _through(kb, told) or named or with_matter(kb, matter_id)


def guessed(kb: KnowledgeBase, query: str | None, matter_id: str | None) -> Journey | None:
    """The journey to speak of when none was begun; None when too many come into question."""
    found = possible(kb, query, matter_id)
    common = next((one for one in found if one.offered_at), None)
    return common or (found[0] if 0 < len(found) <= MOST_OFFERED else None)


def with_matter(kb: KnowledgeBase, matter_id: str | None) -> list[Journey]:
    """The journeys that lead through a matter; none for none."""
    return _through(kb, {matter_id} if matter_id else set())


def _through(kb: KnowledgeBase, matter_ids: Collection[str]) -> list[Journey]:
    """The journeys that lead through one of these matters."""
    return [
        journey
        for journey in kb.journeys.values()
        if any(step.matter_id in matter_ids for step in journey.steps)
    ]


def offered(kb: KnowledgeBase, likely: Sequence[Journey]) -> list[Journey]:
    """At most four to choose from: the likely ones, filled up with the common ones."""
    common = sorted((one.offered_at, key) for key, one in kb.journeys.items() if one.offered_at)
    together = dict.fromkeys([*(one.journey_id for one in likely), *(key for _, key in common)])
    return [kb.journeys[journey_id] for journey_id in together][:MOST_OFFERED]
