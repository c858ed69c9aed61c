"""What people want to begin, such as 开工, and the matters without which they must not."""

from typing import Self

from pydantic import Field, model_validator

from knowledge.schema.fact import Sourced
from knowledge.schema.record import Identifier, Record, Text


class Permission(Sourced):
    """A matter that has to be settled before an event."""

    matter_id: Identifier


class Event(Record):
    """What people want to begin.

    Attributes:
        title: what it is called.
        cues: words in which people speak of it.
        not_meant: longer words that hold a cue and mean something else, such as 施工图.
        allowed_by: what has to be settled before, in a plan that has it.
    """

    event_id: Identifier
    title: Text
    cues: tuple[Text, ...] = Field(min_length=1)
    not_meant: tuple[Text, ...] = ()
    allowed_by: tuple[Permission, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _holds_a_cue(self) -> Self:
        for word in self.not_meant:
            if not any(cue in word and cue != word for cue in self.cues):
                raise ValueError(
                    f"“{word}”里没有这里的提示词，写在 not_meant 里没有用：请改正，或者删去"
                )
        return self

    def is_meant(self, words: str) -> bool:
        """Whether words speak of it."""
        for other in self.not_meant:
            words = words.replace(other, "，")
        return any(cue in words for cue in self.cues)
