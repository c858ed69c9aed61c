"""What the guide answers from the real knowledge base, before any dialogue."""

from dataclasses import replace
from pathlib import Path

import pytest

import knowledge
from api.services.answering.fields import FACT_OF_TOPIC
from api.services.answers import Question
from api.services.guide import Guide
from api.services.outcomes import Outcome
from knowledge.search import Searcher
from tests.knowledge.editions import with_park

INDEX = Path(__file__).resolve().parents[2] / "var" / "index"


@pytest.fixture(scope="module")
def guide() -> Guide:
    kb = knowledge.load()
    return Guide(kb, Searcher.open(kb, INDEX))


def test_a_named_matter_is_shown_with_its_mode_and_window(guide: Guide) -> None:
    answer = guide.answer(Question(query="施工许可证怎么办", park_id="gaoxin"))
    assert answer.outcome is Outcome.CARD
    assert answer.decision == "match"
    assert (answer.matter_id, answer.delegation_mode) == ("construction-permit", "direct")
    assert answer.window_id is not None
    assert answer.card is not None
    assert {row["status"] for row in answer.card["rows"]} >= {"law", "sample"}


def test_without_a_park_the_card_asks_for_it_and_claims_no_mode(guide: Guide) -> None:
    answer = guide.answer(Question(query="施工许可证怎么办"))
    assert answer.delegation_mode is None
    assert answer.window_id is None
    assert "哪个园区" in answer.text
    labels = [row["label"] for row in (answer.card or {})["rows"]]
    assert "办理方式" not in labels


@pytest.mark.parametrize("words", ["那要多久", "要多长时间", "几天能办好"])
def test_a_follow_up_speaks_of_the_current_matter(guide: Guide, words: str) -> None:
    answer = guide.answer(
        Question("time_limit", words, matter_id="construction-permit", park_id="gaoxin")
    )
    assert answer.matter_id == "construction-permit"
    assert answer.decision is None
    assert "七日" in answer.text
    assert "工作日" not in answer.text


def test_a_question_that_names_another_matter_changes_to_it(guide: Guide) -> None:
    answer = guide.answer(
        Question("materials", "开饭店要什么材料", "construction-permit", "gaoxin")
    )
    assert answer.matter_id == "food-business-permit"
    assert answer.decision == "match"


def test_several_matters_get_one_question_and_the_current_one_stays(guide: Guide) -> None:
    answer = guide.answer(Question("matter", "消防手续怎么搞", "eia-approval", "gaoxin"))
    assert answer.outcome is Outcome.CLARIFY
    assert answer.matter_id == "eia-approval"
    assert answer.buttons[-1]["payload"] == "/none_of_these"
    assert all("topic" in button["payload"] for button in answer.buttons[:-1])


def test_what_is_not_the_parks_gets_a_referral_and_no_matter(guide: Guide) -> None:
    answer = guide.answer(Question("matter", "我想办居住证", "eia-approval", "gaoxin"))
    assert answer.outcome is Outcome.REFERRED
    assert answer.topic == "referral"
    assert answer.matter_id is None
    assert "12345" in answer.text


@pytest.mark.parametrize("words", ["今天天气怎么样", "asdfgh", "写首诗"])
def test_nonsense_is_no_matter_and_still_no_dead_end(guide: Guide, words: str) -> None:
    answer = guide.answer(Question("matter", words))
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.matter_id is None
    assert answer.buttons


@pytest.mark.parametrize("topic", ["window", "mode", "liability"])
def test_what_depends_on_the_park_asks_for_it_and_remembers_why(guide: Guide, topic: str) -> None:
    answer = guide.answer(Question(topic, matter_id="construction-permit"))
    assert answer.outcome is Outcome.ASK_PARK
    assert all(f'"topic": "{topic}"' in button["payload"] for button in answer.buttons)


def test_a_question_without_any_matter_asks_which(guide: Guide) -> None:
    assert guide.answer(Question("fee", "要收费吗")).outcome is Outcome.ASK_MATTER


@pytest.mark.parametrize("topic", sorted(FACT_OF_TOPIC))
def test_no_answer_about_any_matter_is_a_dead_end(guide: Guide, topic: str) -> None:
    for matter_id in guide.kb.matters:
        answer = guide.answer(Question(topic, matter_id=matter_id, park_id="jingkai"))
        assert answer.topic == topic
        assert answer.buttons, (topic, matter_id)
        missing = guide.kb.guide(matter_id, "jingkai").fields[FACT_OF_TOPIC[topic]].value is None
        assert (answer.outcome is Outcome.MISSING_FACT) is missing
        assert ("没有查到" in answer.text) >= missing


