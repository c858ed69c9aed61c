"""Normalising what people type, say or paste, before anything compares it.

Everything here is linear in the length of the text: regular expressions are anchored or match
a bounded number of characters, so a hostile message cannot make them slow.
"""

import re
import unicodedata
from functools import lru_cache

import opencc

MAX_CHARACTERS = 2000
"""Longest text that is looked at (characters); the rest is cut off."""

_CJK = (
    "\u2e80-\u2fdf\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    # full-width punctuation that NFKC turns into ASCII counts as Chinese only next to a Chinese
    # character, so it needs no entry here
)
_SPACES = re.compile(r"\s+")
_SPACE_BESIDE_CJK = re.compile(rf"(?<=[{_CJK}]) | (?=[{_CJK}])")
_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_KEPT_CONTROLS = frozenset("\t\n\r\x0b\x0c\x85")
_PUNCTUATION = re.compile(r"[\W_]+")

# Words around a question that say nothing about which matter it is.
_LEADING_CUES = re.compile(
    r"(?:你好|您好|哈喽|请问|请教|打扰|麻烦|劳驾|帮我|帮忙|给我|问一下|问下|问问|查一下|查下|查查|查询"
    r"|咨询|了解|想问|想要|想办|想|要办理|要办|要|需要|我们公司|我公司|我们|我|现在|准备|打算|申请"
    r"|办理|去办|办个|办|一下|一个|关于|那个|这个|就是|hi|hello)+",
    re.IGNORECASE,
)
_TRAILING_CUES = re.compile(
    r"(?:怎么办理|怎么申请|怎么办|怎么弄|怎么搞|怎么报|怎样办|如何办理|如何申请|如何办|在哪里办理"
    r"|在哪里办|在哪办|去哪里办|去哪办|哪里办|找谁办|找谁|要什么材料|需要什么材料|需要哪些材料"
    r"|要哪些材料|什么材料|材料|流程|手续|多久|多长时间|多少钱|要钱吗|收费吗|几天|办理|申请|的|了|吗|呢|呀"
    r"|啊|吧|谢谢)+$"
)

# Words of the Hunan dialects that carry no matter of their own, in the standard language.
_DIALECT = {
    "么子": "什么",
    "何什": "怎么",
    "何解": "为什么",
    "何里": "哪里",
    "哪个里": "哪里",
    "咯里": "这里",
    "咯个": "这个",
    "那只": "那个",
    "晓不得": "不知道",
    "晓得": "知道",
    "冇得": "没有",
    "冇": "没",
    "冒得": "没有",
    "哒": "了",
    "咯": "",
    "嘞": "",
    "噻": "",
    "啵": "吗",
    "屋里": "家里",
    "细伢子": "小孩",
    "堂客": "妻子",
}
_DIALECT_WORD = re.compile("|".join(sorted(_DIALECT, key=len, reverse=True)))
_DENIED = re.compile(
    r"(?<!是)不是[^,;。.!?、\n]{0,80}(?<![吗么嘛吧?])(?=[,;。.!、\n]|$)"
    r"|除了?[^,;。.!?、\n]{1,16}?(?:以外|之外)?(?=,?(?:还|另外|别的))"
)
_LEAST_AFFIRMED = 6
_REPEATED = re.compile(r"([^0-9]{1,12}?)\1{3,}")


@lru_cache(maxsize=1)
def _traditional_to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _visible(character: str) -> bool:
    if character in _KEPT_CONTROLS:
        return True
    return unicodedata.category(character) not in _INVISIBLE_CATEGORIES


def _normalise_once(text: str) -> str:
    text = "".join(filter(_visible, unicodedata.normalize("NFKC", text)))
    text = _SPACE_BESIDE_CJK.sub("", _SPACES.sub(" ", text)).strip()
    return str(_traditional_to_simplified().convert(text))


def normalise(text: str, limit: int = MAX_CHARACTERS) -> str:
    """The one form in which a text is stored, compared and understood.

    Full-width and compatibility characters become plain ones (NFKC), traditional Chinese becomes
    simplified, control and zero-width characters go, runs of white space become one space, and
    spaces that touch a Chinese character go. Normalising twice changes nothing.

    Args:
        text: anything a person may send.
        limit: characters kept; what is longer is cut.
    """
    text = text[: 2 * limit]  # bounds the work on a pasted book; the real cut comes below
    for _ in range(4):  # a step may enable another (a ligature that hid a space); 2 rounds suffice
        previous, text = text, _normalise_once(text)[:limit].strip()
        if text == previous:
            break
    return text


def compact(text: str) -> str:
    """Normalised text without case, spaces and punctuation: for literal comparison only."""
    return _PUNCTUATION.sub("", normalise(text)).casefold()


def essence(text: str) -> str:
    """`compact` text without greetings before it and question words after it.

    "请问施工许可证怎么办理？" becomes "施工许可证". A text made of nothing else stays whole.
    """
    whole = compact(text)
    core = _TRAILING_CUES.sub("", whole)
    leading = _LEADING_CUES.match(core)
    core = core[leading.end() :] if leading else core
    return core or whole


def standard(text: str) -> str:
    """A normalised text in lower case, with words of the local dialects in standard Chinese."""
    return _DIALECT_WORD.sub(lambda found: _DIALECT[found.group()], text.lower())


def affirmed(text: str) -> str:
    """A normalised text without what it says the wish is not.

    "要验收，不是备案的那种" becomes "要验收，", and "除了执照还要什么证" becomes "还要什么证".
    Questions ("不是要备案吗") and texts of which hardly anything would be left stay whole.
    """
    left = _DENIED.sub("", text)
    return left if len(compact(left)) >= _LEAST_AFFIRMED else text


def without_repeats(text: str) -> str:
    """A text in which nothing short stands more than three times running: two are left.

    A key held down or a word pasted over and over says no more than the word.
    """
    return _REPEATED.sub(r"\1\1", text)
