"""Reads and checks the English of the data."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.base import KnowledgeBase
from knowledge.documents import Entry, read_wording
from knowledge.english.laws import Laws
from knowledge.english.schema import (
    EnglishJourney,
    EnglishMatter,
    EnglishMode,
    EnglishPolicy,
    EnglishReferral,
    MattersFile,
    ReferralsFile,
    SubjectsFile,
    TermsFile,
)
from knowledge.errors import Problem, WordingError
from knowledge.schema.edition import DelegationMode
from knowledge.schema.record import Record

FOLDER = Path(__file__).parents[1] / "data" / "english"


@dataclass(frozen=True)
class Translation:
    """Everything that is told in English, by its id in the data."""

    matters: Mapping[str, EnglishMatter]
    referrals: Mapping[str, EnglishReferral]
    policy: Mapping[str, EnglishPolicy]
    journeys: Mapping[str, EnglishJourney]
    modes: Mapping[DelegationMode, EnglishMode]
    deadlines: str
    topics: Mapping[str, Sequence[str]]
    texts: Mapping[str, str]
    laws: Laws

    def of(self, text: str) -> str | None:
        """The English of a Chinese text of the data; None when there is none."""
        return self.texts.get(text)


def load(kb: KnowledgeBase, folder: Path = FOLDER) -> Translation:
    """Read and check the files of the folder.

    Args:
        kb: the facts that are translated.

    Raises:
        WordingError: a file breaks its schema, or names what is not in the data, or names it
            twice; names file and line of every such place.
    """
    matters = read_wording(folder / "matters.yml", MattersFile)
    referrals = read_wording(folder / "referrals.yml", ReferralsFile)
    subjects = read_wording(folder / "subjects.yml", SubjectsFile)
    terms = read_wording(folder / "terms.yml", TermsFile)
    problems = [
        *_unknown(matters, ("matters",), matters.value.matters, "matter_id", kb.matters),
        *_unknown(
            referrals, ("referrals",), referrals.value.referrals, "referral_id", kb.referrals
        ),
        *_unknown(subjects, ("policy",), subjects.value.policy, "subject", kb.policy),
        *_unknown(subjects, ("journeys",), subjects.value.journeys, "journey_id", kb.journeys),
        *_unknown_topics(subjects, kb.topics),
        *_told_twice(terms),
    ]
    if problems:
        raise WordingError.of(problems)
    laws = Laws({law.zh: law.en for law in terms.value.laws})
    return Translation(
        matters={entry.matter_id: entry for entry in matters.value.matters},
        referrals={entry.referral_id: entry for entry in referrals.value.referrals},
        policy={entry.subject: entry for entry in subjects.value.policy},
        journeys={entry.journey_id: entry for entry in subjects.value.journeys},
        modes={entry.mode: entry for entry in terms.value.modes},
        deadlines=terms.value.deadlines,
        topics=subjects.value.topics,
        texts={
            pair.zh: laws.spelled(pair.en) for pairs in terms.value.texts.values() for pair in pairs
        },
        laws=laws,
    )


def _unknown(
    file: Entry[MattersFile] | Entry[ReferralsFile] | Entry[SubjectsFile],
    place: tuple[str, ...],
    records: Sequence[Record],
    key: str,
    known: Collection[str],
) -> Iterator[Problem]:
    """Records of what is not in the data, and those of one thing twice."""
    seen: set[str] = set()
    for position, record in enumerate(records):
        found = str(getattr(record, key))
        if found not in known:
            message = f"资料里没有编号“{found}”：请改正，或者删去这一条英文"
            yield file.problem((*place, position, key), message)
        if found in seen:
            yield file.problem((*place, position, key), f"“{found}”写了两次：请删去其中一条")
        seen.add(found)


def _unknown_topics(subjects: Entry[SubjectsFile], known: Collection[str]) -> Iterator[Problem]:
    for topic in subjects.value.topics:
        if topic not in known:
            yield subjects.problem(("topics", topic), f"没有名为“{topic}”的话题：请改正或者删去")


def _told_twice(terms: Entry[TermsFile]) -> Iterator[Problem]:
    """Texts for which two translations would stand beside each other."""
    told: dict[str, str] = {}
    for kind, pairs in terms.value.texts.items():
        for position, pair in enumerate(pairs):
            if told.setdefault(pair.zh, pair.en) != pair.en:
                message = f"“{pair.zh[:20]}”有两种英文：请只留一种"
                yield terms.problem(("texts", kind, position, "zh"), message)
