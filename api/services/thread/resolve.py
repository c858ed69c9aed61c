"""Decides which matter a question speaks of: a newly named one, or the current one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from api.services.answers import Question
from api.services.said.appeals import appeals_if_liability
from api.services.thread.about import Asking
from api.services.thread.offer import Offer, is_open
from api.services.thread.words import (
    asks_about_first,
    goes_back,
    without_denial,
    without_way_back,
)
from api.services.usual import kinds_of
from knowledge import KnowledgeBase, Referral
from knowledge.question import WHICH as WHICH_MATTER
from knowledge.search import Result, Searcher
from knowledge.text import QuestionWords, compact, normalise, spaced

FILLERS = re.compile(
    r"那|现在|以前|以后|然后|还有|接着|继续|呢|吗|吧|啊|呀|嗯|哦|[，。？！、,.?!\s]"
)
"""Words that go on with what was spoken of, and name nothing."""
SMALL_WORDS = re.compile(
    r"网上|线上|手机|[行可以能得不没冇要去来到就好了的是我你您他她它们咱俺咯啵嘞哈啦哦喔噢嘛么收交钱费管给点下些这那个也都又还再先]"
)
"""With a question of a kind that is known, what only puts it: 网上行吗, 收钱不."""
ASKS_IF_STILL = re.compile(
    r"(?:还|也|都|一样|照样|仍然?|同样)(?:是|算|用|要|办|按|走)?[^，,。；;]{0,10}(?:就)?(?:行|可以|够|好|要得|得)[了吗么嘛吧啵不呢?]|还是[^，,。；;]{1,8}[吗么嘛吧啵?]"
)
"""Asks whether the current matter still does when something is added: 那还是备案就行吧."""
ELLIPTIC = re.compile(
    r"(?:(?:就是|是|我?说的是)|那(?:么|个)?)?(?P<part>[^，。？！\s的呢]{2,8}?)(?:(?P<of>的)(?:那个)?|(?:那个|呢))[呀啊呢吧]*"
)
"""Says no more than a part of a name."""
POINTS = re.compile(r"[这那](?:一)?[个种项件样](?:[吧啊呀呗咯了]|$)|就[办要选]")
"""Points at one of those that were spoken of."""
PAPERS = re.compile(r"(?<!\w)(?:这|那|它|其|该)?(?:个)?(?:许可)?证(?:书|件|照)?的?|[的它]")
"""The paper that is spoken of, when a question leaves out which."""
AUTHORITY_TOPICS = frozenset({"mode", "liability"})
"""Who decides and who is liable: a day asked about before still holds for these."""
AUTHORITIES = re.compile(
    r"省里|省厅|省级|省局|省政府|省直|市里|市局|市级|市直|市政府|区里|县里|国家|园区|管委会|政府|部门|单位|机关|法院|领导"
    r"|上面|上级|本级|原来|以前|派驻|盖|公章|印章|章|签字|报到|上报|报送|直报|报|抄送|抄|备案|备个案|送到|送|审核|审查|审|批"
    r"|复核|复议|权限|下放|放权|赋权|受理|决定|是不是|要不要|用不用|需不需要|还是|还要|还得|还|再|去|到|跑|一趟|吗|不|要"
    r"|怎么|个|的|在|由|谁|哪|给|来|能|可以|得|需要|出|错|事|赔|管|材料|资料|交上去|递上去|[一几]步|步骤|流程|同时|一份"
    r"|两份|上|步|后|怎|时候?|边|回音|自己|我们?|您|你|最后|那|级|拍板|要是|如果|一起"
)
"""Who decides, and what is done there: with these words nobody names a matter."""
ASKED_WITH = {
    "online": re.compile(r"网上|线上|手机|电脑|微信|小程序|平台|可以|[行成搞弄办得不能吗在上]"),
    "fee": re.compile(r"多少|好多|几多|[收钱费交花贵要不吗还个的]"),
    "time_limit": re.compile(r"多久|好久|下来|多少|到手|[天日久快慢等拿能办好要几吗的得]"),
    "window": re.compile(r"窗口|电话|地址|[在哪去到里几楼号办交送找吗的]"),
}
"""What else such a question is made of; with these words nobody names a matter."""
PAPER_TOPICS = frozenset({"materials", "precheck"})
WHOLE_TOPICS = frozenset({"notice", "precheck"})
"""Topics that go through the whole of a matter: often asked for without naming it."""
OF_ITS_OWN = ("scope", "conditions", "materials", "procedure", "remarks", "faqs")
"""Fields in which a matter speaks of the papers and bodies that are part of it."""
ASIDE = re.compile(r"顺便|顺带|另外|还想问|再问|问(?:一?下|个|一个)?别的|题外|插一句|岔开")
"""Says that what follows is about something else."""
WHETHER = re.compile(r"要不要|需不需要|用不用|要带|要交|带上|必须|[还也]要")
WHICH = re.compile(r"什么|哪|啥|么子|谁")
WITHOUT = re.compile(
    r"^(?:那|我们?|要是|如果)*(?:没有?|冇得?|缺)[^，。？]{1,8}(?:呢|咋办|怎么办|咋整|行吗|行不行|可以吗|能办吗)[?？。]*$"
)
"""Asks what to do without something."""
SHORTEST_WHOLE_NAME = 4
FAR_MORE_LIKELY = 0.75
PAPER_WORDS = """
再 一遍 两遍 遍 核 核一核 逐条 逐项 逐样 一样样 一件件 过 自查 自检 对对 对照
审审 先审 预审 资料 咱们 手里 手上 我的 我这些 这些 过关 合格 行 补 补交 先收 晚
材料 资料 文件 东西 手续 要件 齐 齐了 齐全 齐不齐 都齐 备齐 带齐 弄齐 备好 带好 带了
准备 准备好 好了 够 够不够 缺 差 少 没有 有了 全 不全 不齐 都 全部 所有 一切 一次
一次性 告知 告知书 告知单 通知 清单 单子 列 列出来 列给 列个 打印 发 发我 发给 给我
一份 一张 一个 汇总 整理 完整 核对 对 对一下 检查 审 预审 预检 过一遍 把关 容缺
容缺受理 后补 承诺 受理 能办 可以办 内容 要求 条件 时限 收费 跑 一趟 免得 来回 冤枉路
前 后 第 项 样 其他 其它 别的 剩下 除了 就差 还差 只有 还没 还在 在办 原件 复印件 证
图纸 执照 打算 这些 那些 啥 写 全写上 转 转发 转给 同事 老板
"""
"""What is said of papers in general, or of one among them: no matter is named by it."""
BRINGING = re.compile(
    r"(?:要不要|需不需要|用不用|必须|要|需要|得)(?:带|交|提供|提交|准备|复印)(?!.*(?:什么|哪些|啥|么子)).{0,4}$"
)
HARDLY = 0.02
"""Share from which words may still mean a matter spoken of before."""
ALMOST_SURE = 0.95
"""The same where a question is prepared that tells it from others."""
LIKELY_ALONE, FAR_AHEAD = 0.3, 8.0
"""Share of the best matter, and times the next one's, from which it alone is meant."""
HINTED = 0.1
"""The same where a part of its name is said."""
MANY = 20
"""Candidates among which one spoken of before is looked for."""
LIKELY_FIRST = 0.45
"""Share of all matters from which one is meant by a question that is the first on any."""
LIKELY_ANOTHER = 0.6
"""Share of all matters from which another one is meant than the current, though unnamed."""
LIKELY = 0.7
"""Share of all matters from which a matter spoken of before is the one that is meant."""
WORDS_OF_ITS_OWN = 2
"""Characters that must remain, once the question words are gone, for a matter to be named."""


