"""Full-width and plain punctuation are the same to the classifier."""

from __future__ import annotations

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.plain_tokenizer import PlainTokenizer


@pytest.fixture
def tokenizer() -> PlainTokenizer:
    """The component as the pipeline makes it; it keeps nothing."""
    config = PlainTokenizer.get_default_config()
    return PlainTokenizer.create(config, None, Resource("t"), ExecutionContext(GraphSchema({})))


def words(tokenizer: PlainTokenizer, text: str) -> list[tuple[str, int]]:
    return [(t.text, t.start) for t in tokenizer.tokenize(Message(data={TEXT: text}), TEXT)]


@pytest.mark.parametrize(
    ("wide", "plain"),
    [("材料齐了，能办吗？", "材料齐了,能办吗?"), ("不对！（经开区）", "不对!(经开区)")],
)
def test_width_makes_no_difference(tokenizer: PlainTokenizer, wide: str, plain: str) -> None:
    assert words(tokenizer, wide) == words(tokenizer, plain)


def test_words_stay_where_they_are(tokenizer: PlainTokenizer) -> None:
    text = "施工许可，多久？"
    assert all(
        text[start : start + len(word)] in (word, "，", "？")
        for word, start in words(tokenizer, text)
    )
