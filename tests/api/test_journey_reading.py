"""What people tell of their project, and which steps they speak of, in their own words."""

import pytest

import knowledge
from api.services.journey.finding import find_journeys, offered
from api.services.journey.reading import (
    knows_no_more,
    none_of_the_rest,
    read_answers,
    stages_named,
    steps_named,
)
from api.services.journey.walk import begun
from knowledge import KnowledgeBase


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return knowledge.load()


@pytest.mark.parametrize(
    ("words", "asked", "told"),
    [
        (
            "我们是租的标准厂房，做电子的，不涉及危化品",
            "site",
            {"site": "rented", "production": "given", "hazchem": "not-given"},
        ),
        ("不是租的，自己拿地建", "site", {"site": "new-land"}),
        ("没有，我们是租的", "hazchem", {"site": "rented", "hazchem": "not-given"}),
        ("不是，我们是自己建厂房", "hazchem", {"site": "new-land"}),
        ("危化品没得", "site", {"hazchem": "not-given"}),
        ("污水要排，不打井", "sewage", {"sewage": "given", "well": "not-given"}),
        (
            "危化品不清楚，污水肯定有",
            "well",
            {"hazchem": "unknown", "sewage": "given"},
        ),
        ("不知道", "hazchem", {"hazchem": "unknown"}),
        ("有的", "hazchem", {"hazchem": "given"}),
        ("冇得", "sewage", {"sewage": "not-given"}),
        ("第二个", "site", {"site": "rented"}),
        ("有没有危化品要紧吗", "hazchem", {}),
        ("今天天气不错", "site", {}),
        ("备案的，企业投资", "site", {"route": "filing"}),
        ("走核准，自己买了块地建", "site", {"route": "approval", "site": "new-land"}),
        ("钱是财政出的", "site", {"route": "government"}),
        ("自建 备案", "site", {"site": "new-land", "route": "filing"}),
        ("不碰危化品 有污水", "site", {"hazchem": "not-given", "sewage": "given"}),
        ("电费？没有", "hazchem", {}),
        ("危化品嘛，没有", "site", {"hazchem": "not-given"}),
        ("刚才污水说错了，没有的", "well", {"sewage": "not-given"}),
        ("选前面那个", "site", {"site": "new-land"}),
        ("做摩托车配件的", "site", {"production": "given"}),
        ("<b>租</b>'; DROP TABLE", "production", {"site": "rented"}),
    ],
)
def test_several_answers_are_read_from_one_sentence(
    kb: KnowledgeBase, words: str, asked: str, told: dict[str, str]
) -> None:
    assert read_answers(begun(kb, "build-plant").questions(kb), words, asked) == told


@pytest.mark.parametrize(
    ("journey_id", "words", "told"),
    [
        ("standard-workshop", "有执照不装修", {"licence": "given", "fit-out": "not-given"}),
        ("road-river-works", "不过河", {"river": "not-given"}),
        ("open-restaurant", "外卖加堂食", {"dine-in": "given"}),
        ("open-restaurant", "没有堂食", {"dine-in": "not-given"}),
        ("open-restaurant", "就普通的小招牌", {"advertising": "not-given"}),
    ],
)
def test_what_is_denied_is_what_stands_beside_it(
    kb: KnowledgeBase, journey_id: str, words: str, told: dict[str, str]
) -> None:
    assert read_answers(begun(kb, journey_id).questions(kb), words) == told


def test_a_no_says_what_it_is_about(kb: KnowledgeBase) -> None:
    questions = begun(kb, "close-company").questions(kb)
    asked = questions[0].question_id
    assert read_answers(questions, "没有食品证", asked) == {asked: "not-given"}
    assert read_answers(questions, "有苹果手机", asked) == {}


def test_a_no_to_the_rest_answers_all_of_it(kb: KnowledgeBase) -> None:
    questions = begun(kb, "close-company").questions(kb)
    assert set(none_of_the_rest(questions, "有食品证，其他都没有").values()) == {"not-given"}
    assert none_of_the_rest(questions, "其他的还没想好") == {}


