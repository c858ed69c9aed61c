"""The one complete notice as a card of a conversation (一次性告知, decree D16)."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from api.services.intake.notice import notice_of
from knowledge import KnowledgeBase

ON_THE_CARD = (
    "conditions", "materials", "statutory_limit", "promised_limit", "fee", "delegation_mode",
    "accepting_body", "deciding_body", "seal", "windows", "online_entrance", "procedure", "result",
    "basis",
)  # fmt: skip
"""What an applicant needs before coming; the page that is printed holds every field."""
OF_A_PARK = frozenset({
    "delegation_mode", "accepting_body", "deciding_body", "seal", "windows",
})  # fmt: skip


def notice_card(
    kb: KnowledgeBase, matter_id: str, park_id: str, day: date, park_known: bool
) -> dict[str, Any]:
    """The notice as rows, with the address of the page to print and to send.

    Args:
        park_known: whether the applicant's park is `park_id`. Otherwise what depends on the park is
            left out, and the address too: the page is of one park.

    Raises:
        NotCovered: the park does not have the matter on that day.
    """
    notice = notice_of(kb, matter_id, park_id, day)
    sections = {section["field"]: section for section in notice["sections"]}
    shown = [field for field in ON_THE_CARD if park_known or field not in OF_A_PARK]
    page = f"/notice?{urlencode({'matter': matter_id, 'park': park_id})}"
    return {
        "type": "notice",
        "matter_id": matter_id,
        "name": notice["name"],
        "park_id": park_id if park_known else None,
        "park_name": kb.parks[park_id].short_name if park_known else None,
        "version": notice["version"],
        "as_of": notice["as_of"],
        "rows": [_row(sections[field]) for field in shown],
        "notice": "".join(notice["notices"]),
        "print": page if park_known else None,
    }


def _row(section: dict[str, Any]) -> dict[str, Any]:
    lines = [line.removeprefix(f"（{n}）") for n, line in enumerate(section["lines"], 1)]
    return {
        "label": section["title"],
        "value": lines if len(lines) > 1 else lines[0],
        "status": section["status"],
    }
