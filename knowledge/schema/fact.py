"""A value, where it was read, and how far it can be trusted."""

from datetime import date
from typing import Any, Generic, Literal, Self, TypeVar

from pydantic import Field, model_validator

from knowledge.schema.record import WEB_ADDRESS, Record, Text

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
    url: str | None = Field(default=None, pattern=WEB_ADDRESS)

    @property
    def place(self) -> str:
        """Where in which document, such as 《中华人民共和国建筑法》第八条."""
        return f"{self.document or self.title}{self.article or ''}"

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


class Sourced(Record):
    """Something told to people that is not a value of a service guide, with its source.

    Attributes:
        source: where it says so; where the status is `sample`, what comes nearest to it.
        checked_on: the day the source was last compared; None for samples.
        note: what the source does not say in so many words; for whoever keeps the data.
    """

    source: tuple[Source, ...] = Field(min_length=1)
    status: Status
    checked_on: date | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _is_never_missing(self) -> Self:
        if self.status == "missing":
            raise ValueError("没有内容的不要写进来；status 不能是 missing（暂缺）")
        if self.status != "sample" and self.checked_on is None:
            raise ValueError("有来源的内容要写 checked_on（核对日期）：哪一天核对的来源")
        return self


def _disagreement(fact: Fact[Any]) -> str | None:
    if (fact.status == "missing") != (fact.value is None):
        return "value 写 null（没有内容）和 status 写 missing（暂缺）要同时写，或者都不写"
    if fact.status == "missing":
        return None
    if fact.value in ("", [], (), {}):
        return "value 不能空着：没有内容就写 value: null 和 status: missing（暂缺）"
    if not fact.source:
        return "缺少 source（来源）：请写 document（文件）和 article（条款），或者 title、url"
    if fact.status != "sample" and fact.checked_on is None:
        return "缺少 checked_on（核对日期）：请写核对来源的那一天"
    return None
