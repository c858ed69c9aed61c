"""The words of all messages, as `templates.yml` has them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from api.services.notifications import template_file
from api.services.notifications.contents import TEMPLATES
from api.services.notifications.notifier import WechatContent

FILE = Path(__file__).parent / "templates.yml"


class WrongValues(ValueError):
    """A template is unknown, or was not given exactly the values it is made for."""


@dataclass(frozen=True)
class Filled:
    """A message with its values filled in."""

    subject: str
    text: str
    sms_template: str | None
    wechat: WechatContent | None


class Templates:
    """All messages of this installation.

    Args:
        public_url: where applicants find the guide; without one no text has a link.
    """

    def __init__(self, words: template_file.TemplateFile, public_url: str = "") -> None:
        self._words = words
        self._url = public_url.rstrip("/")

    @classmethod
    def load(cls, file: Path = FILE, public_url: str = "") -> "Templates":
        """Those of a file. Raises `WordingError` when it does not fit the code."""
        return cls(template_file.read(file), public_url)

    def piece(self, name: str, when: str, **values: str) -> str:
        """A part of a sentence."""
        return self._words.pieces[name][when].format_map(values)

    def linked(self, name: str, **values: str) -> str:
        """A part of a sentence that tells where to go: with a link if there is an address.

        Args:
            values: what tells the page which visit or entry it is about.
        """
        if not self._url:
            return self.piece(name, "plain")
        return self.piece(name, "linked", url=self._url, **values)

    def check(self, template: str, values: Mapping[str, str]) -> None:
        """Raise `WrongValues` unless these are the values of that template."""
        contents = TEMPLATES.get(template)
        if contents is None:
            raise WrongValues(f"no template {template}")
        if values.keys() != contents.all:
            wrong = ", ".join(sorted(values.keys() ^ contents.all))
            raise WrongValues(f"template {template}: missing or unknown values: {wrong}")

    def fill(self, template: str, values: Mapping[str, str]) -> Filled:
        """The message in words, on one line. Raises `WrongValues`."""
        self.check(template, values)
        words = self._words.templates[template]
        flat = {name: " ".join(value.split()) for name, value in values.items()}
        wechat = words.wechat.filled(flat) if words.wechat else None
        return Filled(words.subject, words.text.format_map(flat), words.sms_template, wechat)
