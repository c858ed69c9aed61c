"""Messages by e-mail."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal

from pydantic import SecretStr

from api.services.notifications.notifier import Outgoing, PermanentFailure, TemporaryFailure

TIMEOUT_S = 10.0
FOR_GOOD = 500
"""Replies from this on mean that trying again is of no use (RFC 5321, 4.2.1)."""


@dataclass(frozen=True)
class MailServer:
    """Who takes our mail, and how we prove who we are."""

    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    sender: str
    user: str | None = None
    password: SecretStr | None = None


class EmailNotifier:
    """The mail server of this installation."""

    name = "email"

    def __init__(self, server: MailServer) -> None:
        self._server = server

    def send(self, outgoing: Outgoing) -> None:
        if not outgoing.recipient.email:
            raise PermanentFailure("no e-mail address")
        message = self._message(outgoing, outgoing.recipient.email)
        try:
            with self._connect() as smtp:
                self._secure(smtp)
                smtp.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            raise _failure(max(code for code, _ in refused.recipients.values())) from refused
        except smtplib.SMTPAuthenticationError as error:
            raise TemporaryFailure("the server refuses our password") from error
        except smtplib.SMTPResponseException as error:
            raise _failure(error.smtp_code) from error
        except (OSError, smtplib.SMTPException) as error:
            raise TemporaryFailure(f"no mail server ({type(error).__name__})") from error

    def _message(self, outgoing: Outgoing, address: str) -> EmailMessage:
        message = EmailMessage()
        try:
            message["From"], message["To"] = self._server.sender, address
        except ValueError as unusable:
            raise PermanentFailure("no usable e-mail address") from unusable
        message["Subject"] = outgoing.subject
        domain = self._server.sender.rpartition("@")[2]
        message["Message-ID"] = f"<{outgoing.notification_id}@{domain}>"
        message.set_content(outgoing.text)
        return message

    def _connect(self) -> smtplib.SMTP:
        host, port = self._server.host, self._server.port
        if self._server.security == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_S, context=context)
        return smtplib.SMTP(host, port, timeout=TIMEOUT_S)

    def _secure(self, smtp: smtplib.SMTP) -> None:
        server = self._server
        if server.security == "starttls":
            smtp.starttls(context=ssl.create_default_context())
        if server.user and server.password:
            smtp.login(server.user, server.password.get_secret_value())


def _failure(code: int) -> TemporaryFailure | PermanentFailure:
    kind = PermanentFailure if code >= FOR_GOOD else TemporaryFailure
    return kind(f"SMTP {code}")
