"""Writes question words again that a dictation program wrote wrong: 要几添, 那些才料, 怎么半.

Names of matters have their own way (knowledge/index/hearing.py): a message is searched as it stands
and as it sounds. What asks must be right before that, for it tells the kind of a message.
"""

import re
from collections import defaultdict

import jieba

from knowledge.encoder import pinyin

ASKING = """
几天 多少天 好多天 多久 好久 多少钱 好多钱 材料 资料 窗口 几楼 怎么办 怎么弄 怎么搞 何解办
哪里办 在哪办 去哪办 收费 免费 费用 要钱 交钱 网上 预约 手续 条件 有效期 审批 盖章 取消 改期
复印件 原件 身份证 负责 依据 谁批 高新区 经开区
"""
"""What people ask with, that sounds like no other word of more than one character."""
NEVER_WRONG = frozenset(
    "的了是在有又和与也不没就都还再能会要可这那哪个么什谁几多少好来去上下里我你他她它一二三四五六七八九十百千万年月日号点到给把被让从对"
)
"""Characters that stand by themselves: 人多就排队 is no 多久."""
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_NAMES_SOMEBODY = re.compile(r"\d{7}|[叫姓]|名字|先生|女士|公司|小姐")
"""Somebody's name may sound like anything."""


def _by_sound() -> dict[tuple[str, ...], list[str]]:
    found = defaultdict(list)
    for word in ASKING.split():
        found[_sound(word)].append(word)
    return found


def _sound(text: str) -> tuple[str, ...]:
    return tuple(pinyin.of_character(character) or character for character in text)


_WORDS = _by_sound()
_LENGTHS = sorted({len(sound) for sound in _WORDS}, reverse=True)


def heard_right(text: str) -> str:
    """`text` with its question words written as they should be; mostly the text as it is."""
    if _NAMES_SOMEBODY.search(text):
        return text
    return _CHINESE.sub(lambda run: _respelled(run.group()), text)


def _respelled(run: str) -> str:
    written, start = "", 0
    while start < len(run):
        word = next((w for n in _LENGTHS if (w := _meant(run, start, n))), None)
        written += word or run[start]
        start += len(word or run[start])
    return written


def _meant(run: str, start: int, length: int) -> str | None:
    """The question word that the characters at `start` stand for; None for any other words."""
    said = run[start : start + length]
    words = _WORDS.get(_sound(said), []) if len(said) == length else []
    if not words or said in words:
        return said if words else None
    word = max(words, key=lambda one: _same(said, one))
    wrong = {one for one, right in zip(said, word, strict=True) if one != right}
    if 2 * _same(said, word) < length or wrong & NEVER_WRONG or _is_a_word(said):
        return None
    return None if _cuts_a_word(run, start, length, word) else word


def _same(said: str, word: str) -> int:
    return sum(one == right for one, right in zip(said, word, strict=True))


def _is_a_word(said: str) -> bool:
    return bool(jieba.dt.FREQ.get(said))


def _cuts_a_word(run: str, start: int, length: int, word: str) -> bool:
    """Whether a wrong character belongs to a word that goes on beyond: 料理 in 才料理好."""
    wrong = {start + at for at, right in enumerate(word) if run[start + at] != right}
    return any(
        end - begin > 1 and not wrong.isdisjoint(range(begin, end))
        for _, begin, end in jieba.tokenize(run)
        if begin < start or end > start + length
    )
