"""What people say of the materials on a list, in many wordings."""

from collections.abc import Collection

import pytest

from api.services.intake.spoken_materials import Said, State, read

FOOD = ("申请表", "营业执照", "消防设计图纸及技术资料", "设备布局和工艺流程的相关资料")
PLANNING = ("使用土地的有关证明文件", "建设工程设计方案", "修建性详细规划")
LETTERS: dict[str, State] = {"h": "have", "m": "missing", "s": "spared"}


def said(
    text: str,
    names: Collection[str] = FOOD,
    asked: Collection[int] | None = None,
    bare: State | None = "missing",
) -> Said:
    every = range(1, len(names) + 1)
    return read(text, tuple(names), every if asked is None else asked, bare)


def states(letters: str) -> dict[int, State]:
    """ "hm-" -> the first is there, the second is missing, of the third nothing is told."""
    return {n: LETTERS[letter] for n, letter in enumerate(letters, 1) if letter != "-"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("都有", "hhhh"),
        ("全都准备好了", "hhhh"),
        ("材料我都齐了，能办吗", "hhhh"),
        ("都备齐咯", "hhhh"),
        ("都没有", "mmmm"),
        ("一个都没有", "mmmm"),
        ("啥都冇得", "mmmm"),
        ("材料都没带", "mmmm"),
    ],
)
def test_all_or_nothing(text: str, expected: str) -> None:
    assert said(text).states == states(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("前两个有，第三个没有", "hhm-"),
        ("1、2有，3没有", "hhm-"),
        ("1，2有，3没有", "hhm-"),
        ("1和2有3没有", "hhm-"),
        ("1到3有，4没有", "hhhm"),
        ("前三样都有，最后一个还在办", "hhhm"),
        ("第一个有", "h---"),
        ("第一、二、四项有，第三项没有", "hhmh"),
        ("有营业执照，图纸没有", "-hm-"),
        ("有申请表没有图纸", "h-m-"),
        ("执照有，图纸还在画", "-hm-"),
        ("申请表、营业执照都有，图纸过两天就有", "hhm-"),
        ("营业执照有，图纸没有，其他都有", "hhmh"),
        ("营业执照有了别的还没有", "mhmm"),
        ("图纸还在办，其余齐了", "hhmh"),
        ("第三个用不上，前面两个都有", "hhs-"),
        ("有，没有，有，有", "hmhh"),
    ],
)
def test_one_by_one_in_one_sentence(text: str, expected: str) -> None:
    assert said(text).states == states(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("除了图纸都有", "hhmh"),
        ("除了图纸没有，其他都有", "hhmh"),
        ("除了第三个，别的都齐了", "hhmh"),
        ("除开图纸以外都准备好了", "hhmh"),
        ("除了营业执照其他都没有", "mhmm"),
        ("就差图纸", "hhmh"),
        ("还差3和4", "hhmm"),
        ("就图纸没有", "hhmh"),
        ("只有图纸没有", "hhmh"),
        ("只有申请表", "hmmm"),
        ("都有，就差营业执照", "hmhh"),
        ("只差图纸，别的都有，我们不是食品厂", "hhmh"),
        ("只差图纸别的都有", "hhmh"),
        ("差一个图纸，其余都在手上", "hhmh"),
    ],
)
def test_all_but_some(text: str, expected: str) -> None:
    assert said(text).states == states(expected)


def test_a_case_that_is_denied_is_no_paper() -> None:
    assert said("前两个有，我们不是重点排污单位").unlisted == ()


@pytest.mark.parametrize("text", ["3", "第三个", "第三个没有", "没有3", "没有图纸", "缺图纸"])
def test_what_is_named_after_the_question_what_is_missing_is_missing_alone(text: str) -> None:
    assert said(text).states == states("hhmh")


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("有", "have"),
        ("有啊", "have"),
        ("已经办好了", "have"),
        ("没有", "missing"),
        ("冇得", "missing"),
        ("还没办下来", "missing"),
        ("还在办", "missing"),
        ("正在走流程", "missing"),
        ("过几天下来", "missing"),
        ("用不上", "spared"),
        ("不涉及", "spared"),
        ("没有这种情况", "spared"),
    ],
)
def test_a_plain_answer_is_about_the_one_that_was_asked(text: str, state: State) -> None:
    assert said(text, asked=[2]).states == {2: state}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("土地证明有 方案有 修规没有", "hhm"),
        ("设计方案还没做", "hmh"),
        ("头两样有，后面那个冇得", "hhm"),
        ("有土地证明，别的都在办", "hmm"),
        ("修建性详细规划没有", "hhm"),
    ],
)
def test_names_may_be_shortened(text: str, expected: str) -> None:
    assert said(text, PLANNING).states == states(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("布局那个资料有", "---h"),
        ("图纸那块的冇得", "--m-"),
        ("执照下来了", "-h--"),
        ("图纸过几天拿来补", "--m-"),
        ("图纸先欠着，别的都有", "hhmh"),
        ("图纸后面补可以吧", "--m-"),
    ],
)
def test_a_paper_may_be_named_by_what_it_is_about_and_put_off(text: str, expected: str) -> None:
    assert said(text, bare=None).states == states(expected)


