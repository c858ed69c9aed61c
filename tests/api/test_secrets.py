"""An empty secret opens nothing."""

import pytest
from pydantic import SecretStr, ValidationError

from api.deps import _is_same
from api.settings import Settings


@pytest.mark.parametrize("name", ["secret_key", "service_token", "staff_token"])
def test_no_secret_may_be_empty(name: str) -> None:
    secrets = {"secret_key": "k", "service_token": "t", "staff_token": "s", name: ""}
    with pytest.raises(ValidationError, match=name):
        Settings(**secrets)  # type: ignore[arg-type]


@pytest.mark.parametrize(("sent", "expected"), [(None, ""), ("", ""), (None, "s"), ("", "s")])
def test_nothing_sent_is_never_the_secret(sent: str | None, expected: str) -> None:
    assert not _is_same(sent, SecretStr(expected))


def test_the_secret_itself_is() -> None:
    assert _is_same("秘密", SecretStr("秘密"))