def test_the_whole_of_a_matter_comes_as_one_card_to_print(guide: Guide) -> None:
    answer = guide.answer(Question("notice", "一次告诉我全部要什么", "eia-approval", "gaoxin"))
    assert (answer.outcome, answer.topic) == (Outcome.NOTICE, "matter")
    assert answer.card is not None
    assert answer.card["print"] == "/notice?matter=eia-approval&park=gaoxin"
    labels = [row["label"] for row in answer.card["rows"]]
    for label in ("办理条件", "申请材料", "法定时限", "收费", "赋权方式", "用章", "办理窗口"):
        assert label in labels
    assert "示例" in answer.card["notice"]


def test_on_the_kiosk_the_notice_is_scanned_and_not_opened(guide: Guide) -> None:
    place = "notice", "一次告诉我全部要什么", "eia-approval", "gaoxin"
    on_kiosk, elsewhere = (
        guide.answer(Question(*place, channel="kiosk")),
        guide.answer(Question(*place)),
    )
    assert "扫卡片上的二维码" in on_kiosk.text
    assert "打开打印" not in on_kiosk.text
    assert "打开打印" in elsewhere.text


def test_the_notice_without_a_park_asks_for_it_and_claims_no_mode(guide: Guide) -> None:
    answer = guide.answer(Question("notice", matter_id="eia-approval"))
    assert answer.card is not None
    assert answer.card["print"] is None
    assert "赋权方式" not in [row["label"] for row in answer.card["rows"]]
    assert all('"topic": "notice"' in button["payload"] for button in answer.buttons)


@pytest.mark.parametrize("topic", ["notice", "precheck"])
def test_the_whole_of_any_matter_can_be_asked_for(guide: Guide, topic: str) -> None:
    for matter_id in guide.kb.matters:
        answer = guide.answer(Question(topic, matter_id=matter_id, park_id="jingkai"))
        assert answer.buttons, (topic, matter_id)
        assert answer.matter_id == matter_id


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        ("precheck", "材料我都齐了，能办吗"),
        ("precheck", "帮我看看材料够不够"),
        ("precheck", "前两个有，第三个没有"),
        ("notice", "一次性告知"),
        ("notice", "把要准备的都列给我"),
        ("notice", "打印一份告知书"),
    ],
)
def test_words_about_papers_as_a_whole_name_no_matter(guide: Guide, topic: str, words: str) -> None:
    assert guide.answer(Question(topic, words)).outcome is Outcome.ASK_MATTER
    assert guide.answer(Question(topic, words, "eia-approval")).matter_id == "eia-approval"


def test_the_papers_of_what_is_not_ours_are_referred(guide: Guide) -> None:
    answer = guide.answer(Question("precheck", "居住证的材料齐不齐", "eia-approval", "gaoxin"))
    assert answer.outcome is Outcome.REFERRED


@pytest.mark.parametrize(
    ("words", "outcome"), [("容缺能办吗", Outcome.ASKED), ("什么是容缺受理", Outcome.ANSWERED)]
)
def test_one_s_own_case_is_checked_and_a_notion_explained(
    guide: Guide, words: str, outcome: Outcome
) -> None:
    answer = guide.answer(Question("precheck", words, "eia-approval", "gaoxin"))
    assert answer.outcome is outcome


def test_answers_on_mode_and_liability_say_sample_and_expired_validity(guide: Guide) -> None:
    for topic in ("mode", "liability", "window"):
        text = guide.answer(Question(topic, matter_id="eia-approval", park_id="gaoxin")).text
        assert "示例" in text
        assert "2026年2月23日" in text


def test_liability_quotes_its_clause(guide: Guide) -> None:
    text = guide.answer(Question("liability", matter_id="eia-approval", park_id="gaoxin")).text
    assert "郴政办发〔2021〕4号" in text
    assert "以决定书载明为准" in text


@pytest.mark.parametrize(
    ("words", "subject_words"),
    [
        ("2号章的文件还有效吗", "2号"),
        ("我的个人信息怎么处理", "加密"),
        ("直接赋权和服务前移有什么区别", "服务前移"),
    ],
)
def test_general_questions_are_answered_with_their_source(
    guide: Guide, words: str, subject_words: str
) -> None:
    answer = guide.answer(Question("policy", words, matter_id="eia-approval", park_id="gaoxin"))
    assert subject_words in answer.text
    assert "依据" in answer.text
    assert answer.matter_id == "eia-approval"


def test_a_matter_the_park_lacks_is_told_with_where_to_go(guide: Guide) -> None:
    without = with_park(guide.kb, "construction-permit", jingkai=None)
    searcher = Searcher(without, guide.searcher.channels, guide.searcher.calibration)
    answer = Guide(without, searcher).answer(Question(query="施工许可证", park_id="jingkai"))
    assert answer.outcome is Outcome.NOT_COVERED
    assert answer.matter_id == "construction-permit"
    assert "没有承接" in answer.text
    assert "请找" in answer.text


