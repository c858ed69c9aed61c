"""Questions people ask about one matter, answered in the words of its service guide."""

from typing import Any

from api.services.usual import asks_what_happens, kinds_of
from api.services.wording import MISSING_HELP, source_note
from knowledge import Matter, ServiceGuide
from knowledge.text import compact

LEAST_LIKENESS = 0.45
"""Below this a question may be another one."""
SAME_KIND = 0.3
"""What it counts that two questions are of the same usual kind, whatever their words."""
SHORTEST = 4
"""Characters that a question must have beside the matter's name: less is but a wish for it."""
BY_SOMEBODY_ELSE = (
    "可以委托别人代为申请，法律规定要本人到场提出的除外。"
    "委托要带什么（一般是委托书和双方身份证件），请先问窗口或者拨打 12345。"
    "（依据：《中华人民共和国行政许可法》第二十九条）"
)
"""Who may apply for a permit, as the law has it for all of them."""


def answer_of(guide: ServiceGuide, matter: Matter, query: str) -> str | None:
    """The answer to the frequent question the query is most like; None when it is like none."""
    fact = guide.fields["faqs"]
    words = _without_names(matter, query)
    asked: list[dict[str, Any]] = list(fact.value or ())
    if len(words) < SHORTEST or not asked:
        return None
    kinds = kinds_of(query)
    scores = [_alike(words, kinds, matter, faq["question"]) for faq in asked]
    if max(scores) < LEAST_LIKENESS:
        return None
    nearest = asked[scores.index(max(scores))]
    return f"「{guide.name}」：{nearest['answer']}\n{source_note(fact)}"


def usual_answer(guide: ServiceGuide, query: str) -> tuple[str, bool] | None:
    """The answer to a usual question that no frequent one covers, and whether it is a known fact.

    Returns:
        None when the query is of no usual kind that can be answered or surely named as missing.
    """
    kinds = kinds_of(query)
    if "agent" in kinds:
        return f"「{guide.name}」：{BY_SOMEBODY_ELSE}", True
    if "validity" in kinds:
        return _validity(guide)
    if asks_what_happens(query):
        return f"「{guide.name}」没有办好就先做会有什么后果，{MISSING_HELP}", False
    return None


def _validity(guide: ServiceGuide) -> tuple[str, bool]:
    fact = guide.fields["result_validity"]
    if fact.value is None:
        return f"「{guide.name}」的有效期，{MISSING_HELP}", False
    return f"「{guide.name}」有效期：{fact.value}{source_note(fact)}", True


def _alike(words: str, kinds: frozenset[str], matter: Matter, question: str) -> float:
    """How like a frequent question is: characters in common, and the same kind of question."""
    shared = _likeness(words, _without_names(matter, question))
    return shared + (SAME_KIND if kinds & kinds_of(question) else 0.0)


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
