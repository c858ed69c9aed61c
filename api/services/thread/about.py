"""What an answer told that is no matter of ours: a general fact, or whose business something is.

A follow-up may be about just that: 这个时间是正式公布的吗, and after a referral 电话多少.
"""

from knowledge import KnowledgeBase, Referral
from knowledge.schema import PolicyFact

GENERAL = "policy:"
REFERRAL = "referral:"


def general(fact: PolicyFact) -> str:
    """A general fact, as the conversation keeps it."""
    return GENERAL + fact.subject


def referral(told: Referral) -> str:
    """A referral, as the conversation keeps it."""
    return REFERRAL + told.referral_id


def general_told(kb: KnowledgeBase, about: str | None) -> PolicyFact | None:
    """The general fact that was told last, if it was one."""
    return kb.policy.get((about or "").removeprefix(GENERAL))


def referral_told(kb: KnowledgeBase, about: str | None) -> Referral | None:
    """The referral that was told last, if it was one."""
    return kb.referrals.get((about or "").removeprefix(REFERRAL))
