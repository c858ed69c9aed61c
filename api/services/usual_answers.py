"""What can be told of nearly every matter, where its service guide has no question of its own."""

import re
from collections.abc import Callable

from api.services.brief import say_limit
from api.services.faqs import read_in
from api.services.usual import asks_what_happens, kinds_of
from api.services.wording import MISSING_HELP, say_materials, say_rule, source_note
from knowledge import KnowledgeBase, ServiceGuide

NO_PERMIT = "不属于行政许可的，我没有查到可靠来源，请问窗口或者拨打 12345。"
"""What is said beside the law on permits: filings, reports and the like are none."""
AGENT_BRINGS = "委托要带什么，清单里写明的照清单；没写明的，请先问窗口或者拨打 12345。"
OTHER_RENEWAL = "这件事有没有另外的规定，请问窗口或者拨打 12345。"
HOW_MANY_TRIPS = "一共要跑几趟，还没有查到，以窗口告知为准。"
NO_PROMISE = "园区的承诺时限还没有公布。"
DO_NOT_GO_ON = "已经过期的，先别接着做，到窗口问清楚怎么重新办，或者拨打 12345。"
COPIES = "要原件还是复印件、要几份，清单里写明的照清单；没写明的，以大厅一次性告知为准。"
TELLS_RENEWAL = re.compile(r"延续|延期|延长")
"""A validity that tells itself until when to apply: the general thirty days hold no more."""
PENALTY = re.compile(r"罚款|责令|处罚|违法所得|拆除")
"""Tells what comes of going without."""
SEES_THE_PLACE = re.compile(r"现场|实地|核查|勘验|检查|查验")
Told = tuple[str, bool]
"""A text, and whether it tells a known fact."""


def usual_answer(kb: KnowledgeBase, guide: ServiceGuide, query: str) -> Told | None:
    """The answer to a usual question that no frequent one covers, and whether it is a known fact.

    Returns:
        None when the query is of no usual kind that can be answered or surely named as missing.
    """
    kinds = kinds_of(query)
    for kind, tell in TOLD.items():
        if kind in kinds:
            return tell(kb, guide)
    if asks_what_happens(query):
        return _told_of_penalty(guide) or (
            f"「{guide.name}」没有办好就先做会有什么后果，{MISSING_HELP}",
            False,
        )
    return None


def _told_of_penalty(guide: ServiceGuide) -> Told | None:
    """What a frequent question of the guide tells of going without; None where none does."""
    fact = guide.fields["faqs"]
    for faq in fact.value or ():
        if asks_what_happens(faq["question"]) or (
            "without" in kinds_of(faq["question"]) and PENALTY.search(faq["answer"])
        ):
            return f"「{guide.name}」：{faq['answer']}\n{source_note(read_in(faq, fact))}", True
    return None


def _agent(kb: KnowledgeBase, guide: ServiceGuide) -> Told:
    rule = say_rule(kb.rules["agent"])
    return f"「{guide.name}」：{rule}{AGENT_BRINGS}{NO_PERMIT}", True


def _renewal(kb: KnowledgeBase, guide: ServiceGuide) -> Told:
    fact = guide.fields["result_validity"]
    known = f"有效期：{fact.value}{source_note(fact)}\n" if fact.value is not None else ""
    told = f"{say_rule(kb.rules['renewal'])}{OTHER_RENEWAL}"
    rule = "" if TELLS_RENEWAL.search(known) else told
    return f"「{guide.name}」{known}{rule}".rstrip(), True


def _expired(kb: KnowledgeBase, guide: ServiceGuide) -> Told:
    rule = say_rule(kb.rules["expired"])
    return f"「{guide.name}」：{rule}{DO_NOT_GO_ON}{NO_PERMIT}", True


def _lost(_: KnowledgeBase, guide: ServiceGuide) -> Told:
    return f"「{guide.name}」的证件丢了、坏了怎么补办，{MISSING_HELP}", False


def _form(kb: KnowledgeBase, guide: ServiceGuide) -> Told:
    entrance = guide.fields["online_entrance"].value
    online = f"也可以到{entrance['name']}上看看有没有。" if entrance else ""
    rule = say_rule(kb.rules["application_forms"])
    return f"「{guide.name}」：{rule}{NO_PERMIT}{online}", True


def _refused(kb: KnowledgeBase, guide: ServiceGuide) -> Told:
    appeal = guide.fields["appeal"]
    ways = f"\n{appeal.value}{source_note(appeal)}" if appeal.value else ""
    rule = say_rule(kb.rules["refusal"])
    return f"「{guide.name}」没有批下来的：{rule}{NO_PERMIT}{ways}", True


def _trips(kb: KnowledgeBase, guide: ServiceGuide) -> Told:
    rule = say_rule(kb.rules["incomplete"])
    return f"「{guide.name}」：{rule}{NO_PERMIT}{HOW_MANY_TRIPS}", True


def _rush(kb: KnowledgeBase, guide: ServiceGuide) -> Told:
    rule = say_rule(kb.rules["green_channel"])
    return f"「{guide.name}」法定最长：{say_limit(guide)}。{NO_PROMISE}{rule}", True


def _visit(_: KnowledgeBase, guide: ServiceGuide) -> Told:
    """Whether somebody comes to see the place, as the procedure has it."""
    fact = guide.fields["procedure"]
    steps = [step for step in fact.value or () if SEES_THE_PLACE.search(step)]
    if not steps:
        return f"「{guide.name}」要不要到现场查看，{MISSING_HELP}", False
    return f"「{guide.name}」的流程里有：{'；'.join(steps)}{source_note(fact)}", True


def _copies(_: KnowledgeBase, guide: ServiceGuide) -> Told:
    return f"{COPIES}\n{say_materials(guide)}", True


def _validity(_: KnowledgeBase, guide: ServiceGuide) -> Told:
    fact = guide.fields["result_validity"]
    if fact.value is None:
        return f"「{guide.name}」的有效期，{MISSING_HELP}", False
    return f"「{guide.name}」有效期：{fact.value}{source_note(fact)}", True


TOLD: dict[str, Callable[[KnowledgeBase, ServiceGuide], Told]] = {
    "agent": _agent,
    "expired": _expired,
    "renewal": _renewal,
    "validity": _validity,
    "lost": _lost,
    "form": _form,
    "refused": _refused,
    "trips": _trips,
    "rush": _rush,
    "visit": _visit,
    "copies": _copies,
}
"""What can be told of each usual kind, the likelier one first."""
