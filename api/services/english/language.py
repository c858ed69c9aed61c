"""In which language a message is written: Chinese, English, or one that does not tell."""

import re
from collections.abc import Iterable

from api.services.languages import CHINESE, ENGLISH
from knowledge.encoder import pinyin
from knowledge.english import Translation
from knowledge.text import is_question_word, normalise

_CHINESE_CHARACTER = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"(?<![A-Za-z0-9<&/-])[A-Za-z]{2,}(?![A-Za-z0-9-]*\d)")
_IN_ANY_LANGUAGE = frozenset({"ok", "okay", "yes", "no", "hi", "bye", "eia", "restart"})
"""What people who write Chinese say, too: alone it changes nothing."""
_COMMON_WORDS = """
again ahead already angry anyone awful bad better bye call change chinese confirm correct
    done else english excellent exactly finally find fine first fourth friend good goodbye great
    have hate help hours idiot in instead it keep late later let move never nice nothing of old
    pardon perfect person post prefer put really repeat restart return right second send should
    show simple simpler sorry speak start stop stupid sure talk terrible than then thing third
    understand use useless very well welcome wonderful word wrong
"""
_COMMON = frozenset(_COMMON_WORDS.split())


_AROUND = re.compile(
    r"\b(?:please|can|could|you|we|i|want|would|like|to|let'?s|ok(?:ay)?|in|the|language|now|instead"
    r"|me|with|switch|back|change|speak|talk|use|answer|reply|write|thanks?)\b"
    r"|请|能不能|可不可以|可以|麻烦|帮我|给我|跟我|和我|[你我想要能会懂说讲用吗么吧呀的那先好行了不]|换成?[到回]?|切换?[成到回]?|转成"
    r"|改[成用]?|支持|一?下|行不行|回[答复]|交流|谢谢|[\W_]"
)
"""What is said around the name of a language by somebody who wants it spoken."""
LONGEST_WISH = 40
_NAMES = {"chinese": CHINESE, "mandarin": CHINESE, "中文": CHINESE, "汉语": CHINESE}
_NAMES |= {"普通话": CHINESE, "english": ENGLISH, "英文": ENGLISH, "英语": ENGLISH}


def language_wanted(text: str | None) -> str | None:
    """The language that all of a message asks for: switch to Chinese please, 能说英语吗."""
    clauses = re.split(r"[，,。.;；！!?？]", (text or "").casefold())
    wanted = (_NAMES.get(_AROUND.sub("", clause)) for clause in clauses)
    short = len(text or "") <= LONGEST_WISH
    return next((one for one in wanted if one), None) if short else None


class LanguageReader:
    """Tells English from names, codes and Chinese typed as pinyin.

    Args:
        english: whose words are known as English beside the common ones.
    """

    def __init__(self, english: Translation) -> None:
        told = (text for texts in _told(english) for text in texts)
        self._known = {word for text in told for word in _words(text)}

    def of(self, text: str | None, current: str | None) -> str:
        """The language in which to answer a message.

        Args:
            text: what was written; None when a button was pressed.
            current: the language of the conversation; None when nothing was said before.
        """
        said = normalise(text or "")
        if _CHINESE_CHARACTER.search(said):
            return CHINESE
        return ENGLISH if self._is_english(said) else current or CHINESE

    def _is_english(self, said: str) -> bool:
        words = _words(said)
        known = [word for word in words if self._is_known(word)]
        if all(word in _IN_ANY_LANGUAGE for word in known):
            return False
        return len(known) == len(words) or not pinyin.typed(said.lower())

    def _is_known(self, word: str) -> bool:
        return word in self._known or word in _COMMON or is_question_word(word)


def _told(english: Translation) -> Iterable[Iterable[str]]:
    yield from ((matter.name, *matter.asked) for matter in english.matters.values())
    yield from ((referral.title, *referral.asked) for referral in english.referrals.values())
    yield from (policy.asked for policy in english.policy.values())
    yield from english.topics.values()


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
