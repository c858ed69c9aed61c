"""The shapes a guide's values have. Plain dictionaries, since they go out as JSON unchanged."""

from typing import Literal, NotRequired

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

from knowledge.schema.record import Text


@with_config(ConfigDict(extra="forbid"))
class Material(TypedDict):
    """One paper or file to hand in. What its source leaves open is left out, never guessed.

    `form` and `copies`: what is handed in, and how many of it. `when`: the case in which it is
    needed, where it is not always. `core`: whether it is one of those without which nothing is
    accepted (主审要件). `later`: whether it may follow after conditional acceptance (容缺受理).
    `commitment`: whether a written promise may take its place (告知承诺). `shared`: whether the
    office gets it from shared data, so that nobody brings it.
    """

    name: Text
    note: NotRequired[Text]
    form: NotRequired[Literal["original", "copy", "original_and_copy", "electronic"]]
    copies: NotRequired[int]
    when: NotRequired[Text]
    core: NotRequired[bool]
    later: NotRequired[bool]
    commitment: NotRequired[bool]
    shared: NotRequired[bool]


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
class Fee(TypedDict):
    """What is to be paid: `charged` says whether anything is, `text` by what rule."""

    text: Text
    charged: bool


@with_config(ConfigDict(extra="forbid"))
class Faq(TypedDict):
    """A question people ask about one matter, and its answer.

    `articles`: the places that the answer was read in, each one of the fact's sources; all of these
    where none is named.
    """

    question: Text
    answer: Text
    articles: NotRequired[tuple[Text, ...]]


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
