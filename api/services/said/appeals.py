"""Whether words ask what can be done against a decision: reconsideration, lawsuits, petitions.

The more is known of what is spoken of, the less need be said: 复议 says it in any question, 法院
once a decision is spoken of, 驳回 only in a question on who is liable.
"""

import re

_SURE = r"复议|行政(?:诉讼|官司|起诉)|不服(?!务)"
_COURT = (
    r"(?<![告投])诉(?![求苦])|官司|法院|被告"
    r"|(?<![报公广宣警转预通忠])告(?![诉知示别辞])"
)
_GRIEVANCE = (
    r"信访|上访|异议(?!登记)|救济|评理|说理|讲理|驳回|不满意|不(?:给|予)?批|不认|申辩"
    r"|(?<!劳动)(?<!商事)仲裁(?!委|协议|裁决|申请书)"
)
SURE = re.compile(_SURE)
OF_A_DECISION = re.compile(f"{_SURE}|{_COURT}")
OF_LIABILITY = re.compile(f"{_SURE}|{_COURT}|{_GRIEVANCE}")


def surely_appeals(words: str) -> bool:
    """Whether `words` ask so, whatever else is asked of it: 复议要在多少天内提."""
    return SURE.search(words) is not None


def appeals_a_decision(words: str) -> bool:
    """The same where a decision is spoken of; on its own it may be a quarrel with a neighbour."""
    return OF_A_DECISION.search(words) is not None


def appeals_if_liability(words: str) -> bool:
    """The same where the question is one about who is liable: 被驳回了找谁评理."""
    return OF_LIABILITY.search(words) is not None
