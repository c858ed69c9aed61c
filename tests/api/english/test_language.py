"""In which language a message is answered."""

import pytest

from api.services.english.language import LanguageReader, language_wanted
from knowledge import KnowledgeBase
from knowledge import english as translation


@pytest.fixture(scope="module")
def reader(kb: KnowledgeBase) -> LanguageReader:
    return LanguageReader(translation.load(kb))


@pytest.mark.parametrize(
    "said",
    [
        "Hello",
        "I want to open a restaurant",
        "construction permit",
        "talk to a person",
        "thank you",
    ],
)
@pytest.mark.parametrize("current", [None, "zh", "en"])
def test_english_words_are_answered_in_english(
    reader: LanguageReader, said: str, current: str | None
) -> None:
    assert reader.of(said, current) == "en"


@pytest.mark.parametrize("said", ["你好", "我要办EIA", "Hello，施工许可证怎么办"])
def test_one_chinese_character_is_enough_for_chinese(reader: LanguageReader, said: str) -> None:
    assert reader.of(said, "en") == "zh"


@pytest.mark.parametrize(
    "said",
    [
        None, "Li Ming", "GX-7K3F9Q", "B3F7K2 8000", "13800138000", "2", "ok", "?", "asdfgh",
        "'; DROP TABLE x; --", "<b>x</b>", "gaoxin", "shigong xukezheng zenme ban", "a" * 2000,
    ],
)  # fmt: skip
@pytest.mark.parametrize("current", ["zh", "en"])
def test_names_codes_and_buttons_keep_the_language(
    reader: LanguageReader, said: str | None, current: str
) -> None:
    assert reader.of(said, current) == current


def test_a_conversation_begins_in_chinese(reader: LanguageReader) -> None:
    assert reader.of("13800138000", None) == "zh"


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("Could you switch to Chinese?", "zh"),
        ("请用英语回答", "en"),
        ("能讲英文不，我老板是德国人", "en"),
        ("换回中文", "zh"),
        ("英文的营业执照怎么办", None),
        ("Do I need a Chinese translation of the contract?", None),
        (None, None),
    ],
)
def test_a_language_can_be_asked_for(said: str | None, wanted: str | None) -> None:
    assert language_wanted(said) == wanted