def test_a_name_of_which_more_was_said_is_meant(kb: KnowledgeBase) -> None:
    steps = [step.matter_id for step in kb.journeys["food-plant"].steps]
    assert steps_named(kb, steps, "公司名称已经核好了") == [["enterprise-name"]]


def test_what_is_denied_after_its_name_is_not_told(kb: KnowledgeBase) -> None:
    questions = begun(kb, "medical-device-trader").questions(kb)
    assert read_answers(questions, "只卖二类的，三类不碰")["class"] == "class-two"


@pytest.mark.parametrize(
    ("words", "matters"),
    [
        ("立项和环评都办好了", [["investment-filing"], ["eia-approval", "eia-registration"]]),
        ("施工证拿到了", [["construction-permit"]]),
        ("环评登记表", [["eia-registration"]]),
        ("规划许可证下来了", [["land-planning-permit", "construction-planning-permit"]]),
        ("房产证办完了", [["real-estate-registration"]]),
        ("备案办完了", []),
        ("那个企业投资项目备案我们已经办好了", [["investment-filing"]]),
        ("这个办好了", []),
    ],
)
def test_steps_are_named_as_people_call_them(
    kb: KnowledgeBase, words: str, matters: list[list[str]]
) -> None:
    steps = [step.matter_id for step in kb.journeys["build-plant"].steps]
    assert steps_named(kb, steps, words) == matters


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("第二步", [2]),
        ("从第3步开始", [3]),
        ("前两步都好了", [1, 2]),
        ("第十二步", [12]),
        ("好", []),
    ],
)
def test_steps_are_numbered(words: str, numbers: list[int]) -> None:
    assert stages_named(words) == numbers


@pytest.mark.parametrize(
    ("words", "journey_id"),
    [
        ("从拿地到投产要办哪些", "build-plant"),
        ("想建个厂从头到尾怎么弄", "build-plant"),
        ("办厂要跑哪些证", "build-plant"),
        ("开个饭店全套手续", "open-restaurant"),
        ("开一家奶茶店要办哪些证", "open-restaurant"),
        ("办个食品厂要哪些证", "food-plant"),
        ("我们要搬进标准厂房，从头到尾要办什么", "standard-workshop"),
        ("设立一家港资企业，从头到尾怎么走", "foreign-invested-company"),
        ("准备办个腊肉加工厂，前前后后要办哪些事", "food-plant"),
        ("弄个小作坊做豆腐", "food-plant"),
        ("办个茶油加工厂", "food-plant"),
        ("开个油漆厂", "build-plant"),
        ("开个粉末冶金厂", "build-plant"),
        ("我想搞个跑长途的货运公司，手续怎么走", "freight-firm"),
        ("开个宠物店要跑哪些手续", "open-business"),
        ("平台公司用财政资金修园区路，从立项到竣工先办什么后办什么", "public-works"),
        ("想弄个竹制品加工厂，全部手续", "build-plant"),
    ],
)
def test_the_journey_is_found_by_what_people_call_it(
    kb: KnowledgeBase, words: str, journey_id: str
) -> None:
    assert [one.journey_id for one in find_journeys(kb, words)] == [journey_id]


@pytest.mark.parametrize("words", ["全流程清单", "要办哪些", "", "帮我排个先后"])
def test_what_names_no_journey_leaves_at_most_four_to_choose_from(
    kb: KnowledgeBase, words: str
) -> None:
    found = find_journeys(kb, words)
    assert len(found) != 1
    assert len(offered(kb, found)) == 4


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("第二类、第三类两类都有", "both"),
        ("二类卖，三类也卖", "both"),
        ("第二类，不对，是第三类", "class-three"),
        ("只做二类", "class-two"),
    ],
)
def test_two_answers_at_once_are_the_one_that_holds_both(
    kb: KnowledgeBase, words: str, told: str
) -> None:
    questions = begun(kb, "medical-device-trader").questions(kb)
    assert read_answers(questions, words, "class")["class"] == told


@pytest.mark.parametrize(
    ("words", "known"),
    [
        ("后面的都不清楚", True),
        ("这些我都没底", True),
        ("公司名字都没想好", False),
        ("有的", False),
    ],
)
def test_who_knows_no_more_says_so_of_everything(words: str, known: bool) -> None:
    assert knows_no_more(words) is known
