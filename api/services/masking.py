"""Hides what identifies a person in anything that is kept or echoed."""

import re

# Mainland mobile numbers, with or without the country's code, and resident ids; also when split by
# spaces, dots or hyphens, in figures of any width.
_SPLIT = "[ .·－　-]?"
MOBILE = re.compile(
    r"(?<!\d)((?:(?:[0０]{2})?[8８][6６][ -]?)?[1１][3-9３-９]\d)"
    rf"{_SPLIT}\d{{4}}{_SPLIT}(\d{{4}})(?!\d)"
)
# The same as it is spoken: 一三八零零……, as our actions read it.
_SPOKEN = "[零〇一幺二两三四五六七八九]"
_PAUSE = r"[，,、\s-]{0,2}"
SPOKEN_MOBILE = re.compile(
    rf"(?<!{_SPOKEN})([一幺]{_PAUSE}[三四五六七八九]{_PAUSE}{_SPOKEN})(?:{_PAUSE}{_SPOKEN}){{4}}"
    rf"((?:{_PAUSE}{_SPOKEN}){{4}})(?!{_SPOKEN})"
)
RESIDENT_ID = re.compile(r"(?<!\d)(\d{6})[ -]?\d{4}[ -]?\d{4}[ -]?(\d{3}[\dXx])(?!\d)")
EMAIL = re.compile(r"(?<![\w.+-])(\w)[\w.+-]{0,63}(@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})", re.ASCII)
# A province, a letter and a number that has at least one digit; of new-energy cars, six places.
# Some cars' numbers end in a word for what they are: of a driving school, of the police, a trailer.
PLATE = re.compile(
    r"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Za-z])[ ·.-]?"
    r"(?=[A-Za-z]{0,5}\d)[A-Za-z\d]{3,4}([A-Za-z\d][A-Za-z\d学警挂港澳使领])(?![A-Za-z\d])"
)
SHOWN_AT_START, SHOWN_AT_END = 3, 4


def mask_personal_data(text: str) -> str:
    """`text` with mobile numbers, resident ids, e-mail addresses and number plates masked."""
    text = SPOKEN_MOBILE.sub(r"\1****\2", MOBILE.sub(r"\1****\2", text))
    text = RESIDENT_ID.sub(r"\1********\2", text)
    return PLATE.sub(r"\1***\2", EMAIL.sub(r"\1***\2", text))


def mask_phone(phone: str) -> str:
    """A phone number of any kind, digits only: 13812345678 -> 138****5678."""
    hidden = len(phone) - SHOWN_AT_START - SHOWN_AT_END
    return phone[:SHOWN_AT_START] + "*" * hidden + phone[-SHOWN_AT_END:]


def mask_name(name: str) -> str:
    """The family name, the rest as stars: 张三 -> 张*."""
    return name[:1] + "*" * (len(name) - 1)
