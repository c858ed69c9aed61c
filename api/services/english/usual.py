"""What can be told in English of nearly every matter, as `api.services.usual_answers` has it."""

import re
from collections.abc import Callable, Mapping

from api.services.english.wording import MISSING, Wording
from knowledge import ServiceGuide

LAW = "Administrative Licensing Law (行政许可法)"
NO_PERMIT = (
    "For what is no administrative permit I found no reliable source; please ask the window or "
    "call 12345."
)
GENERAL: Mapping[str, str] = {
    "agent": (
        "For an administrative permit, an agent may apply for you, except where the law wants the "
        f"applicant to come to the office ({LAW}, Article 29). For what the agent must bring, "
        f"the list decides; where it does not say, ask the window or call 12345. {NO_PERMIT}"
    ),
    "renewal": (
        "To go on with an administrative permit, apply to the authority that granted it 30 days "
        f"before it ends, unless laws, regulations or rules say otherwise ({LAW}, Article 50). "
        "Whether something else holds here, please ask the window or call 12345."
    ),
    "form": (
        "Where an administrative permit needs a form, the authority provides it free of charge "
        f"({LAW}, Articles 29 and 58). {NO_PERMIT}"
    ),
    "refused": (
        "A written refusal of an administrative permit must give the reasons and tell you of your "
        f"right to ask for reconsideration or to file a lawsuit ({LAW}, Article 38). "
        f"{NO_PERMIT}"
    ),
    "trips": (
        "Where the papers for an administrative permit are incomplete or not in the legal form, "
        "you must be told on the spot or within 5 days (working days), once and completely, what "
        "has to be put right; if you are not, the application counts as accepted from the day the "
        f"papers were received ({LAW}, Articles 32 and 82). {NO_PERMIT} How many trips it "
        "takes in all is not published; the window decides."
    ),
    "rush": (
        "The park has not published a promised time limit yet. The decree asks the parks for a "
        "fast track (绿色通道); which projects may use it is not published. Ask for a person, or "
        "at the assisted handling window (郴政办发〔2021〕4号二、（三）)."
    ),
    "copies": (
        "Original or copy, and how many: where the list says so, the list decides; where it does "
        "not, the hall tells you in its complete notice."
    ),
}
"""What holds of every matter, by the kind of question."""
TELLS_RENEWAL = re.compile(r"\brenew|\bextension\b|\bextend", re.IGNORECASE)
SEES_THE_PLACE = re.compile(r"现场|实地|核查|勘验|检查|查验")
Told = tuple[str, bool]
"""A text, and whether it tells a known fact."""


class Usual:
    """Answers usual questions on one matter."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._tell: Mapping[str, Callable[[ServiceGuide], Told]] = {
            "procedure": lambda guide: self._field(guide, "procedure"),
            "needed": lambda guide: self._field(guide, "scope"),
            "limited": lambda guide: self._field(guide, "quantity_limit"),
            "experts": lambda guide: self._field(guide, "expert_review"),
            "others": lambda guide: self._field(guide, "intermediary"),
            "delivery": lambda guide: self._field(guide, "delivery"),
            "validity": lambda guide: self._field(guide, "result_validity"),
            "renewal": self._renewal,
            "rush": self._rush,
            "visit": self._visit,
            "copies": self._copies,
            "refused": self._refused,
            "lost": lambda guide: (self._missing(guide, "What to do when it is lost"), False),
        }

    def tell(self, kind: str, guide: ServiceGuide) -> Told:
        """The answer to one kind of question, and whether it is a known fact."""
        if kind in self._tell:
            return self._tell[kind](guide)
        return f"{self._wording.matter(guide.matter_id)}: {GENERAL[kind]}", True

    def _field(self, guide: ServiceGuide, name: str) -> Told:
        known = guide.fields[name].value is not None
        return self._wording.field(guide, name), known

    def _missing(self, guide: ServiceGuide, what: str) -> str:
        return f"{self._wording.matter(guide.matter_id)}. {what}: {MISSING}"

    def _renewal(self, guide: ServiceGuide) -> Told:
        known = guide.fields["result_validity"].value is not None
        validity = self._wording.field(guide, "result_validity") if known else ""
        rule = "" if TELLS_RENEWAL.search(validity) else GENERAL["renewal"]
        lead = validity or f"{self._wording.matter(guide.matter_id)}:"
        return f"{lead}\n{rule}".strip(), True

    def _rush(self, guide: ServiceGuide) -> Told:
        return f"{self._wording.limit(guide)}\n{GENERAL['rush']}", True

    def _visit(self, guide: ServiceGuide) -> Told:
        """Whether somebody comes to see the place, as the procedure has it."""
        steps = [s for s in guide.fields["procedure"].value or () if SEES_THE_PLACE.search(s)]
        if not steps:
            return self._missing(guide, "Whether somebody comes to inspect"), False
        return self._wording.some_steps(guide, steps), True

    def _copies(self, guide: ServiceGuide) -> Told:
        return f"{GENERAL['copies']}\n{self._wording.materials(guide)}", True

    def _refused(self, guide: ServiceGuide) -> Told:
        appeal = self._wording.appeal(guide)
        return "\n".join(
            part for part in (self.tell_general("refused", guide), appeal) if part
        ), True

    def tell_general(self, kind: str, guide: ServiceGuide) -> str:
        """What holds of every matter, said of one."""
        return f"{self._wording.matter(guide.matter_id)}: {GENERAL[kind]}"
