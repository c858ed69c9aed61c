"""General answers to what sounds like a question on a matter."""

import re
from dataclasses import replace

from api.services.answering.asked import asked_in
from api.services.answering.on_matter import OnMatter
from api.services.answering.state import current_guide
from api.services.answers import HANDOFF, Answer, Question, button
from api.services.cued import best, best_in_a_part
from api.services.outcomes import Outcome
from api.services.policy import (
    APPEALS,
    LIKELY_GENERAL,
    MODES,
    answer_generally,
    answer_policy,
    family_of,
)
from api.services.said.appeals import appeals_if_liability
from api.services.said.notions import asks_meaning
from api.services.thread import about
from api.services.thread.compare import names_modes
from api.services.thread.resolve import AUTHORITY_TOPICS, Subject
from knowledge import KnowledgeBase
from knowledge.search import Result
from knowledge.text import normalise

EXPLAINED_TOPICS = frozenset({"mode", "precheck"})
"""Topics on which people ask for a notion of the decree as often as for a matter's fact."""
COMMITMENT = "commitment"
"""The general subject of 告知承诺."""
BROKEN_PROMISE = re.compile(
    r"承诺[^。]{0,10}(?:做不到|没做到|办不到|达不到|没兑现|兑现不了|不实|是假|造假|不符|反悔|不履行|没履行|失信|后果)"
    r"|(?:违反|违背|不履行|没履行|没兑现|虚假|做不到|没做到)[^。]{0,6}承诺"
)
"""Asks what follows when a promise is not kept."""
LONGEST_FOLLOW_UP = 18
"""Characters of a question that may go on about the general fact told last."""
ASKED_OF_AN_APPEAL = frozenset({"time_limit", "window", "result", "materials"})
"""Kinds of question that, with no matter spoken of, go on about an appeal."""
LIKE_ENOUGH = 0.3
"""How like a fact of the same kind such a question must be."""
THE_SAME = re.compile(
    r"举个?例|打个?比方|比如[呢说吗]|[按照依据](?:着|照)?(?:它|他|这|那)|[这那该](?:个|份|条|部|项|种)?(?:文件?|政策|规定|办法|通知|说法|章|制度|评估|通道)(?!书)"
)
"""Speaks of the general fact that was told last."""
WHAT_NOW = re.compile(
    r"还(?:要|用|能|可以|是|得|该)?(?:不)?(?:找|去|到|来|归|按|照|办|算|管|有用)|(?:那|现在)(?:我们?|该|要|可|又)*(?:怎么办|咋办|怎么弄|咋搞|找谁|找哪|去哪|如何)"
)
"""Asks what follows for oneself: 那我现在还找不找大厅."""
HOW_FAR = re.compile(
    r"进度|进展|流程走|到哪|哪一?[步关环]|[好下批办过审完]了?[没吗么]|批下来|办好了|出来[了没吗]|怎么?样了|啥样了|受理了"
    r"|查|动静|消息|催|状态|结果|单号|还要等|几时(?:能|可以)?[拿取领]"
)
"""Asks how far something is that was handed in."""
PROGRESS = (
    "办件进度我这里还查不到。想看预约，请说“我的预约”；窗口已经受理的，"
    "请凭受理单拨打 12345 政务服务便民热线查询，或者转人工。"
)


