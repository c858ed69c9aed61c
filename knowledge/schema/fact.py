"""A value, where it was read, and how far it can be trusted."""

from datetime import date
from typing import Any, Generic, Literal, Self, TypeVar

from pydantic import Field, model_validator

from knowledge.schema.record import Record, Text

Status = Literal["official", "law", "guide", "sample", "missing"]
"""official: a government page or decree; law: the text of a law; guide: an official service guide;
sample: made up for demonstration, and said to be; missing: nobody has published it."""

Value = TypeVar("Value")


class Source(Record):
    """Where a value was read.

    Attributes:
        title: what to call the source when speaking of it; the document's name unless given.
        document: the law or document, such as 《中华人民共和国建筑法》.
        article: the article or clause in it, such as 第八条.
        url: the page it was read on; None where there is none to give.
    """

    title: Text
    document: Text | None = None
    article: Text | None = None
    url: str | None = Field(default=None, pattern=r"^https?://\S+$")

    @model_validator(mode="before")
    @classmethod
    def _title_from_document(cls, data: Any) -> Any:
        if isinstance(data, dict) and not data.get("title") and data.get("document"):
            return {**data, "title": data["document"]}
        return data


class Fact(Record, Generic[Value]):
    """One value of a service guide with its source.

    Attributes:
        value: None exactly when `status` is `missing`.
        source: at least one for every value; samples name the sample edition.
        checked_on: the day the source was last compared; None for samples and what is missing.
    """

    value: Value | None
    source: tuple[Source, ...] = ()
    status: Status
    checked_on: date | None = None

    @model_validator(mode="after")
    def _value_goes_with_status(self) -> Self:
        problem = _disagreement(self)
        if problem:
            raise ValueError(problem)
        return self

    @classmethod
    def missing(cls) -> Self:
        """The fact that nobody has published a value."""
        return cls(value=None, status="missing")


def _disagreement(fact: Fact[Any]) -> str | None:
    if (fact.status == "missing") != (fact.value is None):
        return "a value is null exactly when its status is missing: give both or neither"
    if fact.status == "missing":
        return None
    if fact.value in ("", [], (), {}):
        return "an empty value is no value: set value to null and status to missing"
    if not fact.source:
        return "a value needs a source: add document and article, or a title with a url"
    if fact.status != "sample" and fact.checked_on is None:
        return "a sourced value needs checked_on: the day its source was read"
    return None
