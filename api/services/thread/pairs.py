"""Finds the two matters that one message names: 施工许可和消防验收都要什么材料."""

import re
from collections.abc import Iterator
from datetime import date

from knowledge import KnowledgeBase
from knowledge.search import Searcher
from knowledge.text import compact, normalise

JOINT = re.compile(r"[和跟与、,，]|以及|还有|同(?!意|时|一|样)|还是|或者|vs|比起?", re.IGNORECASE)
CLEAR_JOINT = re.compile(r"[和跟与、]|以及|还有|同(?!意|时|一|样)")
AROUND = re.compile(
    r"^(?:那么?|请问|我们?|要|想|办|问|申请|了解|知道|一下|这|下|，|,|：|:)+"
    r"|(?:这?两[个项件样种](?:证|事项?|手续)?|这俩|都|分别|各自|各|一起|同时|一块儿?|哪个|哪一个|谁|之间|的话|来说"
    r"|要不要|是不是|到底|究竟|办理|办|要|需要|得|先|后|前|在|有|有没有|的|呢|吗|么|啊|呀|多久|怎么|如何|什么|啥|区别|不同"
    r"|不一样|差别|差异|分别|一样|差在哪|相比|对比|是?一回事|是?一码事|同一[个件]|是同|比较|比|不|[？?。，,！!\s])+$"
)
ENDS = re.compile(r"[，,。；;！!？?]|要办|想办|办理|(?<!经)办(?!公|法|件)")
"""Where the name of a matter begins or ends in a longer sentence."""
COUNTED = re.compile(r"[，,。；;！!？?:：、]|[一二][是个]是?|还有|另(?:外)?一?个")
"""Where a story about two things comes to the next."""
TWO_THINGS = re.compile(
    r"(?:两|2|二)[个件样桩项](?:事|证|手续|事项|问题)|一个是.*(?:还有|另|一个是)|两样|一起问|一并"
)
"""Says that two things are wanted, however long the story is."""
LONGEST_PART = 14
"""Characters; more is a story, not a name."""
SURE = 0.5
"""Share of all matters that the best one needs where a part might mean several."""


class Pairs:
    """Finds pairs of matters in words."""

    def __init__(self, kb: KnowledgeBase, searcher: Searcher) -> None:
        self._searcher = searcher
        cues = {cue for topic in kb.topics.values() for cue in topic.cues}
        self._cues = sorted((cue for cue in cues if len(cue) > 1), key=len, reverse=True)
        names = [n for m in kb.matters.values() for n in (m.name, *m.aliases, *m.nouns)]
        self._joined_names = {compact(name) for name in names if CLEAR_JOINT.search(name)}

    def find(
        self, query: str, park_id: str | None, as_of: date | None, loose: bool = False
    ) -> tuple[str, str] | None:
        """The two matters that `query` names, in its order; None when it does not name two.

        Args:
            loose: also take apart at commas and "or", as a comparison does.
        """
        if TWO_THINGS.search(query) and (told := self._told(query)):
            return told
        words = self._bare(query)
        if any(name in compact(words) for name in self._joined_names):
            return None
        for left, right in _parts(words, JOINT if loose else CLEAR_JOINT):
            first = self.meant(_names(left)[-1], park_id, as_of)
            second = self.meant(_names(right)[0], park_id, as_of) if first else None
            if first and second and first != second:
                return first, second
        return None

    def _told(self, query: str) -> tuple[str, str] | None:
        """The two matters that a story about two things names, if it names just two."""
        parts = (part for part in COUNTED.split(normalise(query)) if part.strip())
        meant = (self._searcher.search(part) for part in parts)
        named = dict.fromkeys(
            result.candidates[0].matter_id
            for result in meant
            if result.decision != "none" and (result.named or result.candidates[0].score >= SURE)
        )
        if len(named) != 2:
            return None
        first, second = named
        return first, second

    def same(self, query: str, park_id: str | None) -> str | None:
        """The one matter that both of two names mean: 报告书和报告表."""
        for left, right in _parts(self._bare(query), JOINT):
            first = self.meant(_names(left)[-1], park_id)
            if first and first == self.meant(_names(right)[0], park_id):
                return first
        return None

    def one(self, query: str, park_id: str | None) -> str | None:
        """The one matter that `query` names beside the words of a comparison."""
        words = self._bare(query)
        parts = [words, *(side for cut in _parts(words, JOINT) for side in cut)]
        return next((m for part in parts if (m := self.meant(part, park_id))), None)

    def meant(self, part: str, park_id: str | None, as_of: date | None = None) -> str | None:
        """The matter that a short name means, the likeliest where it might mean several."""
        part = AROUND.sub("", self._bare(part))
        if not 2 <= len(compact(part)) <= LONGEST_PART:
            return None
        result = self._searcher.search(part, park_id, as_of)
        if result.decision == "none" or not result.candidates:
            return None
        best = result.candidates[0]
        sure = result.decision == "match" or result.named or best.score >= SURE
        return best.matter_id if sure else None

    def _bare(self, query: str) -> str:
        words = normalise(query)
        for cue in self._cues:
            words = words.replace(cue, "")
        return AROUND.sub("", words)


def _names(part: str) -> list[str]:
    """What may be a name in one side of a sentence; never empty."""
    return [name for name in ENDS.split(part) if name.strip()] or [""]


def _parts(words: str, joint: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    for found in joint.finditer(words):
        yield words[: found.start()], words[found.end() :]
