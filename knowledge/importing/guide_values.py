"""Turns the words of a service guide's cells into values. What is not clear is never guessed."""

import re
from collections.abc import Callable
from typing import Any, Literal

from knowledge.importing.grants import Unreadable
from knowledge.importing.wording import chinese_number, lines, official, plain
from knowledge.schema.values import Fee, Limit, Material, OnlineEntrance

Unit = Literal["日", "工作日"]
Form = Literal["original", "copy", "original_and_copy", "electronic"]

_CHINESE_DIGITS = "零〇一二两三四五六七八九十百"
_COUNT = rf"(?P<count>\d{{1,4}}|[{_CHINESE_DIGITS}]+)"
_LIMIT = re.compile(rf"{_COUNT}个?(?P<unit>工作日|日)(?:以?内)?")
_COPIES = re.compile(rf"(?:一式)?{_COUNT}份?")
_UNIT_IN_HEADER = re.compile(r"\((?:单位:?)?个?(工作日|日)\)")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{3,63}")
_URL = re.compile(r"https?://[^\s，。；、（）()<>\"“”]+")

_NOT_CHARGED = re.compile(
    r"(?:暂?不(?:予)?|免于?|停止?|暂停)(?:收取|征收|收|征)?(?:任何)?(?:费用?)?|无(?:需)?(?:收|缴)?费用?"
    r"|^[否无]$|不涉及(?:收费)?"
)
_CHARGED = re.compile(r"收|缴|元|^是$")
_YES = frozenset(
    {"是", "√", "✓", "✔", "可", "可以", "能", "支持", "允许", "适用", "有", "y", "yes", "1"}
)
_NO = frozenset({"否", "×", "✗", "✘", "无", "n", "no", "x", "0"})
_FORMS: dict[str, Form] = {
    "原件": "original",
    "复印件": "copy",
    "原件复印件": "original_and_copy",
    "电子": "electronic",
    "电子件": "electronic",
    "电子版": "electronic",
    "电子文件": "electronic",
    "电子文档": "electronic",
    "电子材料": "electronic",
}
_BOTH = re.compile(r"[、，,+和及与并\s]|纸质")
_NEEDED = frozenset({"必要", "必需", "必须", "必要材料", "是"})
_NOT_ALWAYS = re.compile(
    r"(?:非必[要需须](?:材料)?|否)[：:]?(?:（(?P<case>[^（）]+)）|(?P<rest>.*))"
)
_ITEM_NUMBER = re.compile(
    rf"(?:\d+[.、．)）]|[（(]\d+[）)]|[①-⑳]|[{_CHINESE_DIGITS}]+、|（[{_CHINESE_DIGITS}]+）)(?!\d)\s*"
)
_ARROW = re.compile(r"\s*(?:→|⇒|➔|—+>|-+>)\s*")


def unit_in(header: str) -> Unit | None:
    """The unit that a header gives for bare numbers, as in 法定时限（工作日）."""
    found = _UNIT_IN_HEADER.search(plain(header))
    return None if found is None else ("工作日" if found[1] == "工作日" else "日")


def limit(text: str, unit: Unit | None = None) -> Limit:
    """A time limit in its own words, with number and unit where it is nothing else.

    Args:
        text: such as 20个工作日, or a rule in words.
        unit: the unit the column's header gives.

    Raises:
        Unreadable: for a number without a unit, or with another one than the header's.
    """
    words = plain(text)
    if words.isdigit():
        if unit is None:
            raise Unreadable("没有写单位：请在数字后面或表头里写“日”或“工作日”")
        words = f"{int(words)}{'个' if unit == '工作日' else ''}{unit}"
        text = words
    found = _LIMIT.fullmatch(words)
    if found is None:
        return {"text": official(text)}
    own: Unit = "工作日" if found["unit"] == "工作日" else "日"
    if unit not in (None, own):
        raise Unreadable(f"表头写的是{unit}，这里写的是{own}：请统一")
    return {"text": official(text), "number": _number(found["count"]), "unit": own}


