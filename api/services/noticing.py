"""Notices that a turn of a conversation went wrong: for which question, and in what way."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from api.services.likeness import likeness
from api.services.payloads import parse_payload
from api.services.reviews import Why
from knowledge.talk import Talk
from knowledge.text import QuestionWords, compact, normalise, spaced, standard

LONGEST_DENIAL = 40
DENIAL = re.compile(
    r"(?:啊|哎|呃|嗯|额|噢|哦)?\W*"
    r"(?:(?:不是(?!.*[吗吧么]\W*$)|不对|(?:(?:你|您)?(?:搞|弄|说|理解|理))?错了?|答非所问)+"
    # what follows shows that nothing but the answer is meant: 不对外营业 denies nothing
    r"(?=[啊呀呢哦噢啦哈吧的了]*(?:$|\W)|[我要想问说办]*[这那]|是|我[要想问说的])"
    r"|我(?:要|想)办的不是|我不是(?:要|想|问))"
)
QUESTION = re.compile(
    r"吗|怎|咋|如何|哪|什么|啥|多少|多久|几[天个次]|谁|(.)不\1|可不可以|能不能|要不要|有没有"
    r"|(?:可以|[能行办要用]).*不$"
)
"""Shows in the clause with the denying word that it asks something: 不是本人去行不行."""
INSTEAD = re.compile(r"我(?:是)?(?:要|想)(?:办|问|搞)?的?(?:是|其实)|应该是|其实是|我(?:说|问)的是")
OTHER_BUSINESS = frozenset({"booking", "precheck", "rating", "handoff", "progress", "journey"})
"""Topics in which "no, that is wrong" corrects a detail, not the matter."""
DENYING_INTENTS = frozenset({"deny", "none_of_these"})
LIKE_TALK = 0.75
"""From this likeness to an example of talk on, a message is taken for talk."""
LEAST_CHARACTERS = 2
LEAST_LATIN_WORDS = 2
_CLAUSE_END = re.compile(r"[^\w\s]")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[a-z]{2,}")
_WORDS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Exchange:
    """One message and what came of it.

    Attributes:
        seq: the message's number in its conversation.
        text, payload: what was sent; one of them is None.
        before, after: the conversation's context before and after.
    """

    conversation_id: str
    seq: int
    text: str | None
    payload: str | None
    before: dict[str, Any]
    after: dict[str, Any]

    @property
    def searched(self) -> bool:
        """Whether the message is words for which a matter was looked for."""
        return self.text is not None and self.after.get("decision") is not None


@dataclass(frozen=True)
class Searched:
    """A question for which a matter was looked for, as the conversation keeps it."""

    seq: int
    text: str
    decision: str
    topic: str
    matter_id: str | None
    candidates: list[dict[str, Any]]

    @property
    def failed(self) -> bool:
        """Whether nothing was found, and nobody known to be in charge either."""
        return self.decision == "none" and self.topic == "none"


@dataclass(frozen=True)
class Noticed:
    """What went wrong with which question."""

    why: Why
    question: Searched
    chosen_matter_id: str | None = None
    again: bool = False


def may_have_failed(turn: Exchange) -> bool:
    """Whether it is worth looking closer; nearly all turns are fine, and this is cheap to tell."""
    return (
        _nothing_found(turn)
        or _none_of_these(turn)
        or _asks_for_person(turn)
        or _denies(turn)
        or _takes_another(turn)
    )


def notice(turn: Exchange, questions: list[Searched]) -> Noticed | None:
    """What went wrong in a turn, if anything did.

    Args:
        questions: what was searched for up to this message, newest first.
    """
    earlier = next((question for question in questions if question.seq < turn.seq), None)
    if earlier is not None:
        found = _about_earlier(turn, earlier)
        if found is not None:
            return found
    if _nothing_found(turn) and not _bare_denial(turn):
        own = next((question for question in questions if question.seq == turn.seq), None)
        return Noticed("not_found", own) if own is not None else None
    return None


def _about_earlier(turn: Exchange, earlier: Searched) -> Noticed | None:
    """What a turn says of the question before it."""
    shown = earlier.decision == "match" and earlier.matter_id == turn.before.get("matter_id")
    if shown and (_denies(turn) or _none_of_these(turn) or _takes_another(turn)):
        said_before = turn.before.get("intent") in DENYING_INTENTS
        return Noticed("corrected", earlier, _chosen(turn), again=said_before)
    if _none_of_these(turn):
        return Noticed("none_of_these", earlier) if earlier.decision == "clarify" else None
    just_asked_back = turn.before.get("decision") == "clarify"
    unsettled = turn.before.get("matter_id") is None and (
        earlier.failed or earlier.decision == "clarify"
    )
    if _asks_for_person(turn) and (just_asked_back or unsettled):
        # what was not found, or refused as none of these, has been counted then
        return Noticed("handed_over", earlier, again=not just_asked_back)
    return None


def _nothing_found(turn: Exchange) -> bool:
    return (
        turn.searched and turn.after.get("decision") == "none" and turn.after.get("topic") == "none"
    )


def _none_of_these(turn: Exchange) -> bool:
    if turn.payload is not None:
        return turn.payload.startswith("/none_of_these")
    return turn.after.get("intent") == "none_of_these"


def _asks_for_person(turn: Exchange) -> bool:
    return bool(turn.after.get("handoff")) and not turn.before.get("handoff")


def _denies(turn: Exchange) -> bool:
    """Whether the applicant says that the matter shown is not the one."""
    return (
        turn.before.get("matter_id") is not None
        and _bare_denial(turn)
        and turn.before.get("topic") not in OTHER_BUSINESS
        and turn.after.get("topic") not in OTHER_BUSINESS
        and turn.after.get("park_id") == turn.before.get("park_id")
    )


def _bare_denial(turn: Exchange) -> bool:
    """Whether the words deny something, so that they are no question of their own."""
    words = normalise(turn.text or "")
    if len(compact(words)) > LONGEST_DENIAL or not DENIAL.match(words):
        return False
    return not QUESTION.search(_CLAUSE_END.split(words, maxsplit=1)[0])


def _takes_another(turn: Exchange) -> bool:
    """Whether right after a match another matter is picked, by a button or in so many words."""
    if turn.before.get("decision") != "match" or _chosen(turn) is None:
        return False
    if turn.payload is not None:
        return parse_payload(turn.payload)[0] == "choose_matter"
    return turn.after.get("decision") == "match" and bool(INSTEAD.match(compact(turn.text or "")))


def _chosen(turn: Exchange) -> str | None:
    """The matter that took the place of the one before."""
    matter_id = turn.after.get("matter_id")
    return None if matter_id in (None, turn.before.get("matter_id")) else str(matter_id)


class Noise:
    """Tells a question from what asks for nothing: greetings, abuse, bare question words, keys.

    Args:
        talk: examples of talk that asks for nothing.
        cues: words that show a kind of question but no matter.
    """

    def __init__(self, talk: Iterable[Talk], cues: Iterable[str]) -> None:
        self._talk = [example for kind in talk for example in kind.examples]
        self._empty = QuestionWords(cues)

    def is_noise(self, text: str) -> bool:
        """Whether there is nothing in `text` to learn from."""
        words = normalise(text)
        if not _says_enough(words.casefold()):
            return True
        if self._empty.cover(spaced(standard(words))):
            return True
        return likeness(words, self._talk) >= LIKE_TALK


def _says_enough(words: str) -> bool:
    """Whether there are two different Chinese characters, or two words of another language."""
    if _CHINESE.search(words):
        return len(set(_WORDS.findall(words))) >= LEAST_CHARACTERS
    return len(set(_LATIN_WORD.findall(words))) >= LEAST_LATIN_WORDS