def test_a_general_question_about_the_past_is_answered_for_then(guide: Guide) -> None:
    then = guide.answer(Question("policy", "2020年审批直报是什么，归谁盖章"))
    now = guide.answer(Question("policy", "审批直报是什么"))
    assert "2021年3月10日起才有" in then.text
    assert "起才有" not in now.text
    assert "现已过期" in now.text


def test_a_journey_lists_matters_in_their_order(guide: Guide) -> None:
    text = guide.answer(Question("journey", "建厂房从拿地到投产要办哪些")).text
    places = [text.index(name) for name in ("建设用地规划许可", "施工许可证", "竣工验收备案")]
    assert places == sorted(places)


@pytest.mark.parametrize("matter_id", [None, "eia-approval"])
@pytest.mark.parametrize("words", ["审批直报是什么意思", "三种方式有什么区别"])
def test_a_notion_is_explained_instead_of_a_matters_mode(
    guide: Guide, words: str, matter_id: str | None
) -> None:
    answer = guide.answer(Question("mode", words, matter_id=matter_id, park_id="gaoxin"))
    assert answer.topic == "mode"
    assert "报省级部门" in answer.text
    assert answer.matter_id == matter_id


def test_the_mode_of_a_matter_is_not_taken_for_a_notion(guide: Guide) -> None:
    question = Question("mode", "是直接赋权吗", matter_id="eia-approval", park_id="gaoxin")
    assert "建设项目环境影响评价文件审批" in guide.answer(question).text


def test_opening_hours_need_no_matter(guide: Guide) -> None:
    answer = guide.answer(Question("window", "大厅几点上班，周末开门吗？"))
    assert answer.outcome is Outcome.ANSWERED
    assert "09:00" in answer.text
    assert "示例" in answer.text


def test_progress_is_said_to_be_unknown_with_a_way_on(guide: Guide) -> None:
    answer = guide.answer(Question("progress", "办到哪一步了", "eia-approval", "gaoxin"))
    assert (answer.topic, answer.matter_id) == ("progress", "eia-approval")
    assert "12345" in answer.text
    assert answer.buttons


def test_candidates_stand_in_the_order_in_which_they_are_offered(guide: Guide) -> None:
    answer = guide.answer(Question("matter", "消防手续怎么搞"))
    offered = [b["payload"] for b in answer.buttons if "choose_matter" in b["payload"]]
    for candidate, payload in zip(answer.candidates, offered, strict=False):
        assert candidate["matter_id"] in payload


def test_a_journey_can_be_chosen_by_its_button(guide: Guide) -> None:
    asked = guide.answer(Question("journey", "要办哪些"))
    assert 0 < len(asked.buttons) <= 6
    assert "请直接说" in asked.text
    for journey_id in guide.kb.journeys:
        answer = guide.answer(Question("journey", subject=journey_id))
        assert guide.kb.journeys[journey_id].text in answer.text


def test_a_past_time_is_answered_by_its_own_rules(guide: Guide) -> None:
    question = Question("liability", "2021年4月出了问题谁负责", "eia-approval", "gaoxin")
    answer = guide.answer(question)
    assert "2021年4月30日" in answer.text
    assert "共同承担" in answer.text
    assert "共同承担" not in guide.answer(replace(question, query="出了问题谁负责")).text


def test_before_the_take_over_the_answer_says_since_when_and_who_did(guide: Guide) -> None:
    question = Question("online", "那2020年能在园区办吗", "eia-approval", "gaoxin")
    answer = guide.answer(question)
    assert answer.outcome is Outcome.NOT_COVERED
    assert "从2021年3月10日起办理" in answer.text
    assert "生态环境" in answer.text
    assert answer.matter_id == "eia-approval"
    assert answer.buttons


def test_a_bare_past_time_follows_up_on_the_matter_whatever_it_was_taken_for(guide: Guide) -> None:
    answer = guide.answer(Question("policy", "那2020年呢", "eia-approval", "gaoxin"))
    assert answer.outcome is Outcome.NOT_COVERED


def test_a_fee_that_is_due_names_its_rule_and_who_collects_it(guide: Guide) -> None:
    due = guide.answer(Question("fee", matter_id="forest-land-use", park_id="gaoxin")).text
    assert "森林植被恢复费" in due
    assert "财政非税收入专户" in due
    free = guide.answer(Question("fee", matter_id="construction-permit", park_id="gaoxin")).text
    assert "财政非税收入专户" not in free


def test_what_does_not_count_is_told_with_the_limit(guide: Guide) -> None:
    text = guide.answer(Question("time_limit", matter_id="food-business-permit")).text
    assert "不算在时限里的" in text
    assert "第四十五条" in text


def test_the_result_is_told_with_its_validity(guide: Guide) -> None:
    text = guide.answer(Question("result", matter_id="construction-permit")).text
    assert "有效期" in text
    assert "三个月" in text


