"""Keeps personal data unreadable at rest, yet findable by the person it belongs to."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from api.settings import get_settings


class Cipher:
    """Encryption and blind look-up under keys derived from one secret."""

    def __init__(self, secret: str) -> None:
        self._fernet = Fernet(urlsafe_b64encode(_derive(secret, b"encrypt")))
        self._index_key = _derive(secret, b"index")

    def encrypt(self, text: str) -> bytes:
        """`text` as authenticated ciphertext."""
        return self._fernet.encrypt(text.encode())

    def decrypt(self, data: bytes) -> str:
        """The text of `data`; raises `InvalidToken` when the key or the data is not ours."""
        return self._fernet.decrypt(data).decode()

    def index(self, text: str) -> str:
        """A keyed hash (64 hex digits): equal for equal texts, useless without the key."""
        return hmac.new(self._index_key, text.encode(), hashlib.sha256).hexdigest()


def _derive(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())


@lru_cache
def cipher() -> Cipher:
    """The cipher under this installation's secret key."""
    return Cipher(get_settings().secret_key.get_secret_value())
