"""Short messages through a gateway that takes signed JSON over HTTP.

The body is `{"id", "phone", "text", "template", "values"}`. `X-Signature` is the HMAC-SHA256, in
hex, of the `X-Timestamp` (seconds since 1970), a dot and the body. `Idempotency-Key` stays the same
when a message is tried again, so that the gateway can tell. Any 2xx answer means that it was taken
over.
"""

import hashlib
import hmac
import json
import time

from pydantic import SecretStr

from api.services.notifications.http_calls import post_json
from api.services.notifications.notifier import Outgoing, PermanentFailure


class SmsNotifier:
    """The gateway of this installation."""

    name = "sms"

    def __init__(self, url: str, secret: SecretStr) -> None:
        self._url = url
        self._secret = secret

    def send(self, outgoing: Outgoing) -> None:
        if not outgoing.recipient.phone:
            raise PermanentFailure("no phone number")
        body = json.dumps(
            {
                "id": outgoing.notification_id,
                "phone": outgoing.recipient.phone,
                "text": outgoing.text,
                "template": outgoing.sms_template,
                "values": dict(outgoing.values),
            },
            ensure_ascii=False,
        ).encode()
        post_json(self._url, body, self._headers(outgoing, body)).require_success()

    def _headers(self, outgoing: Outgoing, body: bytes) -> dict[str, str]:
        timestamp = str(int(time.time()))
        return {
            "X-Timestamp": timestamp,
            "X-Signature": sign(self._secret, timestamp, body),
            "Idempotency-Key": outgoing.notification_id,
        }


def sign(secret: SecretStr, timestamp: str, body: bytes) -> str:
    """What proves that a request is ours, and when it was made."""
    signed = timestamp.encode() + b"." + body
    return hmac.new(secret.get_secret_value().encode(), signed, hashlib.sha256).hexdigest()
