"""Normalising what people type, say or paste, before anything compares it.

Everything here is linear in the length of the text: regular expressions are anchored or match
a bounded number of characters, so a hostile message cannot make them slow.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import opencc

from knowledge.memory import remembered

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
_TRAILING = """
怎么办理 怎么申请 怎么办 怎么弄 怎么搞 怎么报 怎样办 如何办理 如何申请
如何办 在哪里办理 在哪里办 在哪办 去哪里办 去哪办 哪里办 找谁办 找谁
要什么材料 需要什么材料 需要哪些材料 要哪些材料 什么材料 材料 流程 手续
多久 多长时间 多少钱 要钱吗 收费吗 几天 办理 申请 的 了 吗 呢 呀 啊 吧 谢谢
"""
_TRAILING_CUES = frozenset(_TRAILING.split())
_LONGEST_CUE = max(map(len, _TRAILING_CUES))

# Words that ask, book or go on and name nothing: with the cues of topics.yml, which they join, a
# message made of them says no matter at all. A closed list; the English ones are function words,
# question words, booking, days and times.
_QUESTION_WORDS = """
我 我们 我们公司 我公司 我家 我想 你 您 你们 您们 他 他们 它 自己 咱们 别人 大家 这 那 这个
那个 这些 那些 哪 哪个 这里 那里 哪里 哪儿 这边 那边 这样 那样 这种 那种 谁 什么 啥 怎么 咋
怎样 如何 为什么 怎么样 怎么回事 什么时候 啥时候 几时 何时 几 多少 多久 多长 多大 多快 的 了
吗 呢 呀 啊 吧 嘛 么 哦 噢 嗯 哈 哎 诶 喂 啦 是 是不是 不是 有没有 在 去 到 来 从 给 跟 和 与
把 被 让 由 对 就 也 还 还是 再 又 都 才 先 然后 最 很 太 想 要 要不要 需不需要 用不用 用 需要
能 能不能 可以 可不可以 可 会 会不会 得 该 应该 必须 一定 好 好的 行 可以了 对的 请 请问 问
问问 问下 问一下 请教 咨询 查 查查 查询 查一下 了解 了解一下 知道 想知道 告诉 告诉我 说 说说
说一下 说明 讲 讲讲 讲一下 看 看看 看一下 看下 介绍 介绍一下 帮 帮我 帮忙 帮个忙 麻烦 劳驾
打扰 打算 准备 现在 马上 目前 关于 有关 一个 一下 一点 一些 下 个 次 件 点 些 里 上 前 后 时
时候 家 你好 您好 谢谢 多谢 感谢 没事 不用 不用了 办 办理 办下 办一下 办个 要办 想办 去办
办下来 申请 申报 申领 报 弄 搞 拿 领 领取 收 批 审批 管 归 找 找谁 去哪 到哪 在哪 流程 步骤
窗口 大厅 园区 钱 交费 花 快 慢 最快 出了问题 问题 有问题 出问题 负责 责任 盖章 章 贵 贵不贵
难 难不难 麻烦吗 预约 约 约个 约一下 约个号 约个时间 约时间 订 预定 预订 号 取号 排队 排号
改约 改期 改到 改成 改个时间 换个时间 取消 取消预约 不约了 撤销预约 今天 明天 后天 大后天 昨天
今日 明日 这周 本周 下周 下下周 上周 这星期 下星期 周 星期 礼拜 下礼拜 这礼拜 周末 工作日 周一
周二 周三 周四 周五 周六 周日 周天 星期一 星期二 星期三 星期四 星期五 星期六 星期日 星期天
礼拜一 礼拜二 礼拜三 礼拜四 礼拜五 礼拜六 礼拜天 早上 上午 中午 下午 晚上 傍晚 月底 月初
这个月 下个月 年 月 日 天 点半 点钟 分 半 一 二 两 三 四 五 六 七 八 九 十 第一 第二 第三
第一个 第二个 第三个 上一个 下一个 等一下 等等 等会 等会儿 稍等 等下 继续 接着 接着说 接着办
下一步 上一步 返回 重来 重新 重新来 从头 再说一遍 重复 停 停下 算了 不要了 结束 退出 确认 确定
没错 换一个 换一个问 换个 刚才 刚刚 前面 上面 刚才说的 其他 其它 别的 转人工 人工 真人 客服
工作人员 高新区 经开区 郴州 湖南

