"""Takes out of a question what would lead back to whoever asked it.

What is masked elsewhere still shows a family name or the last digits of a number, so that its owner
recognises it. Here nothing of it is left: each becomes a word for what it was, such as 〔电话〕.
What has been masked already is recognised, too.
"""

import re

from api.services.masking import EMAIL, MOBILE, PLATE, RESIDENT_ID
from knowledge.text import normalise

_SIGN = "〔"
_CJK = r"[\u4e00-\u9fff]"
_SURNAME = (
    "[王李张刘陈杨黄赵周吴徐孙马胡朱郭何罗高林郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘蔡蒋余于杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴]"
)
_END = r"(?=$|[\s,，。.!！?？;；:：、()（）])"
_END_OF_NAME = (
    r"(?=$|[\s,，。.!！?？;；:：、()（）]|今年|电话|手机|联系|身份|住|家|想|要|是|的|在|来|我)"
)
_NO_NAME = r"(?!了|个|外卖|车|货|人|什么|啥|你|他|她|它)"
_NO_PERSON = r"(?<![区厂店司业商户人的园所场院家])"  # "我是高新区的" names nobody
_NUMBER = r"[\dA-Za-z一二三四五六七八九十百-]{1,6}"
_CODE = "[0-9A-HJ-NPQRTUWXY]"

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.ASCII), replacement)
    for pattern, replacement in (
        (r"\w\*{3}@[\w.-]{1,80}", "〔邮箱〕"),
        (EMAIL.pattern, "〔邮箱〕"),
        (r"\d{6}\*{8}\d{3}[\dXx]", "〔证件号〕"),
        (RESIDENT_ID.pattern, "〔证件号〕"),
        (rf"(?<![A-Za-z\d]){_CODE}{{2}}\d{{6}}{_CODE}{{10}}(?![A-Za-z\d])", "〔信用代码〕"),
        (r"(?:\+?(?:00)?86[ -]?)?\d{3}\*{4}\d{4}", "〔电话〕"),
        (rf"\+?{MOBILE.pattern}", "〔电话〕"),
        (r"(?<!\d)\(?0\d{2,3}[) -]?\d{7,8}(?!\d)", "〔电话〕"),
        (rf"{_CJK}[A-Z]\*{{3}}[A-Z\d]{{2}}", "〔车牌〕"),
        (PLATE.pattern, "〔车牌〕"),
        (r"((?:微信|[Qq]{2}|[Vv][Xx])号?(?:是|为)?[:：]?\s?)[A-Za-z\d_-]{5,40}", r"\1〔号码〕"),
        (r"(?<!\d)\d(?: ?\d){6,}(?!\d|\s?(?:元|平|万|亩|吨|米|㎡))", "〔号码〕"),
        (r"[〇零一二三四五六七八九幺]{7,}", "〔号码〕"),
        (
            r"((?:我|本人|他|她|老板|老公|老婆|爱人|朋友)(?:的名字)?(?:叫做?|名叫|名字是|姓名是))"
            rf"{_NO_NAME}{_CJK}{{2,4}}?{_END_OF_NAME}",
            r"\1〔姓名〕",
        ),
        (
            r"((?:姓名|名字|联系人|经办人|法人|代表人|负责人|申请人|收件人)(?:是|叫|为|[:：])\s?)"
            rf"{_SURNAME}{_CJK}{{1,2}}?{_END_OF_NAME}",
            r"\1〔姓名〕",
        ),
        (
            rf"((?:我|本人)(?:是|姓)){_SURNAME}{_CJK}{{0,2}}?{_NO_PERSON}{_END}",
            r"\1〔姓名〕",
        ),
        (rf"{_SURNAME}{_CJK}{{0,2}}?(?=先生|女士|小姐)", "〔姓名〕"),
        (rf"{_SURNAME}(?=师傅|老板|经理|总(?:[,，。]|$))", "〔姓名〕"),
        (
            rf"([路街道巷弄村镇组园城苑里]|小区|大厦|广场)第?{_NUMBER}(?:号院?|栋|幢|弄)(?!窗|文)"
            rf"(?:{_NUMBER}(?:栋|幢|座|号楼|号|单元|楼|层|室|房|户)){{0,4}}(?:\d{{3,4}}(?!\d))?",
            r"\1〔门牌〕",
        ),
        (
            rf"(?:\d{{1,3}}|[A-Za-z一二三四五六七八九十])(?:栋|幢|座|号楼)"
            rf"(?:{_NUMBER}(?:单元|楼|层|室|房|户|号)){{0,3}}\d{{0,4}}(?<=[\d室房户])",
            "〔门牌〕",
        ),
    )
)


def anonymous(text: str) -> str:
    """`text`, normalised, with everything that names or reaches a person taken out."""
    text = normalise(text)
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def is_anonymous(text: str) -> bool:
    """Whether `text` holds nothing personal, and no word for something that was taken out."""
    return _SIGN not in text and anonymous(text) == normalise(text)
