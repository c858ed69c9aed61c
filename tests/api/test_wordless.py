"""What holds no words, and words that are half typed."""

import pytest

from api.services.wordless import is_wordless, spelled_out


@pytest.mark.parametrize("text", ["👍", "。。。", "[图片]", "【语音消息】", "(照片)", "b"])
def test_no_words(text: str) -> None:
    assert is_wordless(text)


@pytest.mark.parametrize("text", ["好", "2", "ok", "[图片]是这个"])
def test_some_words(text: str) -> None:
    assert not is_wordless(text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("要带什么材料ne", "要带什么材料呢"),
        ("材料我备齐la", "材料我备齐啦"),
        ("要钱 ma?", "要钱吗?"),
        ("什么ya 要多久Ne", "什么呀 要多久呢"),
    ],
)
def test_a_particle_left_in_pinyin_is_spelled_out(typed: str, text: str) -> None:
    assert spelled_out(typed) == text


@pytest.mark.parametrize(
    "text", ["我要开 a KTV", "去 de 大厅", "办营业执照lease", "back to the guide"]
)
def test_letters_that_are_no_particle_stay(text: str) -> None:
    assert spelled_out(text) == text
