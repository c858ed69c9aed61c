"""Reads names, phone numbers and booking codes out of what people type, and masks them."""

from __future__ import annotations

import re

from actions import english_moves as english
from actions.surnames import COMPOUND_SURNAMES, SURNAMES

PHONE = re.compile(r"(?<!\d)(?:\+?86)?[\s-]?(1[3-9]\d(?:[\s-]?\d){8})(?!\d)")
DIGITS_LIKE_PHONE = re.compile(r"(?<!\d)\d(?:[\s-]?\d){6,13}(?!\d)")
LAST_FOUR = re.compile(r"(?<![\dA-Za-z])\d{4}(?![\dA-Za-z年])")
LAST_FOUR_NAMED = re.compile(r"(?:尾号|[后末]四位|[后末]4位)[^\d]{0,4}(\d{4})(?!\d)")
CODE_NAMED = re.compile(
    r"(?:预约码|预约号|编号|码|号)(?:就?是|为|[:：])?\s*"
    r"(?=[A-Za-z0-9-]*[A-Za-z])(?P<code>[A-Za-z0-9][A-Za-z0-9-]{2,14})(?![A-Za-z0-9])"
)
CODE = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z0-9-]*\d)[A-Za-z][A-Za-z0-9-]{4,14}(?![A-Za-z0-9])")
NAME_CHANGED = (
    r"(?:[打写填说搞弄输敲报记念听登]{0,2}错了?|不对|有误)?[，,。\s]*"
    r"(?:应该?|要|请)?(?:改|换|更正)?[成为到]?"
)
WHO_COMES = (
    r"(?:姓名|名字|联系人|经办人|办理人|办事人|申请人|代办人|委托人|(?:来|去)(?:办事?的?|的)人)"
)
NAME_INTRODUCED = re.compile(
    rf"(?:{WHO_COMES}{NAME_CHANGED}(?:我?叫我?|是|为|写成?|填成?|登记成?|报|用)?|叫我|我叫|我是|叫)[:：\s]*"
    r"(?!错|改|不|填|写|换|应该|一下|我叫|[我他她]?姓|[为叫是]|[也都]?(?:对|没|正确|可以|好)|和|跟|电话|手机)"
    r"(?P<name>[一-龥·]{2,15}?(?=[，。、；！,.;!\s]|的?(?:电话|手机|号码|联系)|$|[^一-龥·])"
    r"|[A-Za-z][A-Za-z .'-]{1,40})"
)
INTRODUCTION = re.compile(
    r"(?:[他她]|同事|朋友|老[婆公]|爱人|[儿妻]子|女儿|[爸妈])(?:的?名字)?叫(?![我你您他她])[一-龥]{2,4}(?=$|[，,。；;\s\d]|手机|电话)"
    rf"|我叫|{WHO_COMES}|(?:^|[，,。；;\s])叫(?=[一-龥]{{2}})"
    r"|(?:^|[，,。；;\s]|我|免贵|不过|[他她])姓(?!名)[一-龥](?=$|[，,。；;！!\s不]|的)"
)
SURNAME_TOLD = re.compile(r"(?<!不)(?<!百)姓(?!名)(?P<surname>欧阳|上官|司马|诸葛|皇甫|[一-龥])")
CHARACTER_TOLD = re.compile(
    r"(?P<which>第[一二三]个?字|最后(?:一个?)?字|末尾?(?:一个?)?字|中间(?:的|那个?|一个?)?字|姓)"
    r"[^，。,]{0,8}[，,]?(?:是|应该是|要用|用)[一-龥]{1,3}的(?P<character>[一-龥])"
)
"""Which character of a name is written how: 最后一个字是华丽的华."""
DIGITS_TOLD = re.compile(
    r"(?P<where>最?[后末尾](?:面)?(?:[一两1-8]位|[一两1-8]个数?字?)?|尾号|前[三3]位|开头|中间(?:[四4]位)?)(?:的?数?字?)?"
    r"(?:不是\d{1,8}[，,\s]*)?(?:应该|而|写成?|改|换|错了?|不对|[，,\s])*(?:是|为|成)\s*(?P<digits>\d{1,8})(?!\d)(?![号点月日])"
)
INSTEAD_OF_DIGITS = re.compile(
    r"不是(?P<wrong>\d{2,8})[，,\s]*(?:而|应该)?是(?P<right>\d{2,8})(?!\d)(?![号点月日])"
)
"""Tells some digits of a number anew."""
PLACES = {"姓": 0, "第一": 0, "第二": 1, "中间": 1, "第三": 2}
MARKUP = re.compile(r"<[^<>]{0,200}>")
SPOKEN_PHONE = re.compile(
    r"(?<![零〇一幺二三四五六七八九])[一幺](?:[，,、\s-]{0,2}[零〇一幺二三四五六七八九]){10}"
)
IN_DIGITS = str.maketrans("零〇一幺二三四五六七八九", "001123456789")
CHINESE_NAME = re.compile(r"[一-龥]{2,4}|[一-龥]{1,10}·[一-龥·]{1,15}")
LATIN_NAME = re.compile(r"[A-Za-z][A-Za-z.'-]+(?: [A-Za-z.'-]+){1,3}")
NEVER_IN_A_NAME = re.compile(
    r"今天|明天|后天|上午|下午|早上|中午|[周星期礼拜][一二三四五六日天]|[号点区]$|预约|电话|手机|确认|办"
    r"|改|换|应该|错|不|号码|太|了$|[少多漏][了一]|一位|满意|没|问题|提交|麻烦|谢谢"
    r"|许可|备案|登记|审批|执照|核准|证$|证书|环评|消防|排污|验收|材料|窗口|大厅|公司|[吗呢吧么]$"
)
NAME_BEFORE_PHONE = re.compile(
    rf"[点分半刻午区]\s*(?P<name>[一-龥]{{2,4}})[，,\s]*(?={PHONE.pattern})"
)
_LIKE_NAMES = """
白痴 何必 何苦 何况 方便 成功 马上 高兴 安全 平安 明白 应该 连续 全部 单位 包括 于是 时间 容易
解决 费用 干嘛 金额 黄牛 常用 常规 温馨 左右 向来 路上 项目 安排 宁可 阴历 农历 古怪
强迫 幸好 冷静 车间 施工
"""
WORDS_LIKE_NAMES = frozenset(_LIKE_NAMES.split())
"""Words that begin with a surname and are no names."""
NO_NAME = re.compile(
    r"八蛋|混蛋|^手机|^电话|区的?$|的$|^高新|^经开|的[一-龥]$|^(?:古月胡|文刀刘)$|姓"
)
NOT_INTRODUCED = re.compile(
    r"什么|[带要能需]|必须|本人|我|老[公婆板]|同事|员工|法人|儿子|女儿|媳妇|朋友|怎|吗|可以|一样|[哪谁几]"
)
"""Follows 经办人 and the like, and is no name."""
NAME_LENGTHS = (3, 2)
AROUND_A_NAME = re.compile(
    r"我叫|我是|名字[是叫]?|姓名是?|联系人是?|电话是?|手机号?码?是?|号码是?|[，。、,.:：;；\s]+"
)


