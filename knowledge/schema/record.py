"""The common base of everything read from a data file."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Words a person reads: never empty."""

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$")]
"""A stable id, such as `construction-permit`."""

SubjectName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
"""The name of a topic or of a policy subject, such as `old_seals`."""


class Record(BaseModel):
    """Immutable; a key that is not in the schema is an error, so that no fact is lost to a typo."""

    model_config = ConfigDict(frozen=True, extra="forbid")
