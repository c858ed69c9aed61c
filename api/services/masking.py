"""Hides what identifies a person in anything that is kept or echoed."""

import re

# Mainland mobile numbers and resident ids, also when split by spaces or hyphens.
MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})(?!\d)")
RESIDENT_ID = re.compile(r"(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?!\d)")


def mask_personal_data(text: str) -> str:
    """`text` with mobile numbers and resident ids masked."""
    return RESIDENT_ID.sub(r"\1********\2", MOBILE.sub(r"\1****\3", text))


def mask_name(name: str) -> str:
    """The family name, the rest as stars: 张三 -> 张*."""
    return name[:1] + "*" * (len(name) - 1)