NOTHING = Result("none", [])
"""What is found in words that leave it open which of the matters on offer is meant."""


@dataclass(frozen=True)
class Subject:
    """What a question is about. `result` is the search of this turn, None when none was made."""

    matter_id: str | None
    result: Result | None = None
    referred: bool = False
    """Whether the words name what is surely somebody else's business."""


class Resolver:
    """Finds the matter a question is about."""

    def __init__(self, kb: KnowledgeBase, searcher: Searcher, asking: Asking) -> None:
        self._kb = kb
        self._searcher = searcher
        self._cues = sorted(
            {cue for topic in kb.topics.values() for cue in topic.cues}, key=len, reverse=True
        )
        self._asking = asking
        self._papers = QuestionWords([*self._cues, *PAPER_WORDS.split()])
        self._offer = Offer(searcher)

    def resolve(self, question: Question) -> Subject:
        """The matter of `question`, and the search that led to it if one was made."""
        if question.query is not None and goes_back(question.query):
            return self._back(question, question.query)
        current = self._current(question)
        if question.query is None or not self.names_something(question):
            return Subject(None if self._asks_of_the_open(question) else current)
        if current is not None and (
            _asks_whether_to_bring(question) or self._calls_by_a_part(question.query, current)
        ):
            return Subject(current)
        return self._searched(question, question.query, current)

    def _searched(self, question: Question, query: str, current: str | None) -> Subject:
        """The matter that the words name, or the current one where they name none."""
        result = self._search(question, query)
        if is_open(question) and (told := self._told(question, query, result)):
            return told
        if question.topic in WHOLE_TOPICS and not _names(result, current):
            return Subject(None, result) if _refers(result, query) else Subject(current)
        if result.decision == "match" and self._is_left_for(question, query, result, current):
            return Subject(result.candidates[0].matter_id, result)
        if result.elsewhere:  # the park does not have it: to be told where to go instead
            return Subject(result.elsewhere, result)
        if result.decision == "clarify":
            return self._of_several(question, query, result, current)
        if _is_not_ours(question, result, self._said(query)) and not self._said_in(current, query):
            return Subject(None, result, referred=True)
        return self._unclear(question, result, current)

    def _of_several(
        self, question: Question, query: str, result: Result, current: str | None
    ) -> Subject:
        """The matter of words that may mean several, if one is clearly meant after all."""
        if _is_far_ahead(result):
            return Subject(result.candidates[0].matter_id, result)
        if full := self._fully_named(query, current):
            return Subject(full, result)
        if pointed_at := _pointed_at(question, query, result):
            return Subject(pointed_at, result)
        return self._unclear(question, self._narrower(query, result, current), current)

    def _narrower(self, query: str, result: Result, current: str | None) -> Result:
        """`result`, asking which kind like the current one where that may not do any more."""
        if current is None or result.named or not ASKS_IF_STILL.search(query):
            return result
        return replace(result, question=self._searcher.kinds_of(current) or result.question)

    def _asks_of_the_open(self, question: Question) -> bool:
        """Whether a question that names nothing is asked of what is still to be chosen: 收费不."""
        return question.query is not None and is_open(question)

    def _told(self, question: Question, query: str, result: Result) -> Subject | None:
        """The matter on offer that words mean which tell more of the case.

        None where they surely name something else. Where it is still open, nothing is found.
        """
        best = result.candidates[0] if result.decision == "match" else None
        if best is not None and best.matter_id in question.thread.offered:
            return Subject(best.matter_id, result)
        if _refers(result, query) or result.named:
            return None
        if self._searcher.names_in(query) and (
            _asks_among_others(result, question.thread.offered)
            or not self._offer.by_title(question, query)
        ):
            return None
        if picked := self._offer.picked(question, query):
            return Subject(picked, result)
        return Subject(None, NOTHING) if self._offer.goes_on(question, query) else None

    def _search(self, question: Question, query: str) -> Result:
        """What is found on the day asked about, or today where nothing is: who handled it then?"""
        words = without_denial(query)
        result = self._searcher.search(words, question.park_id, question.as_of)
        if result.decision == "none" and question.as_of is not None:
            return self._searcher.search(words, question.park_id)
        return result

    def _is_left_for(
        self, question: Question, query: str, result: Result, current: str | None
    ) -> bool:
        """Whether the current matter is left for the one found.

        A question that says no other one's name goes on with it, if nothing else is likely:
        网上搞得不, 人家来不来看.
        """
        if current == result.candidates[0].matter_id:
            return True
        if current is None:
            return question.topic == "matter" or self._speaks_of(query, result, LIKELY_FIRST)
        if question.topic == "matter" and not kinds_of(query):
            return True
        return self._speaks_of(query, result)

    def names_one(self, question: Question) -> bool:
        """Whether what was taken for a general question speaks of a matter, or of a referral."""
        query = question.query or ""
        result = self._searcher.search(without_denial(query), question.park_id, question.as_of)
        if result.decision == "none":
            return bool(result.elsewhere) or _refers(result, query)
        if question.topic == "journey" and self._asking.names_nothing(query):
            return False  # "要办哪些手续" asks for a plan, but does not say what for
        vague = result.decision == "clarify" and not self._only_asks(query)
        return vague or self._speaks_of(query, result)

    def names_others(self, question: Question) -> bool:
        """Whether words say the name of something else than the current matter."""
        matter = self._kb.matters.get(question.matter_id or "")
        own = [matter.name, *matter.aliases, *matter.nouns] if matter else []
        said = self._searcher.names_in(without_denial(question.query or ""))
        return bool({compact(name) for name in said} - {compact(name) for name in own})

    def finds_one(self, question: Question) -> bool:
        """Whether the words, taken by themselves, surely mean a matter."""
        found = self._searcher.search(question.query or "", question.park_id, question.as_of)
        return found.decision == "match"

    def names_another(self, question: Question, told: Referral) -> bool:
        """Whether a question after a referral speaks of something else than `told`."""
        query = question.query or ""
        if not self.names_something(question):
            return False
        result = self._searcher.search(query, question.park_id, question.as_of)
        if result.decision == "none":
            return bool(result.elsewhere) or self._says_another(query, result, told)
        return self._speaks_of(query, result)

    def _says_another(self, query: str, result: Result, told: Referral) -> bool:
        """Whether words of another referral are said, and none of `told` itself."""
        other = result.referral
        if other is None or other == told:
            return False
        names = f"{other.title} {' '.join(other.keywords)}"
        pairs = {query[at : at + 2] for at in range(len(query) - 1)} - {" "}
        return any(
            pair in names and pair not in told.text and not self._asking.names_nothing(pair)
            for pair in pairs
        )

    def names_a_thing(self, question: Question) -> bool:
        """Whether words say the name of a matter, of a vague wish or of what is not ours."""
        query = WITHOUT.sub("", question.query or "")
        return bool(self._said(query) or self._searcher.names_in(without_denial(query)))

    def finds(self, question: Question) -> bool:
        """Whether words that could name a matter are like one, or like several."""
        if not self.names_something(question):
            return False
        found = self._searcher.search(question.query or "", question.park_id, question.as_of)
        return found.decision != "none"

    def _speaks_of(self, query: str, result: Result, likely: float = LIKELY_ANOTHER) -> bool:
        """Whether words say a matter's name, or by all that is likely mean it."""
        if result.named or self._searcher.names_in(query):
            return True
        if result.decision != "match":
            return False
        if result.candidates[0].score >= likely:
            return True
        rest = self._searcher.search(self._without_cues(query))
        best = rest.candidates[0] if rest.decision == "match" else None
        return best is not None and best.score >= likely

    def _without_cues(self, query: str) -> str:
        rest = normalise(query)
        for cue in self._cues:
            rest = rest.replace(cue, "")
        return rest

    def _unclear(self, question: Question, result: Result, current: str | None) -> Subject:
        """The matter of words that name none clearly."""
        if result.decision == "clarify" and self._names_others(question, result, current):
            return Subject(None, result)  # another matter was named, if not clearly enough
        if known := _spoken_of(question, result) or self._likeliest_spoken_of(question, result):
            return Subject(known, result)
        if current is not None and question.topic != "matter":
            # "那要多久", "谁盖章": a follow-up speaks of the current matter, and what the
            # search made of such words is no decision.
            return Subject(current)
        return Subject(None, result)

    def _likeliest_spoken_of(self, question: Question, result: Result) -> str | None:
        """The matter of before that words hint at by a part of its name: 那就是备案咯."""
        thread, best = question.thread, next(iter(result.candidates), None)
        known = {*thread.recent, *thread.pair, *thread.offered} - {question.matter_id}
        if result.decision != "none" or best is None or best.matter_id not in known:
            return None
        words, current = normalise(question.query or ""), question.matter_id or ""
        pairs = {words[at : at + 2] for at in range(len(words) - 1)}
        of_current = self._kb.matters[current].name if current in self._kb.matters else ""
        name = self._kb.matters[best.matter_id].name
        said = any(pair in name and pair not in of_current for pair in pairs)
        return best.matter_id if said and best.score >= HINTED else None

    def _names_others(self, question: Question, result: Result, current: str | None) -> bool:
        """Whether matters are named among which the current one is not."""
        if result.named:
            return True
        options = result.question.options if result.question else []
        offered = {option.matter_id for option in options}
        said = self._searcher.names_in(without_denial(question.query or ""))
        return current not in offered and bool(said) and question.topic not in WHOLE_TOPICS

    def _fully_named(self, query: str, current: str | None) -> str | None:
        """The matter whose whole name the words say, where they say no other one's as well."""
        words = compact(query)
        said = {
            compact(name): matter.matter_id
            for matter in self._kb.matters.values()
            for name in (matter.name, *matter.aliases)
            if len(compact(name)) >= SHORTEST_WHOLE_NAME and compact(name) in words
        }
        longest = [
            name for name in said if not any(name in other for other in said.keys() - {name})
        ]
        named = {said[name] for name in longest}
        if current in named:
            return current
        return named.pop() if len(named) == 1 else None

    def _calls_by_a_part(self, query: str, current: str) -> bool:
        """Whether words call the current matter by a part of its name: 营业执照的, 那经营备案呢."""
        found = ELLIPTIC.fullmatch(normalise(query))
        part = compact(found["part"]) if found else ""
        if found is None or not any(part in name for name in self._called(current)):
            return False
        others = (one for one in self._kb.matters if one != current)
        return found["of"] is not None or not any(part in self._called(one) for one in others)

    def _called(self, matter_id: str) -> set[str]:
        matter = self._kb.matters[matter_id]
        return {compact(name) for name in (matter.name, *matter.aliases, *matter.nouns)}

    def _said(self, query: str) -> list[str]:
        """The words of a message that name what is not ours, whichever it is."""
        words = normalise(query)
        every = (word for one in self._kb.referrals.values() for word in one.keywords)
        return [word for word in every if word in words]

    def _said_in(self, current: str | None, query: str) -> bool:
        """Whether what is named beside a matter belongs to it: 身份证要带吗, 消防验收算不算."""
        if current is None:
            return False
        fields = self._kb.matters[current].fields
        told = str([getattr(fields, name).value for name in OF_ITS_OWN])
        return any(word in told for word in self._said(query))

    def _current(self, question: Question) -> str | None:
        return question.matter_id if question.matter_id in self._kb.matters else None

    def _back(self, question: Question, words: str) -> Subject:
        """The matter of words that go back to an earlier one, by name or without."""
        rest = without_way_back(words)
        if self._only_asks(rest) or not self.names_something(replace(question, query=rest)):
            current = self._current(question)
            return Subject(question.thread.before(current, asks_about_first(words)))
        found = self.resolve(replace(question, query=rest))
        if found.matter_id in (None, question.matter_id) and not found.referred:
            return replace(found, matter_id=self._before(question, rest) or found.matter_id)
        return found

    def _before(self, question: Question, words: str) -> str | None:
        """The matter spoken of before that words are likeliest to mean, however few: 叉车那个."""
        thread = question.thread
        known = {*thread.recent, *thread.pair, *thread.offered} - {question.matter_id}
        found = self._searcher.search(self._without_cues(words), question.park_id, limit=MANY)
        likely = (one for one in found.candidates if one.matter_id in known and one.score >= HARDLY)
        return next((one.matter_id for one in likely), None)

    def _only_asks(self, words: str) -> bool:
        """Whether what stands beside "the one before" is nothing but a question."""
        rest = FILLERS.sub("", words)
        return len(rest) < WORDS_OF_ITS_OWN or self._asking.names_nothing(rest)

    def names_something(self, question: Question) -> bool:
        """Whether words are left that could name a matter, once the question words are gone."""
        rest = normalise(question.query or "")
        if question.topic in WHOLE_TOPICS and self._papers.cover(spaced(rest)):
            return False
        if question.topic != "matter":
            rest = PAPERS.sub("", self._without_cues(rest))
            rest = SMALL_WORDS.sub("", rest)
        if question.topic in AUTHORITY_TOPICS:
            rest = AUTHORITIES.sub("", rest)
        if question.topic in ASKED_WITH:
            if self.names_others(question):  # 能评收费不
                return True
            rest = ASKED_WITH[question.topic].sub("", rest)
        return len(FILLERS.sub("", rest)) >= WORDS_OF_ITS_OWN


