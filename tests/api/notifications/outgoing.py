"""A message that is ready to be sent."""

from typing import Any

from api.services.notifications.notifier import Outgoing, Recipient, WechatContent

PHONE, OPENID, ADDRESS = "13812345678", "o6_bmjrPTlm6_2sgVt7hMZOPfL2M", "wang@example.org"
TEXT = "提醒：您约了11月26日（周四）09:00，预约码KQ7M2XA4。"


def outgoing(**changes: Any) -> Outgoing:
    """A reminder for somebody who can be reached in every way, but for `changes`."""
    fields: dict[str, Any] = {
        "notification_id": "0" * 32,
        "template": "reminder",
        "recipient": Recipient(PHONE, OPENID, ADDRESS),
        "subject": "预约提醒",
        "text": TEXT,
        "values": {"code": "KQ7M2XA4"},
        "sms_template": "SMS_1",
        "wechat": WechatContent("TM1", {"thing1": "建筑工程施工许可证核发"}),
    }
    return Outgoing(**(fields | changes))
