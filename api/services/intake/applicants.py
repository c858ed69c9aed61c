"""Who comes: names, phone numbers and credit codes, checked and brought into one form."""

import unicodedata
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumberType
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from api.cipher import cipher
from knowledge.text import compact

REGION = "CN"
CHINA = 86
REACHABLE = frozenset(
    {
        PhoneNumberType.MOBILE,
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
    }
)

USCC_LENGTH = 18
"""Characters of a unified social credit code (GB 32100-2015)."""
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Not private or unassigned characters: rare characters of names are among them."""


@dataclass(frozen=True)
class Applicant:
    """A person, in the form in which they are stored."""

    name: str
    phone: str
    company: str | None = None
    uscc: str | None = None

    @property
    def phone_index(self) -> str:
        """The keyed hash under which the visits of their phone are counted."""
        return cipher().index(self.phone)

    @property
    def company_index(self) -> str | None:
        """The same of their company: by its code, else by its name; None without one."""
        known_by = self.uscc or (self.company and compact(self.company))
        return cipher().index(f"company:{known_by}") if known_by else None


def clean_text(text: str) -> str:
    """`text` without surrounding space; markup stays what it is, text.

    Raises:
        ValueError: nothing is left, or it holds control or invisible characters.
    """
    cleaned = text.strip()
    if not cleaned:
        raise ValueError("内容是空的，请填写")
    if any(unicodedata.category(character) in UNSEEN for character in cleaned):
        raise ValueError("含有看不见的控制字符，请删去后重填")
    return cleaned


def clean_lines(text: str) -> str:
    """Like `clean_text`, for text that may have several lines, or none."""
    return "\n".join(clean_text(line) for line in text.strip().splitlines() if line.strip())


def clean_phone(text: str) -> str:
    """A mainland phone number as it is dialled in the country, digits only.

    Raises:
        ValueError: it is no mobile or landline number of the mainland.
    """
    try:
        number = phonenumbers.parse(unicodedata.normalize("NFKC", text), REGION)
    except phonenumbers.NumberParseException as unreadable:
        raise ValueError("请填写 11 位手机号，或带区号的座机号") from unreadable
    possible = (
        number.country_code == CHINA
        and not number.extension
        and phonenumbers.is_valid_number(number)
        and phonenumbers.number_type(number) in REACHABLE
    )
    if not possible:
        raise ValueError("这个号码打不通，请填写 11 位手机号，或带区号的座机号")
    dialled = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    return "".join(character for character in dialled if character.isdigit())


def clean_uscc(text: str) -> str:
    """A unified social credit code whose check digit is right.

    Raises:
        ValueError: it is none.
    """
    try:
        return str(uscc.validate(unicodedata.normalize("NFKC", text).upper()))
    except ValidationError as wrong:
        raise ValueError("统一社会信用代码不对，应为营业执照上的 18 位代码") from wrong


def why_no_uscc(text: str) -> str:
    """What is wrong with a unified social credit code, in words that help to find the slip."""
    length = len(compact(text))
    if length != USCC_LENGTH:
        return f"统一社会信用代码应是 18 位，您给的是 {length} 位"
    return "这个统一社会信用代码对不上，末位是校验码，多半有一位写错了"
