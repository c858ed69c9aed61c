"""What the files of knowledge/data/english must say."""

from typing import Annotated

from pydantic import Field

from knowledge.schema.edition import DelegationMode
from knowledge.schema.record import Identifier, Record, Saying, SubjectName, Text

Asked = Annotated[tuple[Saying, ...], Field(min_length=1)]
"""How people who write English ask for a thing."""


class EnglishMatter(Record):
    """A matter's name and the ways to ask for it."""

    matter_id: Identifier
    name: Text
    asked: Asked


class EnglishReferral(Record):
    """What is not the parks': its name, who handles it, the ways to ask for it."""

    referral_id: Identifier
    title: Text
    body: Text
    asked: Asked


class EnglishPolicy(Record):
    """A general question and its answer."""

    subject: SubjectName
    title: Text
    text: Text
    asked: Asked


class EnglishJourney(Record):
    """What a journey is called and the ways to ask for it."""

    journey_id: Identifier
    title: Text
    asked: Asked


class EnglishMode(Record):
    """What follows from a delegation mode (decree rows D1-D4), as in `knowledge.delegation`.

    `{park}` stands for the management committee, `{department}` for the department.
    """

    mode: DelegationMode
    name: Text
    accepting_body: Text
    deciding_body: Text
    seal: Text
    liable_body: Text
    appeal: Text


class EnglishText(Record):
    """One text of the data and what it says in English."""

    zh: Text
    en: Text


class MattersFile(Record):
    """matters.yml."""

    matters: tuple[EnglishMatter, ...]


class ReferralsFile(Record):
    """referrals.yml."""

    referrals: tuple[EnglishReferral, ...]


class SubjectsFile(Record):
    """subjects.yml.

    Attributes:
        topics: by topic, the words that show that it is asked about.
    """

    policy: tuple[EnglishPolicy, ...]
    journeys: tuple[EnglishJourney, ...]
    topics: dict[SubjectName, Asked]


class TermsFile(Record):
    """terms.yml.

    Attributes:
        deadlines: of reconsideration and lawsuits.
        laws: names of laws, without 《》.
        texts: by their kind, for whoever reads the file; a text is found by its Chinese alone.
    """

    modes: tuple[EnglishMode, ...]
    deadlines: Text
    laws: tuple[EnglishText, ...] = ()
    texts: dict[SubjectName, tuple[EnglishText, ...]]
