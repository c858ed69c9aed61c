"""The common base of everything read from a data file."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

IDENTIFIER = r"^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$"
SUBJECT_NAME = r"^[a-z][a-z0-9_]*$"
WEB_ADDRESS = r"^https?://\S+$"

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Words a person reads: never empty."""


def _with_letters(text: str) -> str:
    if not any(character.isalpha() for character in text):
        raise ValueError(f"“{text}”里没有文字，谁也搜不到：请写明叫什么，或者删去")
    return text


Saying = Annotated[Text, AfterValidator(_with_letters)]
"""What people call a thing or say of it: has at least one letter or character."""

Identifier = Annotated[str, StringConstraints(pattern=IDENTIFIER)]
"""A stable id, such as `construction-permit`."""

SubjectName = Annotated[str, StringConstraints(pattern=SUBJECT_NAME)]
"""The name of a topic or of a policy subject, such as `old_seals`."""


class Record(BaseModel):
    """Immutable; a key that is not in the schema is an error, so that no fact is lost to a typo."""

    model_config = ConfigDict(frozen=True, extra="forbid")
