"""The settings name the ways to reach people, and are refused when one could never work."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from api.services.notifications.opening import open_notifiers
from api.settings import Settings

SECRETS = {"secret_key": "k" * 32, "service_token": "t" * 32, "staff_token": "s" * 32}
SMS = {"sms_url": "https://sms.example.org/send", "sms_secret": "x"}
WECHAT = {"wechat_app_id": "wx1", "wechat_app_secret": "x"}
MAIL = {"smtp_host": "mail.example.org", "smtp_from": "hall@example.org"}


def settings(**more: Any) -> Settings:
    return Settings(**{**SECRETS, **more})


def test_a_file_serves_until_something_else_is_set(tmp_path: Path) -> None:
    (notifier,) = open_notifiers(settings(notification_file=tmp_path / "log"))
    assert notifier.name == "file"


def test_the_order_is_that_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDE_NOTIFIERS", "wechat, sms,email,file")
    opened = open_notifiers(settings(**SMS, **WECHAT, **MAIL))
    assert [notifier.name for notifier in opened] == ["wechat", "sms", "email", "file"]


@pytest.mark.parametrize(
    ("notifier", "given", "missing"),
    [
        ("sms", {**SMS, "sms_url": None}, "GUIDE_SMS_URL"),
        ("sms", {**SMS, "sms_secret": None}, "GUIDE_SMS_SECRET"),
        ("wechat", {**WECHAT, "wechat_app_id": ""}, "GUIDE_WECHAT_APP_ID"),
        ("wechat", {**WECHAT, "wechat_app_secret": None}, "GUIDE_WECHAT_APP_SECRET"),
        ("email", {**MAIL, "smtp_host": None}, "GUIDE_SMTP_HOST"),
        ("email", {**MAIL, "smtp_from": None}, "GUIDE_SMTP_FROM"),
    ],
)
def test_a_way_that_lacks_a_setting_is_refused(
    notifier: str, given: dict[str, Any], missing: str
) -> None:
    with pytest.raises(ValidationError, match=missing):
        settings(notifiers=[notifier], **given)


@pytest.mark.parametrize(
    "wrong",
    [
        {"notifiers": "pigeon"},
        {"notifiers": ""},
        {"notifiers": "file,file"},
        {"public_url": "guide.example.org"},
        {"public_url": "https://guide example.org"},
        {"sms_url": "ftp://sms.example.org"},
        {"staff_phone": "1381234"[:6]},
        {"smtp_from": "hall"},
        {"smtp_port": 0},
    ],
)
def test_what_cannot_be_right_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        settings(**wrong)


def test_no_secret_is_printed() -> None:
    given = settings(sms_secret="hidden-1", wechat_app_secret="hidden-2", smtp_password="hidden-3")
    assert "hidden" not in repr(given)