def _is_far_ahead(result: Result) -> bool:
    """Whether a question among all matters would hardly be one: the rest is far behind."""
    first, second = result.candidates[:2]
    prepared = result.question is not None and result.question.text != WHICH_MATTER
    least = ALMOST_SURE if prepared else LIKELY_ALONE
    return first.score >= least and first.score >= FAR_AHEAD * second.score


def _asks_among_others(result: Result, offered: Sequence[str]) -> bool:
    """Whether the words have a question of their own prepared, with none of those on offer."""
    prepared = result.question
    if prepared is None or prepared.text == WHICH_MATTER:
        return False
    return {option.matter_id for option in prepared.options}.isdisjoint(offered)


def _names(result: Result, current: str | None) -> bool:
    """Whether what was found is named by words that speak of papers as a whole.

    With a matter spoken of already, another one has to be named or be far more likely.
    """
    if result.decision == "none":
        return result.elsewhere is not None
    if result.decision == "clarify" or current is None:
        return True
    return result.named or result.candidates[0].score >= FAR_MORE_LIKELY


def _pointed_at(question: Question, query: str, result: Result) -> str | None:
    """The one of those spoken of that vague words point at: 那我就办经营许可这个."""
    thread = question.thread
    known = {*thread.pair, *thread.offered, question.matter_id}
    options = {option.matter_id for option in result.question.options} if result.question else set()
    meant = [one for one in options & known if one is not None]
    return meant[0] if len(meant) == 1 and POINTS.search(query) else None


