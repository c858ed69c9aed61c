"""What a law or the decree says of every matter of a kind, and of the modes of delegation."""

from typing import Literal, Self

from pydantic import model_validator

from knowledge.schema.edition import DelegationMode
from knowledge.schema.fact import Sourced
from knowledge.schema.record import Identifier, Text

RuleName = Literal[
    "agent",
    "renewal",
    "expired",
    "application_forms",
    "refusal",
    "incomplete",
    "green_channel",
    "fee_collection",
    "who_decides",
    "who_is_liable",
    "appeal",
    "kept_by_districts",
]


class Rule(Sourced):
    """One rule; told where a service guide has nothing of its own, or before the matter is known.

    Attributes:
        brief: the same in fewer words; None where `text` is short enough.
    """

    rule: RuleName
    text: Text
    brief: Text | None = None


class ModeSummary(Sourced):
    """One mode of delegation in few words (decree 二、（一）).

    Attributes:
        decides: who decides.
        how: how it goes, from the applicant's side.
        seal: the same once the deciding body was named; None where `how` is said all the same.
        liable: who answers for it; `{park}` stands for the park's management committee.
        summary: who decides, whose seal, who is liable, in one breath.
        examples: matters that people know, to be named with the mode that they have in a list.
    """

    mode: DelegationMode
    decides: Text
    how: Text
    seal: Text | None = None
    liable: Text
    summary: Text
    examples: tuple[Identifier, ...] = ()

    @model_validator(mode="after")
    def _names_only_the_park(self) -> Self:
        if "{" in self.liable.replace("{park}", "") or "}" in self.liable.replace("{park}", ""):
            raise ValueError("liable 里的大括号只能写 {park}（管委会的名称）：请改正")
        return self
