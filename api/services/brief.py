"""The same facts in few and plain words, for whoever finds the whole answer too long.

What is left out stays one button away. Nothing is added: names, numbers and clauses are those of
the service guide.
"""

import re

from api.services.wording import MISSING_HELP, SAMPLE_NOTE
from knowledge import Fact, KnowledgeBase, ServiceGuide
from knowledge.edition_diff import MODE_NAMES

BRACKETED = re.compile(r"（[^（）]*）|\([^()]*\)|〔(?!\d)[^〔〕]*〕")
LIMIT = re.compile(
    r"(?:自|从)?[^，。；：（）]{0,24}?(?:\d+|[一二三四五六七八九十百]+)个?(?:工作日|日|天|个月|月)[^，。；（）]{0,12}"
)
NUMBERED = re.compile(r"（[一二三四五六七八九十]+）")
REFUSES = re.compile(r"不予|下列情形|不得")
"""Shows that a numbered list may be of what must not be."""
LONGEST = 60
"""Characters of a sentence that is still plain."""
LONGEST_LIMIT = 80
"""Characters of a time limit that is told as its source has it."""
MOST_POINTS = 5


def in_brief(kb: KnowledgeBase, guide: ServiceGuide, topic: str) -> str:
    """One topic of a matter in few words, with what must not be left out: clause and sample."""
    said = {
        "materials": _materials,
        "precheck": _materials,
        "time_limit": _time_limit,
        "window": _window,
        "conditions": _conditions,
        "fee": _fee,
        "online": _online,
        "result": _result,
        "legal_basis": _basis,
    }.get(topic)
    if said is not None:
        return said(guide)
    of_mode = {"liability": _liability, "mode": _mode}.get(topic, _all)
    return of_mode(kb, guide)


def plain(text: str, longest: int = LONGEST) -> str:
    """The first sentence of `text`, without brackets and cut at a comma where it is long."""
    bare = BRACKETED.sub("", text).strip()
    sentence = re.split(r"[。\n]", bare, maxsplit=1)[0]
    if len(sentence) <= longest:
        return sentence
    at = max(sentence.rfind(mark, 0, longest) for mark in "，；、")
    return sentence[: at if at > 0 else longest].rstrip("，；、") + "等"


def _note(*facts: Fact[object]) -> str:
    return f"\n{SAMPLE_NOTE}" if any(fact.status == "sample" for fact in facts) else ""


def _unknown(label: str) -> str:
    return f"{label}，{MISSING_HELP}"


def _materials(guide: ServiceGuide) -> str:
    fact = guide.fields["materials"]
    if fact.value is None:
        return _unknown(f"「{guide.name}」的材料")
    names = [plain(item["name"], 32) for item in fact.value]
    lines = "\n".join(f"{number}. {name}" for number, name in enumerate(names, 1))
    return f"「{guide.name}」要备 {len(names)} 样：\n{lines}{_note(fact)}"


def say_limit(guide: ServiceGuide) -> str:
    """The statutory limit in one phrase; says so when it is not known."""
    limit = guide.fields["statutory_limit"].value
    if limit is None:
        return "没有查到可靠来源"
    if "number" in limit:
        return f"{limit['number']}{'个' if limit['unit'] == '工作日' else ''}{limit['unit']}"
    found = [one.strip() for one in LIMIT.findall(BRACKETED.sub("", limit["text"]))]
    found = [one for one in found if "不能" not in one]
    said = "，".join(found[:2]) or plain(limit["text"])
    return f"{said}（按工作日算）" if "以工作日计算" in limit["text"] else said


def shortens(guide: ServiceGuide) -> bool:
    """Whether the source words the limit at such length that a phrase of it serves better."""
    limit = guide.fields["statutory_limit"].value
    return limit is not None and len(limit["text"]) > LONGEST_LIMIT


def _time_limit(guide: ServiceGuide) -> str:
    fact = guide.fields["statutory_limit"]
    if fact.value is None:
        return _unknown(f"「{guide.name}」要办多久")
    return (
        f"「{guide.name}」法定最长：{say_limit(guide)}。园区可能更快，以大厅告知为准。{_note(fact)}"
    )


