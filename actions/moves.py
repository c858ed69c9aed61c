"""Recognises the small moves of a conversation: yes, no, a choice, a correction, giving up."""

from __future__ import annotations

import re

DATE_WORDS = re.compile(
    r"[\d一二三四五六七八九十两]+[号日点月天]|今天|明天|后天|周[一二三四五六日天末]|礼拜|星期|上午|下午|早上"
    r"|中午|晚上|傍晚|月底|月初|月中|节|\d[:：.]\d|下周|本周|这周|工作日|明早|今早|最早|随时|年|农历|阴历|腊月|正月|除夕"
)
CHANGE = "改|换|错|不对|重选|重填|调"
CORRECTIONS = {
    part: re.compile(f"({CHANGE}).{{0,6}}({words})|({words}).{{0,5}}({CHANGE})")
    for part, words in (
        ("time", "时间|日期|日子|哪天|时段"),
        ("phone", "电话|手机|号码"),
        ("name", "姓名|名字"),
        ("park", "园区"),
        ("matter", "事项"),
    )
}
ABANDON = re.compile(
    r"(还是)?(算了|算啦)(吧)?([，,。 ]*(先|我)?不(想)?(约|预约|办|弄|订|来)了?.{0,3})?"
    r"|(先|我)?不(想)?(约|预约|办|弄|订|来)了.{0,3}|取消(预约)?(吧|掉)?|放弃|退出|不用了"
    r"|停(下|止)?(吧)?|别约了|不要(约|预约)?了|先不(约|办|预约|弄).{0,3}|下次再(约|说).{0,2}|以后再说"
)
YES = re.compile(
    r"(是的?|对的?|没错|好[的啊嘞]?|可以的?|行|嗯+|确认|确定|同意|没问题|就这样|要得|ok|yes|提交"
    r"|正确|无误|预约|[吧啦了呀啊。，！,.! ])+",
    re.IGNORECASE,
)
NO = re.compile(
    r"(不是?|不对|不行|错了?|有误|不同意|不可以|否|no|不正确|[的了。，！!,. ])+", re.IGNORECASE
)
ORDINAL = re.compile(r"第\s*([一二三四五六七八九十\d]{1,2})")
BARE_NUMBER = re.compile(r"(?:选|要|就)?\s*([一二三四五六七八九\d])\s*(?:号|吧|个)?")
CHINESE_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九十", start=1)}
STARS = re.compile(r"([1-5一二两三四五])\s*(?:星|分|颗星)|^([1-5])$")
GRADES = (
    ("非常不满意", 1),
    ("非常满意", 5),
    ("十分满意", 5),
    ("基本满意", 3),
    ("不满意", 2),
    ("满意", 4),
    ("差评", 1),
    ("好评", 5),
    ("一般", 3),
)


def read_ordinal(text: str, count: int) -> int | None:
    """Which of `count` offered things `text` picks, counted from 0.

    May be out of range: "第五个" of three is 4, and the caller says there are only three.
    """
    if re.search(r"最后|末尾|倒数第一", text):
        return count - 1
    if re.search(r"(头|前|上)(面)?(一|那)?个|首个", text) and not ORDINAL.search(text):
        return 0
    if re.search(r"(后|下)面(那|一)?个", text):
        return count - 1
    if re.search(r"中间(那)?个", text):
        return count // 2
    found = ORDINAL.search(text) or BARE_NUMBER.fullmatch(text.strip("。.！! "))
    return _number(found[1]) - 1 if found else None


def read_correction(text: str) -> str | None:
    """Which part of a booking somebody wants to change: time, phone, name, park or matter."""
    return next((part for part, said in CORRECTIONS.items() if said.search(text)), None)


def names_a_day(text: str) -> bool:
    """Whether `text` speaks of a day or a time, so that it is worth reading as one."""
    return DATE_WORDS.search(text) is not None


def abandons(text: str) -> bool:
    """Whether somebody gives up what was begun."""
    return ABANDON.fullmatch(text.strip("。.！!，, ")) is not None


def says_yes(text: str) -> bool:
    """Whether `text` is a plain yes."""
    return YES.fullmatch(text.strip("。，！,.! ")) is not None


def says_no(text: str) -> bool:
    """Whether `text` is a plain no."""
    return NO.fullmatch(text.strip("。，！,.! ")) is not None


def read_stars(text: str) -> int | None:
    """A grade from 1 (worst) to 5, said in stars, points or the five official words (好差评)."""
    for words, stars in GRADES:
        if words in text:
            return stars
    found = STARS.search(text.strip())
    if not found:
        return None
    said = found[1] or found[2]
    return 2 if said == "两" else _number(said)


def _number(said: str) -> int:
    if said.isdigit():
        return int(said)
    if said.startswith("十"):
        return 10 + CHINESE_DIGITS.get(said[1:], 0)
    return CHINESE_DIGITS[said[0]]
