"""Questions people ask about one matter, answered in the words of its service guide."""

from typing import Any

from api.services.likeness import likeness
from api.services.wording import source_note
from knowledge import ServiceGuide
from knowledge.text import normalise

LEAST_LIKENESS = 0.6
"""Below this a question may be another one."""


def answer_of(guide: ServiceGuide, query: str) -> str | None:
    """The answer to the frequent question the query is most like; None when it is like none."""
    fact = guide.fields["faqs"]
    words = normalise(query)
    asked: list[dict[str, Any]] = list(fact.value or ())
    nearest = max(asked, key=lambda faq: likeness(words, [faq["question"]]), default=None)
    if nearest is None or likeness(words, [nearest["question"]]) < LEAST_LIKENESS:
        return None
    return f"「{guide.name}」：{nearest['answer']}\n{source_note(fact)}"
