"""How a person is described in a request, and how they are shown back."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, field_validator

from api.services.intake.applicants import (
    Applicant,
    clean_lines,
    clean_phone,
    clean_text,
    clean_uscc,
)

MARKUP = re.compile(r"[<>]")
NAME_LENGTH = 40
COMPANY_LENGTH = 100
TEXT_LENGTH = 500

Line = Annotated[str, AfterValidator(clean_text)]
"""One line of somebody's own words."""

Lines = Annotated[str, Field(max_length=TEXT_LENGTH), AfterValidator(clean_lines)]
"""A few lines of somebody's own words."""


def _said(text: str) -> str:
    cleaned = clean_lines(text)
    if not cleaned:
        raise ValueError("请写明答复")
    return cleaned


StaffAnswer = Annotated[str, Field(max_length=TEXT_LENGTH), AfterValidator(_said)]
"""What somebody of the staff answers: a few lines, at least one."""


class ApplicantIn(BaseModel):
    """Who comes. Only what the visit needs is asked for."""

    name: Line = Field(max_length=NAME_LENGTH, examples=["张三"])
    phone: str = Field(
        max_length=32,
        description="A mobile or landline number of the mainland.",
        examples=["13812345678"],
    )
    company: Line | None = Field(None, max_length=COMPANY_LENGTH, examples=["郴州某某科技有限公司"])
    uscc: str | None = Field(
        None,
        max_length=32,
        description="Unified social credit code (18 characters, with check digit).",
        examples=["91110000600037341L"],
    )

    @field_validator("name", "company")
    @classmethod
    def plain(cls, value: str | None) -> str | None:
        """Refuse markup: no name has any, and it would be shown to the hall's staff."""
        if value and MARKUP.search(value):
            raise ValueError("不能含有 < 或 >，请填写平常的名称")
        return value

    @field_validator("phone")
    @classmethod
    def dialled(cls, value: str) -> str:
        """Refuse what cannot be called back."""
        return clean_phone(value)

    @field_validator("company", mode="before")
    @classmethod
    def named(cls, value: object) -> object:
        """A field left empty in a form counts as none."""
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("uscc")
    @classmethod
    def checked(cls, value: str | None) -> str | None:
        """Refuse a code with a wrong check digit; an empty one counts as none."""
        return clean_uscc(value) if value and value.strip() else None

    def to_applicant(self) -> Applicant:
        """In the form in which it is stored."""
        return Applicant(self.name, self.phone, self.company, self.uscc)


def require_consent(value: bool) -> bool:
    """Personal data is kept only for those who agree to it (个人信息保护法 第十三条)."""
    if not value:
        raise ValueError("需要您同意我们为这次办理保存姓名和电话")
    return value


Consent = Annotated[bool, Field(strict=True), AfterValidator(require_consent)]
