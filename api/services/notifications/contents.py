"""What each message is made of: the values the code gives, and those a text cannot do without."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Contents:
    """What the code puts into a text.

    Attributes:
        must: values without which the text would leave somebody helpless.
        may: those it can do without.
    """

    must: frozenset[str]
    may: frozenset[str] = frozenset()

    @property
    def all(self) -> frozenset[str]:
        """Everything that is given."""
        return self.must | self.may

    @classmethod
    def of(cls, must: str, may: str = "") -> "Contents":
        return cls(frozenset(must.split()), frozenset(may.split()))


VISIT = "time place matter code"
TEMPLATES: Mapping[str, Contents] = {
    "booking_confirmed": Contents.of("time place code note manage", VISIT),
    "booking_moved": Contents.of("time place code note manage", VISIT),
    "cancelled_by_applicant": Contents.of("time code rebook", VISIT),
    "cancelled_by_hall": Contents.of("time code because rebook", VISIT),
    "reminder": Contents.of("time place code bring manage", VISIT),
    "displaced": Contents.of("time code because options manage", VISIT),
    "restored": Contents.of("time place code manage", VISIT),
    "waiting_offer": Contents.of("time place until accept", VISIT),
    "offer_expired": Contents.of("time rebook", VISIT),
    "rating_invitation": Contents.of("code rate", VISIT),
    "gap_reminder": Contents.of("material due hall", "matter"),
    "gap_overdue": Contents.of("material due hall", "matter"),
    "ticket_soon": Contents.of("number ahead place"),
    "call_back": Contents.of("until"),
    "decided": Contents.of("matter collect"),
    "courier_sent": Contents.of("matter carrier tracking"),
    "limit_warning": Contents.of("reference due kind", "matter"),
}
PIECES: Mapping[str, Mapping[str, Contents]] = {
    "because": {"told": Contents.of("reason")},
    "note": {"provisional": Contents.of("")},
    "bring": {"plain": Contents.of(""), "missing": Contents.of("materials")},
    "manage": {"plain": Contents.of(""), "linked": Contents.of("url code")},
    "options": {"some": Contents.of("times"), "none": Contents.of("")},
    "accept": {"plain": Contents.of(""), "linked": Contents.of("url entry")},
    "rebook": {"plain": Contents.of(""), "linked": Contents.of("url")},
    "rate": {"plain": Contents.of(""), "linked": Contents.of("url")},
    "collect": {"hall": Contents.of("hall"), "courier": Contents.of("")},
}
"""The parts of sentences, by what they are for and when they are said."""
