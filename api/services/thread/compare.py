"""Two things side by side, in short: matters, modes of delegation, parks."""

import re
from collections.abc import Sequence
from functools import partial

from api.services import brief
from api.services.wording import SAMPLE_NOTE, say_notices
from knowledge import KnowledgeBase, ServiceGuide
from knowledge.edition_diff import MODE_NAMES
from knowledge.schema import DelegationMode
from knowledge.text import normalise

PARKS = re.compile(
    r"(?:两|2|二)个?(?:园区|开发区|园|区)|两边|[跟和与比](?:高新|经开)\S{0,3}(?:比|有)|高新.{0,12}经开|经开.{0,12}高新|经济开发区.{0,12}高新"
)
PARK_WORDS = re.compile(
    r"(?:郴州)?(?:高新|经开|经济)(?:技术产业|技术)?(?:开发)?(?:园区|区|园)?|(?:两|2|二)个?(?:园区|开发区|园|区)|两边"
    r"|这个|^[和跟与在]|[和跟与]$"
)
MODES = re.compile(
    "直接赋权|服务前移|审批直报|派驻|三种(?:方式|模式|赋权|办法|情况)|赋权方式|赋权模式"
)
MOST_COMPARED = 4


def names_parks(text: str) -> bool:
    """Whether `text` speaks of both parks."""
    return PARKS.search(normalise(text)) is not None


def without_parks(text: str) -> str:
    """`text` without the words for the parks."""
    return PARK_WORDS.sub("", normalise(text))


def names_modes(text: str) -> bool:
    """Whether `text` speaks of modes of delegation."""
    return MODES.search(normalise(text)) is not None


def say_modes(kb: KnowledgeBase, park_id: str | None, asked: str = "") -> str:
    """The three modes in one breath, each with a matter that has it (decree 二、（一）).

    Args:
        asked: the applicant's words; the modes they name come first.
    """
    modes = sorted(kb.modes.values(), key=lambda one: MODE_NAMES[one.mode] not in asked)
    lines = [
        f"{MODE_NAMES[one.mode]}：{one.summary}{_for_instance(kb, one.mode, park_id)}。"
        for one in modes
    ]
    if kb.edition.status == "sample":
        lines.append("（例子是示例数据，以大厅公布为准）")
    return "\n".join(lines)


def _for_instance(kb: KnowledgeBase, mode: str, park_id: str | None) -> str:
    park = park_id or next(iter(kb.parks))
    known = (matter_id for one in kb.modes.values() for matter_id in one.examples)
    for matter_id in (*known, *kb.edition.matters):
        in_park = kb.edition.matters.get(matter_id, {}).get(park)
        if in_park is not None and in_park.delegation_mode == mode and matter_id in kb.matters:
            return f"，比如「{kb.matters[matter_id].name}」"
    return ""


def say_matters(kb: KnowledgeBase, guides: Sequence[ServiceGuide]) -> str:
    """Matters side by side: when each is needed, who decides, how long, what it costs."""
    rows = (
        ("什么时候要办", say_when),
        ("谁批", partial(_who, kb)),
        ("最长多久", brief.say_limit),
        ("收费", _fee),
    )
    blocks = []
    for guide in guides[:MOST_COMPARED]:
        lines = [f"{label}：{say(guide)}" for label, say in rows]
        blocks.append("\n".join([f"「{guide.name}」", *lines]))
    sample = SAMPLE_NOTE if any(_is_sample(guide) for guide in guides) else ""
    return "\n\n".join(blocks) + (f"\n{sample}" if sample else "")


def say_when(guide: ServiceGuide) -> str:
    """When a matter is needed, in a sentence."""
    for name in ("conditions", "scope"):
        if value := guide.fields[name].value:
            return brief.plain(str(value))
    return "没有查到可靠来源"


def _who(kb: KnowledgeBase, guide: ServiceGuide) -> str:
    mode: DelegationMode | None = guide.fields["delegation_mode"].value
    return f"{kb.modes[mode].decides}（{MODE_NAMES[mode]}）" if mode else "没有查到可靠来源"


def _fee(guide: ServiceGuide) -> str:
    fee = guide.fields["fee"].value
    if fee is None:
        return "没有查到可靠来源"
    return "要交" if fee["charged"] else "不收"


def _is_sample(guide: ServiceGuide) -> bool:
    return guide.fields["delegation_mode"].status == "sample"


def say_parks(kb: KnowledgeBase, guides: Sequence[ServiceGuide]) -> str:
    """One matter in each park that has it: what is the same, and what is not."""
    modes = {guide.fields["delegation_mode"].value for guide in guides}
    name = guides[0].name
    if len(guides) < 2:
        other = next(p for p in kb.parks.values() if p.park_id != guides[0].park_id)
        only = kb.parks[guides[0].park_id].short_name
        lead = f"有区别：「{name}」{other.short_name}没有承接，只在{only}办。"
    elif len(modes) == 1:
        mode = _mode_name(guides[0])
        lead = f"「{name}」在两个园区都是「{mode}」，材料和时限一样，大厅和窗口不同："
    else:
        lead = f"「{name}」在两个园区的赋权方式不同："
    lines = [f"{kb.parks[guide.park_id].short_name}：{_in_park(guide)}" for guide in guides]
    return "\n".join([lead, *lines]) + say_notices(guides)


def _mode_name(guide: ServiceGuide) -> str:
    mode: DelegationMode | None = guide.fields["delegation_mode"].value
    return MODE_NAMES[mode] if mode else "赋权方式没有查到可靠来源"


def _in_park(guide: ServiceGuide) -> str:
    windows = guide.fields["windows"].value
    where = (
        " ".join(filter(None, (windows[0]["hall"], windows[0]["floor"], windows[0]["number"])))
        if windows
        else "窗口没有查到可靠来源"
    )
    decides = guide.fields["deciding_body"].value
    return f"{_mode_name(guide)}，{decides}决定，{where}"
