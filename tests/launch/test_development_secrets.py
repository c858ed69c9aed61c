"""Secrets are made up once, for development only."""

import stat
from pathlib import Path

import pytest

from launch.development_secrets import NAMES, service_secrets
from launch.problems import LaunchError


def test_all_are_made_at_the_first_start(tmp_path: Path) -> None:
    secrets = service_secrets({}, tmp_path / "secrets.env")
    assert set(secrets) == set(NAMES)
    assert min(map(len, secrets.values())) >= 32


def test_they_stay_the_same(tmp_path: Path) -> None:
    path = tmp_path / "secrets.env"
    assert service_secrets({}, path) == service_secrets({}, path)


def test_only_their_owner_can_read_them(tmp_path: Path) -> None:
    path = tmp_path / "secrets.env"
    service_secrets({}, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_those_given_come_first(tmp_path: Path) -> None:
    secrets = service_secrets({"GUIDE_SECRET_KEY": "given"}, tmp_path / "secrets.env")
    assert secrets["GUIDE_SECRET_KEY"] == "given"


def test_none_is_made_up_outside_development(tmp_path: Path) -> None:
    with pytest.raises(LaunchError, match="set GUIDE_SERVICE_TOKEN and GUIDE_STAFF_TOKEN"):
        service_secrets(
            {"GUIDE_ENV": "production", "GUIDE_SECRET_KEY": "given"}, tmp_path / "secrets.env"
        )
    assert list(tmp_path.iterdir()) == []


def test_one_that_is_new_is_added_to_those_there(tmp_path: Path) -> None:
    path = tmp_path / "secrets.env"
    path.write_text("GUIDE_SECRET_KEY=from-an-earlier-version\n")
    secrets = service_secrets({}, path)
    assert secrets["GUIDE_SECRET_KEY"] == "from-an-earlier-version"
    assert secrets["GUIDE_STAFF_TOKEN"]
    assert service_secrets({}, path) == secrets
