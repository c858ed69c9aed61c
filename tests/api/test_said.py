"""What words plainly say is read in one place, and told to the dialogue."""

import pytest

from api.services.degraded import wants_person
from api.services.leaving import calls_for_guide, leaves
from api.services.said.keeping import wants_to_keep
from api.services.said.marks import marks
from api.services.said.notice import asks_for_notice
from api.services.said.notions import asks_meaning, asks_of_term
from api.services.said.pauses import with_pauses
from api.services.said.person import asks_for_person, declines_person
from api.services.said.visiting import asked_of_visit


@pytest.mark.parametrize(
    "words",
    [
        "不用转人工", "先别找工作人员", "人工就不用了", "不要真人", "别给我转人工", "莫转人工了",
        "取消人工", "不想麻烦工作人员了", "不等客服了",
    ],
)  # fmt: skip
def test_no_person_is_wanted_whoever_reads_it(words: str) -> None:
    assert declines_person(words)
    assert leaves(words)
    assert not wants_person(None, words)
    assert "declines_person" in marks(words, {})


@pytest.mark.parametrize("words", ["莫转人工了", "先别找工作人员", "人工免了吧"])
def test_the_guide_is_called_for_by_declining_a_person(words: str) -> None:
    assert calls_for_guide(words)


@pytest.mark.parametrize("words", ["转人工", "不要机器人，要人工", "机器说不清，找人工"])
def test_asking_for_a_person_is_not_declining_one(words: str) -> None:
    assert not declines_person(words)
    assert "asks_for_person" in marks(words, {})


@pytest.mark.parametrize(
    "words",
    [
        "人工",
        "转人工",
        "帮我叫个工作人员",
        "有没有活人",
        "connect me to an agent",
        "a human please",
    ],
)
def test_a_person_is_wanted_while_the_dialogue_is_away(words: str) -> None:
    assert wants_person(None, words)


@pytest.mark.parametrize("words", ["要不要找工作人员", "客服电话是多少", "人工智能企业有补贴吗"])
def test_words_that_only_speak_of_people(words: str) -> None:
    assert not declines_person(words)
    assert not wants_person(None, words) or asks_for_person(words)


@pytest.mark.parametrize(
    "words",
    [
        "这个能打印出来吗",
        "怎么下载",
        "能不能发我微信",
        "这个能发给我带回去吗",
        "帮我收藏一下",
        "分享给同事",
    ],
)
def test_what_was_shown_is_wanted_on_paper_or_a_phone(words: str) -> None:
    assert wants_to_keep(words)


@pytest.mark.parametrize("words", ["有电子版吗", "出个纸质的给我", "打一份给我"])
def test_less_need_be_said_where_something_was_shown(words: str) -> None:
    assert "keeps_what_was_shown" in marks(words, {"outcome": "notice"})
    assert "keeps_what_was_shown" not in marks(words, {"outcome": "answered"})


@pytest.mark.parametrize(
    "words", ["办印刷许可要打印什么材料", "结果能发到我手机吗", "营业执照能下载吗"]
)
def test_another_paper_is_not_the_one_that_was_shown(words: str) -> None:
    assert not wants_to_keep(words, shown=True)


@pytest.mark.parametrize(
    "words",
    ["一次性告诉我要哪些", "给我一份告知单", "一次给我说清楚", "一口气都列出来", "全部要求发给我"],
)
def test_the_whole_of_a_matter_is_asked_for(words: str) -> None:
    assert asks_for_notice(words)


@pytest.mark.parametrize(
    "words", ["一次性告知是什么意思", "一次性告知是啥", "没给告知单找谁投诉", "怎么理解一次性告知"]
)
def test_a_question_about_the_duty_wants_no_notice(words: str) -> None:
    assert not asks_for_notice(words)


@pytest.mark.parametrize(
    "words", ["什么叫审批直报，没听懂", "服务前移是啥", "解释一下容缺受理", "怎么理解告知承诺"]
)
def test_a_term_is_asked_about(words: str) -> None:
    assert asks_of_term(words)
    assert asks_meaning(words)


@pytest.mark.parametrize("words", ["说简单点", "没听懂，再讲一遍", "用地预审怎么办"])
def test_no_term_is_asked_about(words: str) -> None:
    assert not asks_of_term(words)


def test_a_button_says_nothing() -> None:
    assert marks(None, {"outcome": "notice"}) == []


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        ("没预约的话可以直接过去办吗", "walk_in"),
        ("是不是一定要先预约才能办", "walk_in"),
        ("要是迟到了十来分钟，号还有效吗", "being_late"),
        ("约了又没去成，会影响以后吗", "missed_visit"),
        ("能带个朋友一起去不", "together"),
        ("两个人办是不是要分别预约", "how_many"),
        ("到了大厅怎么签到", "arriving"),
        ("门口好停车不", "getting_there"),
        ("上午去人多不多", "busy_hours"),
        ("号满了还能怎么弄", "waiting_list"),
        ("取消预约扣钱吗", "booking_free"),
        ("最多提前几天可以预约", "how_early"),
        ("公司名称可以不填吗", "company_optional"),
        ("do I need an appointment?", "walk_in"),
        ("what if I am late for it?", "being_late"),
    ],
)
def test_a_question_about_the_visit_is_known_by_what_it_asks(words: str, subject: str) -> None:
    asked = asked_of_visit(words)
    assert asked is not None
    assert (asked["subject"], asked["sure"]) == (subject, True)


@pytest.mark.parametrize(
    "words",
    [
        "堵车赶不到，把我的号往后挪半小时", "推迟到下周三", "不去了，帮我取消", "两个人合伙开公司",
        "身份证丢了去哪补办", "要约号", "想建个停车场要办什么证", "排污许可证要办多久",
    ],
)  # fmt: skip
def test_what_only_sounds_so_asks_nothing_about_the_visit(words: str) -> None:
    asked = asked_of_visit(words)
    assert asked is None or not asked["sure"]


def test_what_else_is_said_is_left_to_go_on_with() -> None:
    asked = asked_of_visit("帮我约下周三上午 我跟同事两个人一起去行吗")
    assert asked is not None
    assert asked["subject"] == "together"
    assert asked["rest"] == "帮我约下周三上午"


def test_a_space_between_phrases_is_a_pause() -> None:
    assert with_pauses("后天下午 我叫陈晓明 13800138000") == "后天下午，我叫陈晓明 13800138000"
    assert with_pauses("施 工 许 可") == "施 工 许 可"
