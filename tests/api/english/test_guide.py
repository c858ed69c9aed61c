"""The same guide in English: the same facts and next steps, other words."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from api.services.answering.fields import FACT_OF_TOPIC
from api.services.answers import Answer, Question
from api.services.english.guide import BilingualGuide
from api.services.english.texts import OUR_TRANSLATION
from api.services.english.wording import Wording
from api.services.outcomes import Outcome
from api.services.thread_state import Thread
from knowledge import KnowledgeBase
from knowledge.search import Searcher

INDEX = Path(__file__).resolve().parents[3] / "var" / "index"
CHINESE = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture(scope="module")
def guide(kb: KnowledgeBase) -> BilingualGuide:
    return BilingualGuide(kb, Searcher.open(kb, INDEX))


def ask(
    guide: BilingualGuide,
    topic: str,
    words: str | None,
    matter_id: str | None = None,
    park_id: str | None = None,
    as_of: date | None = None,
) -> Answer:
    return guide.answer(Question(topic, words, matter_id, park_id, as_of, language="en"))


def titles(answer: Answer) -> list[str]:
    return [one["title"] for one in answer.buttons]


def test_a_wish_in_english_gets_the_card_in_english(guide: BilingualGuide) -> None:
    answer = ask(guide, "matter", "I'd like to open a restaurant", None, "gaoxin")
    assert (answer.outcome, answer.decision) == (Outcome.CARD, "match")
    assert (answer.matter_id, answer.delegation_mode) == ("food-business-permit", "stationed")
    assert "食品经营许可" in answer.text, "what stands in the hall is told beside it"
    card = answer.card or {}
    assert [row["label"] for row in card["rows"]][:2] == ["Mode", "Who decides"]
    assert OUR_TRANSLATION in card["notice"]
    assert titles(answer) == ["What to bring", "Which window?", "Book a visit"]


def test_without_a_park_the_park_is_asked_for(guide: BilingualGuide) -> None:
    answer = ask(guide, "mode", "who decides?", "construction-permit")
    assert answer.outcome is Outcome.ASK_PARK
    assert "which park" in answer.text
    assert all("Zone" in title for title in titles(answer))


@pytest.mark.parametrize("topic", sorted(FACT_OF_TOPIC))
def test_every_kind_of_question_is_answered_like_in_chinese(
    guide: BilingualGuide, topic: str
) -> None:
    for matter_id in ("construction-permit", "food-business-permit", "water-abstraction-permit"):
        english = ask(guide, topic, None, matter_id, "gaoxin")
        chinese = guide.answer(Question(topic, None, matter_id, "gaoxin"))
        assert english.text != chinese.text
        assert english.text[0].isascii()
        assert not any(CHINESE.search(title) for title in titles(english))
        assert [b["payload"] for b in english.buttons] == [b["payload"] for b in chinese.buttons]
        for key in ("outcome", "topic", "matter_id", "park_id", "delegation_mode", "window_id"):
            assert getattr(english, key) == getattr(chinese, key)


def test_sample_data_and_the_ended_decree_are_told(guide: BilingualGuide) -> None:
    answer = ask(guide, "liability", None, "construction-permit", "gaoxin")
    assert "Sample data" in answer.text
    assert "二、（一）" in answer.text, "a liability answer quotes its clause"


@pytest.mark.parametrize("words", ["how long does it take", "how many days?", "And the deadline?"])
def test_a_follow_up_speaks_of_the_current_matter(guide: BilingualGuide, words: str) -> None:
    answer = ask(guide, "time_limit", words, "construction-permit", "gaoxin")
    assert (answer.matter_id, answer.decision) == ("construction-permit", None)
    assert "Within 7 days" in answer.text
    assert "working" not in answer.text


def test_a_question_that_names_another_matter_changes_to_it(guide: BilingualGuide) -> None:
    answer = ask(
        guide, "time_limit", "how long does the EIA approval take", "food-business-permit", "gaoxin"
    )
    assert answer.matter_id == "eia-approval"


@pytest.mark.parametrize(
    ("topic", "words", "told"),
    [
        ("matter", "and in total, what does it cost", "fee"),
        ("window", "when are you open?", "window"),
        ("mode", "who signs it", "mode"),
        ("mode", "do I have to go to the city?", "mode"),
        ("precheck", "can you check my documents?", "precheck"),
    ],
)
def test_what_names_nothing_is_asked_about_the_current_matter(
    guide: BilingualGuide, topic: str, words: str, told: str
) -> None:
    answer = ask(guide, topic, words, "construction-permit", "gaoxin")
    assert (answer.matter_id, answer.topic) == ("construction-permit", told)


def test_a_visit_is_no_matter(guide: BilingualGuide) -> None:
    answer = ask(guide, "booking", "I would like to book a visit")
    assert (answer.outcome, answer.decision) == (Outcome.ASK_MATTER, None)


def test_several_matters_get_one_question_and_the_current_one_stays(guide: BilingualGuide) -> None:
    answer = ask(guide, "matter", "fire acceptance", "eia-approval", "gaoxin")
    assert (answer.outcome, answer.matter_id) == (Outcome.CLARIFY, "eia-approval")
    assert titles(answer)[-1] == "None of these"
    assert answer.buttons[-1]["payload"] == "/none_of_these"


def test_what_is_not_the_parks_is_told_with_who_handles_it(guide: BilingualGuide) -> None:
    answer = ask(guide, "matter", "where can I extend my visa?", "eia-approval", "gaoxin")
    assert (answer.outcome, answer.topic, answer.matter_id) == (Outcome.REFERRED, "referral", None)
    assert "12345" in answer.text


@pytest.mark.parametrize("words", ["purple monkeys", "tell me a joke"])
def test_nonsense_is_no_dead_end(guide: BilingualGuide, words: str) -> None:
    answer = ask(guide, "matter", words)
    assert answer.outcome is Outcome.NOT_FOUND
    assert titles(answer) == ["Talk to a person"]


@pytest.mark.parametrize(
    ("topic", "words", "told"),
    [
        ("window", "what are your opening hours?", "Monday to Friday"),
        ("policy", "what happens with my personal data", "encrypted"),
        ("policy", "what is the difference between the three modes", "Direct delegation"),
        ("journey", "all steps to build a factory", "Building a factory"),
        ("journey", "all the steps to open a restaurant from start to finish", "Opening a rest"),
        ("progress", "how far is it", "12345"),
    ],
)
def test_general_questions_are_answered_in_english(
    guide: BilingualGuide, topic: str, words: str, told: str
) -> None:
    answer = ask(guide, topic, words)
    assert told in answer.text
    assert answer.topic == topic


def test_what_has_no_english_is_given_in_chinese_and_that_is_said(guide: BilingualGuide) -> None:
    words = Wording(guide.kb, replace(guide.english, texts={}))
    conditions = words.field(guide.kb.guide("construction-permit", "gaoxin"), "conditions")
    assert "in Chinese only" in conditions


def test_every_general_subject_is_told_in_english(guide: BilingualGuide) -> None:
    for subject in guide.kb.policy:
        told = guide.answer(Question("policy", subject=subject, language="en"))
        assert "in Chinese only" not in told.text, subject


def test_before_the_take_over_it_is_said_who_handled_it(guide: BilingualGuide) -> None:
    then = date(2020, 3, 1)
    answer = ask(guide, "liability", None, "food-business-permit", "gaoxin", as_of=then)
    assert answer.outcome is Outcome.NOT_COVERED
    assert answer.text.startswith("The park does not handle")


def test_question_words_tell_the_topic_while_the_dialogue_is_away(guide: BilingualGuide) -> None:
    assert guide.topic_of_words("What documents do I need?", "en") == "materials"
    assert guide.topic_of_words("Who decides?", "en") == "mode"
    assert guide.topic_of_words("open a restaurant", "en") == "matter"
    assert guide.topic_of_words("要带什么材料", "zh") == "materials"


@pytest.mark.parametrize(
    ("asked", "topic", "matter_id"),
    [
        ("How do I apply for a food business permit here?", "matter", "food-business-permit"),
        ("And the labour dispatch permit, who decides on it?", "mode", "labor-dispatch-permit"),
    ],
)
def test_a_matter_and_a_question_in_one_sentence(
    guide: BilingualGuide, asked: str, topic: str, matter_id: str
) -> None:
    answer = ask(guide, "matter", asked, None, "gaoxin")
    assert (answer.topic, answer.matter_id) == (topic, matter_id)


@pytest.mark.parametrize(
    ("words", "matter_id"),
    [
        (
            "a friend told me I can do company registration here, is that right?",
            "enterprise-registration",
        ),
        (
            "I heard from my accountant that company registration can be done here",
            "enterprise-registration",
        ),
        (
            "my boss sent me to apply for a labour dispatch permit, correct?",
            "labor-dispatch-permit",
        ),
    ],
)
def test_who_told_or_sent_somebody_is_no_agent(
    guide: BilingualGuide, words: str, matter_id: str
) -> None:
    answer = ask(guide, "matter", words, None, "gaoxin")
    assert (answer.outcome, answer.matter_id) == (Outcome.CARD, matter_id)


def test_an_agent_may_be_spoken_of_by_hearsay(guide: BilingualGuide) -> None:
    words = "my boss said my secretary can submit it, is that right?"
    told = ask(guide, "matter", words, "construction-permit", "gaoxin")
    assert "an agent may apply for you" in told.text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("what are the steps", "Procedure:\n1. Application"),
        ("whats the process", "Procedure:\n1."),
        ("what happens after I hand it in", "Procedure:\n1."),
        ("can my agent do it", "an agent may apply for you"),
        ("may a colleague go there for me", "an agent may apply for you"),
        ("can he submit it for us", "an agent may apply for you"),
        ("how long is it valid", "Valid: start the works within three months"),
        ("is there a way to speed it up", "fast track"),
        ("what if they say no", "A written refusal"),
        ("how do I renew it", "extension"),
        ("what is it for", "What it is for: Before building works start"),
        ("can I start before I have the permit", "No. Whoever builds without"),
        ("what if we just start digging", "No. Whoever builds without"),
        ("small jobs too?", "Small works below the limit"),
        ("can i hand in one paper later", "Conditional acceptance"),
        ("what is the phone number", "12345"),
    ],
)
@pytest.mark.parametrize("taken_for", ["matter", "conditions"])
def test_what_people_ask_of_any_matter_is_answered_whatever_it_is_taken_for(
    guide: BilingualGuide, taken_for: str, words: str, told: str
) -> None:
    answer = ask(guide, taken_for, words, "construction-permit", "gaoxin")
    assert told in answer.text
    assert answer.matter_id == "construction-permit"


def test_how_long_the_process_takes_asks_for_the_time(guide: BilingualGuide) -> None:
    answer = ask(
        guide, "time_limit", "how long does the process take", "construction-permit", "gaoxin"
    )
    assert "Within 7 days" in answer.text


@pytest.mark.parametrize("words", ["print it please", "can you give me the full checklist"])
def test_the_whole_of_a_matter_is_the_complete_notice(guide: BilingualGuide, words: str) -> None:
    answer = ask(guide, "matter", words, "construction-permit", "gaoxin")
    card = answer.card or {}
    assert answer.outcome is Outcome.NOTICE
    assert card["print"] == "/notice?matter=construction-permit&park=gaoxin"
    assert [row["label"] for row in card["rows"]][:2] == ["Conditions", "What to bring"]
    assert "in Chinese only" not in str(card)


@pytest.mark.parametrize(
    "words",
    [
        "what's the difference between the EIA report and the registration form",
        "how is it different from the registration form",
        "compare it with the environmental registration form",
    ],
)
def test_two_matters_are_put_side_by_side(guide: BilingualGuide, words: str) -> None:
    answer = ask(guide, "compare", words, "eia-approval", "gaoxin")
    assert answer.outcome is Outcome.COMPARED
    assert answer.pair == ["eia-approval", "eia-registration"]
    assert answer.text.count("Who decides: ") == 2
    assert answer.text[0].isascii()


def test_the_parks_are_compared_for_the_current_matter(guide: BilingualGuide) -> None:
    answer = ask(guide, "compare", "what differs between the two parks", "eia-approval", "gaoxin")
    assert answer.outcome is Outcome.COMPARED
    assert all(park in answer.text for park in ("High-tech", "Economic Development"))


@pytest.mark.parametrize("words", ["blah blah", "can I dance", "and my horse?"])
def test_what_is_not_understood_leaves_the_matter(guide: BilingualGuide, words: str) -> None:
    answer = ask(guide, "matter", words, "construction-permit", "gaoxin")
    assert (answer.outcome, answer.matter_id) == (Outcome.NOT_FOUND, "construction-permit")


def test_the_only_matter_that_was_offered_is_the_one_asked_about(guide: BilingualGuide) -> None:
    thread = Thread(offered=("labor-dispatch-permit",))
    asked = Question("conditions", "am I eligible", None, "jingkai", thread=thread, language="en")
    answer = guide.answer(asked)
    assert answer.matter_id == "labor-dispatch-permit"
    assert "RMB 2 million" in answer.text


def test_a_list_of_papers_is_checked_in_english(guide: BilingualGuide) -> None:
    answer = ask(guide, "precheck", None, "medical-device-class3-permit", "gaoxin")
    items = (answer.card or {})["items"]
    assert answer.text.startswith("Let us go through the 8 documents")
    assert items[1]["name"] == "企业组织机构与部门设置", "what stands on the paper stays"
    assert items[1]["title"] == "Organisation and departments of the company"
