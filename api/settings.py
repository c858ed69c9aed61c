"""What may differ between one installation and another, read from `GUIDE_*` variables."""

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_SECRET = 32

Secret = Annotated[SecretStr, Field(min_length=1)]
"""Never empty: an empty one would be a door without a lock."""


WebAddress = Annotated[str, Field(pattern=r"^https?://[^\s/]+(/\S*)?$")]
NotifierName = Literal["file", "sms", "wechat", "email"]
NEEDED: dict[NotifierName, tuple[str, ...]] = {
    "file": (),
    "sms": ("sms_url", "sms_secret"),
    "wechat": ("wechat_app_id", "wechat_app_secret"),
    "email": ("smtp_host", "smtp_from"),
}
"""What each way to reach people cannot do without."""


class MessagingSettings(BaseSettings):
    """How applicants are told of what happens to their visits."""

    notifiers: Annotated[tuple[NotifierName, ...], NoDecode, Field(min_length=1)] = ("file",)
    """Which ways are tried, in this order, divided by commas: `wechat,sms`."""
    notification_file: Path = ROOT / "var" / "notifications.log"
    """Where `file` writes: whole texts in development, elsewhere only that there was a message."""
    public_url: WebAddress | Literal[""] = ""
    """Where applicants find the guide; without it no message has a link."""
    staff_phone: str | None = Field(default=None, pattern=r"^\d{7,12}$")
    """Who is told of time limits that are about to run out; nobody if it is not set."""
    sms_url: WebAddress | None = None
    """The short message gateway that takes signed requests."""
    sms_secret: Secret | None = None
    wechat_app_id: str | None = None
    """Of the hall's official account."""
    wechat_app_secret: Secret | None = None
    wechat_api_url: WebAddress = "https://api.weixin.qq.com"
    smtp_host: str | None = None
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str | None = None
    smtp_password: Secret | None = None
    smtp_from: str | None = Field(default=None, pattern=r"^[^\s@]+@[^\s@]+$")
    """The sender's address."""

    @field_validator("notifiers", mode="before")
    @classmethod
    def _divide(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(name.strip() for name in value.split(",") if name.strip())

    @model_validator(mode="after")
    def refuse_what_cannot_send(self) -> Self:
        """A way to reach people that lacks a setting is refused before anything starts."""
        if len(set(self.notifiers)) < len(self.notifiers):
            raise ValueError("GUIDE_NOTIFIERS names one twice")
        for notifier in self.notifiers:
            for name in NEEDED[notifier]:
                if not getattr(self, name):
                    raise ValueError(f"GUIDE_NOTIFIERS has {notifier}: set GUIDE_{name.upper()}")
        return self


class Settings(MessagingSettings):
    """One installation's settings.

    All secrets are required: there is no default to forget. `make run` makes some up for
    development and keeps them in `var/secrets.env`.
    """

    model_config = SettingsConfigDict(
        env_prefix="GUIDE_", env_file=ROOT / "var" / "secrets.env", extra="ignore"
    )

    env: Literal["development", "production"] = "development"
    secret_key: Secret
    """Encrypts personal data at rest and keys the look-up of phone numbers."""
    service_token: Secret
    """Shared by api, bot and actions; nobody else may use the internal endpoints."""
    staff_token: Secret
    """Opens the staff endpoints to the hall's people."""
    database_url: str = f"sqlite:///{ROOT / 'var' / 'guide.db'}"
    index_dir: Path = ROOT / "var" / "index"
    knowledge_dir: Path | None = None
    """Another folder of knowledge data; None for the one that is shipped."""
    rasa_url: str = "http://127.0.0.1:5005"
    actions_url: str = "http://127.0.0.1:5055/webhook"
    """Where the dialogue engine finds the actions; asked only whether they are ready."""
    bot_timeout_s: float = 6.0
    """Seconds to wait for the bot before the gateway answers from the knowledge base itself."""
    conversation_days: int = 30
    """Days after its last message on which a conversation is deleted."""
    intake_days: int = Field(180, ge=1)
    """Days after the last visit or the decision on which an applicant's data is erased."""
    courier_days: int = Field(30, ge=1)
    """Days after the sending on which the address of a courier delivery is deleted."""
    gap_days: int = Field(5, ge=1, le=250)
    """Working days after the acceptance within which a material may follow: a sample, since no
    source names any."""
    limit_warning_days: int = Field(3, ge=1)
    """How long before a time limit ends its supervisor is warned, in the limit's own unit …"""
    limit_warning_share: float = Field(0.2, gt=0, le=1)
    """… or this share of the limit, whichever is less."""
    connectors: Path | None = None
    """The file of connectors to other platforms (docs/connectors.md); none when None."""
    delivered_event_days: int = 30
    """Days after which what a platform has received is deleted here."""

    @model_validator(mode="after")
    def refuse_weak_secrets(self) -> Self:
        """Outside development, short secrets are refused before anything starts."""
        if self.env == "development":
            return self
        for name in ("secret_key", "service_token", "staff_token"):
            if len(getattr(self, name).get_secret_value()) < SHORTEST_SECRET:
                raise ValueError(
                    f"GUIDE_{name.upper()} must have at least {SHORTEST_SECRET} characters"
                )
        return self


@lru_cache
def get_settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()  # the secrets come from the environment
