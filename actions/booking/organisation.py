"""The company somebody comes for, and its unified social credit code, told in passing."""

from __future__ import annotations

import re
from dataclasses import dataclass

CODE_NAMED = re.compile(
    r"(?:统一)?(?:社会)?(?:信用代码|税号|机构代码)\s*(?:就?是|为|[:：])?\s*(?P<code>[0-9A-Za-z]{8,24})"
)
BARE_CODE = re.compile(
    r"(?:(?:应该|就)?是)?(?<![0-9A-Za-z])(?!\d{17}[\dXx])(?P<code>[0-9A-Za-z]{18})(?![0-9A-Za-z])"
)
"""With the 是 before it, which must not be left over as a yes."""
CODE_WAS_WRONG = re.compile(
    r"(?:信用代码|代码|税号|号码|号)?(?:刚才|我)?(?:[打写填说输看报]{0,2}错了?|不对|有误)[，,]*(?:应该|要|改|换)?(?:是|为|成)?"
)
"""Beside a code: it is that which was wrong, and no phone number."""
ENDING = r"(?:公司|集团|合作社|事务所|经营部|商行|加工厂|工厂|工作室)"
NAMED = re.compile(
    r"(?:公司|单位|企业)(?:的?名称?|名字|全称)?(?:(?:改|换)(?:成|为)|就?是|叫做?|为|[:：])\s*"
    rf"(?P<name>[一-龥A-Za-z0-9（）()·]{{2,40}}?{ENDING}|[一-龥A-Za-z0-9（）()·]{{2,40}})"
)
BARE = re.compile(
    r"(?:[，,。；;\s]|^|(?<=\d{11}))(?:我们?)?(?:公司|单位|企业)?(?:是|代表|来自|在|替|帮)?"
    r"(?!\D{0,8}1[3-9]\d{9})"
    rf"(?P<name>[一-龥A-Za-z0-9（）()·]{{4,40}}?{ENDING})"
    r"(?=的|$|[，,。；;\s])"
)
_OF_A_REGION = (
    r"(?:湖南省?|郴州市?|北湖|苏仙|永兴|资兴|桂阳|宜章|嘉禾|临武|汝城|桂东"
    r"|安仁|长沙|广东|深圳|中[国铁建交])"
)
_TRADE = (
    r"(?:厂|店|馆|院|社|中心|置业|建设|建筑|化工|科技|实业|工贸|商贸|贸易|建材|物流|食品|机械|农业|餐饮|酒店|电子|电器|新?材料|环保|工程|物业|矿业|能源|医药"
    r"|生物|文化|传媒|印务|运输|包装|家具|服饰|汽车|金属|石墨|分公司|合作社)"
)
NAMED_PLAINLY = re.compile(
    r"(?:^|(?<=[，,。；;\s]))(?:我们?)?(?:公司|单位|企业|厂)(?:的?(?:名字|名称?)|全称)(?![字称])[:：，,\s]*"
    r"(?!(?:就?是|叫|怎|咋|变更|登记|核准|自主|申报|预先|查|重|要|多少|可以|能|不|填|写|错|[改换]|有|没|还|先|也|都|和|跟|的|吗|呢))"
    r"(?P<name>[一-龥A-Za-z0-9（）()·]{4,40})(?=$|[，,。；;\s])"
    rf"|(?:^|(?<=[，,。；;\s])|(?<=\d{{11}}))(?:我们?)?(?:公司|单位|企业)?(?P<regional>{_OF_A_REGION}[一-龥]{{0,16}}?{_TRADE})(?=$|[，,。；;\s])"
)
"""A company's name right behind the word for it, or one that says where it sits and its trade."""
NAMED_IN_ENGLISH = re.compile(
    r"\b(?:my\s|our\s|the\s)?(?:company|firm|employer)(?:'s)?(?:\sname)?(?:\sis(?:\scalled)?|\scalled|:)\s+(?P<name>[A-Z0-9][\w&.'()\s-]{1,60}?)(?=$|[,;]|\.\s|\.$)"
    r"|\b(?:for|from|of|at|is)\s+(?P<firm>[A-Z][\w&'\s-]{1,50}?\s(?:Co\.?,?\s?Ltd|Ltd|Limited|Inc|LLC|Co|Corp|Company|Group|GmbH)\b\.?)"
)
REASON = re.compile(
    r"新(?:公司|开的?|办的?|成立的?|注册的?)|刚(?:刚)?(?:成立|注册|开|办)[^，。]{0,3}|还(?:没|在)[^，。]{0,6}|个体户?|个人|公司"
    r"|\b(?:company|firm|not?|it'?s|i'?m|i|we|have|thanks?)\b|[?？.]|[嘛呢哦啊的了呀先我是没有就也，,。；;！!、\s]",
    re.IGNORECASE,
)
"""Why somebody comes for none, and particles."""
SAID_BEFORE = re.compile(r"^(?:应该|其实|就)?(?:是|叫做?|改成|改为)(?=.{2})")
NO_NAME = re.compile(r"我|你|您|想|要|办|约|注册|成立|设立|开[个家办]|什么|哪|没有?$|个人")


