"""What may differ between one installation and another, read from `GUIDE_*` variables."""

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_SECRET = 32

Secret = Annotated[SecretStr, Field(min_length=1)]
"""Never empty: an empty one would be a door without a lock."""


class Settings(BaseSettings):
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
