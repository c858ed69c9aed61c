"""Which two matters a message names."""

import pytest

from api.services.thread.pairs import Pairs
from knowledge import KnowledgeBase
from knowledge.search import Searcher


@pytest.fixture(scope="module")
def pairs(kb: KnowledgeBase, searcher: Searcher) -> Pairs:
    return Pairs(kb, searcher)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("施工许可和消防验收都要什么材料", "construction-permit", "fire-acceptance"),
        ("食品生产跟食品经营都归谁批", "food-production-permit", "food-business-permit"),
        ("我想开公司和办食品经营许可", "enterprise-registration", "food-business-permit"),
        ("施工许可、规划许可要什么材料", "construction-permit", "construction-planning-permit"),
        ("办施工许可证和排水许可证分别在哪个窗口", "construction-permit", "drainage-permit"),
        ("取水和排水许可怎么收费", "water-abstraction-permit", "drainage-permit"),
    ],
)
def test_two_matters_are_found_in_their_order(
    pairs: Pairs, text: str, first: str, second: str
) -> None:
    assert pairs.find(text, "gaoxin", None) == (first, second)


@pytest.mark.parametrize(
    "text",
    [
        "营业执照和公章要带吗",
        "法人和股东变更怎么办",
        "我们公司想租房和招人",
        "施工许可证怎么办",
        "高新区和经开区办施工许可",
        "和",
        "",
    ],
)
def test_one_matter_or_none_is_no_pair(pairs: Pairs, text: str) -> None:
    assert pairs.find(text, "gaoxin", None) is None


def test_a_comparison_also_takes_apart_at_or(pairs: Pairs) -> None:
    found = pairs.find("我该办环评报告表还是登记表", "gaoxin", None, loose=True)
    assert found == ("eia-approval", "eia-registration")


def test_one_named_beside_the_words_of_a_comparison(pairs: Pairs) -> None:
    assert pairs.one("和登记表有什么区别", "gaoxin") == "eia-registration"
