"""What can be told of nearly every matter, where its service guide has no question of its own."""

import re
from collections.abc import Callable

from api.services.brief import say_limit
from api.services.usual import asks_what_happens, kinds_of
from api.services.wording import MISSING_HELP, say_materials, source_note
from knowledge import ServiceGuide

NO_PERMIT = "不属于行政许可的，我没有查到可靠来源，请问窗口或者拨打 12345。"
"""What is said beside the law on permits: filings, reports and the like are none."""
BY_SOMEBODY_ELSE = (
    "属于行政许可的，可以委托代理人提出申请，依法应当由申请人到行政机关办公场所提出的除外。"
    "（依据：《中华人民共和国行政许可法》第二十九条）"
    f"委托要带什么，清单里写明的照清单；没写明的，请先问窗口或者拨打 12345。{NO_PERMIT}"
)
"""Who may apply for a permit, as the law has it for all of them."""

RENEWED = (
    "行政许可要延续有效期的，应当在届满三十日前向作出许可决定的机关申请；"
    "法律、法规、规章另有规定的，照规定。"
    "（依据：《中华人民共和国行政许可法》第五十条）"
    "这件事有没有另外的规定，请问窗口或者拨打 12345。"
)
"""When to apply for a permit to go on, as the law has it for all of them."""
EXPIRED = (
    "属于行政许可的，有效期届满没有延续，行政机关应当依法办理注销手续；"
    "未经许可擅自从事依法应当取得许可的活动的，依法予以制止并给予行政处罚。"
    "（依据：《中华人民共和国行政许可法》第七十条、第八十一条）"
    "已经过期的，先别接着做，到窗口问清楚怎么重新办，或者拨打 12345。"
    f"{NO_PERMIT}"
)
"""What becomes of a permit that was not applied for again in time."""
FORMS = "属于行政许可、申请书要用格式文本的，由行政机关提供，不收费。"
FORMS_CLAUSE = "（依据：《中华人民共和国行政许可法》第二十九条、第五十八条）"
REFUSED = (
    "属于行政许可的，不予许可的书面决定应当说明理由，"
    "并告诉您有权依法申请行政复议或者提起行政诉讼。"
    f"（依据：《中华人民共和国行政许可法》第三十八条）{NO_PERMIT}"
)
ONE_TRIP = (
    "属于行政许可的，材料不齐全或者不符合法定形式，应当当场或者在五日内（按工作日算）"
    "一次告诉您要补正的全部内容，逾期不告诉的，自收到材料之日起即为受理"
    "（依据：《中华人民共和国行政许可法》第三十二条、第八十二条）。"
    f"{NO_PERMIT}一共要跑几趟，还没有查到，以窗口告知为准。"
)
FASTER = (
    "园区的承诺时限还没有公布。赋权文件要求园区建立绿色通道，哪些项目能走还没有公开，"
    "可以转人工或者到帮办代办专窗问。（依据：郴政办发〔2021〕4号二、（三））"
)
COPIES = "要原件还是复印件、要几份，清单里写明的照清单；没写明的，以大厅一次性告知为准。"
TELLS_RENEWAL = re.compile(r"延续|延期|延长")
"""A validity that tells itself until when to apply: the general thirty days hold no more."""
SEES_THE_PLACE = re.compile(r"现场|实地|核查|勘验|检查|查验")
Told = tuple[str, bool]
"""A text, and whether it tells a known fact."""


def usual_answer(guide: ServiceGuide, query: str) -> Told | None:
    """The answer to a usual question that no frequent one covers, and whether it is a known fact.

    Returns:
        None when the query is of no usual kind that can be answered or surely named as missing.
    """
    kinds = kinds_of(query)
    for kind, tell in TOLD.items():
        if kind in kinds:
            return tell(guide)
    if asks_what_happens(query):
        return f"「{guide.name}」没有办好就先做会有什么后果，{MISSING_HELP}", False
    return None


def _agent(guide: ServiceGuide) -> Told:
    return f"「{guide.name}」：{BY_SOMEBODY_ELSE}", True


def _renewal(guide: ServiceGuide) -> Told:
    fact = guide.fields["result_validity"]
    known = f"有效期：{fact.value}{source_note(fact)}\n" if fact.value is not None else ""
    rule = "" if TELLS_RENEWAL.search(known) else RENEWED
    return f"「{guide.name}」{known}{rule}".rstrip(), True


def _expired(guide: ServiceGuide) -> Told:
    return f"「{guide.name}」：{EXPIRED}", True


def _lost(guide: ServiceGuide) -> Told:
    return f"「{guide.name}」的证件丢了、坏了怎么补办，{MISSING_HELP}", False


def _form(guide: ServiceGuide) -> Told:
    entrance = guide.fields["online_entrance"].value
    online = f"也可以到{entrance['name']}上看看有没有。" if entrance else ""
    return f"「{guide.name}」：{FORMS}{FORMS_CLAUSE}{NO_PERMIT}{online}", True


def _refused(guide: ServiceGuide) -> Told:
    appeal = guide.fields["appeal"]
    ways = f"\n{appeal.value}{source_note(appeal)}" if appeal.value else ""
    return f"「{guide.name}」没有批下来的：{REFUSED}{ways}", True


def _trips(guide: ServiceGuide) -> Told:
    return f"「{guide.name}」：{ONE_TRIP}", True


def _rush(guide: ServiceGuide) -> Told:
    return f"「{guide.name}」法定最长：{say_limit(guide)}。{FASTER}", True


def _visit(guide: ServiceGuide) -> Told:
    """Whether somebody comes to see the place, as the procedure has it."""
    fact = guide.fields["procedure"]
    steps = [step for step in fact.value or () if SEES_THE_PLACE.search(step)]
    if not steps:
        return f"「{guide.name}」要不要到现场查看，{MISSING_HELP}", False
    return f"「{guide.name}」的流程里有：{'；'.join(steps)}{source_note(fact)}", True


def _copies(guide: ServiceGuide) -> Told:
    return f"{COPIES}\n{say_materials(guide)}", True


def _validity(guide: ServiceGuide) -> Told:
    fact = guide.fields["result_validity"]
    if fact.value is None:
        return f"「{guide.name}」的有效期，{MISSING_HELP}", False
    return f"「{guide.name}」有效期：{fact.value}{source_note(fact)}", True


TOLD: dict[str, Callable[[ServiceGuide], Told]] = {
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
