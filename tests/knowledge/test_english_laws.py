"""Laws and their articles as English tells them."""

import pytest

from knowledge.english.laws import Laws, articles


@pytest.fixture(scope="module")
def laws() -> Laws:
    return Laws({"中华人民共和国建筑法": "Construction Law", "城市道路管理条例": "Road Regulation"})


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("第七条", "Article 7"),
        ("第七条、第八条、第二十三条", "Articles 7, 8 and 23"),
        ("第十条至第十五条、第十九条", "Articles 10 to 15 and 19"),
        (
            "第三十三条第一款第一项至第四项、第三十五条第二款",
            "Article 33, paragraph 1, items 1 to 4; Article 35, paragraph 2",
        ),
        ("第八、十六、二十一条", "Articles 8, 16 and 21"),
        ("二、（一）", "二、（一）"),
        ("", ""),
    ],
)
def test_articles_are_told_in_figures_and_what_cannot_be_read_stays(
    chinese: str, english: str
) -> None:
    assert articles(chinese) == english


def test_a_source_is_told_with_its_chinese_name(laws: Laws) -> None:
    assert laws.source("《中华人民共和国建筑法》", "第七条、第八条") == (
        "Construction Law (《中华人民共和国建筑法》), Articles 7 and 8"
    )
    assert laws.source("《别的法》", "第七条") == "《别的法》, Article 7"
    assert laws.source("郴政办发〔2021〕4号", "二、（一）") == "郴政办发〔2021〕4号二、（一）"


def test_a_law_in_a_sentence_is_named_in_english_first(laws: Laws) -> None:
    assert laws.spelled("建筑法 and 城市道路管理条例 set none. 建筑法 says so") == (
        "The Construction Law (建筑法) and the Road Regulation (城市道路管理条例) set none. "
        "The Construction Law says so"
    )


def test_a_name_that_is_part_of_another_or_told_already_stays(laws: Laws) -> None:
    for text in ("旧建筑法 holds", "the Construction Law (建筑法) holds"):
        assert laws.spelled(text) == text
