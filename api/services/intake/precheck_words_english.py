"""A pre-check in English: its question, its result and its card, in words (D13, D14)."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from api.services.answers import Button, button
from api.services.days.english import day_in_words
from api.services.intake.materials import Way
from api.services.intake.precheck_words import sources_of
from api.services.intake.prechecks import Checked, Item
from knowledge import KnowledgeBase, ServiceGuide
from knowledge.english import Translation

Card = dict[str, Any]
NameOf = Callable[[str], str]
NAMED = 3
"""Materials named in a sentence; of more only how many there are."""
ASKS = (
    "Let us go through the {count} documents for {name}. Which ones do you not have yet? Say “I "
    "have everything” if you do, or “the first two yes, the third no”."
)
ASKS_ONE = "The list for {name} has one document: {material}. Do you have it?"
NO_LIST = (
    "For {name} I have no reliable list of documents, so I cannot check yours. The hall gives the "
    "complete list; you can also call 12345 or ask for a person."
)
SAMPLE = " (The list is sample data: the hall's own notice decides.)"
WORDS: Mapping[Way, str] = {
    "bring": (
        "Without {names} the application is not accepted, nor can it follow later: please bring it."
    ),
    "ask": (
        "Whether {names} may follow later the guide does not say; the window decides. Please bring "
        "it if you can, or call 12345 first."
    ),
    "later": (
        "{names} may follow after acceptance (容缺受理){by}; say at the window that you use "
        "conditional acceptance."
    ),
    "commitment": (
        "A written commitment may take the place of {names} (告知承诺); otherwise please bring it."
    ),
}
BY = ": if accepted today, by {day} at the accepting window (a sample; the window decides)"
LEADS = {
    "ready": "Your documents are complete; you can book a visit.",
    "acceptable_with_gaps": "You can come: {count} missing, which may follow later.",
    "commitment_possible": "You can come: {count} missing, for which a commitment will do.",
    "not_yet": "{count} missing: please do not come yet.",
}
COMPLETE = "The hall gives the complete list."
FIRST = "{paper} is what “{matter}” gives; if you do not have it yet, apply for that first."


class PrecheckWords:
    """English words for pre-checks.

    Args:
        name_of: the English name of a matter.
    """

    def __init__(self, kb: KnowledgeBase, english: Translation, name_of: NameOf) -> None:
        self._kb = kb
        self._english = english
        self._name_of = name_of

    def asking(self, guide: ServiceGuide) -> str:
        """The question that begins a pre-check; what there is to say when no list is known."""
        name, fact = self._name_of(guide.matter_id), guide.fields["materials"]
        if not fact.value:
            return NO_LIST.format(name=name)
        sample = SAMPLE if fact.status == "sample" else ""
        if len(fact.value) == 1:
            return ASKS_ONE.format(name=name, material=self._said(fact.value[0]["name"])) + sample
        return ASKS.format(name=name, count=len(fact.value)) + sample

    def card(self, card: Card) -> Card:
        """A card with English beside the Chinese names, which say what the paper is."""
        return {
            **card,
            "title": self._name_of(card["matter_id"]),
            "items": [self._item(item) for item in card["items"]],
            "notice": COMPLETE,
        }

    def _item(self, item: Card) -> Card:
        return {
            **item,
            "title": self._said(item["name"]),
            "when": item["when"] and self._said(item["when"]),
            "text": item["text"] and (self._english.of(item["text"]) or ADVICE.get(item["way"])),
        }

    def telling(self, guide: ServiceGuide, checked: Checked) -> str:
        """The result in words: the verdict first, then what to do about each kind of gap."""
        missing = [item for item in checked.items if item.assessed.is_missing]
        count = f"{len(missing)} document{'' if len(missing) == 1 else 's'}"
        lead = LEADS[checked.verdict].format(count=count)
        gaps = [self._gap(way, [i for i in missing if i.assessed.way == way]) for way in WORDS]
        sources = [
            FIRST.format(paper=self._quoted([name]), matter=self._name_of(matter_id))
            for name, matter_id in sources_of(self._kb, guide.matter_id, missing)[:1]
        ]
        sample = SAMPLE if guide.fields["materials"].status == "sample" else ""
        return "\n".join(part for part in (lead, *gaps, *sources, COMPLETE + sample) if part)

    def _gap(self, way: Way, items: Sequence[Item]) -> str:
        if not items:
            return ""
        due = next((item.due_on for item in items if item.due_on), None)
        by = BY.format(day=day_in_words(due)) if due else ""
        names = self._quoted([item.assessed.name for item in items])
        return WORDS[way].format(names=names, by=by)

    def ways_on(self, matter_id: str, checked: Checked) -> list[Button]:
        """What to do next: the paper that comes first, the visit, the whole list, a person."""
        missing = [item for item in checked.items if item.assessed.is_missing]
        firsts = dict.fromkeys(giving for _, giving in sources_of(self._kb, matter_id, missing))
        first = [
            button(f"First: {self._name_of(giving)}", "choose_matter", matter_id=giving)
            for giving in list(firsts)[:1]
        ]
        notice = [] if first else [button("The complete notice", "ask_notice")]
        person = [button("Talk to a person", "request_handoff")] if first else []
        return [*first, button("Book a visit", "book"), *notice, *person]

    def _quoted(self, names: Collection[str]) -> str:
        shown = ", ".join(f"“{self._said(name)}”" for name in list(names)[:NAMED])
        return shown if len(names) <= NAMED else f"{shown} and so on ({len(names)} in all)"

    def _said(self, text: str) -> str:
        return self._english.of(text) or text


ADVICE: Mapping[str | None, str] = {
    "bring": "Needed for acceptance; it cannot follow later.",
    "ask": "Whether it may follow later, the window decides.",
    "later": "May follow after acceptance (容缺受理).",
    "commitment": "A written commitment may take its place (告知承诺).",
    "shared": "The window gets it from shared data; you need not bring it.",
}
"""What is said of a single material, by what may be done about it."""
