"""What somebody asks to be booked."""

from dataclasses import dataclass, field

from api.cipher import cipher
from api.db.booking import PUBLIC
from api.services.intake.applicants import Applicant


@dataclass(frozen=True)
class Extras:
    """What may come with a request for a visit, beside the visit itself.

    Attributes:
        precheck_id: the pre-check of the materials that was done before.
        journey_id: the journey the matter belongs to.
        commitments: the materials for which the applicant makes a commitment (告知承诺).
        courier: whether, and where to, the result is to be sent (快递送达).
    """

    precheck_id: str | None = None
    journey_id: str | None = None
    commitments: tuple[str, ...] = ()
    courier_address: str | None = None


@dataclass(frozen=True)
class Request:
    """A visit that is asked for by somebody who has agreed to their data being kept for it.

    Attributes:
        hold: the code of the seat that is held for it, if one is.
    """

    park_id: str
    matter_id: str
    slot_id: str
    applicant: Applicant
    hold: str | None = None
    extras: Extras = field(default_factory=Extras)

    def fingerprint(self, pool: str = PUBLIC) -> str:
        """Equal for equal requests; tells nothing about the person.

        What a request leaves out is left out, so that it is still the same request for a later
        release that knows more to ask.
        """
        usual = {"hold": None, "extras": Extras()}
        said = {name: value for name, value in vars(self).items() if value != usual.get(name, ...)}
        if pool != PUBLIC:
            said["pool"] = pool
        return cipher().index(f"Request({', '.join(f'{name}={said[name]!r}' for name in said)})")
