"""Messages by e-mail, handed to a real mail server."""

import email
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pydantic import SecretStr

from api.services.notifications.email import EmailNotifier, MailServer
from api.services.notifications.notifier import PermanentFailure, Recipient, TemporaryFailure
from tests.api.hall import NOW
from tests.api.notifications.outgoing import ADDRESS, TEXT, outgoing
from tests.ports import free_port

SENDER = "hall@guide.example.org"


class Mailbox:
    """What the server was handed, and what it says to recipients and contents."""

    def __init__(self) -> None:
        self.mails: list[tuple[Envelope, EmailMessage]] = []
        self.authenticated: list[bool | None] = []
        self.to_recipient = "250 OK"
        self.to_content = "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        mail = email.message_from_bytes(content, policy=default)
        assert isinstance(mail, EmailMessage)
        if self.to_content.startswith("250"):
            self.mails.append((envelope, mail))
            self.authenticated.append(session.authenticated)
        return self.to_content


@contextmanager
def serving(mailbox: Mailbox, **options: Any) -> Iterator[int]:
    """A mail server on the port that is given."""
    port = free_port()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def notifier(mailbox: Mailbox) -> Iterator[EmailNotifier]:
    with serving(mailbox) as port:
        yield EmailNotifier(MailServer("127.0.0.1", port, "none", SENDER))


def test_a_mail_says_what_the_message_says(notifier: EmailNotifier, mailbox: Mailbox) -> None:
    notifier.send(outgoing())
    ((envelope, mail),) = mailbox.mails
    assert (envelope.mail_from, envelope.rcpt_tos) == (SENDER, [ADDRESS])
    assert (mail["From"], mail["To"], mail["Subject"]) == (SENDER, ADDRESS, "预约提醒")
    assert mail.get_content().strip() == TEXT


def test_a_repetition_has_the_same_id(notifier: EmailNotifier, mailbox: Mailbox) -> None:
    notifier.send(outgoing())
    notifier.send(outgoing())
    ids = {mail["Message-ID"] for _, mail in mailbox.mails}
    assert ids == {f"<{'0' * 32}@guide.example.org>"}


def test_an_address_that_does_not_exist_is_never_reached(
    notifier: EmailNotifier, mailbox: Mailbox
) -> None:
    mailbox.to_recipient = f"550 no such user {ADDRESS}"
    with pytest.raises(PermanentFailure, match=r"^SMTP 550$"):
        notifier.send(outgoing())


def test_a_full_mailbox_may_take_it_later(notifier: EmailNotifier, mailbox: Mailbox) -> None:
    mailbox.to_recipient = "452 mailbox full"
    with pytest.raises(TemporaryFailure, match=r"^SMTP 452$"):
        notifier.send(outgoing())


@pytest.mark.parametrize(
    ("reply", "failure"),
    [("451 try later", TemporaryFailure), ("554 looks like spam", PermanentFailure)],
)
def test_a_mail_may_be_refused_for_now_or_for_good(
    notifier: EmailNotifier, mailbox: Mailbox, reply: str, failure: type[Exception]
) -> None:
    mailbox.to_content = reply
    with pytest.raises(failure, match=reply[:3]):
        notifier.send(outgoing())


@pytest.mark.parametrize("address", [None, "", "wang@example.org\nBcc: all@example.org"])
def test_nobody_without_a_usable_address_can_be_reached(
    notifier: EmailNotifier, mailbox: Mailbox, address: str | None
) -> None:
    with pytest.raises(PermanentFailure, match="address"):
        notifier.send(outgoing(recipient=Recipient(email=address)))
    assert mailbox.mails == []


def test_nobody_there_is_a_temporary_failure() -> None:
    away = EmailNotifier(MailServer("127.0.0.1", free_port(), "none", SENDER))
    with pytest.raises(TemporaryFailure, match="no mail server"):
        away.send(outgoing())


@contextmanager
def asking_for_a_password(mailbox: Mailbox, ours: str) -> Iterator[EmailNotifier]:
    """A server that lets `hall` in with `right`, and us with a password of ours."""

    def check(
        server: SMTP, session: Session, envelope: Envelope, mechanism: str, proof: LoginPassword
    ) -> AuthResult:
        return AuthResult(success=proof == LoginPassword(b"hall", b"right"), handled=False)

    with serving(mailbox, authenticator=check, auth_require_tls=False) as port:
        server = MailServer("127.0.0.1", port, "none", SENDER, "hall", SecretStr(ours))
        yield EmailNotifier(server)


def test_the_server_learns_who_we_are(mailbox: Mailbox) -> None:
    with asking_for_a_password(mailbox, "right") as notifier:
        notifier.send(outgoing())
    assert mailbox.authenticated == [True]


def test_a_password_that_is_wrong_can_be_put_right(mailbox: Mailbox) -> None:
    refused = pytest.raises(TemporaryFailure, match="refuses our password")
    with asking_for_a_password(mailbox, "wrong") as notifier, refused:
        notifier.send(outgoing())
    assert mailbox.mails == []


def test_nothing_goes_out_in_the_clear_where_encryption_is_wanted(mailbox: Mailbox) -> None:
    with serving(mailbox) as port, pytest.raises(TemporaryFailure, match="NotSupported"):
        EmailNotifier(MailServer("127.0.0.1", port, "starttls", SENDER)).send(outgoing())
    assert mailbox.mails == []


def test_a_server_that_cannot_prove_itself_gets_nothing(mailbox: Mailbox, tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))
    with serving(mailbox, tls_context=context) as port, pytest.raises(TemporaryFailure) as failure:
        EmailNotifier(MailServer("127.0.0.1", port, "starttls", SENDER)).send(outgoing())
    assert "SSLCertVerificationError" in str(failure.value)
    assert mailbox.mails == []


def test_where_encryption_comes_first_a_plain_server_gets_nothing(mailbox: Mailbox) -> None:
    with serving(mailbox) as port, pytest.raises(TemporaryFailure, match="SSLError"):
        EmailNotifier(MailServer("127.0.0.1", port, "tls", SENDER)).send(outgoing())
    assert mailbox.mails == []


def self_signed(folder: Path) -> Path:
    """A certificate that nobody vouches for, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=3650))
        .not_valid_after(NOW + timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    file.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return file
