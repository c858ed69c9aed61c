"""What is taken back within a sentence counts for nothing."""

import pytest

from api.services.repairs import as_repaired


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("约印刷许可，高新区，下周三，哦不，下周五上午", "约印刷许可，高新区，下周五上午"),
        ("想问排水许可证，哦不是，我是说排污许可证，排污的", "排污许可证，排污的"),
        ("下周三上午九点，哦不，十点", "下周三十点"),
        ("我是高新区的，说错了，经开区的", "我是经开区的"),
        ("约周三，啊不对，周四，诶不，周五", "约周五"),
        ("名字叫王芳，呃不对，我是说黄芳", "黄芳"),
    ],
)
def test_what_was_taken_back_goes(said: str, meant: str) -> None:
    assert as_repaired(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "不对，我是经开区的",
        "哦不，是下周五",
        "不是报告表，是登记表",
        "哦，不要了，取消吧",
        "材料填错了怎么办",
        "执照上名字写错了，怎么改",
        "网上办，哦不用了",
        "哦不知道，你说呢",
        "哎呀最后一位看错了，是9143",
        "名字写错了，是王芳",
    ],
)
def test_other_words_stay(said: str) -> None:
    assert as_repaired(said) == said
