"""The shapes a guide's values have. Plain dictionaries, since they go out as JSON unchanged."""

from typing import Literal, NotRequired

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

from knowledge.schema.record import Text


@with_config(ConfigDict(extra="forbid"))
class Material(TypedDict):
    """One paper or file to hand in."""

    name: Text
    note: NotRequired[Text]


@with_config(ConfigDict(extra="forbid"))
class Limit(TypedDict):
    """A time limit in its source's own words.

    `number` and `unit` are given only where the source names one limit for the authority.
    日 and 工作日 are different units: one is never turned into the other.
    """

    text: Text
    number: NotRequired[int]
    unit: NotRequired[Literal["日", "工作日"]]


@with_config(ConfigDict(extra="forbid"))
class OnlineEntrance(TypedDict):
    """Where a matter can be handled online: the platform, and its address if it is known."""

    name: Text
    url: NotRequired[Text]


@with_config(ConfigDict(extra="forbid"))
class WindowNote(TypedDict):
    """What an applicant needs in order to reach a window."""

    window_id: str
    hall: str
    number: str
    name: str
    floor: str
    address: str | None
    hours: str
    phone: str | None