def fee(charged: str, amount: str, rule: str) -> Fee | None:
    """What is to be paid; None when none of the columns says anything.

    Args:
        charged: 是否收费.
        amount: 收费, in words.
        rule: 收费标准 and 收费依据.

    Raises:
        Unreadable: when they contradict each other, or do not say whether anything is charged.
    """
    texts = [official(text) for text in (amount, rule) if text]
    answers = {_is_charged(text) for text in (charged, amount) if text}
    if not answers and rule:
        answers = {_is_charged(rule)}
    if not answers:
        return None
    if len(answers) > 1:
        raise Unreadable("一列说收费，另一列说不收费：请改成一致")
    answer = answers.pop()
    if not set(texts) - {"是", "否", "无"}:
        texts = ["收费" if answer else "不收费"]
    return {"text": "；".join(dict.fromkeys(texts)), "charged": answer}


def _is_charged(text: str) -> bool:
    words = plain(text)
    rest = _NOT_CHARGED.sub("", words)
    free, paid = rest != words, bool(_CHARGED.search(rest))
    if free == paid:
        raise Unreadable("看不出收不收费：请在“是否收费”一列写“是”或“否”")
    return paid


def entrance(text: str) -> OnlineEntrance:
    """Where a matter is handled online; a bare address goes under the name of its host."""
    words = " ".join(text.split())
    found = _URL.search(words)
    if found is None:
        return {"name": official(text)}
    name = official(_URL.sub(" ", words)).strip("：（），。 ")
    return {"name": name or found[0].split("/")[2], "url": found[0]}


def code(text: str) -> str:
    """A matter's official code.

    Raises:
        Unreadable: when it has other characters than a code has, as when a workbook took it for a
            number and lost digits.
    """
    words = plain(text).replace(" ", "")
    if not _CODE.fullmatch(words):
        raise Unreadable("不像事项编码：请把单元格设成文本格式，重新填写完整的编码")
    return words


def items(text: str) -> tuple[str, ...]:
    """The entries of a list in one cell: on lines of their own, or parted by → or ；."""
    parts = lines(text)
    if len(parts) == 1:
        parts = _ARROW.split(parts[0])
    if len(parts) == 1:
        parts = parts[0].split("；")
    named = (_ITEM_NUMBER.sub("", part, count=1).strip("；。 ") for part in parts)
    return tuple(part for part in named if part)


def yes_or_no(text: str) -> bool:
    """Whether a cell says yes.

    Raises:
        Unreadable: when it says neither yes nor no.
    """
    words = plain(text).casefold()
    if words in _YES:
        return True
    if words in _NO or words.removeprefix("不") in _YES:
        return False
    raise Unreadable("看不懂：请写“是”或“否”")


def form(text: str) -> Form:
    """Whether a material is handed in as original, copy, both or electronically.

    Raises:
        Unreadable: for any other form, and for a choice between them.
    """
    found = _FORMS.get(_BOTH.sub("", plain(text)))
    if found is None:
        raise Unreadable("看不懂：请写“原件”“复印件”“原件和复印件”或“电子版”")
    return found


def copies(text: str) -> int:
    """How many copies of a material: 2, 2份, 一式两份.

    Raises:
        Unreadable: for anything else.
    """
    found = _COPIES.fullmatch(plain(text))
    number = _number(found["count"]) if found else 0
    if number == 0:
        raise Unreadable("看不出份数：请写数字，如 2")
    return number


def case(text: str) -> str | None:
    """The case in which a material is needed; None when it always is.

    Raises:
        Unreadable: when the cell says neither 必要 nor 非必要.
    """
    words = official(text)
    if words in _NEEDED:
        return None
    found = _NOT_ALWAYS.fullmatch(words)
    if found is None:
        raise Unreadable("看不懂：请写“必要”或“非必要”")
    return found["case"] or found["rest"] or "非必要"


def _number(digits: str) -> int:
    return int(digits) if digits.isdigit() else chinese_number(digits)


MATERIAL_VALUES: dict[str, Callable[[str], Any]] = {
    "form": form,
    "copies": copies,
    "core": yes_or_no,
    "later": yes_or_no,
    "commitment": yes_or_no,
    "shared": yes_or_no,
    "when": official,
    "note": official,
}
"""How the columns of a sheet of materials are read; each fills the key of its name."""

MaterialKey = Literal["form", "copies", "core", "later", "commitment", "shared", "when", "note"]


def material(name: str, values: dict[str, Any]) -> Material:
    """A material of what its row says."""
    made: Material = {"name": name}
    made.update(values)  # type: ignore[typeddict-item]  # keys are those of MATERIAL_VALUES
    return made
