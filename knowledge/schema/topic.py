"""The kinds of questions a conversation can be about."""

from typing import Literal

from knowledge.schema.record import Record, Text

TopicName = Literal[
    "matter",
    "materials",
    "window",
    "mode",
    "liability",
    "time_limit",
    "fee",
    "legal_basis",
    "conditions",
    "online",
    "result",
    "journey",
    "precheck",
    "booking",
    "progress",
    "rating",
    "handoff",
    "policy",
    "referral",
    "chitchat",
    "none",
]


class Topic(Record):
    """One kind of question.

    Attributes:
        label: what people call it.
        fields: fields of a service guide that answer it, the main one first.
        cues: question words that show it; taken out of a query before matters are searched.
    """

    topic: TopicName
    label: Text
    fields: tuple[Text, ...] = ()
    cues: tuple[Text, ...] = ()
