"""Signs what is sent, and shows a receiver how to check it. Needs nothing but Python itself.

The signature is HMAC-SHA256, under the secret that both sides share, over the timestamp (seconds
since 1970 as decimal digits), a full stop, and the body byte by byte as it is sent.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable

TIMESTAMP_HEADER = "X-Guide-Timestamp"
SIGNATURE_HEADER = "X-Guide-Signature"
KEY_HEADER = "Idempotency-Key"
SCHEME = "v1="
WINDOW_S = 300
"""How far, in seconds, the timestamp may be from the receiver's clock: older calls are replays."""

_SECONDS = re.compile(r"[0-9]{1,12}", re.ASCII)


class Forged(Exception):
    """What was received is not from us, or was sent before and is now replayed by another."""


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """The value of the signature's header."""
    signed = b"%d." % timestamp + body
    return SCHEME + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def verify(secrets: Iterable[str], timestamp: str, signature: str, body: bytes, now: float) -> None:
    """Check what was received before anything is read from its body.

    Args:
        secrets: the shared secret; two while it is changed for another.
        timestamp: as it stands in its header, likewise `signature`.
        now: the receiver's time in seconds since 1970.

    Raises:
        Forged: answer 401 and do nothing.
    """
    if not _SECONDS.fullmatch(timestamp):
        raise Forged("the timestamp is no number")
    if abs(now - int(timestamp)) > WINDOW_S:
        raise Forged("the timestamp is too far from now")
    sent = signature.encode()
    expected = [sign(secret, int(timestamp), body).encode() for secret in secrets]
    # All are compared, each in constant time: how long it takes tells nothing.
    matches = [hmac.compare_digest(sent, one) for one in expected]
    if not any(matches):
        raise Forged("the signature is not that of the shared secret")
