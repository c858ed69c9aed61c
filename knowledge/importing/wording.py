"""The forms in which the words of official files are kept and compared."""

import re

from knowledge.text import compact, normalise

_LONGEST_EXPANSION = 18  # characters that NFKC makes of one at most
# What NFKC would turn into something that reads differently in an official text.
_KEPT = re.compile(r"([，。；：？！（）“”‘’《》〈〉【】、…—～①-⑳²³㎡㎥℃‰]+)")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_CHINESE_PUNCTUATION = str.maketrans("()", "（）")
_SEPARATOR_AFTER_CHINESE = re.compile(r"(?<=[\u3400-\u9fff）》”])([,:;?!])(?!\d)")
_SEPARATORS = dict(zip(",:;?!", "，：；？！", strict=True))
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_ERROR_VALUE = re.compile(r"#(?:REF|N/A|NAME|VALUE|DIV/0|NULL|NUM|SPILL|CALC)[!?]?", re.IGNORECASE)

_NUMBER = re.compile(
    r"[(\[第]*(?P<digits>\d+(?:[.\-]\d+)*|[零〇一二三四五六七八九十百]+)[)\]项号、.．:]*"
)
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100}

NOTHING = frozenset({"", "/", "\\", "-", "--", "—", "——", "无"})
"""How an empty cell is filled in."""


def plain(text: str) -> str:
    """A text in the one form in which words are compared: normalised, whatever its length."""
    return normalise(text, limit=_LONGEST_EXPANSION * len(text) or 1)


def official(text: str) -> str:
    """A text as it is stored: one line, plain letters and digits, Chinese punctuation.

    Full-width digits and letters, spaces set for looks and line breaks go; ，（）《》 and the like
    stay, and brackets, commas and colons typed in ASCII within Chinese become Chinese.
    """
    text = "".join(
        part if _KEPT.fullmatch(part) else plain(part) for part in _KEPT.split(text) if part
    )
    if not _CHINESE.search(text):
        return text
    text = text.translate(_CHINESE_PUNCTUATION)
    return _SEPARATOR_AFTER_CHINESE.sub(lambda found: _SEPARATORS[found.group(1)], text)


def lines(text: str) -> list[str]:
    """The lines of a cell that say something, each as it is stored."""
    return [line for part in text.splitlines() if (line := official(part))]


def paragraph(text: str) -> str:
    """A long text as it is stored, with its line breaks."""
    return "\n".join(lines(text))


def heading(text: str) -> str:
    """The bare words of a column's header, without what stands in brackets."""
    text = plain(text)
    return compact(_BRACKETED.sub("", text)) or compact(text)


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing to say."""
    return plain(text) in NOTHING


def is_error(text: str) -> bool:
    """Whether a cell holds the error of a formula, such as #REF!."""
    return _ERROR_VALUE.fullmatch(text.strip()) is not None


def chinese_number(text: str) -> int:
    """十二 is 12, 一百零三 is 103; for numbers below a thousand.

    Args:
        text: Chinese digits only.
    """
    total = digit = 0
    for character in text:
        if character in _TENS:
            total += (digit or 1) * _TENS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit


def number(text: str) -> str:
    """A row's number in plain digits: １, 一, （一） and ① are 1; 1.1 stays.

    What is no such number stays as it is written.
    """
    found = _NUMBER.fullmatch(compact_number(text))
    if found is None:
        return official(text)
    digits = found["digits"]
    return digits if digits[0].isdigit() else str(chinese_number(digits))


def compact_number(text: str) -> str:
    """A number's text without any space in it."""
    return plain(text).replace(" ", "")
