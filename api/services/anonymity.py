"""Takes out of a question what would lead back to whoever asked it.

What is masked elsewhere still shows a family name or the last digits of a number, so that its owner
recognises it. Here nothing of it is left: each becomes a word for what it was, such as 〔电话〕.
What has been masked already is recognised, too.
"""

import re

from api.services.masking import EMAIL, MOBILE, PLATE, RESIDENT_ID
from knowledge.text import normalise

_TAKEN_OUT = re.compile(r"〔[^〕]*〕?")
_CJK = r"[\u4e00-\u9fff]"
_FIRST_OF_WORD = (
    r"(?!包工|包装|安装|安保|安全|安置|安徽|安排|江苏|江西|江浙|石材|石油|石化|石头|陶瓷|纪检|纪委|金融"
    r"|金属|金额|马上|高管|高校|高中|高新|高级|毕业|单位|单身|单独|单亲|白领|施工|文员|文化|任命|任职"
    r"|任免|付钱|付款|钱|章|方便|万一|万元|易|于|余额|申请|申报|齐|何时|和|向|成|符合|季度)"
)
"""Words that begin with a character which is a surname, too."""
_SURNAME = (
    rf"{_FIRST_OF_WORD}"
    "(?:[王李张刘陈杨黄赵周吴徐孙马胡朱郭何罗高林郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘蔡蒋余于杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴]"
    r"|欧阳|司马|上官|诸葛|司徒|夏侯|皇甫|尉迟|公孙|慕容|令狐|东方|独孤|南宫|长孙|宇文|端木)"
)
_END = r"(?=$|[\s,，。.!！?？;；:：、()（）])"
_END_OF_NAME = (
    r"(?=$|[\s,，。.!！?？;；:：、()（）]|今年|电话|手机|联系|身份|住|家|想|要|是|的|在|来|我"
    r"|换|变|改|占|转|和|与|退|说|收|给|去|有|能|可以|办|开|做|申请|名下)"
)
_NO_NAME = r"(?!了|个|外卖|车|货|人|什么|啥|你|他|她|它)"
_NO_PERSON = r"(?<![区厂店司业商户人的园所场院家队])"  # "我是高新区的" names nobody
_NUMBER = r"[\dA-Za-z一二三四五六七八九十百-]{1,6}"
_ROOM = rf"{_NUMBER}(?:栋|幢|座|号楼|号|单元|楼|层|室|房|户)"
_CODE = "[0-9A-HJ-NPQRTUWXY]"
_DIGIT = "[〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]"
_DATE = r"(?:19|20)\d{2}[年./-]\d{1,2}(?:[月./-]\d{1,2}[日号]?|月)"
_ACCOUNT = r"(?:微信|薇信|威信|[Vv]信|抖音|快手|小红书|支付宝|[Qq]{2}|[Vv][Xx]|(?i:wechat))"
_NO_AMOUNT = (
    r"(?<!资本)(?<!资金)(?<!投资)(?<!金额)(?<!产值)(?<!收入)(?<!面积)"
    r"(?<!产量)(?<!产能)(?<!年产)(?<!日产)"
)
_UNITS = r"元|平|万|亿|亩|吨|米|㎡|件|个|台|套|只|瓶|份|人|块|斤|箱|辆|kg|m2"
_RELATIVES = (
    "老公|老婆|爱人|丈夫|妻子|爸爸?|妈妈?|父亲|母亲|儿子|女儿|哥哥?|弟弟?|姐姐?|妹妹?|朋友|同事|同学"
    "|合伙人|房东"
)
_OFFICES = (
    "股东|法人(?:代表)?|法定代表人|代表人|负责人|经营者|经办人|监事|董事|联系人|申请人|收件人|户主"
)
_TITLES = (
    "师傅|老板|经理|主任|局长|科长|处长|所长|股长|镇长|村长|书记|校长|院长|店长|厂长|老师|医生|律师|会计"
    "|[姐哥叔姨伯婶]|[董总](?=$|[\\s,，。.!！?？说讲让问的])"
)
_BEFORE_TITLE = rf"(?:(?<!{_CJK})|(?<=[找问给是跟和让叫请托下的我你们由帮]))"
_WORD = r"[A-Za-z][a-z]+"
_NAME_EN = r"[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}"
_ROOM_EN = r"(?i:room|rm|unit|apt|suite|building|bldg|block|floor)\.? ?#?\d{1,4}[A-Za-z]?\b"

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.ASCII), replacement)
    for pattern, replacement in (
        (r"\w\*{3}@[\w.-]{1,80}", "〔邮箱〕"),
        (EMAIL.pattern, "〔邮箱〕"),
        (
            r"(?<![\w.+-])\w[\w.+-]{1,40} ?(?i:\(at\)|\[at\]|(?<= )at(?= )|艾特) ?[\w-]{1,40}"
            r" ?(?i:\.|dot|点) ?(?i:com|cn|net|org)(?![A-Za-z])",
            "〔邮箱〕",
        ),
        (r"(?<!\d)\d(?:[ .-]?\d){16}[ .-]?[\dXx](?![A-Za-z\d])", "〔证件号〕"),
        (r"(?<!\d)\d{4}(?:[ -]\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)", "〔号码〕"),
        (r"\d{6}\*{8}\d{3}[\dXx]", "〔证件号〕"),
        (RESIDENT_ID.pattern, "〔证件号〕"),
        (rf"(?<![A-Za-z\d]){_CODE}{{2}}\d{{6}}{_CODE}{{10}}(?![A-Za-z\d])", "〔信用代码〕"),
        (r"(?:\+?(?:00)?86[ -]?)?\d{3}\*{4}\d{4}", "〔电话〕"),
        (rf"\+?{MOBILE.pattern}", "〔电话〕"),
        (r"(?<!\d)\(?0\d{2,3}\)?[ -]{0,2}\d{3,4}[ -]?\d{4}(?!\d)", "〔电话〕"),
        (
            r"((?:座机|固话|电话|打|致电|拨)(?:号码?)?(?:是|为)?:? ?)\d{3,4}[ -]?\d{4}(?!\d)",
            r"\1〔电话〕",
        ),
        (rf"{_CJK}[A-Za-z]\*{{3}}[A-Za-z\d][A-Za-z\d学警挂港澳使领]", "〔车牌〕"),
        (PLATE.pattern, "〔车牌〕"),
        (
            rf"({_ACCOUNT}(?:号码?|账号|(?i: ?id))?(?: ?(?:是|为|(?i:is )))?[:：]?)"
            r"(?:(?<![A-Za-z])|(?<=[Qq]{2}|[Vv][Xx])| ?(?=[A-Za-z.-]*[\d_])|(?<=[:：]) ?|(?<=is ))"
            r"[A-Za-z\d_][A-Za-z\d_.-]{4,40}",
            r"\1〔号码〕",
        ),
        (
            r"(加(?:我|一下|下|个)?的?(?i:vx?|wx?)[:： ]{0,2})[A-Za-z\d_][A-Za-z\d_-]{4,40}",
            r"\1〔号码〕",
        ),
        (rf"{_DATE}(?= ?(?:出生|生人|生的))", "〔生日〕"),
        (rf"((?:出生(?:日期|年月)?|生日|生于)(?:是|为|在|于|:)? ?){_DATE}", r"\1〔生日〕"),
        (
            rf"(?<![A-Za-z\d]){_NO_AMOUNT}(?!\d+0000(?!\d))[A-Z]{{0,2}}"
            rf"\d(?: ?\d){{6,}}[Xx]?(?!\d|\s?(?:{_UNITS}))",
            "〔号码〕",
        ),
        (rf"(?:{_DIGIT}[ ,.、-]?){{3}}\*{{4}}(?:[ ,.、-]?{_DIGIT}){{4}}", "〔号码〕"),
        (rf"{_DIGIT}(?:[ ,.-]?{_DIGIT}){{6,}}", "〔号码〕"),
        (
            rf"((?:我|本人|他|她|老板|{_RELATIVES})(?:的名字)?(?:叫做?|名叫|名字是|姓名是))"
            rf"{_NO_NAME}{_CJK}{{2,4}}?{_END_OF_NAME}",
            r"\1〔姓名〕",
        ),
        (
            rf"((?:姓名|名字|{_OFFICES})(?:是|叫|为|[:：])? ?)"
            rf"{_SURNAME}{_CJK}{{1,2}}?{_END_OF_NAME}",
            r"\1〔姓名〕",
        ),
        (
            rf"((?:法人|代表人|股东|负责人|经营者|老板)[^,，。]{{0,8}}?(?:换成|换为|变更为|变成|改成|改为|转给)了?)"
            rf"{_SURNAME}{_CJK}{{1,2}}?{_END_OF_NAME}",
            r"\1〔姓名〕",
        ),
        (
            rf"((?:我|他|她)的?(?:{_RELATIVES})(?:是|:)?){_SURNAME}{_CJK}{{1,2}}?{_END_OF_NAME}",
            r"\1〔姓名〕",
        ),
        (rf"(姓){_SURNAME},?(?:名叫?|单名){_CJK}{{1,2}}?{_END_OF_NAME}", r"\1〔姓名〕"),
        (
            rf"((?:我|本人)(?:是|姓)|本人){_SURNAME}{_CJK}{{0,2}}?{_NO_PERSON}{_END}",
            r"\1〔姓名〕",
        ),
        (rf"{_SURNAME}{_CJK}{{0,2}}?(?=先生|女士|小姐)", "〔姓名〕"),
        (rf"{_BEFORE_TITLE}{_SURNAME}(?={_TITLES})", "〔姓名〕"),
        (rf"(?<!{_CJK}){_SURNAME}{_CJK}{{1,2}}(?=收{_END})", "〔姓名〕"),
        (rf"((?i:my name is|name:|contact(?: person)?(?::| is)) ?){_NAME_EN}", r"\1〔姓名〕"),
        (rf"((?i:i am|i'm|this is|call me) ){_NAME_EN}", r"\1〔姓名〕"),
        (
            rf"((?i:my name is) )(?!not\b|on\b){_WORD}(?: (?!and\b|i\b|want\b){_WORD})?",
            r"\1〔姓名〕",
        ),
        (
            rf"([路街道巷弄村镇组园城苑里]|小区|大厦|广场)第?{_NUMBER}(?:号院|号(?!楼)|弄)(?!窗|文)"
            rf"(?:{_ROOM}){{0,4}}(?:\d{{3,4}}(?!\d))?",
            r"\1〔门牌〕",
        ),
        (
            rf"(?:\d{{1,3}}|[A-Za-z一二三四五六七八九十])(?:栋|幢|座|号楼)"
            rf"(?:{_ROOM}){{0,3}}(?:(?<=[室房户])|\d{{3,4}}(?!\d))",
            "〔门牌〕",
        ),
        (
            r"\b\d{1,5} (?=(?:[A-Z][a-z]+ ){1,4}(?:Road|Rd|Street|St|Avenue|Ave|Lane)\b)",
            "〔门牌〕",
        ),
        (
            rf"{_ROOM_EN}(?:,? {_ROOM_EN})+|(?i:room|rm|apt|unit|suite)\.? ?\d{{3,4}}[A-Za-z]?\b",
            "〔门牌〕",
        ),
    )
)


def anonymous(text: str) -> str:
    """`text`, normalised, with everything that names or reaches a person taken out."""
    text = normalise(text)
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return normalise(text)


def is_anonymous(text: str) -> bool:
    """Whether `text` holds nothing personal, and no word for something that was taken out."""
    return personal_in(text) is None


def personal_in(text: str) -> str | None:
    """The first thing in `text` that looks personal, or a word for something taken out."""
    text = normalise(text)
    if taken_out := _TAKEN_OUT.search(text):
        return taken_out.group()
    for pattern, replacement in _RULES:
        if found := pattern.search(text):
            kept = found.group(1) if r"\1" in replacement else ""
            return found.group().removeprefix(kept).strip()
    return None
