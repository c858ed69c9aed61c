"""What sends a message to a person, and what may go wrong with that."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Protocol, Self

from api.services.masking import mask_phone


class TemporaryFailure(Exception):
    """It may work later. The message tells why, never to whom or what."""


class PermanentFailure(Exception):
    """It will never work this way. The message tells why, never to whom or what."""


@dataclass(frozen=True)
class Recipient:
    """Where somebody can be reached; none of it is shown when it is printed.

    Attributes:
        phone: digits only, as it is dialled in the country.
        openid: what the hall's WeChat official account knows them by.
        email: their e-mail address.
    """

    phone: str | None = field(default=None, repr=False)
    openid: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)

    @property
    def masked_phone(self) -> str | None:
        """The phone number as it may be shown and logged."""
        return mask_phone(self.phone) if self.phone else None

    def to_json(self) -> str:
        return json.dumps({name: value for name, value in asdict(self).items() if value})

    @classmethod
    def from_json(cls, text: str) -> Self:
        return cls(**json.loads(text))


@dataclass(frozen=True)
class WechatContent:
    """A message in the form of a template that the official account has been granted.

    Attributes:
        data: what each of the template's keywords says.
    """

    template_id: str
    data: Mapping[str, str]


@dataclass(frozen=True)
class Outgoing:
    """One message, ready to be sent.

    Attributes:
        notification_id: the same however often it is tried; receivers can tell repetitions by it.
        template: which of our templates it was made from.
        values: what fills the template, for gateways that fill their own.
        sms_template: the gateway's code of the template, where it has one.
        wechat: None where the official account has no template for it.
    """

    notification_id: str
    template: str
    recipient: Recipient
    subject: str
    text: str = field(repr=False)
    values: Mapping[str, str] = field(repr=False)
    sms_template: str | None = None
    wechat: WechatContent | None = field(default=None, repr=False)


class Notifier(Protocol):
    """One way to reach people."""

    @property
    def name(self) -> str:
        """What it is called in the settings and in what the staff see."""
        ...

    def send(self, outgoing: Outgoing) -> None:
        """Hand the message over.

        Raises:
            TemporaryFailure: it may work later.
            PermanentFailure: it will not, such as for somebody who cannot be reached this way.
        """
        ...
