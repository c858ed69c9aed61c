"""The one form in which texts are learned and understood."""

import pytest

from bot.components.one_form import _in_one_form


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("你好，施工许可证怎么办", "施工许可证怎么办"),
        ("Hi, a construction permit", "a construction permit"),
        ("High-tech Zone", "High-tech Zone"),
        ("historic building permit", "historic building permit"),
        ("hello", "hello"),
    ],
)
def test_a_greeting_is_left_out_and_no_word_is_cut(said: str, form: str) -> None:
    assert _in_one_form(said) == form
