"""Questions people ask about one matter, answered in the words of its service guide."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from api.services.usual import asks_how_long_it_holds, kinds_of
from api.services.wording import source_note
from knowledge import Fact, KnowledgeBase, ServiceGuide
from knowledge.text import compact, normalise, standard

LIKELY, SURE, CERTAIN = 0.3, 0.4, 0.5
"""Likelihood from which words are taken for a frequent question: where a matter is asked about;
where they may as well be something else; where another answer is at hand that fits their kind."""
NEVER = 2.0
SAME_KIND = 0.1
"""What it counts that two questions are of the same usual kind, whatever their words."""
OF_A_FACT = frozenset({"fee", "time_limit", "materials", "result", "legal_basis"})
"""Topics on which the guide has a fact at hand that answers what is asked plainly."""
PARTS = re.compile(r"[，。；！？,;!?\n]+")
ASKS = re.compile(
    r"[吗么嘛不?？]$|(?<![十好])几|[谁哪啥]|什么|多[久少长大]|怎|咋|可以|[能要会是行得该用算]不[能要会是行得该用算]|可不可以|还是(?:要|得)?先"
)
"""Shows that a part of a message asks, and is not told beside the question."""
PROMISE = "承诺"
WITHOUT_PROMISE = re.compile(r"不(?:想|愿|走|用|选|采用|要)[^，。]{0,4}承诺")
OF_YEARS = re.compile(r"有效期|几年|多久|多长|管")
SHORTEST = 3
"""Characters that a message must have: fewer say nothing."""
SHORTEST_PART = 5
"""The same for a part of it that asks; a shorter one is but the end of what was said before."""


def answer_of(
    kb: KnowledgeBase,
    guide: ServiceGuide,
    query: str,
    cues: Collection[str] = (),
    least: float = LIKELY,
) -> str | None:
    """The answer to the frequent question that the words put; None when they put none.

    Args:
        cues: words of which the frequent question must say one; none when it need not.
        least: likelihood from which a question is taken for the one that is put.
    """
    fact = guide.fields["faqs"]
    question = _put(kb, guide.matter_id, query, least)
    if question is None or (cues and not any(cue in question for cue in cues)):
        return None
    asked = next((faq for faq in fact.value or () if faq["question"] == question), None)
    if asked is None:
        return None
    return f"「{guide.name}」：{asked['answer']}\n{source_note(read_in(asked, fact))}"


def asks(words: str) -> bool:
    """Whether words ask anything. What only tells may be like a question too: 第三项没有."""
    return ASKS.search(standard(normalise(words))) is not None


def read_in(faq: Mapping[str, Any], fact: Fact[Any]) -> Fact[Any]:
    """The fact of all answers with the sources of one, where it has some of its own."""
    articles = faq.get("articles")
    if not articles:
        return fact
    own = tuple(source for source in fact.source if source.place in articles)
    return fact.model_copy(update={"source": own})


def _put(kb: KnowledgeBase, matter_id: str, query: str, least: float) -> str | None:
    """The frequent question that the whole of the words puts, or a part of them that asks."""
    known = kb.frequent_questions
    likely = [
        found
        for words, enough in _asking(query, least)
        if (found := known.likeliest(matter_id, words))
        and found.likelihood >= _enough(words, found.question, enough)
    ]
    best = max(likely, key=lambda one: one.likelihood, default=None)
    return best.question if best else None


def _asking(query: str, least: float) -> Iterator[tuple[str, float]]:
    """The whole of what is said, and those parts of it that ask something by themselves.

    With each, how likely a question must be to be the one: where a part asks, the whole must be
    all but certain, for it tells other things too.
    """
    words = standard(normalise(query))
    parts = [one for one in PARTS.split(words) if len(one) >= SHORTEST_PART and ASKS.search(one)]
    if len(compact(query)) >= SHORTEST:
        yield query, max(least, CERTAIN) if parts and parts != [words] else least
    for part in parts:
        yield part, least


def _enough(words: str, question: str, least: float) -> float:
    """The likelihood that is needed: less where both are of one usual kind, more where only one."""
    if _contrary(words, question):
        return NEVER
    kinds = kinds_of(words)
    if kinds & kinds_of(question):
        return least - SAME_KIND
    return max(least, CERTAIN) if kinds else least


def _contrary(words: str, question: str) -> bool:
    """Whether two questions are surely not the same, though much is said alike.

    One goes the way with a promise (告知承诺), the other without; or only one asks for how long
    a permit is valid.
    """
    if asks_how_long_it_holds(words) and not OF_YEARS.search(question):
        return True
    ways = [WITHOUT_PROMISE.search(text) is None for text in (words, question)]
    return PROMISE in words and PROMISE in question and ways[0] != ways[1]
