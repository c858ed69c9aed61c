"""What holds of a matter in either park, told before it is asked which one is meant."""

from collections.abc import Sequence
from typing import cast

from api.services import wording
from api.services.answers import Question
from api.services.said.appeals import appeals_if_liability
from knowledge import KnowledgeBase, NotCovered, ServiceGuide
from knowledge.chinese_dates import in_words
from knowledge.edition_diff import MODE_NAMES
from knowledge.question import short_title
from knowledge.schema import DelegationMode

WHICH_PARK = "请问您的项目在哪个园区？"
PARKS_DIFFER = f"两个园区的大厅和窗口不一样，{WHICH_PARK}"


def say_in_either(kb: KnowledgeBase, question: Question) -> str:
    """The answer as far as the park does not matter, and the question for the park.

    The mode and who is liable are mostly the same in both parks (decree D1-D4); windows are not,
    and both are told. Nobody is asked for the park a second time without having been told anything.
    """
    guides = _guides(kb, question)
    if not guides:
        return PARKS_DIFFER
    name = short_title(guides[0].name)
    said = _windows(kb, guides) if question.topic == "window" else _modes(kb, guides)
    steps = f"\n{wording.say_appeal(guides[0])}" if _appeals(question) else ""
    then = f"按{in_words(question.as_of)}的规定：" if question.as_of else ""
    return f"{then}「{name}」{said}{steps}{wording.say_notices(guides)}\n{WHICH_PARK}"


def _guides(kb: KnowledgeBase, question: Question) -> list[ServiceGuide]:
    guides = []
    for park_id in kb.parks:
        try:
            guides.append(kb.guide(question.matter_id or "", park_id, question.as_of))
        except NotCovered:
            continue
    known = "windows" if question.topic == "window" else "delegation_mode"
    return [guide for guide in guides if guide.fields[known].value]


def _appeals(question: Question) -> bool:
    return question.topic == "liability" and appeals_if_liability(question.query or "")


def _modes(kb: KnowledgeBase, guides: Sequence[ServiceGuide]) -> str:
    """The mode with who decides, whose seal, who is liable, and the clause (decree D1-D4)."""
    said = {guide.park_id: _mode(kb, guide) for guide in guides}
    clause = f"（依据：{kb.edition.document.title}二、（一））"
    if len(set(said.values())) == 1:
        where = "在两个园区都是" if len(guides) == len(kb.parks) else f"在{_park(kb, guides[0])}是"
        return f"{where}{said[guides[0].park_id]}。{clause}"
    lines = [f"{_park(kb, guide)}：{said[guide.park_id]}" for guide in guides]
    return "\n".join(["在两个园区的赋权方式不同：", *lines]) + clause


def _mode(kb: KnowledgeBase, guide: ServiceGuide) -> str:
    mode = cast("DelegationMode", guide.fields["delegation_mode"].value)
    return f"「{MODE_NAMES[mode]}」：{kb.modes[mode].summary}"


def _windows(kb: KnowledgeBase, guides: Sequence[ServiceGuide]) -> str:
    head = "两个园区都能办：" if len(guides) == len(kb.parks) else "只在一个园区办："
    windows = [wording.value_text("windows", guide.fields["windows"])[0] for guide in guides]
    lines = [f"{_park(kb, guide)}：{one}" for guide, one in zip(guides, windows, strict=True)]
    return "\n".join([head, *lines])


def _park(kb: KnowledgeBase, guide: ServiceGuide) -> str:
    return kb.parks[guide.park_id].short_name