def read_phone(text: str) -> str | None:
    """A mainland mobile number in `text`, digits only."""
    found = PHONE.search(text)
    return re.sub(r"\D", "", found[1]) if found else None


def amended_phone(text: str, old: str) -> str | None:
    """The phone number `old` with the digits that `text` tells anew: 最后一位是5, 尾号改成1235."""
    plain = text.translate(IN_DIGITS)
    if found := INSTEAD_OF_DIGITS.search(plain):
        wrong, right = found["wrong"], found["right"]
        fits = len(wrong) == len(right) and old.count(wrong) == 1
        return old.replace(wrong, right) if fits else None
    found = DIGITS_TOLD.search(plain)
    if found is None:
        return None
    new, where = found["digits"], found["where"]
    if where.startswith(("前", "开头")):
        changed = new + old[len(new) :]
    elif where.startswith("中间"):
        changed = old[:3] + new + old[3 + len(new) :]
    else:
        changed = old[: -len(new)] + new
    return changed if PHONE.fullmatch(changed) and changed != old else None


def with_digits(text: str) -> str:
    """`text` with a phone number that is written as it is spoken (一三八零零……) in digits."""
    return SPOKEN_PHONE.sub(_in_digits, text)


def _in_digits(found: re.Match[str]) -> str:
    return re.sub(r"\D", "", found[0].translate(IN_DIGITS))


def without_phone(text: str) -> str:
    """`text` without a phone number, whose digits would be read as a date."""
    return PHONE.sub("", text)


def introduces_a_name(text: str) -> bool:
    """Whether `text` says that a name follows: 我叫, 姓名."""
    introduced = INTRODUCTION.search(text) or english.NAME_INTRODUCED.search(text)
    return introduced is not None


def looks_like_phone(text: str) -> bool:
    """Whether `text` holds digits meant as a phone number, right or wrong."""
    return DIGITS_LIKE_PHONE.search(text) is not None


def read_name(text: str, strict: bool = False) -> str | None:
    """A person's name in `text`, as one gives it to a clerk.

    Args:
        strict: accept a bare name only if it begins with a known surname.
    """
    text = MARKUP.sub("", text)
    rest = DIGITS_LIKE_PHONE.sub(" ", PHONE.sub(" ", text))
    if named := english.read_name(rest, strict):
        return named
    if by_surname := _name_of_surname(rest):
        return by_surname
    if introduced := [found["name"].strip() for found in NAME_INTRODUCED.finditer(rest)]:
        fitting = (name for name in introduced if not NO_NAME.search(name))
        return next((name for name in fitting if not NOT_INTRODUCED.search(name)), None)
    close = NAME_BEFORE_PHONE.search(text)  # "上午9点王五13800138055", without a space
    if close and _begins_like_a_name(close["name"]) and not NEVER_IN_A_NAME.search(close["name"]):
        return close["name"]
    rest = AROUND_A_NAME.sub(" ", rest).strip()
    if LATIN_NAME.fullmatch(rest) and english.could_be_a_name(rest.split()):
        return rest
    parts = [
        part
        for part in rest.split()
        if CHINESE_NAME.fullmatch(part)
        and not NEVER_IN_A_NAME.search(part)
        and not NO_NAME.search(part)
    ]
    known = [part for part in parts if _begins_like_a_name(part)]
    if known:
        return known[0]
    if parts and rest == parts[0] and not strict:
        return parts[0]
    return _name_against_phone(text)


