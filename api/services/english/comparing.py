"""Two matters, or one matter in both parks, side by side in English."""

import re
from collections.abc import Sequence

from api.services.english.texts import SAMPLE_NOTE
from api.services.english.wording import Wording
from knowledge import KnowledgeBase, ServiceGuide
from knowledge.english.finding import Finder

WHICH = (
    "Which two would you like to compare? For example “the EIA report and the registration form”, "
    "or “the two parks”."
)
NOT_FOUND = "no reliable source found"
BETWEEN = re.compile(r"\b(?:and|or|vs\.?|versus|with|than|between|from|to)\b|[,;/]", re.IGNORECASE)
POINTS = re.compile(r"\b(?:it|this|that|these|those|the one|this one)\b", re.IGNORECASE)
LONGEST_FIRST_ITEM = 300
"""Characters of conditions told in a comparison; more of them are asked for."""


class Comparing:
    """Finds what is compared, and puts it side by side."""

    def __init__(self, kb: KnowledgeBase, finder: Finder, wording: Wording) -> None:
        self._kb = kb
        self._finder = finder
        self._wording = wording

    def named(self, query: str, current: str | None, park_id: str | None) -> list[str]:
        """The matters that the words name, the current one where they point at it."""
        found: list[str] = []
        for part in BETWEEN.split(query):
            result = self._finder.find(part, park_id)
            if result.decision in ("match", "clarify"):
                found.append(result.candidates[0].matter_id)
            elif current and POINTS.search(part):
                found.append(current)
        if current and len(set(found)) == 1 and found[0] != current:
            found.insert(0, current)
        return list(dict.fromkeys(found))

    def matters(self, guides: Sequence[ServiceGuide]) -> str:
        """When each is needed, who decides, how long it takes, what it costs."""
        sample = any(guide.fields["delegation_mode"].status == "sample" for guide in guides)
        blocks = [self._block(guide) for guide in guides]
        return "\n\n".join(blocks) + (f"\n{SAMPLE_NOTE}" if sample else "")

    def _block(self, guide: ServiceGuide) -> str:
        rows = (
            ("Needed for", _short(self._value(guide, "conditions"))),
            ("Who decides", self._value(guide, "deciding_body")),
            ("Time limit by law", _short(self._value(guide, "statutory_limit"))),
            ("Fee", self._fee(guide)),
        )
        lines = (f"{label}: {value}" for label, value in rows)
        return "\n".join([self._wording.matter(guide.matter_id), *lines])

    def _value(self, guide: ServiceGuide, field: str) -> str:
        known = guide.fields[field].value is not None
        return self._wording.value(field, guide) if known else NOT_FOUND

    def _fee(self, guide: ServiceGuide) -> str:
        fee = guide.fields["fee"].value
        if fee is None:
            return NOT_FOUND
        return "to be paid" if fee["charged"] else "free"

    def parks(self, guides: Sequence[ServiceGuide]) -> str:
        """One matter in each park that has it: what is the same, and what is not."""
        name = self._wording.matter(guides[0].matter_id)
        modes = {guide.fields["delegation_mode"].value for guide in guides}
        if len(guides) < len(self._kb.parks):
            lead = f"{name} is handled in {self._wording.park(guides[0].park_id)} only."
        elif len(modes) == 1:
            lead = (
                f"{name}: the mode, the papers and the time limit are the same in both parks; "
                "hall and window differ:"
            )
        else:
            lead = f"{name}: the two parks differ in who decides:"
        notices = dict.fromkeys(self._wording.notices(guide) for guide in guides)
        return "\n".join([lead, *map(self._in_park, guides), *(one for one in notices if one)])

    def _in_park(self, guide: ServiceGuide) -> str:
        decides = self._value(guide, "deciding_body")
        said = f"{self._value(guide, 'delegation_mode')}; decided by {decides}"
        windows = guide.fields["windows"].value
        where = self._wording.window_name(windows[0]) if windows else f"window: {NOT_FOUND}"
        return f"· {self._wording.park(guide.park_id)}: {said}; {where}"


def _short(text: str) -> str:
    """The beginning of a long text, up to where a part of it ends."""
    if len(text) <= LONGEST_FIRST_ITEM:
        return text
    cut = max(text.rfind(end, 0, LONGEST_FIRST_ITEM) for end in ("; ", ". "))
    return f"{text[: cut if cut > 0 else LONGEST_FIRST_ITEM]} …"
