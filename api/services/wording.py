"""How facts are said: short, plain Chinese, the answer first, its status in half a sentence."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from api.services.said.appeals import appeals_if_liability
from knowledge import Fact, Park, ServiceGuide
from knowledge.edition_diff import MODE_NAMES
from knowledge.labels import material_text
from knowledge.schema import Rule, Sourced

SAMPLE_NOTE = "（示例数据，以大厅公布为准）"
MISSING_HELP = "我还没有查到可靠来源，不敢随便告诉您。可以拨打 12345，或者转人工核实。"
FIRST_OF_MODE = (
    ("路径", re.compile(r"省|直报|上报|怎么报|报到|抄送|备案|几级|流程|路径")),
    ("盖章", re.compile(r"章|印|落款")),
    ("受理", re.compile(r"受理|收件|交给谁")),
    ("决定", re.compile(r"批|审|决定|签|说了算|拍板|做主|管")),
)
"""What in a question about the mode asks for which line."""
PHONE = re.compile(r"电话|号码|怎么联系|打哪")
NO_PHONE = "窗口的电话还没有公布，可以拨打 12345 政务服务便民热线。"
SUPERVISES = re.compile(r"监管|监督|检查|执法|抽查|事后|批了以后|发证后|投诉|举报|盯")
"""What in a question about liability asks for the line on supervision."""
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


def source_note(fact: Fact[Any] | Sourced) -> str:
    """Where a fact was read, or that it is a sample."""
    if fact.status == "sample":
        return SAMPLE_NOTE
    places = [source.place for source in fact.source[:2]]
    return f"（依据：{'、'.join(places)}）" if places else ""


def say_rule(rule: Rule) -> str:
    """What a law or the decree says of every matter of a kind, with its source."""
    return f"{rule.text}{source_note(rule)}"


def say_materials(guide: ServiceGuide) -> str:
    """The list of materials, numbered, with its source."""
    fact = guide.fields["materials"]
    if fact.value is None:
        return f"「{guide.name}」的材料清单，{MISSING_HELP}"
    lines = [f"{number}. {name}" for number, name in enumerate(_materials(fact.value), 1)]
    return f"办「{guide.name}」要准备：\n" + "\n".join(lines) + f"\n{source_note(fact)}"


def say_notices(guides: Sequence[ServiceGuide]) -> str:
    """What must be said beside facts of the park, each once, on a line of its own; or nothing."""
    said = dict.fromkeys(notice for guide in guides for notice in guide.notices)
    return f"\n（{''.join(said)}）" if said else ""


OFF_HOURS = "错时延时"
"""Marks hours of a window beside the usual ones."""


def say_window(guide: ServiceGuide, park: Park, asked: str = "") -> str:
    """Where to go, when it is open, and the phone if there is one.

    Args:
        asked: the applicant's words; a phone that is asked for and not known is said to be missing.
    """
    fact = guide.fields["windows"]
    if not fact.value:
        return f"「{guide.name}」在{park.short_name}的窗口，{MISSING_HELP}"
    window = fact.value[0]
    lines = [f"请到{_windows(fact.value)[0]}办理「{guide.name}」。"]
    for label, key in (("地址", "address"), ("时间", "hours"), ("电话", "phone")):
        if window.get(key):
            lines.append(f"{label}：{window[key]}")
    lines += [_also_open(other) for other in fact.value[1:] if OFF_HOURS in (other["hours"] or "")]
    if not window.get("phone") and PHONE.search(asked):
        lines.insert(0, NO_PHONE)
    return "\n".join(lines)


def _also_open(window: dict[str, Any]) -> str:
    """When a further window is open beside the usual hours (decree D20)."""
    beside = [hours for hours in window["hours"].split("；") if OFF_HOURS in hours]
    return (
        f"{window['floor'] or ''} {window['number']} {window['name']}：{'；'.join(beside)}".strip()
    )


def say_mode(guide: ServiceGuide, park: Park, asked: str = "") -> str:
    """Which of the three modes, who decides and whose seal is on the result (decree D1-D4).

    Args:
        asked: the applicant's words; what they ask for is said first.
    """
    fields = guide.fields
    mode = fields["delegation_mode"]
    if mode.value is None:
        return f"「{guide.name}」在{park.short_name}的赋权方式，{MISSING_HELP}"
    lines = [
        f"受理：{fields['accepting_body'].value}",
        f"决定：{fields['deciding_body'].value}",
        f"盖章：{fields['seal'].value}",
    ]
    if mode.value == "direct_report":  # the way to the province is the answer's point (D4)
        lines.append(f"路径：{fields['path'].value}")
    first = next((label for label, said in FIRST_OF_MODE if said.search(asked)), "")
    lines.sort(key=lambda line: not line.startswith(first) if first else False)
    head = f"「{guide.name}」在{park.short_name}是「{MODE_NAMES[mode.value]}」。"
    return "\n".join([head, *lines])


def say_liability(guide: ServiceGuide, park: Park, asked: str = "") -> str:
    """Who is liable and where reconsideration and lawsuits go, with the clause (decree D1-D4).

    Args:
        asked: the applicant's words; what they ask for is said first.
    """
    fields = guide.fields
    fact = fields["liable_body"]
    if fact.value is None:
        return f"「{guide.name}」的责任主体，{MISSING_HELP}"
    lines = {
        "liable": f"法律责任：{fact.value}",
        "appeal": f"复议诉讼：{fields['appeal'].value}",
        "supervision": f"监管：{fields['supervising_body'].value}",
    }
    sources = list(fact.source)
    shown = ["liable", "appeal", "supervision"]
    if appeals_if_liability(asked):
        appeal = str(fields["appeal"].value)
        if "信访" not in asked:
            appeal = _deadlines_first(appeal)
        lines["appeal"] = f"不服的话：{appeal}"
        shown = ["appeal", "liable"]
        sources += fields["appeal"].source
    elif SUPERVISES.search(asked):
        shown = ["supervision", "liable"]
        sources += fields["supervising_body"].source
    clauses = "、".join(dict.fromkeys(source.place for source in sources))
    text = "\n".join(lines[name] for name in shown)
    return f"「{guide.name}」在{park.short_name}办理，{text}\n依据：{clauses}"


def say_appeal(guide: ServiceGuide) -> str:
    """What somebody can do against a decision, whoever answers for it (decree D1-D4)."""
    appeal = _deadlines_first(str(guide.fields["appeal"].value))
    steps = [sentence for sentence in appeal.split("。") if "管委会" not in sentence]
    return "。".join(steps)


def _deadlines_first(appeal: str) -> str:
    """What somebody can do, before who answers for it."""
    sentences = [sentence for sentence in appeal.split("。") if sentence]
    sentences.sort(key=lambda sentence: not sentence.startswith("对决定不服"))
    return "。".join(sentences) + "。"


def say_time_limit(guide: ServiceGuide, short: str | None = None) -> str:
    """The statutory limit in the source's own words; a promised one only when published.

    Args:
        short: the limit in fewer words, to be said instead.
    """
    statutory, promised = guide.fields["statutory_limit"], guide.fields["promised_limit"]
    if statutory.value is None:
        first = f"「{guide.name}」的法定时限，{MISSING_HELP}"
    else:
        limit = short or statutory.value["text"]
        first = f"「{guide.name}」法定时限：{limit}{source_note(statutory)}"
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


def say_fee(guide: ServiceGuide, collected: Rule) -> str:
    """Whether a fee is due and by what rule; who collects one that is (decree 二、（二）4, D10).

    Args:
        collected: who collects fees.
    """
    said = say_field(guide, "fee", "收费")
    fee = guide.fields["fee"].value
    if not fee or not fee["charged"]:
        return said
    return f"{said}\n{say_rule(collected)}"


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