def _window(guide: ServiceGuide) -> str:
    fact = guide.fields["windows"]
    if not fact.value:
        return _unknown(f"「{guide.name}」的窗口")
    window = fact.value[0]
    place = " ".join(filter(None, (window["hall"], window["floor"], window["number"])))
    return f"「{guide.name}」去{place}，{window['hours']}。"


def _conditions(guide: ServiceGuide) -> str:
    fact = guide.fields["conditions"]
    if fact.value is None:
        return _unknown(f"「{guide.name}」的办理条件")
    text = str(fact.value)
    points = [plain(part, 40).strip("；") for part in NUMBERED.split(text) if part.strip(" ；。，")]
    if len(points) < 2 or REFUSES.search(text):
        return f"「{guide.name}」的条件：{plain(text)}。{_note(fact)}"
    lines = "\n".join(f"{number}. {point}" for number, point in enumerate(points[:MOST_POINTS], 1))
    return f"「{guide.name}」要满足：\n{lines}{_note(fact)}"


def _fee(guide: ServiceGuide) -> str:
    fact = guide.fields["fee"]
    if fact.value is None:
        return _unknown(f"「{guide.name}」收不收费")
    if not fact.value["charged"]:
        return f"「{guide.name}」不收费。{_note(fact)}"
    return f"「{guide.name}」要交费：{plain(fact.value['text'])}。{_note(fact)}"


def _online(guide: ServiceGuide) -> str:
    fact = guide.fields["online_entrance"]
    if fact.value is None:
        return _unknown(f"「{guide.name}」的网上入口")
    where = " ".join(filter(None, (fact.value["name"], fact.value.get("url"))))
    return f"「{guide.name}」网上办：{where}。{_note(fact)}"


def _result(guide: ServiceGuide) -> str:
    fact = guide.fields["result"]
    if fact.value is None:
        return _unknown(f"「{guide.name}」办完拿什么")
    return f"「{guide.name}」办完拿到：{plain(str(fact.value))}。{_note(fact)}"


def _basis(guide: ServiceGuide) -> str:
    fact = guide.fields["basis"]
    if fact.value is None:
        return _unknown(f"「{guide.name}」的依据")
    titles = dict.fromkeys(re.findall(r"《[^《》]+》", str(fact.value)))
    return f"「{guide.name}」依据的是{'、'.join(titles) or plain(str(fact.value))}。"


def _mode(kb: KnowledgeBase, guide: ServiceGuide) -> str:
    mode = guide.fields["delegation_mode"]
    if mode.value is None:
        return _unknown(f"「{guide.name}」由谁批")
    known = kb.modes[mode.value]
    how = known.how
    if known.seal:
        how = f"由{guide.fields['deciding_body'].value}批，{known.seal}"
    return f"「{guide.name}」{how}（{MODE_NAMES[mode.value]}）。"


def _liability(kb: KnowledgeBase, guide: ServiceGuide) -> str:
    fact = guide.fields["liable_body"]
    mode = guide.fields["delegation_mode"].value
    if fact.value is None or mode is None:
        return _unknown(f"「{guide.name}」出了问题找谁")
    liable = kb.modes[mode].liable.format(park=kb.parks[guide.park_id].authority)
    appeal = kb.rules["appeal"]
    clauses = [source.place for source in (*fact.source, *appeal.source)]
    return (
        f"「{guide.name}」出了问题，{liable}。{appeal.brief or appeal.text}"
        f"\n依据：{'、'.join(dict.fromkeys(clauses))}"
    )


def _all(kb: KnowledgeBase, guide: ServiceGuide) -> str:
    """The whole matter in four short lines."""
    materials = guide.fields["materials"].value
    count = f"{len(materials)} 样" if materials else "没有查到可靠来源"
    windows = guide.fields["windows"].value
    place = f"{windows[0]['hall']} {windows[0]['number']}" if windows else "没有查到可靠来源"
    mode = guide.fields["delegation_mode"].value
    return (
        f"「{guide.name}」\n谁批：{kb.modes[mode].how if mode else '没有查到可靠来源'}\n"
        f"材料：{count}\n多久：{say_limit(guide)}\n去哪：{place}"
    )
