"""Coming back from a person, wherever in the sentence it is said."""

import pytest

from api.services.leaving import asked_along, asked_meanwhile, leaves
from api.services.said.person import declines_wait


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
        ("好了好了，排污许可证多久能批", "排污许可证多久能批"),
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


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("趁等人的时候问一下，取水证要几天", "取水证要几天"),
        ("在等的时候我先问你，周日开门吗", "周日开门吗"),
        ("in the meantime, which window is it?", "which window is it?"),
        ("等得我时间都没了", None),
        ("好，我等着", None),
        ("人还没来，快点行不行", None),
    ],
)
def test_what_is_asked_while_waiting_goes_on(said: str, asked: str | None) -> None:
    assert asked_meanwhile(said) == asked
    assert not leaves(said)


@pytest.mark.parametrize(
    "said",
    ["不用找人，你登记一下就好", "帮我反映一下就行", "别给我回电话了，记上就是", "就帮我记一下吧"],
)
def test_what_is_only_to_be_kept_for_the_staff(said: str) -> None:
    assert declines_wait(said)


@pytest.mark.parametrize("said", ["我记下来了", "公司登记要多久", "请记一下我的电话，快点打给我"])
def test_what_is_said_to_somebody_who_is_awaited(said: str) -> None:
    assert not declines_wait(said)