def _spoken_of(question: Question, result: Result) -> str | None:
    """The likeliest matter of a vague question, if it has been spoken of in the conversation."""
    thread = question.thread
    known = {*thread.recent, *thread.pair, *thread.offered}
    best = result.candidates[0] if result.decision == "clarify" and result.candidates else None
    return best.matter_id if best and best.score >= LIKELY and best.matter_id in known else None


def _refers(result: Result, query: str) -> bool:
    """Whether the words name what is not ours, rather than papers alone: "材料我都齐了"."""
    keywords = result.referral.keywords if result.referral else ()
    return any(keyword in normalise(query) for keyword in keywords)


def _is_not_ours(question: Question, result: Result, said: list[str]) -> bool:
    """Whether the words surely ask for somebody else's business, whatever they ask about it."""
    if result.decision != "none" or result.named or result.referral is None:
        return False
    query = question.query or ""
    if not said:
        return ASIDE.search(query) is not None
    if question.matter_id and WITHOUT.search(query):  # 没有工会咋办
        return False
    beside = question.topic in PAPER_TOPICS or question.topic == "fee"
    if beside and WHETHER.search(query) and not WHICH.search(query):
        return False
    if question.topic not in AUTHORITY_TOPICS:
        return True
    # What is said of a decision one disagrees with is a matter's own.
    return any(AUTHORITIES.sub("", word) and not appeals_if_liability(word) for word in said)


def _asks_whether_to_bring(question: Question) -> bool:
    """Whether a named paper is one to bring ("营业执照要带吗"), not the matter that gives it."""
    return question.topic in PAPER_TOPICS and BRINGING.search(question.query or "") is not None
