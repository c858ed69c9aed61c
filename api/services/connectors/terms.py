"""What one connector's entry in the file may say."""

import re
from typing import Annotated, Any, Literal
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from api.services.events import Kind
from knowledge.schema.record import IDENTIFIER, Record, Text

LONGEST_ID = 64
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")

Policy = Literal["none", "masked", "full"]
"""How much of the applicant an event tells."""

NOT_A_VARIABLE = (
    "这里写环境变量的名字，如 HUNAN_SECRET（大写字母、数字、下划线），密钥本身放在这个环境变量里，"
    "不要写进文件"
)
NOT_AN_ADDRESS = "网址要以 https:// 开头，写明主机，中间没有空格，如 https://example.gov.cn/events"
NO_LOGIN = "网址里不能带用户名和密码，请删去"
NO_FRAGMENT = "网址里不能有 #，请删去 # 和它后面的内容"


# These two speak for themselves: what the schema says of a fault repeats what stands there, and
# that may be a secret which somebody has written into the file.
def _variable(value: Any) -> Any:
    if not isinstance(value, str) or not _VARIABLE.fullmatch(value):
        raise ValueError(NOT_A_VARIABLE)
    return value


def _address(value: Any) -> Any:
    parts = _parts(value)
    if parts is None:
        raise ValueError(NOT_AN_ADDRESS)
    if "@" in parts.netloc:
        raise ValueError(NO_LOGIN)
    if parts.fragment:
        raise ValueError(NO_FRAGMENT)
    return value


def _parts(value: Any) -> SplitResult | None:
    """An address in parts; None if it is not one that can be called."""
    if not isinstance(value, str) or re.search(r"\s", value):
        return None
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # of a port that is no number, or half of an IPv6 address
        return None
    return parts if usable else None


Names = Annotated[
    tuple[Text, ...],
    Field(min_length=1),
    AfterValidator(lambda names: tuple(dict.fromkeys(names))),
]


class Terms(Record):
    """What the file says of one connector.

    The filters narrow each other down: an event has to pass all that are given.

    Attributes:
        name: the platform's name, for the staff.
        url: where its events are sent.
        secret: the NAME of the environment variable that holds the shared secret.
        parks: ids of the parks it is told of; None for all.
        matters: ids of the matters; None for all.
        departments: parts of the supervising departments' names; None for all.
        events: what it is told of.
        applicant: how much it is told about the applicant.
        timeout_s: seconds for one whole call.
        max_attempts: calls after which the staff must look; 60 take about a day and a half.
    """

    id: Annotated[str, StringConstraints(pattern=IDENTIFIER, max_length=LONGEST_ID)]
    name: Text
    kind: Literal["webhook"] = "webhook"
    url: Annotated[str, BeforeValidator(_address)]
    secret: Annotated[str, BeforeValidator(_variable)]
    parks: Names | None = None
    matters: Names | None = None
    departments: Names | None = None
    events: tuple[Kind, ...] = Field(min_length=1)
    applicant: Policy = "none"
    timeout_s: float = Field(10, gt=0, le=60)
    max_attempts: int = Field(60, ge=1, le=1000)

    @property
    def is_private(self) -> bool:
        """Whether nobody on the way can read what is sent."""
        address = urlsplit(self.url)
        return address.scheme == "https" or address.hostname in LOOPBACK

    @property
    def host(self) -> str:
        """Whom the address names; the rest of it is nobody's business."""
        return urlsplit(self.url).netloc

    def wants(self, kind: Kind, park_id: str, matter_id: str, department: str | None) -> bool:
        """Whether the platform is to be told of such an event.

        Args:
            department: who supervises the matter; None if that is not known.
        """
        return (
            kind in self.events
            and (self.parks is None or park_id in self.parks)
            and (self.matters is None or matter_id in self.matters)
            and (self.departments is None or _is_named(department, self.departments))
        )


def _is_named(department: str | None, parts: tuple[str, ...]) -> bool:
    return department is not None and any(part in department for part in parts)