def _name_of_surname(text: str) -> str | None:
    """The whole name beside its surname: 我姓谭，言西早的谭，谭丽华."""
    told = SURNAME_TOLD.search(text)
    if told is None:
        return None
    surname = told["surname"]
    found = re.search(
        rf"(?:^|[，,。；;\s叫是])(?P<name>{surname}[一-龥]{{1,3}})"
        r"(?=$|[，,。；;！!\s\d]|的?(?:电话|手机))",
        text,
    )
    return found["name"] if found and not NEVER_IN_A_NAME.search(found["name"]) else None


def read_surname(text: str) -> str | None:
    """The surname that is told without the rest of the name: 我姓陈."""
    told = SURNAME_TOLD.search(text)
    return told["surname"] if told and _begins_like_a_name(told["surname"]) else None


def only_a_name(text: str) -> bool:
    """Whether `text` gives a name and nothing else, whatever kind of message it looks like."""
    name = read_name(text, strict=True)
    if name is None or name in WORDS_LIKE_NAMES:
        return False
    return not AROUND_A_NAME.sub("", text.replace(name, "", 1)).strip("吧的呢啊。！!")


def read_name_instead(text: str, old: str) -> str | None:
    """The name that `text` puts in the place of `old`: 不是刘芳，是刘方."""
    name, new, old = old, r"[一-龥·]{2,6}?", re.escape(old)
    found = re.search(
        rf"不(?:是|叫){old}[，,\s]*(?:[打写说听输记]{{0,2}}错了?[，,\s]*)?(?:而是|应该是|我是|是|叫)(?P<after>{new})(?=$|[，,。！!\s])"
        rf"|(?:是|叫)(?P<before>{new})[，,\s]*(?:而)?不(?:是|叫){old}",
        text,
    )
    told = (found["after"] or found["before"]) if found else None
    return told or _respelt(text, name)


def _respelt(text: str, old: str) -> str | None:
    """The name with a surname or a character told anew: 我姓谭，不姓谈."""
    if found := CHARACTER_TOLD.search(text):
        place = next((at for word, at in PLACES.items() if found["which"].startswith(word)), -1)
        place = place % len(old) if place < len(old) else len(old) - 1
        return old[:place] + found["character"] + old[place + 1 :]
    told = SURNAME_TOLD.search(text)
    if told is None or _name_of_surname(text) or not old.startswith(tuple(SURNAMES)):
        return None
    surname = told["surname"]
    return None if old.startswith(surname) else surname + old[1:]


def _name_against_phone(text: str) -> str | None:
    """The name that ends a sentence just before the number: ……登记表李四13700001111."""
    found = PHONE.search(text)
    before = re.search(r"[一-龥]+$", text[: found.start()].rstrip()) if found else None
    if before is None:
        return None
    endings = (before[0][-length:] for length in NAME_LENGTHS if length <= len(before[0]))
    fitting = (e for e in endings if not (NEVER_IN_A_NAME.search(e) or NO_NAME.search(e)))
    return next((end for end in fitting if _begins_like_a_name(end)), None)


def _begins_like_a_name(text: str) -> bool:
    return text.startswith(COMPOUND_SURNAMES) or text[0] in SURNAMES


def read_last_four(text: str) -> str | None:
    """The last four digits of a phone number, given alone or with the whole number."""
    if phone := read_phone(text):
        return phone[-4:]
    if named := LAST_FOUR_NAMED.search(text):
        return named[1]
    found = LAST_FOUR.search(CODE.sub(" ", text))
    return found[0] if found else None


def read_code(text: str) -> str | None:
    """A booking code in `text`, in capitals."""
    named = CODE_NAMED.search(text)
    found = named["code"] if named else (CODE.search(text) or [None])[0]
    return found.upper() if found else None


def mask_name(name: str) -> str:
    """张三 -> 张*: enough to recognise one's own entry, not to learn another's."""
    return name[:1] + "*" * min(len(name) - 1, 2)


def mask_phone(phone: str) -> str:
    """13800138000 -> 138****8000."""
    return f"{phone[:3]}****{phone[-4:]}"


def mask_address(address: str) -> str:
    """湖南省郴州市苏仙区白露塘镇1号 -> 湖南省郴州市****: the town, and no more."""
    town = re.match(r".{0,12}?市|.{0,12}?[州县区]", address)
    return f"{town[0] if town else address[:2]}****"
