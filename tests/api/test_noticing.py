"""Which turns went wrong, and for which question."""

from typing import Any

import pytest

import knowledge
from api.services.conversations import EMPTY_CONTEXT
from api.services.noticing import Exchange, Noise, Noticed, Searched, may_have_failed, notice
from knowledge import talk

NONE = {"decision": "none", "topic": "none"}
CARD = {"decision": "match", "topic": "matter", "matter_id": "food-business-permit"}
ASKED_BACK = {"decision": "clarify", "topic": "matter"}
CARRIED_ON = {"topic": "materials", "matter_id": "food-business-permit"}


def searched(seq: int, text: str, context: dict[str, Any]) -> Searched:
    matter_id = context.get("matter_id")
    return Searched(seq, text, context["decision"], context["topic"], matter_id, [])


def noticed(
    said: str,
    after: dict[str, Any],
    before: dict[str, Any] | None = None,
    earlier: tuple[str, dict[str, Any]] | None = None,
) -> Noticed | None:
    """What is noticed of the message numbered 4, after an earlier question numbered 2."""
    text, payload = (None, said) if said.startswith("/") else (said, None)
    contexts = ({**EMPTY_CONTEXT, **(context or {})} for context in (before, after))
    turn = Exchange("c", 4, text, payload, *contexts)
    questions = [searched(2, *earlier)] if earlier else []
    if turn.searched:
        questions.insert(0, searched(4, said, turn.after))
    found = notice(turn, questions)
    assert found is None or may_have_failed(turn)
    return found


def test_what_was_not_found() -> None:
    found = noticed("想在厂里弄个小卖部", NONE)
    assert found is not None
    assert (found.why, found.question.text) == ("not_found", "想在厂里弄个小卖部")


@pytest.mark.parametrize(
    "after",
    [CARD, ASKED_BACK, {"decision": "none", "topic": "referral"}, {"topic": "chitchat"}],
)
def test_what_was_answered_asked_back_or_referred_is_none(after: dict[str, Any]) -> None:
    assert noticed("想在厂里弄个小卖部", after) is None


@pytest.mark.parametrize("said", ["/none_of_these", "都不是"])
def test_none_of_those_offered(said: str) -> None:
    after = {"topic": "none", "intent": "none_of_these"}
    found = noticed(said, after, ASKED_BACK, ("办个消防的", ASKED_BACK))
    assert found is not None
    assert (found.why, found.question.text) == ("none_of_these", "办个消防的")


@pytest.mark.parametrize(
    "said",
    [
        "不是这个",
        "不对",
        "不是要办这个",
        "不对，我说的不是这个",
        "不是这个，食堂要怎么办",
        "你搞错了",
        "错了错了",
        "不是这个事项啊",
        "不是的，我要开店",
    ],
)
@pytest.mark.parametrize("before", [CARD, CARRIED_ON])
def test_a_matter_that_is_denied(said: str, before: dict[str, Any]) -> None:
    found = noticed(said, {"topic": "chitchat", **before}, before, ("弄个小卖部", CARD))
    assert found is not None
    assert (found.why, found.question.text) == ("corrected", "弄个小卖部")
    assert found.question.matter_id == "food-business-permit"
    assert found.chosen_matter_id is None


def test_a_denial_that_is_repeated_counts_once() -> None:
    before = {**CARD, "decision": None, "topic": "chitchat", "intent": "deny"}
    found = noticed("不是这个呀", before, before, ("弄个小卖部", CARD))
    assert found is not None
    assert (found.why, found.again) == ("corrected", True)


@pytest.mark.parametrize(
    ("said", "after"),
    [
        ('/choose_matter{"matter_id": "prepackaged-food-filing"}', {"topic": "matter"}),
        ("我要办的是预包装备案", {"topic": "matter", "decision": "match"}),
        ("不对，是预包装备案", {"topic": "matter", "decision": "match"}),
    ],
)
def test_another_matter_taken_right_after_a_match(said: str, after: dict[str, Any]) -> None:
    other = {**after, "matter_id": "prepackaged-food-filing"}
    found = noticed(said, other, CARD, ("弄个小卖部", CARD))
    assert found is not None
    assert (found.why, found.question.text) == ("corrected", "弄个小卖部")
    assert found.chosen_matter_id == "prepackaged-food-filing"


@pytest.mark.parametrize(
    ("said", "after", "before"),
    [
        ("不对，电话错了", {"topic": "booking"}, {**CARRIED_ON, "topic": "booking"}),
        ("不是，是经开区", {**CARRIED_ON, "park_id": "jingkai"}, CARRIED_ON),
        ("不是要先办环评吗", CARRIED_ON, CARRIED_ON),
        ("不对外营业要办证吗", CARRIED_ON, CARRIED_ON),
        ("错了怎么改", CARRIED_ON, CARRIED_ON),
        ("说错了名字怎么改", CARRIED_ON, CARRIED_ON),
        ("不是自己的房子行不行", CARRIED_ON, CARRIED_ON),
        ("不是公司可以办不", CARRIED_ON, CARRIED_ON),
        ("不是这个园区的可以办不", CARRIED_ON, CARRIED_ON),
        ("要带什么材料", CARRIED_ON, CARD),
        ("还要办环评", {**CARD, "matter_id": "eia-approval"}, CARD),
        ('/choose_matter{"matter_id": "eia-approval"}', {"matter_id": "eia-approval"}, ASKED_BACK),
        ("不是这个", {"topic": "chitchat"}, {}),
    ],
)
def test_what_only_sounds_like_a_correction(
    said: str, after: dict[str, Any], before: dict[str, Any]
) -> None:
    assert noticed(said, after, before, ("弄个小卖部", CARD)) is None


def test_a_denied_matter_that_was_chosen_by_button_is_not_the_searches_fault() -> None:
    before = {"topic": "matter", "matter_id": "eia-approval"}
    assert noticed("不是这个", before, before, ("办个消防的", ASKED_BACK)) is None


@pytest.mark.parametrize(
    ("earlier", "before", "again"),
    [(NONE, NONE, True), (ASKED_BACK, ASKED_BACK, False), (ASKED_BACK, {}, True)],
)
def test_a_person_after_a_failure(
    earlier: dict[str, Any], before: dict[str, Any], again: bool
) -> None:
    found = noticed("转人工", {"topic": "handoff", "handoff": True}, before, ("弄个店", earlier))
    assert found is not None
    assert (found.why, found.question.text, found.again) == ("handed_over", "弄个店", again)


def test_a_person_after_an_answer_is_no_failure() -> None:
    after = {**CARD, "topic": "handoff", "decision": None, "handoff": True}
    assert noticed("转人工", after, CARD, ("弄个店", CARD)) is None


@pytest.fixture(scope="module")
def noise(kb: knowledge.KnowledgeBase) -> Noise:
    return Noise(talk.load(), [cue for topic in kb.topics.values() for cue in topic.cues])


@pytest.mark.parametrize(
    "said",
    [
        "",
        "？？？",
        "啊啊啊啊",
        "666",
        "asdfgh",
        "你好",
        "给我讲个笑话吧",
        "怎么办",
        "需要带什么材料",
    ],
)
def test_noise(noise: Noise, said: str) -> None:
    assert noise.is_noise(said)


@pytest.mark.parametrize(
    "said", ["想在厂里弄个小卖部", "养猪", "kai fan dian yao ban zheng", "permit for a drone show"]
)
def test_questions(noise: Noise, said: str) -> None:
    assert not noise.is_noise(said)