_OF_A_COMPANY = (
    r"(?:公司|单位|企业|执照)(?:名称?|名字|信息)?(?:和|跟|、|以及)?"
    r"(?:统一)?(?:社会)?(?:信用)?(?:代码|税号)?"
)
_CLAUSE_BEGINS, _CLAUSE_ENDS = r"(?:^|(?<=[，,。；;、\s]))", r"(?=$|[，,。；;！!、\s])"
NONE = re.compile(
    rf"(?:{_OF_A_COMPANY}|(?:统一)?(?:社会)?信用代码|(?<!预)代码)(?:这[栏项个]|那[栏项个])?(?:都|就|先|也|我|暂时|目前)*"
    r"(?:不用?(?:填写?|写|要|报|留|说|提|给|登记?|录|管)+|没有|冇得|暂无|无|免了?|省了|略过?|跳过|空[着缺]?"
    r"|不(?:清楚|知道|晓得|记得)|记不[得住清]|忘记?|没带|找不[到着]"
    r"|(?:还|都|也)?(?:没有?|未|在)(?:成立|注册|办|登记|开|设立|下来|弄)(?:好|完|下来|起来|中)?)[了的呢啊吧]?"
    r"|(?:我|就|也|是|这边)*(?:没有?得?|不是|冇得?|无|不[填写用要留报]+)(?:什么)?(?:公司|单位|企业)(?:名称?|的)?"
    r"|(?:我|就|是|以|一个|算)*(?:个人|自己|私人)(?:来?办理|来办|办的?|的名义|名义|身份|来的?)+"
    rf"|{_CLAUSE_BEGINS}(?:我们?|就|是|只|以|代表|算|一个|这次|来的)*(?:个体户?|个体工商户|个人|私人|本人|自己)(?:的|来|办|名义|身份|申请|自己|办理)*(?:了|啊|哈|吧)?{_CLAUSE_ENDS}"
    rf"|(?:我|是|就)*个体(?:户|工商户)(?=没|不|无)|(?<=[，,。；;\s])(?:都)?(?:先)?不填(?:了)?{_CLAUSE_ENDS}"
    r"|\b(?:no company|just me|(?:only|by) myself"
    r"|(?:as|i am|i'm) an? (?:individual|private person))\b",
    re.IGNORECASE,
)
"""Says that somebody comes for no company."""


@dataclass(frozen=True)
class Organisation:
    """What some words tell about a company.

    Attributes:
        name, code: as they were said; None where they were not.
        rest: the words without them, so that they are taken for no park, day or matter.
    """

    name: str | None
    code: str | None
    rest: str


def read_organisation(text: str) -> Organisation:
    """The company that `text` names, if it does."""
    text = NONE.sub("，", text).strip("，, 。") if NONE.search(text) else text
    code, rest = _taken(text, "code", CODE_NAMED, BARE_CODE)
    rest = CODE_WAS_WRONG.sub("", rest).strip("，,。 ") if code else rest
    name, rest = _taken(rest, "name", NAMED)
    for pattern in (NAMED_PLAINLY, NAMED_IN_ENGLISH):
        if name is None:
            name, rest = _named_by(pattern, rest)
    if name is None:
        name, rest = _taken(rest, "name", BARE)
    name = SAID_BEFORE.sub("", name) if name else None
    if name and NO_NAME.search(name):
        return Organisation(None, code, text if code is None else rest)
    return Organisation(name, code, rest)


def says_no_company(text: str) -> bool:
    """Whether somebody says that they come for no company."""
    return NONE.search(text) is not None and not REASON.sub("", NONE.sub("", text))


def _named_by(pattern: re.Pattern[str], text: str) -> tuple[str | None, str]:
    """The company that one of the pattern's groups names, and the text without it."""
    found = pattern.search(text)
    name = next(filter(None, found.groups()), None) if found else None
    if found is None or name is None or NO_NAME.search(name):
        return None, text
    return name, f"{text[: found.start()]}，{text[found.end() :]}".strip("，, ")


def _taken(text: str, group: str, *patterns: re.Pattern[str]) -> tuple[str | None, str]:
    """What the first fitting pattern finds, and the text without it."""
    for pattern in patterns:
        if found := pattern.search(text):
            return found[group], f"{text[: found.start()]}，{text[found.end() :]}".strip("，, ")
    return None, text


def mask_code(code: str) -> str:
    """91431000MA4L16JQ9B -> 9143****9B."""
    return f"{code[:4]}****{code[-2:]}"
