"""Puts the ways to reach people together as the settings name them."""

from collections.abc import Callable, Mapping

from api.services.notifications.email import EmailNotifier, MailServer
from api.services.notifications.file import FileNotifier
from api.services.notifications.notifier import Notifier
from api.services.notifications.sms import SmsNotifier
from api.services.notifications.wechat import WechatNotifier
from api.settings import NotifierName, Settings


def open_notifiers(settings: Settings) -> list[Notifier]:
    """The notifiers of this installation, in the order in which they are tried."""
    return [OPENERS[name](settings) for name in settings.notifiers]


def _file(settings: Settings) -> Notifier:
    return FileNotifier(settings.notification_file, with_text=settings.env == "development")


def _sms(settings: Settings) -> Notifier:
    assert settings.sms_url
    assert settings.sms_secret
    return SmsNotifier(settings.sms_url, settings.sms_secret)


def _wechat(settings: Settings) -> Notifier:
    assert settings.wechat_app_id
    assert settings.wechat_app_secret
    return WechatNotifier(
        settings.wechat_api_url,
        settings.wechat_app_id,
        settings.wechat_app_secret,
        settings.public_url,
    )


def _email(settings: Settings) -> Notifier:
    assert settings.smtp_host
    assert settings.smtp_from
    return EmailNotifier(
        MailServer(
            settings.smtp_host,
            settings.smtp_port,
            settings.smtp_security,
            settings.smtp_from,
            settings.smtp_user,
            settings.smtp_password,
        )
    )


OPENERS: Mapping[NotifierName, Callable[[Settings], Notifier]] = {
    "file": _file,
    "sms": _sms,
    "wechat": _wechat,
    "email": _email,
}
