"""How facts are said in English: the answer first, its status in half a sentence."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from api.services.english.texts import CHINESE_ONLY, SAMPLE_NOTE
from api.services.wording import PARK_FIELDS
from knowledge import Fact, KnowledgeBase, ServiceGuide
from knowledge.base import today_in_china
from knowledge.english import Translation
from knowledge.labels import FORM_NAMES

MISSING = (
    "I have no reliable source for this and would rather not guess. Please call 12345, or ask for "
    "a person to check it."
)
FEE_COLLECTOR = (
    "As a rule the management committee of the park collects it (郴政办发〔2021〕4号二、（二）4)."
)
JOINT_LIABILITY = (
    "For approvals in breach of discipline or law in the transition, the city departments and the "
    "park's management committee are jointly liable."
)
EXPIRED = (
    "The validity stated on the decree ended on {ended}; please ask the hall before you apply."
)
CARD_FIELDS = (
    ("delegation_mode", "Mode"),
    ("deciding_body", "Who decides"),
    ("conditions", "Conditions"),
    ("materials", "What to bring"),
    ("procedure", "Procedure"),
    ("statutory_limit", "Time limit by law"),
    ("fee", "Fee"),
    ("result", "What you get"),
    ("windows", "Window"),
    ("online_entrance", "Online"),
    ("basis", "Legal basis"),
)
LABELS = {
    **dict(CARD_FIELDS),
    "accepting_body": "Accepted by",
    "seal": "Seal",
    "promised_limit": "Promised time limit",
    "excluded_time": "Not counted",
    "result_validity": "Valid",
    "scope": "What it is for",
    "quantity_limit": "How many are granted",
    "expert_review": "Experts",
    "intermediary": "Services by others",
    "delivery": "How you get it",
}
"""What the fields of a guide are called."""
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_ITEM = re.compile(r" (\(\d{1,2}\)) ")
LISTS = frozenset({"materials", "windows", "procedure"})
UNTRANSLATED = "(in Chinese only) "


class Wording:
    """Words for the facts of one knowledge base."""

    def __init__(self, kb: KnowledgeBase, english: Translation) -> None:
        self._kb = kb
        self._english = english

    def matter(self, matter_id: str) -> str:
        """A matter's name with its Chinese one beside it, as it stands in the hall."""
        chinese = self._kb.matters[matter_id].name
        known = self._english.matters.get(matter_id)
        return f"{known.name} ({chinese})" if known else chinese

    def park(self, park_id: str) -> str:
        """A park's short name."""
        return self._said(self._kb.parks[park_id].short_name)

    def materials(self, guide: ServiceGuide) -> str:
        """The numbered list of papers, with its source."""
        return self._told(guide, "materials", "You need these documents:", lines=True)

    def window(self, guide: ServiceGuide) -> str:
        """Where to go, when it is open, and the phone if there is one."""
        fact = guide.fields["windows"]
        if not fact.value:
            return self._missing(guide, "Window")
        first = fact.value[0]
        address = self._said(first["address"]) if first.get("address") else None
        hours = self._said(first["hours"]) if first.get("hours") else None
        parts = (("Address", address), ("Hours", hours), ("Phone", first.get("phone")))
        return "\n".join(
            [
                f"{self.matter(guide.matter_id)}: please go to",
                self._window(first),
                *(f"{label}: {value}" for label, value in parts if value),
            ]
        )

    def mode(self, guide: ServiceGuide) -> str:
        """The mode, who accepts and decides, whose seal it is (decree D1-D4)."""
        said = self._of_mode(guide)
        if said is None:
            return self._missing(guide, "Mode")
        return (
            f"In {self.park(guide.park_id)}, {self.matter(guide.matter_id)} is under "
            f"{said['name']}.\nAccepted by: {said['accepting_body']}\n"
            f"Decided by: {said['deciding_body']}\nSeal: {said['seal']}"
        )

    def liability(self, guide: ServiceGuide) -> str:
        """Who is liable and where appeals go, with the clause (decree D1-D4)."""
        said = self._of_mode(guide)
        if said is None:
            return self._missing(guide, "Who is liable")
        department = self._department(guide)
        return (
            f"{self.matter(guide.matter_id)}, {self.park(guide.park_id)}: "
            f"{said['liable_body']}.\n{self.appeal(guide)}\n"
            f"Supervision afterwards: {department}\n"
            f"Basis: {_place(guide.fields['liable_body'].source[0], self._english)}"
        )

    def time_limit(self, guide: ServiceGuide) -> str:
        """The limit by law, and the promised one when it is published."""
        first = self._told(guide, "statutory_limit", "Time limit by law:")
        if guide.fields["excluded_time"].value is not None:
            first += "\nNot counted: " + self._value("excluded_time", guide)
        if guide.fields["promised_limit"].value is None:
            return f"{first}\nThe park has not published a promised time limit yet."
        return f"{first}\nPromised: {self._value('promised_limit', guide)}"

    def fee(self, guide: ServiceGuide) -> str:
        """Whether a fee is due and by what rule; who collects one that is."""
        said = self._told(guide, "fee", "Fee:")
        fee = guide.fields["fee"].value
        return f"{said}\n{FEE_COLLECTOR}" if fee and fee["charged"] else said

    def result(self, guide: ServiceGuide) -> str:
        """What the applicant gets, and how long it holds where that is known."""
        said = self._told(guide, "result", "You get:")
        if guide.fields["result_validity"].value is None:
            return said
        return f"{said}\nValid: {self._value('result_validity', guide)}"

    def field(self, guide: ServiceGuide, name: str) -> str:
        """Any other field: its label, value and source."""
        return self._told(guide, name, f"{LABELS[name]}:", lines=name in LISTS)

    def limit(self, guide: ServiceGuide) -> str:
        """The limit by law alone."""
        return self._told(guide, "statutory_limit", "Time limit by law:")

    def some_steps(self, guide: ServiceGuide, steps: Sequence[str]) -> str:
        """A few steps of the procedure, with its source."""
        told = "\n".join(f"· {self._said(step)}" for step in steps)
        note = source_note(guide.fields["procedure"], self._english)
        return f"{self.matter(guide.matter_id)}. From the procedure:\n{told}\n{note}".rstrip()

    def appeal(self, guide: ServiceGuide) -> str:
        """Where appeals go and by when; empty where the mode is not known."""
        said = self._of_mode(guide)
        return f"Appeals: {said['appeal']}. {self._english.deadlines}." if said else ""

    def notices(self, guide: ServiceGuide) -> str:
        """What must be said beside the facts (decree rows D6, D7, D27)."""
        edition = guide.edition
        told = [SAMPLE_NOTE] if guide.fields["delegation_mode"].status == "sample" else []
        if edition.transition_until is not None and guide.as_of <= edition.transition_until:
            told.append(JOINT_LIABILITY)
        ended = edition.document_valid_until
        if ended is not None and max(guide.as_of, today_in_china()) > ended:
            told.append(EXPIRED.format(ended=f"{ended.day} {ended:%B %Y}"))
        return " ".join(told)

    def card_rows(self, guide: ServiceGuide, known_park: bool) -> list[dict[str, Any]]:
        """The rows of a matter card; what depends on the park is left out while it is unknown."""
        return [
            self.row(name, guide)
            for name, _ in CARD_FIELDS
            if known_park or name not in PARK_FIELDS
        ]

    def row(self, name: str, guide: ServiceGuide) -> dict[str, Any]:
        """One row of a card."""
        value, status = self._row(name, guide), guide.fields[name].status
        return {"label": LABELS[name], "value": value, "status": status}

    def value(self, name: str, guide: ServiceGuide) -> str:
        """A known value in a sentence of its own."""
        return self._value(name, guide)

    def window_name(self, item: Mapping[str, Any]) -> str:
        """A window with its hall and floor."""
        return self._window(item)

    def _row(self, name: str, guide: ServiceGuide) -> str | list[str]:
        if guide.fields[name].value is None:
            return "no reliable source found yet"
        return self._lines(name, guide) if name in LISTS else self._value(name, guide)

    def _told(self, guide: ServiceGuide, name: str, label: str, lines: bool = False) -> str:
        fact = guide.fields[name]
        if fact.value is None:
            return self._missing(guide, label.rstrip(":"))
        if lines:
            numbered = enumerate(self._lines(name, guide), 1)
            value = "\n" + "\n".join(f"{number}. {line}" for number, line in numbered)
        else:
            value = _by_item(" " + self._value(name, guide))
        note = "" if name == "basis" else source_note(fact, self._english)
        return f"{self.matter(guide.matter_id)}. {label}{value}\n{note}".rstrip()

    def _missing(self, guide: ServiceGuide, what: str) -> str:
        return f"{self.matter(guide.matter_id)}. {what}: {MISSING}"

    def _value(self, name: str, guide: ServiceGuide) -> str:
        if name in LISTS:
            return "; ".join(self._lines(name, guide))
        return self._worded(name, guide)

    def _worded(self, name: str, guide: ServiceGuide) -> str:
        value = guide.fields[name].value
        mode = self._of_mode(guide)
        if name == "delegation_mode":
            return mode["name"] if mode else str(value)
        if name in ("accepting_body", "deciding_body", "seal"):
            return mode[name] if mode else str(value)
        if name == "basis":
            return _sources(guide.fields[name], self._english)
        if isinstance(value, Mapping):
            url = f" {value['url']}" if value.get("url") else ""
            return self._said(str(value.get("text") or value.get("name"))) + url
        return self._said(str(value))

    def _lines(self, name: str, guide: ServiceGuide) -> list[str]:
        words: dict[str, Callable[[Any], str]] = {
            "materials": self._material,
            "windows": self._window,
            "procedure": self._said,
        }
        one = words[name]
        return [one(item) for item in guide.fields[name].value or ()]

    def _material(self, item: Mapping[str, Any]) -> str:
        """A paper in English with its Chinese name, which stands on it, and what is said of it."""
        copies = f"{item['copies']} copies" if item.get("copies") else None
        form = FORM_NAMES.get(item.get("form", ""))
        asides = [form and self._said(form), copies]
        asides += [self._said(item[key]) for key in ("when", "note") if item.get(key)]
        told = "; ".join(aside for aside in asides if aside)
        return self._both(item["name"]) + (f" [{told}]" if told else "")

    def _window(self, item: Mapping[str, Any]) -> str:
        parts = ("hall", "floor", "number", "name")
        return ", ".join(self._said(item[part]) for part in parts if item.get(part))

    def _both(self, chinese: str) -> str:
        english = self._english.of(chinese)
        if english is None or _CHINESE.search(english):
            return english or chinese
        return f"{english} ({chinese})"

    def _said(self, chinese: str) -> str:
        """The English of a text; where there is none, the text itself, marked."""
        english = self._english.of(chinese)
        if english is not None or not _CHINESE.search(chinese):
            return english or chinese
        return UNTRANSLATED + chinese

    def _of_mode(self, guide: ServiceGuide) -> dict[str, str] | None:
        """What follows from the mode, with park and department filled in; None where unknown."""
        value = guide.fields["delegation_mode"].value
        mode = self._english.modes.get(value) if value else None
        if mode is None:
            return None
        names = {
            "park": self._said(self._kb.parks[guide.park_id].authority),
            "department": self._department(guide),
        }
        told = mode.model_dump(exclude={"mode"})
        return {name: text.format(**names) for name, text in told.items()}

    def _department(self, guide: ServiceGuide) -> str:
        department = guide.fields["department"].value
        return self._said(department) if department else "the city department in charge so far"


def _by_item(text: str) -> str:
    """A text with several numbered items, each on a line of its own."""
    return _ITEM.sub(r"\n\1 ", text) if len(_ITEM.findall(text)) > 1 else text


def in_chinese(text: str) -> str:
    """A text that has no English, with a line before it that says so."""
    return f"{CHINESE_ONLY}\n{text}"


def source_note(fact: Fact[Any], english: Translation) -> str:
    """Where a fact was read, or that it is a sample."""
    if fact.status == "sample":
        return SAMPLE_NOTE
    places = [_place(source, english) for source in fact.source[:2]]
    return f"(Source: {'; '.join(places)})" if places else ""


def _sources(fact: Fact[Any], english: Translation) -> str:
    """All that a fact rests on; its own words where no source names an article."""
    named = [source for source in fact.source if source.article]
    return "; ".join(_place(source, english) for source in named) or str(fact.value)


def _place(source: Any, english: Translation) -> str:
    return english.laws.source(source.document or source.title, source.article or "")
