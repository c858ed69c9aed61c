"""How facts are said: short, plain Chinese, the answer first, its status in half a sentence."""

from collections.abc import Callable
from typing import Any

from knowledge import Fact, Park, ServiceGuide
from knowledge.edition_diff import MODE_NAMES
from knowledge.labels import material_text

SAMPLE_NOTE = "（示例数据，以大厅公布为准）"
FEE_COLLECTOR = (
    "涉及行政事业性收费的，原则上由园区管委会按规定办理收费，缴入市级或园区财政非税收入专户"
    "（郴政办发〔2021〕4号二、（二）4）。"
)
MISSING_HELP = "我还没有查到可靠来源，不敢随便告诉您。可以拨打 12345，或者转人工核实。"
CARD_FIELDS = (
    ("delegation_mode", "办理方式"),
    ("deciding_body", "由谁决定"),
    ("conditions", "办理条件"),
    ("materials", "申请材料"),
    ("procedure", "办理流程"),
    ("statutory_limit", "法定时限"),
    ("fee", "收费"),
    ("result", "办理结果"),
    ("windows", "办理窗口"),
    ("online_entrance", "网上办理"),
    ("basis", "办理依据"),
)


def value_text(name: str, fact: Fact[Any]) -> str | list[str]:
    """A fact's value in words; a list for materials and windows. Never called for a missing one."""
    return VALUE_WORDS.get(name, str)(fact.value)


def _materials(value: list[dict[str, Any]]) -> list[str]:
    return [material_text(item) for item in value]


def _windows(value: list[dict[str, Any]]) -> list[str]:
    return [
        f"{window['hall']} {window['floor']} {window['number']} {window['name']}".strip()
        for window in value
    ]


def _online(value: dict[str, Any]) -> str:
    return "　".join(part for part in (value.get("name"), value.get("url")) if part)


VALUE_WORDS: dict[str, Callable[[Any], str | list[str]]] = {
    "delegation_mode": lambda value: MODE_NAMES[value],
    "materials": _materials,
    "windows": _windows,
    "statutory_limit": lambda value: str(value["text"]),
    "promised_limit": lambda value: str(value["text"]),
    "online_entrance": _online,
    "fee": lambda value: str(value["text"]),
    "procedure": list,
}


def source_note(fact: Fact[Any]) -> str:
    """Where a fact was read, or that it is a sample."""
    if fact.status == "sample":
        return SAMPLE_NOTE
    places = [_place(source) for source in fact.source[:2]]
    return f"（依据：{'、'.join(places)}）" if places else ""


def _place(source: Any) -> str:
    return f"{source.document or source.title}{source.article or ''}"


def say_materials(guide: ServiceGuide) -> str:
    """The list of materials, numbered, with its source."""
    fact = guide.fields["materials"]
    if fact.value is None:
        return f"「{guide.name}」的材料清单，{MISSING_HELP}"
    lines = [f"{number}. {name}" for number, name in enumerate(_materials(fact.value), 1)]
    return f"办「{guide.name}」要准备：\n" + "\n".join(lines) + f"\n{source_note(fact)}"


def say_window(guide: ServiceGuide, park: Park) -> str:
    """Where to go, when it is open, and the phone if there is one."""
    fact = guide.fields["windows"]
    if not fact.value:
        return f"「{guide.name}」在{park.short_name}的窗口，{MISSING_HELP}"
    window = fact.value[0]
    lines = [f"请到{_windows(fact.value)[0]}办理「{guide.name}」。"]
    for label, key in (("地址", "address"), ("时间", "hours"), ("电话", "phone")):
        if window.get(key):
            lines.append(f"{label}：{window[key]}")
    return "\n".join(lines)


def say_mode(guide: ServiceGuide, park: Park) -> str:
    """Which of the three modes, who decides and whose seal is on the result (decree D1-D4)."""
    fields = guide.fields
    mode = fields["delegation_mode"]
    if mode.value is None:
        return f"「{guide.name}」在{park.short_name}的赋权方式，{MISSING_HELP}"
    return (
        f"「{guide.name}」在{park.short_name}是「{MODE_NAMES[mode.value]}」。\n"
        f"受理：{fields['accepting_body'].value}\n"
        f"决定：{fields['deciding_body'].value}\n"
        f"盖章：{fields['seal'].value}"
    )


def say_liability(guide: ServiceGuide, park: Park) -> str:
    """Who is liable and where reconsideration and lawsuits go, with the clause (decree D1-D4)."""
    fact = guide.fields["liable_body"]
    if fact.value is None:
        return f"「{guide.name}」的责任主体，{MISSING_HELP}"
    clause = "、".join(_place(source) for source in fact.source[:1])
    return (
        f"「{guide.name}」在{park.short_name}办理，法律责任：{fact.value}\n"
        f"复议诉讼：{guide.fields['appeal'].value}\n"
        f"监管：{guide.fields['supervising_body'].value}\n"
        f"依据：{clause}"
    )


def say_time_limit(guide: ServiceGuide) -> str:
    """The statutory limit in the source's own words; a promised one only when published."""
    statutory, promised = guide.fields["statutory_limit"], guide.fields["promised_limit"]
    if statutory.value is None:
        first = f"「{guide.name}」的法定时限，{MISSING_HELP}"
    else:
        first = f"「{guide.name}」法定时限：{statutory.value['text']}{source_note(statutory)}"
    excluded = guide.fields["excluded_time"]
    if excluded.value is not None:
        first = f"{first}\n不算在时限里的：{excluded.value}{source_note(excluded)}"
    if promised.value is None:
        return f"{first}\n园区的承诺时限还没有公布。"
    return f"{first}\n承诺时限：{promised.value['text']}{source_note(promised)}"


def say_result(guide: ServiceGuide) -> str:
    """What the applicant gets, and for how long it holds where that is known."""
    said = say_field(guide, "result", "办理结果")
    validity = guide.fields["result_validity"]
    if validity.value is None:
        return said
    return f"{said}\n有效期：{validity.value}{source_note(validity)}"


def say_fee(guide: ServiceGuide) -> str:
    """Whether a fee is due and by what rule; who collects one that is (decree 二、（二）4, D10)."""
    said = say_field(guide, "fee", "收费")
    fee = guide.fields["fee"].value
    if not fee or not fee["charged"]:
        return said
    return f"{said}\n{FEE_COLLECTOR}"


def say_field(guide: ServiceGuide, name: str, label: str) -> str:
    """Any other field: its label, its value, its source."""
    fact = guide.fields[name]
    if fact.value is None:
        return f"「{guide.name}」的{label}，{MISSING_HELP}"
    words = value_text(name, fact)
    text = "\n".join(words) if isinstance(words, list) else words
    note = "" if name == "basis" else source_note(fact)  # the basis is its own source
    return f"「{guide.name}」{label}：{text}\n{note}".rstrip()


def card_rows(guide: ServiceGuide, park_known: bool) -> list[dict[str, Any]]:
    """The rows of a matter card; what depends on the park is left out while it is unknown."""
    return [
        {
            "label": label,
            "value": _card_value(name, guide.fields[name]),
            "status": guide.fields[name].status,
        }
        for name, label in CARD_FIELDS
        if park_known or name not in PARK_FIELDS
    ]


PARK_FIELDS = frozenset({"delegation_mode", "deciding_body", "windows"})


def _card_value(name: str, fact: Fact[Any]) -> str | list[str]:
    return "暂未查到可靠来源" if fact.value is None else value_text(name, fact)
