"""The closed list of ways an answer can end. Each one leaves the applicant a next step."""

from enum import StrEnum


class Outcome(StrEnum):
    """How an answer to a question ended."""

    CARD = "card"
    """The matter was found and shown."""
    ANSWERED = "answered"
    """One fact of a matter, or a general fact of the decree, was told."""
    MISSING_FACT = "missing_fact"
    """The fact is not known to us, and that was said."""
    CLARIFY = "clarify"
    """Several matters are possible: one question was asked."""
    ASK_MATTER = "ask_matter"
    """The question needs a matter and none is known yet."""
    ASK_PARK = "ask_park"
    """The answer depends on the park and none is known yet."""
    NOT_COVERED = "not_covered"
    """On the date asked about, the park did not have the matter."""
    REFERRED = "referred"
    """Not the park's: the body in charge was named (decree D8, D17)."""
    NOT_FOUND = "not_found"
    """Nothing fits: another wording or a person was offered."""