a an the i me my we us our you your he she it its they them this that these those there here
am is are was were be been do does did have has had will would can could shall should may
might must need needs want wanted like let lets get got go going come take takes took make
give know tell ask see say please hello hi hey thanks thank ok okay yes no not sure what which
who whom whose where when why how much many long far soon often fast and or but if so then
than for from of on in at by to with about as into up out before after any some more other
another else again still now just also only too very really day days hour hours minute minutes
week weeks month months time times date monday tuesday wednesday thursday friday saturday
sunday mon tue wed thu fri sat sun today tomorrow yesterday tonight next last morning noon
afternoon evening pm oclock book booking appointment appointments schedule reserve cancel
reschedule slot queue talk speak chat contact human person real agent staff someone somebody
operator service cost costs fee fees price pay charge charged free money document documents
material materials paper papers bring prepare window counter office hall address open opening
close closed phone number help question questions process procedure procedures steps step
start begin continue wait s m t d ll re ve don doesn didn won im id whats
"""
# These ask for something to be done, if not what: alone they deserve a question.
_WORDS_FOR_ANYTHING = frozenset({"办事", "事", "事情", "这事", "那事", "手续", "业务", "事项"})
_WORDS_OF_QUESTIONS = _WORDS_FOR_ANYTHING.union(_QUESTION_WORDS.split(), {"材料", "资料"})
# Beside a name these say that it is not wanted, is there already or is a paper to bring.
_NOT_BESIDE_A_NAME = """
复印件 好 不是 不用 不用了 不要了 不约了 算了 停 停下 no not don doesn didn won t
"""
_TOKEN = re.compile(r"[0-9a-z]+|[^\W0-9a-z_]+")
_LONGEST_PLAIN_NUMBER = 2  # digits of a day or an hour; a longer number means something

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
_SENTENCE_END = re.compile(r"[。?!;\n]|(?<=[\u4e00-\u9fff]):")
_SHORTEST_SENTENCE = 6
_REPEATED = re.compile(r"([^0-9]{1,12}?)\1{3,}")


@lru_cache(maxsize=1)
def _traditional_to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@lru_cache(maxsize=1 << 15)
def _visible(character: str) -> bool:
    if character in _KEPT_CONTROLS:
        return True
    return unicodedata.category(character) not in _INVISIBLE_CATEGORIES


def _normalise_once(text: str) -> str:
    text = "".join(filter(_visible, unicodedata.normalize("NFKC", text)))
    text = _SPACE_BESIDE_CJK.sub("", _SPACES.sub(" ", text)).strip()
    return str(_traditional_to_simplified().convert(text))


@remembered  # one search asks for the same text's form again and again
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
    core = _without_trailing_cues(whole)
    leading = _LEADING_CUES.match(core)
    core = core[leading.end() :] if leading else core
    return core or whole


def _without_trailing_cues(text: str) -> str:
    """A text without the cues at its end; to look for them by pattern takes quadratic time."""
    end = len(text)
    while end:
        cue = next(
            (
                length
                for length in range(min(_LONGEST_CUE, end), 0, -1)
                if text[end - length : end] in _TRAILING_CUES
            ),
            0,
        )
        if not cue:
            break
        end -= cue
    return text[:end]


def spaced(text: str) -> str:
    """A text without case and punctuation, in which each Latin word has a space on either side.

    "办EIA report，要多久" becomes "办 eia report 要多久". Words with their spaces are then found
    in it as whole words only.
    """
    words = _TOKEN.findall(normalise(text).casefold())
    marked = (f" {word} " if word.isascii() else word for word in words)
    return "".join(marked).replace("  ", " ")


def is_question_word(word: str) -> bool:
    """Whether a word asks, books or goes on and says nothing of what it is about."""
    return word in _WORDS_OF_QUESTIONS


class QuestionWords:
    """Words that ask, book or go on, but name no matter.

    Args:
        cues: words that show a topic, from knowledge/data/topics.yml.
        beside_a_name: take those that may stand beside the name of what is wanted: 手续 and the
            like, too, but none that would say it is not wanted.
    """

    def __init__(self, cues: Iterable[str] = (), beside_a_name: bool = False) -> None:
        said = {compact(cue) for cue in cues} - {""}
        self._words = said.union(_QUESTION_WORDS.split())
        if beside_a_name:
            self._words |= _WORDS_FOR_ANYTHING
            self._words -= set(_NOT_BESIDE_A_NAME.split())
        self._longest = max(map(len, self._words))

    def cover(self, text: str) -> bool:
        """Whether `spaced` text consists of such words and nothing else."""
        return all(
            self._is_plain(token) if token.isascii() else self._split(token)
            for token in _TOKEN.findall(text)
        )

    def _is_plain(self, word: str) -> bool:
        if word.isdecimal():
            return len(word) <= _LONGEST_PLAIN_NUMBER
        return word in self._words

    def _split(self, text: str) -> bool:
        """Whether some way of cutting the text leaves only such words; linear in its length."""
        reached = [True] + [False] * len(text)
        for end in range(1, len(text) + 1):
            reached[end] = any(
                reached[start] and text[start:end] in self._words
                for start in range(max(0, end - self._longest), end)
            )
        return reached[-1]


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


def sentences(text: str) -> list[str]:
    """The sentences of a normalised text that say more than a word or two."""
    return [part for part in _SENTENCE_END.split(text) if len(part) >= _SHORTEST_SENTENCE]


def without_repeats(text: str) -> str:
    """A text in which nothing short stands more than three times running: two are left.

    A key held down or a word pasted over and over says no more than the word.
    """
    return _REPEATED.sub(r"\1\1", text)