def test_the_card_lists_the_steps(guide: Guide) -> None:
    card = guide.answer(Question(matter_id="construction-permit", park_id="gaoxin")).card
    rows = {row["label"]: row["value"] for row in (card or {})["rows"]}
    assert len(rows["办理流程"]) > 1


@pytest.mark.parametrize("topic", ["matter", "conditions"])
def test_a_frequent_question_gets_its_own_answer_with_its_source(guide: Guide, topic: str) -> None:
    question = Question(topic, "没拿到施工许可证能不能先开工", "construction-permit", "gaoxin")
    answer = guide.answer(question)
    assert "擅自施工" in answer.text
    assert "建筑法" in answer.text
    assert answer.buttons


def test_another_question_does_not_get_it(guide: Guide) -> None:
    answer = guide.answer(Question("matter", "施工许可证怎么办", park_id="gaoxin"))
    assert answer.outcome is Outcome.CARD


def test_another_matter_that_is_named_is_never_answered_with_the_current_one(guide: Guide) -> None:
    for words in ("食品经营许可要带什么材料", "特殊建设工程消防验收要带什么材料"):
        answer = guide.answer(Question("materials", words, "construction-permit", "gaoxin"))
        assert answer.decision in {"match", "clarify"}
        assert "建筑工程施工许可证核发" not in answer.text


def test_a_paper_to_bring_is_not_taken_for_the_matter_that_gives_it(guide: Guide) -> None:
    question = Question("materials", "营业执照要带吗", "food-business-permit", "gaoxin")
    assert guide.answer(question).matter_id == "food-business-permit"


@pytest.mark.parametrize("words", ["那现在呢", "继续", "然后呢"])
def test_words_that_only_go_on_keep_the_matter(guide: Guide, words: str) -> None:
    answer = guide.answer(Question("matter", words, "eia-approval", "gaoxin"))
    assert (answer.matter_id, answer.decision) == ("eia-approval", None)


def test_who_was_liable_before_the_take_over_is_told_with_its_source(guide: Guide) -> None:
    question = Question("liability", "2020年出了问题谁负责", "food-business-permit", "gaoxin")
    text = guide.answer(question).text
    assert "那时的审批责任由市直部门" in text
    assert "郴政办发〔2021〕4号" in text
    assert "示例" in text


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        ("policy", "2号章的文件还有效吗"),
        ("journey", "建厂房从拿地到投产要办哪些"),
        ("progress", None),
    ],
)
def test_a_matter_that_left_the_list_does_not_stop_general_answers(
    guide: Guide, topic: str, words: str | None
) -> None:
    left = with_park(guide.kb, "eia-approval", gaoxin=None, jingkai=None)
    answer = Guide(left, guide.searcher).answer(Question(topic, words, "eia-approval", "gaoxin"))
    assert answer.outcome in {Outcome.ANSWERED, Outcome.MISSING_FACT}
    assert (answer.matter_id, answer.delegation_mode, answer.window_id) == (
        "eia-approval",
        None,
        None,
    )


@pytest.mark.parametrize(
    ("asked", "journey_id"),
    [
        ("我想开一家腊肉加工厂，先办什么后办什么", "food-plant"),
        ("开个豆腐厂要办哪些", "food-plant"),
        ("我要开个饭店要跑哪些手续", "open-restaurant"),
        ("公司要注销，全流程", "close-company"),
    ],
)
def test_a_plan_is_found_as_in_a_walk(guide: Guide, asked: str, journey_id: str) -> None:
    answer = guide.answer(Question("journey", asked))
    assert answer.outcome == Outcome.ANSWERED
    assert guide.kb.journeys[journey_id].text in answer.text


def test_words_that_may_mean_several_plans_are_asked_about(guide: Guide) -> None:
    answer = guide.answer(Question("journey", "平台公司修路先办什么后办什么"))
    assert answer.outcome == Outcome.CLARIFY
    assert "ask_journey" in answer.buttons[0]["payload"]


def test_a_wish_that_sounds_like_progress_is_a_wish(guide: Guide) -> None:
    wish = guide.answer(Question("progress", "一直没去搞，现在想把不动产登记办了"))
    assert wish.matter_id == "real-estate-registration"
    asked = guide.answer(Question("progress", "我的不动产登记办好了没"))
    assert asked.topic == "progress"


def test_from_when_days_count_is_asked_of_the_current_matter(guide: Guide) -> None:
    words = "20天?是说从你们收了材料那天开始算?"
    answer = guide.answer(Question("policy", words, "pollutant-discharge-permit", "gaoxin"))
    assert (answer.topic, answer.matter_id) == ("time_limit", "pollutant-discharge-permit")
    assert "自受理" in answer.text
