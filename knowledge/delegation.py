"""Who accepts, decides, seals, is liable and answers, by delegation mode (decree rows D1-D4, D6).

The decree (二、（一）) gives three modes. Everything here follows from the mode, the park and the
department; it is derived, never written into the data twice. What is derived from a sample mode is
itself a sample, however firm the clause it follows from.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from knowledge.chinese_dates import in_words
from knowledge.schema import (
    Approval,
    DelegationMode,
    Edition,
    Fact,
    MatterInPark,
    Park,
    Source,
    Status,
)

RECONSIDERATION_LAW = Source(
    title="《中华人民共和国行政复议法》",
    document="《中华人民共和国行政复议法》",
    article="第十九条、第二十条",
)
LITIGATION_LAW = Source(
    title="《中华人民共和国行政诉讼法》",
    document="《中华人民共和国行政诉讼法》",
    article="第二十六条、第四十六条",
)
DEFENDANT_RULE = Source(
    title="《最高人民法院关于适用〈中华人民共和国行政诉讼法〉的解释》",
    document="《最高人民法院关于适用〈中华人民共和国行政诉讼法〉的解释》",
    article="第二十一条",
)
UNNAMED_DEPARTMENT = "原负责的市直部门"

MODES_CLAUSE = "二、（一）"
TRANSITION_CLAUSE = "二、（二）3"
SUPERVISION_CLAUSES = ("一、（二）", "二、（四）")

DEADLINES = (
    "对决定不服的，可以自知道或者应当知道该决定之日起六十日内申请行政复议，"
    "也可以自知道或者应当知道之日起六个月内直接向人民法院起诉（法律另有规定的除外）；"
    "复议机关和起诉法院以决定书载明为准"
)


# Whom a lawsuit against the park's own decision names (行政诉讼法解释 第二十一条).
DEFENDANTS: Mapping[Approval | None, str] = MappingProxyType(
    {
        "state_council": "园区由国务院批准设立，起诉园区管委会作出的决定，以园区管委会为被告",
        "province": "园区由省级人民政府批准设立，起诉园区管委会作出的决定，以园区管委会为被告",
        "other": (
            "园区不是国务院、省级人民政府批准设立的，管委会没有行政主体资格的，"
            "以设立它的地方人民政府为被告"
        ),
        None: "起诉时以谁为被告，要看园区由哪一级政府批准设立，以决定书载明为准",
    }
)


@dataclass(frozen=True)
class _Wording:
    """What one mode says; `{park}` is the management committee, `{department}` the department."""

    accepting_body: str
    deciding_body: str
    seal: str
    liable_body: str
    answers_appeals: str
    path: str
    decides_itself: bool = False


WORDINGS: Mapping[DelegationMode, _Wording] = MappingProxyType(
    {
        "direct": _Wording(
            accepting_body="园区管委会（{park}），在园区政务服务大厅受理",
            deciding_body="园区管委会（{park}）",
            seal="园区管委会的“行政审批专用章”（原审批专用2号、3号公章不再使用）",
            liable_body="园区管委会（{park}）承担由此产生的法律责任",
            answers_appeals="复议答辩、行政应诉和信访件办理由园区管委会（{park}）承担",
            path="园区受理 → 园区管委会审批 → 园区发放结果",
            decides_itself=True,
        ),
        "stationed": _Wording(
            accepting_body="市直部门派驻园区的机构，在园区政务服务大厅受理",
            deciding_body="市直部门派驻园区的机构（{department}）",
            seal="由作出决定的市直部门派驻机构盖章，具体印章以决定书为准",
            liable_body="市直部门（{department}）承担相关法律责任",
            answers_appeals=(
                "法律责任由市直部门承担，复议、诉讼针对作出决定的一方提出；"
                "信访件由谁办理，赋权文件没有写明，可以向作出决定的一方反映，也可以拨打12345"
            ),
            path="园区受理 → 市直部门派驻机构审批 → 园区大厅领取结果",
        ),
        "direct_report": _Wording(
            accepting_body="园区管委会（{park}），在园区政务服务大厅受理并审核",
            deciding_body="省级部门（园区管委会审核后直接报送，同时报市级部门备案）",
            seal=(
                "由作出决定的省级部门盖章，具体以决定书为准；省级部门需要原实施部门加盖公章的，"
                "原实施部门应无条件加盖，不用您另外去跑"
            ),
            liable_body=(
                "园区管委会（{park}）对审核和报送负责；应省级部门要求由原实施部门加盖公章的，"
                "法律责任也由园区管委会承担"
            ),
            answers_appeals=(
                "对省级部门的决定不服的，复议、诉讼针对作出决定的省级部门提出；"
                "信访件由谁办理，赋权文件没有写明，可以向作出决定的一方反映，也可以拨打12345"
            ),
            path="园区管委会审核 → 直接报省级部门决定 → 同时报市级部门备案",
        ),
    }
)


def derive(
    in_park: MatterInPark,
    park: Park,
    department: str | None,
    edition: Edition,
    as_of: date,
) -> dict[str, Fact[str]]:
    """The facts that follow from a matter's delegation mode in a park on a day.

    Args:
        in_park: the matter's mode in the park, with its status and source.
        park: the park.
        department: who supervises the matter; None if that is not known.
        edition: names the decree and the transition of 二、（二）3.
        as_of: the day asked about; in the transition liability is joint.
    """
    clauses = _Clauses(in_park, edition)
    wording = WORDINGS[in_park.delegation_mode]
    names = {
        "park": park.authority,
        "department": _inside_brackets(department or UNNAMED_DEPARTMENT),
    }
    appeal = f"{wording.answers_appeals}。{DEADLINES}。".format(**names)
    laws = [RECONSIDERATION_LAW, LITIGATION_LAW]
    if wording.decides_itself:
        appeal = f"{appeal}{DEFENDANTS[park.approved_by.value]}。"
        laws.append(DEFENDANT_RULE)
    liable, liable_clauses = wording.liable_body.format(**names), [MODES_CLAUSE]
    if edition.transition_until is not None and as_of <= edition.transition_until:
        liable = f"{liable}。{joint_liability(edition)}"
        liable_clauses.append(TRANSITION_CLAUSE)
    return {
        "delegation_mode": clauses.mode(),
        "accepting_body": clauses.fact(wording.accepting_body.format(**names), MODES_CLAUSE),
        "deciding_body": clauses.fact(wording.deciding_body.format(**names), MODES_CLAUSE),
        "seal": clauses.fact(wording.seal.format(**names), MODES_CLAUSE),
        "liable_body": clauses.fact(liable, *liable_clauses),
        "supervising_body": clauses.fact(_supervision(department), *SUPERVISION_CLAUSES),
        "appeal": clauses.fact(appeal, MODES_CLAUSE, laws=tuple(laws)),
        "path": clauses.fact(wording.path.format(**names), MODES_CLAUSE),
    }


def joint_liability(edition: Edition) -> str:
    """What the decree says of the transition (二、（二）3, row D6)."""
    assert edition.transition_until is not None
    start, end = in_words(edition.effective_from), in_words(edition.transition_until)
    return (
        f"过渡期内（{start}至{end}）发生的损害市场主体和群众利益的违纪违规审批行为，"
        "由市直相关部门和园区管委会共同承担相应责任"
    )


def handled_by_city(department: str | None) -> str:
    """Who handles a matter that the park does not have, as before the take-over (二、（二）1)."""
    return f"市直部门（{_inside_brackets(department)}）" if department else UNNAMED_DEPARTMENT


def _supervision(department: str | None) -> str:
    named = f"（{_inside_brackets(department)}）" if department else ""
    return f"相关行政主管部门{named}负责审批后的监管"


def _inside_brackets(department: str) -> str:
    """A department's name without brackets of its own."""
    return department.replace("（", "、").replace("）", "")


@dataclass(frozen=True)
class _Clauses:
    """Makes facts with the clauses they follow from and the mode's own status."""

    in_park: MatterInPark
    edition: Edition

    def mode(self) -> Fact[str]:
        """The mode itself, on the source the list gives for it."""
        source = self.in_park.source or (self.edition.sample_source,)
        return self._made(self.in_park.delegation_mode, source)

    def fact(self, value: str, *articles: str, laws: tuple[Source, ...] = ()) -> Fact[str]:
        """A fact that follows from clauses of the decree."""
        decree = self.edition.document
        clauses = tuple(decree.model_copy(update={"article": article}) for article in articles)
        return self._made(value, (*clauses, *laws))

    def _made(self, value: str, source: tuple[Source, ...]) -> Fact[str]:
        status: Status = self.in_park.status
        return Fact[str](
            value=value, source=source, status=status, checked_on=self.in_park.checked_on
        )