@pytest.mark.parametrize("text", ["先欠着行不咯", "差的那个迟点给"])
def test_what_is_put_off_without_a_name_says_nothing_of_the_others(text: str) -> None:
    assert said(text) == Said()


@pytest.mark.parametrize(
    "text",
    [
        "没有",
        "差一个",
        "有2个",
        "不全",
        "还没齐",
        "没有都有",
        "有的没有",
        "差不多了",
        "我不确定",
        "还有一样没弄好",
        "少一份材料",
    ],
)
def test_what_does_not_say_which_tells_nothing(text: str) -> None:
    assert said(text).states == {}


@pytest.mark.parametrize(
    "text",
    [
        "第三个要原件吗",
        "要多久",
        "没有的话怎么办",
        "缺的怎么补",
        "什么是容缺",
        "可以容缺办理吗",
        "附近有打印店吗",
        "东西带齐了没，帮我查下",
        "材料齐了吗",
        "还缺什么",
        "看看我缺啥",
        "我把有的报给你，你看行不行",
    ],
)
def test_a_question_tells_nothing(text: str) -> None:
    assert said(text) == Said()


@pytest.mark.parametrize("text", ["帮我看看材料够不够", "容缺能办吗", "我的材料齐不齐"])
def test_asking_for_the_pre_check_tells_nothing(text: str) -> None:
    assert said(text, bare=None) == Said()


def test_unasked_one_that_is_missing_says_nothing_of_the_others() -> None:
    assert said("没有营业执照能办吗", bare=None).states == {2: "missing"}


def test_what_is_not_on_the_list_is_told() -> None:
    told = said("就差一个环评批复")
    assert told.unlisted == ("环评批复",)
    assert told.states == states("hhhh")


def test_whether_anything_else_is_missing_is_no_claim() -> None:
    assert said("我有执照和图纸，缺别的吗").states == states("-hh-")


def test_a_matter_named_with_its_papers_is_no_paper() -> None:
    assert said("施工许可的材料都齐了", bare=None).unlisted == ()


@pytest.mark.parametrize(
    "text", ["", "？", "😀", "a" * 2000, "有" * 2000, "第" * 1000, "1、" * 900]
)
def test_odd_words_do_no_harm(text: str) -> None:
    assert set(said(text).states) <= {1, 2, 3, 4}


def test_empty_names_and_names_of_marks_alone_do_no_harm() -> None:
    assert read("都有", [""] * 100, frozenset({1}), None).states == {1: "have"}
    assert read("第一项有", ["第", "项"] * 50, frozenset({1}), None).states


def test_all_but_what_is_said_at_the_end_is_there() -> None:
    said = read("都准备了，就是没有图纸", ["申请书", "图纸", "章程"], [1, 2, 3], "missing")
    assert said.states == {1: "have", 2: "missing", 3: "have"}


def test_a_name_says_more_than_the_everyday_word_for_it() -> None:
    names = ["排水管网、专用检测井图纸", "水质水量检测（或预测）报告"]
    assert read("检测报告还没拿到", names, [1, 2], None).states == {2: "missing"}


def test_a_paper_that_is_not_on_the_list_is_not_said_of_the_whole_list() -> None:
    told = said("身份证复印件有的")
    assert told.states == {}
    assert told.unlisted == ("身份证复印件",)


@pytest.mark.parametrize("text", ["如果缺一样呢", "先别急，我看看我有没有带齐", "最后结果呢"])
def test_words_that_are_no_papers_are_not_told_as_papers(text: str) -> None:
    assert said(text).unlisted == ()


def test_spaces_stand_for_commas() -> None:
    told = said("第一个有 第二个没有 第三个不晓得")
    assert told.states == states("hm--")


def test_what_is_written_or_drawn_is_one_paper_and_not_the_list() -> None:
    assert said("画好了").states == {}
    assert said("画好了", asked=[2]).states == {2: "have"}


def test_once_something_was_told_what_is_missing_says_nothing_of_the_others() -> None:
    told = read("图纸还在画", FOOD, [3, 4], "missing", others_there=False)
    assert told.states == {3: "missing"}


def test_how_much_it_costs_is_no_lack() -> None:
    assert said("画图纸要多少钱") == Said()
