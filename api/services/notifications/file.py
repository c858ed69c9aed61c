"""Writes messages into a file instead of sending them: for development."""

import json
import os
import stat
from pathlib import Path

from api.services.notifications.notifier import Outgoing, TemporaryFailure

PRIVATE = 0o600


class FileNotifier:
    """Appends one line of JSON for each message, to a file that only its owner may read.

    Args:
        with_text: whether the words are written; outside development they are not.
    """

    name = "file"

    def __init__(self, path: Path, with_text: bool) -> None:
        self._path = path
        self._with_text = with_text

    def send(self, outgoing: Outgoing) -> None:
        line = {
            "notification_id": outgoing.notification_id,
            "template": outgoing.template,
            "phone": outgoing.recipient.masked_phone,
        }
        if self._with_text:
            line |= {"subject": outgoing.subject, "text": outgoing.text}
        try:
            self._append(json.dumps(line, ensure_ascii=False) + "\n")
        except OSError as error:
            raise TemporaryFailure(f"cannot write ({type(error).__name__})") from error

    def _append(self, line: str) -> None:
        """One write of the whole line, so that those of several processes do not mix."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, PRIVATE)
        try:
            if stat.S_ISREG(os.fstat(file).st_mode):  # one that stood there before, but no device
                os.fchmod(file, PRIVATE)
            os.write(file, line.encode())
        finally:
            os.close(file)
