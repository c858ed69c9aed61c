"""What is said about a hand-off: to the applicant, and why it came about to the staff."""

from datetime import datetime

from api.db.intake import Handoff
from api.services.days.words import say_time

URGENT = "急事请拨打 12345 政务服务便民热线。"
IN_DANGER = "有危险请马上打 110 或 120。"
LEAVE_A_PHONE = (
    "想让工作人员打电话给您，就在这里留个手机号：只用来回这次电话，办完就删，留下就表示您同意。"
)
NOT_A_PHONE = "这个号码好像不对，请再核对一下，手机号是 11 位。"
DISTRESS = "distress"
REASONS = {
    "request": "申请人要求",
    "complaint": "投诉窗口或工作人员",
    "anger": "申请人不满",
    "failures": "导办几次没答上来",
    DISTRESS: "言语绝望，请尽快联系",
}
"""The reasons that the dialogue names; anything else is in the applicant's own words."""


def say_reason(reason: str | None) -> str | None:
    """Why a person was asked for, for the staff."""
    return REASONS.get(reason, reason) if reason else None


def urgent(handoff: Handoff | None) -> str:
    """Whom to call if it can't wait."""
    return IN_DANGER + URGENT if handoff and handoff.reason == DISTRESS else URGENT


def say_taken(handoff: Handoff, staffed: bool) -> str:
    """What the applicant is told: now, or from when on somebody answers."""
    if staffed:
        return f"已为您转给工作人员，请稍候，接下来由工作人员答复您。{urgent(handoff)}"
    when = "上班后会有人答复"
    if handoff.answer_by is not None:
        when = f"{say_time(handoff.answer_by)}上班后工作人员会答复您"
    asking = "" if handoff.phone else LEAVE_A_PHONE
    return f"已为您转给工作人员。现在是下班时间，{when}，您可以先留言。{asking}{urgent(handoff)}"


def say_waiting(handoff: Handoff | None, staffed: bool) -> str:
    """What somebody is told who writes on while a person is awaited."""
    if handoff is None or staffed or handoff.answer_by is None:
        return f"您的话已转给工作人员，请稍候。{urgent(handoff)}"
    return f"您的留言已记下，{say_time(handoff.answer_by)}上班后工作人员会答复您。{urgent(handoff)}"


def say_call_back(masked: str, until: datetime | None, urgent: str) -> str:
    """The phone was noted; until when they are called, as far as a calendar can tell."""
    when = f"{say_time(until)}前" if until else "上班后"
    return f"好的，工作人员会在{when}打 {masked} 给您，请保持电话畅通。{urgent}"


def say_still_called(masked: str, until: datetime, urgent: str) -> str:
    """What somebody is told who writes on after they left a phone."""
    return f"您的话已记下，工作人员会在{say_time(until)}前打 {masked} 给您。{urgent}"


def say_noted(answer_by: datetime | None, urgent: str) -> str:
    """What somebody is told who only wants it kept for the staff."""
    when = f"{say_time(answer_by)}上班后" if answer_by else ""
    noted = f"好的，您说的都记下了，{when}工作人员会看到，不用您在这里等。"
    return f"{noted}{urgent}还有别的事，接着跟我说就行。"
