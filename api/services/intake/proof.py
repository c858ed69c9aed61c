"""How applicants prove that a booking, an entry or a visit is theirs."""

import secrets

from api.db.intake import Intake

PROOF_DIGITS = 4


def is_proved(intake: Intake | None, phone_last4: str) -> bool:
    """Whether the last digits are those of the phone; nothing proves what has no phone any more."""
    proof = ((intake.phone if intake else None) or "")[-PROOF_DIGITS:]
    same = secrets.compare_digest(proof.encode(), phone_last4.encode())
    return bool(proof) and same
