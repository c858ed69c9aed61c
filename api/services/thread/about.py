"""What an answer told that is no matter of ours: a general fact, or whose business something is.

A follow-up may be about just that: 这个时间是正式公布的吗, and after a referral 电话多少.
"""

from knowledge import KnowledgeBase, Referral
from knowledge.schema import PolicyFact
from knowledge.text import QuestionWords, normalise, spaced

GENERAL = "policy:"
REFERRAL = "referral:"


def general(fact: PolicyFact) -> str:
    """A general fact, as the conversation keeps it."""
    return GENERAL + fact.subject


def is_general(told: str | None, subject: str) -> bool:
    """Whether what was told last is the general fact about `subject`."""
    return told == GENERAL + subject


def referral(told: Referral) -> str:
    """A referral, as the conversation keeps it."""
    return REFERRAL + told.referral_id


def general_told(kb: KnowledgeBase, about: str | None) -> PolicyFact | None:
    """The general fact that was told last, if it was one."""
    return kb.policy.get((about or "").removeprefix(GENERAL))


def referral_told(kb: KnowledgeBase, about: str | None) -> Referral | None:
    """The referral that was told last, if it was one."""
    return kb.referrals.get((about or "").removeprefix(REFERRAL))


class Asking:
    """Tells the words that ask from those that name something."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._words = QuestionWords(cue for topic in kb.topics.values() for cue in topic.cues)

    def names_nothing(self, text: str) -> bool:
        """Whether `text` is made of words that ask or go on, and nothing else."""
        return self._words.cover(spaced(normalise(text)))

    def shares(self, text: str, told: str) -> bool:
        """Whether `text` speaks in words of what was told: 那多久补齐 after 容缺受理."""
        words = normalise(text)
        pairs = {words[at : at + 2] for at in range(len(words) - 1)}
        return any(pair in told and not self._words.cover(pair) for pair in pairs)
