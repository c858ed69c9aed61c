"""Reads agreement to what was shown, wherever it stands in a sentence: 信息没错，同意，就这样约."""

from __future__ import annotations

import re

from actions import english_moves as english
from actions.moves import says_yes

LONGEST = 60
"""Characters from which on words tell a story rather than agree."""
NOTHING_WRONG = re.compile(
    r"(?:都|也|没|没有?|冇得?|不)?没(?:得|有)?(?:什么|啥|任何|哪里|一点|搞|弄|填|写|打|记|看|说)?(?:要改|需要改|错|毛病|问题|意见|不对|异议|变|差错?)的?"
    r"|冇(?:得)?(?:什么)?(?:错|毛病|问题|意见)|无误|无异议|不错|错不了|挑不出毛病"
    r"|(?<![要是能可好])不(?:用|需要|要|必|想|消)?再?(?:改|换|变|动|调)(?![天日期])(?:动|了|啦|什么)?|别改了?"
)
"""Says that nothing is to be changed, though it names what would be wrong."""
AGREES = re.compile(
    r"没错|同意|确认|确定|认可|授权|正确|准确|属实|一致|就(?:约|定|选|要|订)?[这那它](?:样|么|个|了)?|[按照]这[个样]"
    r"|可以|阔以|要得|得行|中[的了]?$|妥|成交|提交|下单|敲定|核对(?:过|好|完|了)|看过了|约上|约吧|约了吧|约下?来吧?|订吧|定[了吧]|办吧"
    r"|(?<![不相])对(?:的|头|了|咯|嘞|上了|得上|着呢|滴|哒)|都对|全对|(?:信息|内容|时间|姓名|电话|上面)也?对|是(?:的|我本人|本人)"
    r"|行[的了吧]|好[的了呀啊嘞吧滴]|麻烦(?:您|你)?(?:了|约|帮)|[帮给]我?(?:约|订|定|登记)"
)
BARE = re.compile(
    r"(?:[对好行可中嗯恩噢哦是成妥约]|ok|yes|okay|没错|[的了吧呀啊哈嘞呢嘛呗哒滴])+", re.IGNORECASE
)
DOUBTS = re.compile(
    r"不|别|甭|未|没|冇|无|错|改|换|调|取消|退|等[一等下会]|慢|先(?!这|就)|吗|么$|[?？]|怎么|为什么|什么|多[少久长大远]|哪|几[个点号天]"
    r"|能不能|是不是|要不要|但|可是|不过|除非|如果|要是|再[想看说]|考虑|算了|便宜|[早晚快近少短]一?[点些]|(?<!着)呢$|(?<![用办约定订拿登填去来是对好])嘛$"
)
"""Denies, asks, or makes a condition."""
ASKS_BACK = re.compile(r"(?:错|对|问题|变)吧")
"""Wants to hear that all is right: 园区没搞错吧."""


def agrees(text: str) -> bool:
    """Whether `text` agrees to what it was shown and neither denies, asks nor changes anything.

    Whether it tells something new is for the caller to see.
    """
    if says_yes(text):
        return True
    said = text.strip()
    if not said or len(said) > LONGEST:
        return False
    if english.agrees(said):
        return True
    clauses = _clauses(said)
    return not doubts(said) and any(
        AGREES.search(clause) or BARE.fullmatch(clause) for clause in clauses
    )


def doubts(text: str) -> bool:
    """Whether `text` denies, asks back, or makes a condition."""
    plain = (clause.replace("没错", "") for clause in _clauses(text))
    return ASKS_BACK.search(text) is not None or any(map(DOUBTS.search, plain))


def _clauses(text: str) -> list[str]:
    plain = NOTHING_WRONG.sub("没错", text)
    return [clause for clause in re.split(r"[，,。；;！!、\s]+", plain) if clause]


def asks_back(text: str) -> bool:
    """Whether somebody wants to hear that what was noted is right: 园区没搞错吧."""
    return ASKS_BACK.search(text) is not None


def without_agreement(text: str) -> str:
    """`text` without words that only say that nothing is wrong: 姓名没错 corrects no name."""
    return NOTHING_WRONG.sub("", text)
