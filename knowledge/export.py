"""All that the guide knows on a day, as one JSON text; `knowledge.workbook` has it for Excel."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge.base import KnowledgeBase
from knowledge.guides import guides_on
from knowledge.schema import GUIDE_FIELDS, Matter, ServiceGuide, Window


@dataclass(frozen=True)
class Export:
    """What is exported: the guides of a day and the windows they lead to."""

    kb: KnowledgeBase
    day: date
    park_ids: tuple[str, ...]
    guides: tuple[ServiceGuide, ...]

    @property
    def matters(self) -> list[Matter]:
        """The matters of the guides, each once."""
        return [self.kb.matters[key] for key in dict.fromkeys(g.matter_id for g in self.guides)]

    @property
    def windows(self) -> list[Window]:
        """The windows there are in the parks on the day, ordered by id."""
        windows = (self.kb.windows[key] for key in sorted(self.kb.windows))
        return [w for w in windows if w.park_id in self.park_ids and w.exists_on(self.day)]

    def park_name(self, park_id: str) -> str:
        """What a park is called."""
        return self.kb.parks[park_id].short_name


def collect(kb: KnowledgeBase, day: date, today: date, park_id: str | None = None) -> Export:
    """Everything that is known on a day.

    Args:
        today: the day of asking.
        park_id: only what this park has.

    Raises:
        UnknownPark: there is no such park.
    """
    guides = tuple(guides_on(kb, day, today, park_id))
    return Export(kb, day, (park_id,) if park_id else tuple(kb.parks), guides)


def as_json(export: Export) -> str:
    """The export as JSON; equal data gives equal text."""
    edition = export.kb.edition_on(export.day)
    content = {
        "as_of": export.day.isoformat(),
        "edition": edition.model_dump(mode="json", exclude={"matters"}) if edition else None,
        "parks": [export.kb.parks[key].model_dump(mode="json") for key in export.park_ids],
        "guides": [_guide_json(export, guide) for guide in export.guides],
        "windows": [window.model_dump(mode="json") for window in export.windows],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _guide_json(export: Export, guide: ServiceGuide) -> dict[str, Any]:
    matter = export.kb.matters[guide.matter_id]
    return {
        "matter_id": guide.matter_id,
        "name": guide.name,
        "aliases": list(matter.aliases),
        "category": matter.category,
        "stage": matter.stage,
        "park_id": guide.park_id,
        "edition": guide.edition.id,
        "notices": list(guide.notices),
        "fields": {name: guide.fields[name].model_dump(mode="json") for name in GUIDE_FIELDS},
    }