class General:
    """Answers from the decree and the service, with a matter spoken of or not."""

    def __init__(self, kb: KnowledgeBase, on_matter: OnMatter, asking: about.Asking) -> None:
        self._kb = kb
        self._on_matter = on_matter
        self._asking = asking

    def answer(self, question: Question, subject: Subject) -> Answer | None:
        """The answer to a question that is not about the matter it seems to be about."""
        general = self._asked(question, subject)
        none = subject.result is None or _finds_nobody(subject.result, question.query or "")
        if general is None and none and subject.matter_id is None:
            return self.same_again(question)
        return general

    def _asked(self, question: Question, subject: Subject) -> Answer | None:
        if told := self._on_broken_promise(question) or self._named_fact(question, subject):
            return told
        if question.topic == "progress":
            if _wishes(question, subject):
                return None
            return self.of_current_matter(question) or _progress(subject)
        if question.topic in ("matter", "notice") or question.query is None:
            return None
        if question.topic == "liability" and appeals_if_liability(question.query):
            return None if subject.matter_id or subject.referred else self._appeal(question)
        named = subject.result is not None and subject.result.decision != "none"
        if named and question.topic not in EXPLAINED_TOPICS:
            return None
        has_matter = subject.matter_id is not None
        if question.topic == "precheck" and has_matter and not asks_meaning(question.query):
            return None
        return answer_generally(self._kb, question, has_matter)

    def _named_fact(self, question: Question, subject: Subject) -> Answer | None:
        """A general fact that words name which were taken for a wish: 哪些事没有放权给园区."""
        if question.topic != "matter" or question.query is None:
            return None
        found = subject.result is not None and subject.result.decision != "none"
        if subject.matter_id or not found:
            return None
        fact = best_in_a_part(question.query, list(self._kb.policy.values()), LIKELY_GENERAL)
        if fact is None:
            return None
        return answer_policy(self._kb, replace(question, subject=fact.subject))

    def _appeal(self, question: Question) -> Answer | None:
        """What can be done against any decision, where no matter is spoken of."""
        if APPEALS not in self._kb.policy or question.as_of is not None:
            return None
        told = answer_policy(self._kb, replace(question, subject=APPEALS))
        return replace(told, topic="liability")

    def once_more(self, question: Question) -> Answer | None:
        """A general fact that a comparison of nothing known asks about: 3号章呢，一样吗."""
        told = answer_policy(self._kb, question)
        modes = about.is_general(told.about, MODES)  # "有什么区别" alone does not ask for them
        compares_nothing = modes and not names_modes(question.query or "")
        if told.outcome != Outcome.NOT_FOUND and not compares_nothing:
            return told
        return self._last(question)

    def follow_up(self, question: Question) -> Answer | None:
        """The answer to a short question that goes on about a general fact: 到期没有; 那怎么删.

        It must be like a fact of the same kind, be it less like it than a question on its own.
        """
        told = about.general_told(self._kb, question.thread.about)
        words = question.query or ""
        if told is None or question.matter_id or not 0 < len(words) <= LONGEST_FOLLOW_UP:
            return None
        if question.topic in AUTHORITY_TOPICS or asked_in(self._kb, words) in AUTHORITY_TOPICS:
            return None
        family = [self._kb.policy[one] for one in family_of(told.subject) if one in self._kb.policy]
        if told.subject == APPEALS and question.topic in ASKED_OF_AN_APPEAL:
            return answer_policy(self._kb, replace(question, topic="policy", subject=APPEALS))
        fact = best(words, family, LIKE_ENOUGH)
        elsewhere = best(words, list(self._kb.policy.values()))
        if fact is None or (elsewhere is not None and elsewhere not in family):
            return None
        return answer_policy(self._kb, replace(question, topic="policy", subject=fact.subject))

    def same_again(self, question: Question) -> Answer | None:
        """The general fact told last, where nothing but it is spoken of: 那还按这个文办吗."""
        told = about.general_told(self._kb, question.thread.about)
        if told is None or question.query is None:
            return None
        another = best(question.query, list(self._kb.policy.values()))
        if another is not None and another is not told:
            return None
        goes_on = (
            THE_SAME.search(question.query)
            or WHAT_NOW.search(question.query)
            or self._asking.shares(question.query, told.text)
        )
        return self._last(question) if goes_on else None

    def _last(self, question: Question) -> Answer | None:
        last = about.general_told(self._kb, question.thread.about)
        if last is None:
            return None
        return answer_policy(self._kb, replace(question, subject=last.subject))

    def of_current_matter(self, question: Question) -> Answer | None:
        """The answer to a usual question on the current matter, if there is one."""
        guide = current_guide(self._kb, question)
        return self._on_matter.usual(guide, question) if guide and question.query else None

    def _on_broken_promise(self, question: Question) -> Answer | None:
        """What follows from a promise that is not kept, where the matter tells nothing itself."""
        if COMMITMENT not in self._kb.policy or not BROKEN_PROMISE.search(question.query or ""):
            return None
        if self.of_current_matter(question) is not None:
            return None
        return answer_policy(self._kb, replace(question, subject=COMMITMENT))


def _finds_nobody(result: Result, query: str) -> bool:
    """Whether neither a matter nor, by its name, anybody else's business was found."""
    keywords = result.referral.keywords if result.referral else ()
    return result.decision == "none" and not any(one in normalise(query) for one in keywords)


def _wishes(question: Question, subject: Subject) -> bool:
    """Whether a matter is named and not asked after: 一直没去搞，现在想把不动产登记办了."""
    named = subject.result is not None and subject.result.decision == "match"
    return named and HOW_FAR.search(question.query or "") is None


def _progress(subject: Subject) -> Answer:
    """That the hall knows how far it is; the matter that was named is the current one."""
    return Answer(
        Outcome.MISSING_FACT,
        "progress",
        PROGRESS,
        matter_id=subject.matter_id,
        buttons=[button("我的预约", "booking_lookup"), HANDOFF],
    )
