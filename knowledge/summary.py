"""How much the knowledge base holds and how well it is founded, for the command line."""

from collections import Counter
from dataclasses import dataclass

from knowledge.base import KnowledgeBase
from knowledge.schema import Status


@dataclass(frozen=True)
class Summary:
    """Counts of records, and of guide fields by status over all matters and parks."""

    edition: str
    matters: int
    parks: int
    windows: int
    fields_by_status: dict[Status, int]

    def __str__(self) -> str:
        fields = ", ".join(f"{status} {n}" for status, n in self.fields_by_status.items())
        return (
            f"edition {self.edition}: {self.matters} matters, {self.parks} parks, "
            f"{self.windows} windows; fields: {fields}"
        )


def summarise(kb: KnowledgeBase) -> Summary:
    """Count what `kb` holds today."""
    day = kb.edition.effective_to or kb.edition.effective_from
    statuses = Counter(
        fact.status
        for matter in kb.matters.values()
        for park_id in kb.park_ids(matter.matter_id)
        for fact in kb.guide(matter.matter_id, park_id, day).fields.values()
    )
    return Summary(
        edition=kb.edition.id,
        matters=len(kb.matters),
        parks=len(kb.parks),
        windows=len(kb.windows),
        fields_by_status=dict(statuses.most_common()),
    )
