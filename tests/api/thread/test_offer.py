"""What a person says while it is open which of several matters is meant."""

import pytest

from api.services.answers import Answer, Question
from api.services.guide import Guide
from api.services.outcomes import Outcome
from api.services.thread_state import Thread

FIRE = (
    "fire-design-review",
    "fire-acceptance",
    "fire-acceptance-filing",
    "fire-safety-inspection",
)
COMPANY = ("enterprise-name", "enterprise-registration", "enterprise-change")
PLANNING = (
    "land-planning-permit",
    "construction-planning-permit",
    "temporary-construction-permit",
    "planning-verification",
)


def said(
    guide: Guide, offered: tuple[str, ...], wanted: str, words: str, topic: str = "matter"
) -> Answer:
    """The answer to `words` after `wanted` was answered with a choice of matters."""
    thread = Thread(offered=offered, vague=wanted)
    return guide.answer(Question(topic, words, park_id="gaoxin", thread=thread))


@pytest.mark.parametrize(
    ("offered", "wanted", "words", "matter_id"),
    [
        (COMPANY, "执照", "新开的，公司", "enterprise-registration"),
        (COMPANY, "执照", "法人换了", "enterprise-change"),
        (FIRE, "我要办消防", "图纸刚画好", "fire-design-review"),
        (FIRE, "我要办消防", "普通厂房，不晓得算哪种", "fire-acceptance-filing"),
        (PLANNING, "规划证怎么办", "刚买了地", "land-planning-permit"),
        (PLANNING, "规划证怎么办", "临时的", "temporary-construction-permit"),
    ],
)
def test_what_is_told_of_the_case_chooses(
    guide: Guide, offered: tuple[str, ...], wanted: str, words: str, matter_id: str
) -> None:
    assert said(guide, offered, wanted, words).matter_id == matter_id


@pytest.mark.parametrize("words", ["还没想好", "小区里的车库"])
def test_where_it_stays_open_the_choices_stay(guide: Guide, words: str) -> None:
    answer = said(guide, FIRE, "我要办消防", words)
    assert answer.outcome is Outcome.ASK_MATTER
    assert len(answer.buttons) == len(FIRE) + 1


@pytest.mark.parametrize(("topic", "words"), [("fee", "收费不"), ("time_limit", "要多久")])
def test_a_question_is_asked_of_what_is_open_not_of_the_matter_before(
    guide: Guide, topic: str, words: str
) -> None:
    thread = Thread(offered=FIRE, vague="我要办消防")
    question = Question(topic, words, "food-business-permit", "gaoxin", thread=thread)
    answer = guide.answer(question)
    assert answer.outcome is Outcome.ASK_MATTER
    assert any("图纸" in choice["title"] for choice in answer.buttons)


@pytest.mark.parametrize(
    ("words", "other"),
    [
        ("在河边搭个码头", "river-works-approval"),
        ("算了，我先办食品经营许可", "food-business-permit"),
    ],
)
def test_another_wish_is_no_choice(guide: Guide, words: str, other: str) -> None:
    assert said(guide, FIRE, "我要办消防", words).matter_id == other


def test_the_kinds_are_told_in_plain_words_with_the_matter_each_leads_to(guide: Guide) -> None:
    answer = guide.answer(Question("compare", None, matters=FIRE, detail="brief"))
    assert answer.text.startswith("1. 图纸要送去做消防审查：办「特殊建设工程消防设计审查」")
    assert [choice["title"] for choice in answer.buttons][1:2] == ["大型或特殊工程，完工要验收"]


def test_whether_the_same_still_does_asks_which_kind_it_is_now(guide: Guide) -> None:
    asked = "我还想在门口炸点东西卖，那还是备案就行吧"
    answer = guide.answer(Question("matter", asked, "prepackaged-food-filing", "gaoxin"))
    assert "食品经营许可" in answer.text
