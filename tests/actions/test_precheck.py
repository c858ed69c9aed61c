"""Going through the materials: what is asked, what is kept, and what becomes of the booking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.actions.conversation import Conversation, Heard
from tests.actions.fake_api import FakeApi

Talk = Callable[..., Conversation]

HERE: dict[str, Any] = {"matter_id": "construction-permit", "park_id": "gaoxin"}


@pytest.fixture
def chat(talk: Talk, fake: FakeApi) -> Conversation:
    """A conversation about a matter with three materials, the third for companies alone."""
    fake.said = {
        "前两个有，第三个没有": told("hhm"),
        "都有": {"states": {"1": "have", "2": "have", "3": "have"}},
        "第一个有": told("h"),
        "图纸没有": told("-m"),
        "没有": {"states": {}},
        "第二个用不上": told("-s"),
        "就差环评批复": {
            **told("hhh"),
            "unlisted": [{"name": "环评批复", "matter_id": "eia", "matter_name": "环评审批"}],
        },
    }
    return talk(**HERE, precheck=None)


def told(letters: str) -> dict[str, Any]:
    """What api reads: "hm-" says that the first is there and the second is not."""
    meant = {"h": "have", "m": "missing", "s": "spared"}
    states = {str(n): meant[letter] for n, letter in enumerate(letters, 1) if letter != "-"}
    return {"states": states, "pointed": True}


def begun(chat: Conversation) -> Heard:
    return chat.say("帮我看看材料够不够", "ask_precheck")


def test_it_begins_with_the_whole_list_and_one_question(chat: Conversation) -> None:
    heard = begun(chat)
    assert heard.text == "哪几项还没有？"
    assert heard.card is not None
    assert heard.card["type"] == "precheck"
    assert heard.titles == ["全部都有", "一项一项来", "先不看了"]
    assert heard.context["topic"] == "precheck"
    assert chat.slots["expecting"] == "precheck.list"


def test_all_at_once_is_judged_and_kept(chat: Conversation, fake: FakeApi) -> None:
    begun(chat)
    heard = chat.say("都有")
    assert heard.context["outcome"] == "prechecked"
    assert fake.judged == [
        {**HERE, "have": ["申请书", "图纸", "章程"], "not_applicable": [], "commitments": []}
    ]
    assert heard.context["precheck"]["precheck_id"] == "check-1"
    assert chat.slots["expecting"] is None


def test_the_button_for_all_says_the_same(chat: Conversation, fake: FakeApi) -> None:
    heard = chat.press(begun(chat).payload("全部都有"))
    assert heard.context["outcome"] == "prechecked"
    assert len(fake.judged[0]["have"]) == 3


def test_what_is_needed_in_some_cases_only_is_asked_before_it_is_judged(
    chat: Conversation, fake: FakeApi
) -> None:
    begun(chat)
    heard = chat.say("前两个有，第三个没有")
    assert "设立公司" in heard.text
    assert "用不上" in heard.titles
    heard = chat.say("不是")
    assert heard.card == {"type": "precheck", "verdict": "ready"}
    assert fake.judged[0]["not_applicable"] == ["章程"]


@pytest.mark.parametrize("words", ["是的", "是这种情况", "我也不清楚"])
def test_in_doubt_it_is_taken_to_be_needed(chat: Conversation, fake: FakeApi, words: str) -> None:
    begun(chat)
    chat.say("前两个有，第三个没有")
    chat.say(words)
    assert fake.judged[0]["not_applicable"] == []
    assert fake.judged[0]["have"] == ["申请书", "图纸"]


@pytest.mark.parametrize("words", ["我们不是设立公司", "不设立公司，是个体户"])
def test_a_case_that_is_not_ours_is_told_in_any_words(chat: Conversation, words: str) -> None:
    begun(chat)
    chat.say(words, "find_matter")
    assert chat.slots["precheck"]["states"] == {"3": "spared"}


def test_a_case_that_is_not_known_is_no_denied_one(chat: Conversation) -> None:
    begun(chat)
    chat.say("不知道算不算设立公司", "find_matter")
    assert chat.slots["precheck"]["states"] == {}


def test_what_is_told_after_the_result_makes_it_anew(chat: Conversation, fake: FakeApi) -> None:
    begun(chat)
    chat.say("都有")
    fake.said["不对，图纸其实还没有"] = {"states": {"2": "missing"}, "pointed": True}
    chat.say("不对，图纸其实还没有", "ask_policy")
    assert fake.judged[-1]["have"] == ["申请书", "章程"]


@pytest.mark.parametrize("taken_for", ["find_matter", "affirm", "nlu_fallback"])
def test_a_paper_named_after_the_result_belongs_to_it(
    chat: Conversation, fake: FakeApi, taken_for: str
) -> None:
    begun(chat)
    chat.say("前两个有，第三个没有")
    chat.say("是这种情况")
    fake.said["章程的有"] = {"states": {"3": "have"}, "pointed": True}
    assert chat.say("章程的有", taken_for).context["topic"] == "precheck"
    assert fake.judged[-1]["have"] == ["申请书", "图纸", "章程"]


@pytest.mark.parametrize(
    ("words", "taken_for"),
    [
        ("那没出来的那个后面补行不行", "nlu_fallback"),
        ("晚点交得不", "ask_fee"),
        ("先欠着", "stop"),
        ("过几天拿来补", "ask_time_limit"),
        ("差的那个迟点给", "choose_slot"),
        ("那个晚点交可以吧", "move_booking"),
    ],
)
def test_what_is_missing_may_be_put_off_after_the_result(
    chat: Conversation, words: str, taken_for: str
) -> None:
    begun(chat)
    chat.say("前两个有，第三个没有")
    chat.say("是这种情况")
    heard = chat.say(words, taken_for)
    assert (heard.context["topic"], heard.context["outcome"]) == ("precheck", "prechecked")


def test_a_paper_that_is_put_off_when_asked_about_is_missing(chat: Conversation) -> None:
    begun(chat)
    chat.say("一项一项来")
    chat.say("先欠着", "stop")
    assert chat.slots["precheck"]["states"] == {"1": "missing"}


def test_one_at_a_time_with_buttons(chat: Conversation, fake: FakeApi) -> None:
    heard = chat.press(begun(chat).payload("一项一项来"))
    assert "第 1 项「申请书」" in heard.text
    heard = chat.press(heard.payload("有"))
    assert "第 2 项「图纸」" in heard.text
    heard = chat.press(heard.payload("没有"))
    assert "用不上" in heard.titles
    chat.press(heard.payload("用不上"))
    assert fake.judged[0]["have"] == ["申请书"]
    assert fake.judged[0]["not_applicable"] == ["章程"]


def test_an_older_button_speaks_of_its_own_material(chat: Conversation) -> None:
    first = chat.press(begun(chat).payload("一项一项来"))
    chat.press(first.payload("有"))
    chat.press(first.payload("没有"))
    assert chat.slots["precheck"]["states"] == {"1": "missing"}


def test_what_was_not_spoken_of_is_asked_for(chat: Conversation) -> None:
    begun(chat)
    heard = chat.say("第一个有")
    assert "第 2 项「图纸」、第 3 项「章程」" in heard.text


def test_what_is_always_needed_cannot_be_of_no_use(chat: Conversation, fake: FakeApi) -> None:
    begun(chat)
    heard = chat.say("第二个用不上")
    assert "没有写明" in heard.text
    assert chat.slots["precheck"]["states"]["2"] == "missing"


def test_a_question_in_between_is_answered_and_the_list_goes_on(chat: Conversation) -> None:
    begun(chat)
    heard = chat.say("要多久", "ask_time_limit")
    assert heard.context["topic"] == "time_limit"
    assert "我们接着对材料" in heard.text
    assert heard.titles == ["全部都有", "一项一项来", "先不看了"]
    assert chat.say("都有").context["outcome"] == "prechecked"


class TestDoubts:
    """Questions in the midst are answered, and the pre-check goes on."""

    @pytest.mark.parametrize("intent", ["assistance", "find_matter", "ask_liability"])
    def test_who_makes_a_paper(self, chat: Conversation, fake: FakeApi, intent: str) -> None:
        begun(chat)
        chat.say("第一个有")
        fake.of_papers["图纸可以自己画吗"] = "要委托有资质的单位。"
        heard = chat.say("图纸可以自己画吗", intent)
        assert "有资质" in heard.text
        assert "我们接着对材料" in heard.text
        assert chat.slots["precheck"]["states"] == {"1": "have"}

    def test_this_one_is_what_is_missing(self, chat: Conversation, fake: FakeApi) -> None:
        begun(chat)
        fake.said["图纸没有"] = {"states": {"2": "missing"}, "pointed": True}
        chat.say("图纸没有")
        fake.of_papers["这个谁来出"] = "项目："
        assert "项目：[2]" in chat.say("这个谁来出", "ask_liability").text

    def test_a_paper_may_be_asked_about_after_what_is_no_matter_of_ours(
        self, chat: Conversation, fake: FakeApi
    ) -> None:
        begun(chat)
        chat.state["matter_id"] = None  # a referral has no matter
        fake.of_papers["图纸可以自己画吗"] = "要委托有资质的单位。"
        assert "有资质" in chat.say("图纸可以自己画吗", "assistance").text

    @pytest.mark.parametrize("words", ["那现在能不能办", "那这样去窗口能收不", "我到底还缺什么"])
    def test_the_verdict_so_far_is_not_kept(
        self, chat: Conversation, fake: FakeApi, words: str
    ) -> None:
        begun(chat)
        fake.said["第二个没有"] = {"states": {"2": "missing"}, "pointed": True}
        chat.say("第二个没有")
        heard = chat.say(words, "ask_online")
        assert fake.judged[-1]["keep"] is False
        assert "图纸" not in fake.judged[-1]["have"]
        assert "「申请书」、「章程」" in heard.text
        assert chat.slots["expecting"] == "precheck.list"

    def test_the_verdict_is_told_again_when_it_is_done(
        self, chat: Conversation, fake: FakeApi
    ) -> None:
        begun(chat)
        chat.say("都有")
        assert chat.say("那现在能不能办", "ask_online").context["outcome"] == "prechecked"

    @pytest.mark.parametrize(
        ("words", "topic"), [("网上能办吗", "online"), ("明天能去办吗", "booking")]
    )
    def test_how_and_when_are_other_questions(
        self, chat: Conversation, words: str, topic: str
    ) -> None:
        begun(chat)
        chat.say("都有")
        assert chat.say(words, "ask_online").context["topic"] == topic

    def test_what_nobody_knows_is_said_so(self, chat: Conversation) -> None:
        begun(chat)
        assert "没有写明" in chat.say("纸张有没有什么讲究", "assistance").text


def test_a_button_of_another_question_is_answered_and_the_list_goes_on(chat: Conversation) -> None:
    begun(chat)
    assert "我们接着对材料" in chat.press("/ask_fee").text


def test_what_is_not_on_the_list_is_said(chat: Conversation) -> None:
    begun(chat)
    heard = chat.say("就差环评批复", "find_matter")
    assert "没有「环评批复」" in heard.text
    assert "环评审批" in heard.text


def test_what_is_not_understood_is_asked_one_at_a_time_the_second_time(chat: Conversation) -> None:
    begun(chat)
    assert "没看明白" in chat.say("没有").text
    heard = chat.say("没有")
    assert "第 1 项「申请书」" in heard.text
    assert "转人工" in heard.titles


@pytest.mark.parametrize("words", ["先不看了", "算了", "不查了"])
def test_it_can_be_left(chat: Conversation, fake: FakeApi, words: str) -> None:
    begun(chat)
    assert chat.say(words).context["outcome"] == "stopped"
    assert fake.judged == []
    assert chat.slots["expecting"] is None


def test_words_that_tell_all_at_the_beginning_need_no_list(
    chat: Conversation, fake: FakeApi
) -> None:
    heard = chat.say("就差环评批复", "ask_precheck")
    assert heard.context["outcome"] == "prechecked"


def test_a_result_can_be_corrected(chat: Conversation, fake: FakeApi) -> None:
    begun(chat)
    chat.say("都有")
    chat.say("图纸没有", "ask_precheck")
    assert fake.judged[-1]["have"] == ["申请书", "章程"]


def test_without_a_list_it_says_so(chat: Conversation, fake: FakeApi) -> None:
    fake.papers = None
    heard = begun(chat)
    assert heard.context["outcome"] == "missing_fact"
    assert chat.slots["expecting"] is None


def test_without_a_matter_it_asks_for_it_first(talk: Talk) -> None:
    chat = talk()
    begun(chat)
    assert chat.slots["expecting"] == "precheck.matter"
    heard = chat.say("施工许可证", "find_matter")
    assert heard.card is not None
    assert heard.context["matter_id"] == "construction-permit"


def test_a_list_that_changed_meanwhile_is_begun_again(chat: Conversation, fake: FakeApi) -> None:
    begun(chat)
    fake.list_changed = True
    heard = chat.say("都有")
    assert "刚刚更新" in heard.text
    assert chat.slots["expecting"] == "precheck.list"


class TestPromise:
    @pytest.fixture
    def heard(self, chat: Conversation, fake: FakeApi) -> Heard:
        fake.promise = {
            "names": ["图纸"],
            "text": "您同意这样承诺吗？",
            "agreed": "记下了：您同意承诺。",
            "card": {"type": "precheck", "commitment": {"version": "1"}},
        }
        begun(chat)
        return chat.say("都有")

    def test_it_is_put_with_its_text(self, heard: Heard) -> None:
        assert "您同意这样承诺吗" in heard.text
        assert heard.card is not None
        assert heard.card["commitment"] == {"version": "1"}
        assert heard.titles == ["我同意承诺", "不作承诺", "先不看了"]

    @pytest.mark.parametrize("words", ["我同意", "同意承诺", "好的"])
    def test_a_clear_yes_makes_it(
        self, heard: Heard, chat: Conversation, fake: FakeApi, words: str
    ) -> None:
        assert "您同意承诺" in chat.say(words).text
        assert fake.judged[-1]["commitments"] == ["图纸"]

    @pytest.mark.parametrize("words", ["不同意", "我不想承诺", "还是带吧"])
    def test_anything_like_no_does_not(
        self, heard: Heard, chat: Conversation, fake: FakeApi, words: str
    ) -> None:
        assert "不作承诺" in chat.say(words).text
        assert fake.judged[-1]["commitments"] == []

    def test_what_is_neither_is_asked_again(
        self, heard: Heard, chat: Conversation, fake: FakeApi
    ) -> None:
        assert "您同意这样承诺吗" in chat.say("嗯哼啥").text
        assert len(fake.judged) == 1


class TestBooking:
    def book(self, chat: Conversation) -> None:
        chat.say("我要预约", "book")
        chat.say("后天九点半")
        chat.say("我叫张三，13800138000")
        chat.say("确认")

    def test_it_goes_with_the_pre_check(self, chat: Conversation, fake: FakeApi) -> None:
        begun(chat)
        chat.say("都有")
        self.book(chat)
        assert fake.booked[-1]["precheck_id"] == "check-1"

    def test_in_another_park_the_materials_are_judged_there(
        self, chat: Conversation, fake: FakeApi
    ) -> None:
        begun(chat)
        chat.say("都有")
        chat.say("我在经开区", "choose_park")
        self.book(chat)
        assert fake.judged[-1]["park_id"] == "jingkai"
        assert fake.booked[-1]["precheck_id"] == "check-2"

    def test_a_pre_check_of_another_matter_stays_behind(
        self, chat: Conversation, fake: FakeApi
    ) -> None:
        begun(chat)
        chat.say("都有")
        chat.say("登记表怎么办", "find_matter")
        self.book(chat)
        assert "precheck_id" not in fake.booked[-1]

    def test_a_booking_waits_for_a_pre_check_in_between(
        self, chat: Conversation, fake: FakeApi
    ) -> None:
        chat.say("我要预约", "book")
        chat.say("后天九点半")
        begun(chat)
        chat.say("都有")
        heard = chat.say("预约办理", "book")
        assert "姓名" in heard.text
        chat.say("我叫张三，13800138000")
        chat.say("确认")
        assert fake.booked[-1]["precheck_id"] == "check-1"


def test_what_is_missing_is_repeated_when_much_was_told_at_once_and_one_is_left(
    chat: Conversation, fake: FakeApi
) -> None:
    begun(chat)
    fake.said["申请书有，图纸还没做"] = told("hm")
    heard = chat.say("申请书有，图纸还没做")
    assert "记下了，还缺「图纸」。" in heard.text
    assert "章程" in heard.text


def test_of_one_that_is_told_by_itself_nothing_is_repeated(chat: Conversation) -> None:
    begun(chat)
    assert "还缺" not in chat.say("图纸没有").text
