"""The numbers and numbered items of a Chinese text and of its English, to hold them together."""

import re

ITEM = re.compile(r"（[一二三四五六七八九十]{1,3}）")
ENGLISH_ITEM = re.compile(r"\(\d{1,2}\)")
WRITTEN = re.compile(
    r"(?<=第)[一二三四五六七八九十百]+(?=[条款项])"
    r"|[一二两三四五六七八九十百]+(?=日|年|个月|个工作日|小时|名以上|个以上|[类种](?:情形|建设|项目)|(?<!一)倍)"
    r"|(?<=里的)[二两三四五六七八九十]+(?=项)"
)
DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
MYRIAD = 10_000
MONEY = re.compile(r"([一二两三四五六七八九十百千]+|\d+)(万?)元")
SHARE = re.compile(r"百分之([一二三四五六七八九十]+)")
MONTHS = "January February March April May June July August September October November December"
NUMBERS = "zero one two three four five six seven eight"
MONTH_OF_A_DAY = re.compile(rf"(?<=\d )({'|'.join(MONTHS.split())})\b")
WORDS = {
    **{word: n for n, word in enumerate(NUMBERS.split())},
    "twice": 2,
}
OFTEN = {1, 2}
"""Numbers that an English sentence also says for "one" or "both" and the like."""


def say_the_same(zh: str, en: str) -> bool:
    """Whether a translation names as many items as its text, and the same numbers."""
    said, told = _of_chinese(zh), _of_english(en)
    items = len(ITEM.findall(zh)) == len(ENGLISH_ITEM.findall(en))
    return items and said <= told and told - said <= OFTEN


def _of_chinese(text: str) -> set[int]:
    text = SHARE.sub(lambda share: str(_value(share[1])), MONEY.sub(_sum, ITEM.sub(" ", text)))
    return {int(number) for number in re.findall(r"\d+", text)} | {
        _value(number) for number in WRITTEN.findall(text)
    }


def _of_english(text: str) -> set[int]:
    text = re.sub(r"(?<=\d),(?=\d{3})", "", ENGLISH_ITEM.sub(" ", text))
    text = text.replace(" million", "000000")
    text = MONTH_OF_A_DAY.sub(lambda month: str(MONTHS.split().index(month[0]) + 1), text)
    words = re.findall(r"[a-z]+", text.lower())
    figures = {int(number) for number in re.findall(r"\d+", text)}
    return figures | {WORDS[word] for word in words if word in WORDS}


def _sum(money: re.Match[str]) -> str:
    """20万元 -> 200000."""
    number = int(money[1]) if money[1].isdecimal() else _value(money[1])
    return f" {number * MYRIAD if money[2] else number} "


def _value(number: str) -> int:
    """二十三 -> 23."""
    total = digit = 0
    for sign in number:
        if sign in UNITS:
            total, digit = total + (digit or 1) * UNITS[sign], 0
        else:
            digit = DIGITS[sign]
    return total + digit
