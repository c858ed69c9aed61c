"""Question words that a dictation program wrote wrong."""

import pytest

from knowledge.mishearing import heard_right


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("哦那要几添", "哦那要几天"),
        ("要准备那些才料", "要准备那些材料"),
        ("在哪个窗扣", "在哪个窗口"),
        ("要交多少前", "要交多少钱"),
        ("多旧能办好", "多久能办好"),
        ("怎么半啊", "怎么办啊"),
        ("我是高薪区的项目", "我是高新区的项目"),
    ],
)
def test_question_words_are_written_as_they_sound(written: str, said: str) -> None:
    assert heard_right(written) == said


@pytest.mark.parametrize(
    "text",
    [
        "人多就排队",
        "他去窗口了",
        "元件加工厂",
        "改期货",
        "高薪去招人",
        "我叫才料，13812345678",
        "现在那要多久",
        "how many days",
        "",
    ],
)
def test_what_is_right_or_a_name_stays_as_it_is(text: str) -> None:
    assert heard_right(text) == text
