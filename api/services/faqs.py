"""Questions people ask about one matter, answered in the words of its service guide."""

from typing import Any

from api.services.likeness import likeness
from api.services.wording import source_note
from knowledge import Matter, ServiceGuide
from knowledge.text import compact

LEAST_LIKENESS = 0.45
"""Below this a question may be another one."""
SHORTEST = 4
"""Characters that a question must have beside the matter's name: less is but a wish for it."""


def answer_of(guide: ServiceGuide, matter: Matter, query: str) -> str | None:
    """The answer to the frequent question the query is most like; None when it is like none."""
    fact = guide.fields["faqs"]
    words = _without_names(matter, query)
    asked: list[dict[str, Any]] = list(fact.value or ())
    if len(words) < SHORTEST or not asked:
        return None
    likenesses = [likeness(words, [_without_names(matter, faq["question"])]) for faq in asked]
    if max(likenesses) < LEAST_LIKENESS:
        return None
    nearest = asked[likenesses.index(max(likenesses))]
    return f"「{guide.name}」：{nearest['answer']}\n{source_note(fact)}"


def _without_names(matter: Matter, text: str) -> str:
    """A text without what the matter is called: two questions are not alike for naming it."""
    words = compact(text)
    names = sorted(map(compact, (matter.name, *matter.aliases, *matter.nouns)), key=len)
    for name in reversed(names):
        words = words.replace(name, "")
    return words
