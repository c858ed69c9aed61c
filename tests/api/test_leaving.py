"""Coming back from a person, wherever in the sentence it is said."""

import pytest

from api.services.leaving import asked_along, leaves


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("等不了了，回到智能导办", None),
        ("我不等了，下午到几点你们就不办事了", "下午到几点你们就不办事了"),
        ("回到智能导办，帮我查下施工许可要什么材料", "帮我查下施工许可要什么材料"),
        ("back to the guide please, what does it cost", "what does it cost"),
        ("不用了", None),
        ("好，不用了谢谢", None),
        ("那好吧，不需要了", None),
        ("算了，还是先办事吧，营业执照换地址", "营业执照换地址"),
        ("算了，先办我的事，环评要多久", "环评要多久"),
        ("算了，我自己查吧", None),
    ],
)
def test_leaving_and_what_is_asked_along(said: str, asked: str | None) -> None:
    assert leaves(said)
    assert asked_along(said) == asked


@pytest.mark.parametrize(
    "said",
    [
        "我不要机器人，我要真人",
        "等不及了，你们快点来人",
        "厂里用机器人，要备案吗",
        "好的谢谢",
        "算了，你们快点来人",
    ],
)
def test_these_are_for_the_person(said: str) -> None:
    assert not leaves(said)
