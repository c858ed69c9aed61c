"""The English of the data: checked against the facts, whole for what is shipped, and searched."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from knowledge import KnowledgeBase
from knowledge.cli.problems import load_sound
from knowledge.english import Translation, load
from knowledge.english.coverage import Untranslated, untranslated
from knowledge.english.finding import NONE_OF_THESE, Finder
from knowledge.english.translation import FOLDER
from knowledge.english.words import words
from knowledge.errors import KnowledgeError, WordingError
from knowledge.loader import DATA
from tests.knowledge.editions import with_park
from tests.knowledge.numbers import say_the_same

HELD_OUT = yaml.safe_load(
    (Path(__file__).parent / "english" / "held_out.yml").read_text(encoding="utf-8")
)
LEAST_TOP_1 = 0.95
LEAST_TOP_3 = 0.98


@pytest.fixture(scope="module")
def english(kb: KnowledgeBase) -> Translation:
    return load(kb)


@pytest.fixture(scope="module")
def finder(kb: KnowledgeBase, english: Translation) -> Finder:
    return Finder(kb, english)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "english"))


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_shipped_matter_has_an_english_name(kb: KnowledgeBase, english: Translation) -> None:
    assert set(english.matters) == set(kb.matters)
    assert all(len(matter.asked) >= 4 for matter in english.matters.values())


def _places(kb: KnowledgeBase) -> Iterator[str]:
    """Every text about windows, halls and parks that is told in English."""
    for window in kb.windows.values():
        yield from (window.name, window.number, window.floor, window.hours)
    for hall in kb.halls.values():
        yield hall.name
    for park in kb.parks.values():
        yield from (park.short_name, park.authority)


def test_every_text_that_is_told_is_translated(kb: KnowledgeBase, english: Translation) -> None:
    assert untranslated(kb, english) == ()
    assert [text for text in _places(kb) if english.of(text) is None] == []


def test_a_text_that_has_changed_since_is_named_with_its_place(
    kb: KnowledgeBase, english: Translation
) -> None:
    permit = kb.matters["construction-permit"].fields.result.value
    without = {zh: en for zh, en in english.texts.items() if zh != permit}
    assert untranslated(kb, replace(english, texts=without)) == (
        Untranslated("construction-permit", "result", str(permit)),
    )


def test_a_translation_has_the_numbers_and_items_of_its_text(english: Translation) -> None:
    assert [(zh, en) for zh, en in english.texts.items() if not say_the_same(zh, en)] == []


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("自受理之日起二十日内", "within 30 days of acceptance"),
        ("（条例第十二条）", "(the regulation)"),
        ("（一）有场所；（二）有设备", "(1) premises and equipment"),
        ("有5辆以上车辆", "vehicles"),
        ("不收费", "free for 3 years"),
    ],
)
def test_a_number_or_item_that_was_lost_or_added_is_seen(zh: str, en: str) -> None:
    assert not say_the_same(zh, en)


def test_what_follows_from_a_mode_is_told_for_every_mode(
    kb: KnowledgeBase, english: Translation
) -> None:
    used = {
        in_park.delegation_mode
        for edition in kb.editions
        for in_parks in edition.matters.values()
        for in_park in in_parks.values()
    }
    assert used <= set(english.modes)


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("matters.yml", "matter_id: eia-approval", "matter_id: no-such", r"“no-such”"),
        ("matters.yml", "matter_id: eia-approval", "matter_id: eia-registration", "写了两次"),
        ("referrals.yml", "referral_id: tax\n", "referral_id: no-such\n", r"“no-such”"),
        ("subjects.yml", "subject: hours", "subject: no_such", r"“no_such”"),
        ("subjects.yml", "  materials: [", "  no_such: [", r"“no_such”的话题"),
        ("terms.yml", "      en: ", "      english: ", "english"),
    ],
)
def test_what_is_not_in_the_data_is_named_with_file_and_line(
    kb: KnowledgeBase, folder: Path, file: str, old: str, new: str, complaint: str
) -> None:
    edit(folder / file, old, new)
    with pytest.raises(WordingError, match=rf"{file} 第\d+行 .*{complaint}"):
        load(kb, folder)


def test_a_text_has_one_translation(kb: KnowledgeBase, folder: Path) -> None:
    twice = '    - zh: "一楼"\n      en: "upstairs"\n'
    edit(folder / "terms.yml", "  places:\n", f"  places:\n{twice}")
    with pytest.raises(WordingError, match="“一楼”有两种英文"):
        load(kb, folder)


def test_validate_reads_the_english_too(tmp_path: Path) -> None:
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    edit(data / "english" / "matters.yml", "matter_id: eia-approval", "matter_id: no-such")
    with pytest.raises(KnowledgeError, match=r"matters\.yml 第\d+行 .*“no-such”"):
        load_sound(data)


def test_matters_are_found_by_words_nobody_wrote_into_the_data(finder: Finder) -> None:
    asked = [(matter, q) for matter, queries in HELD_OUT["matters"].items() for q in queries]
    ranked = [[c.matter_id for c in finder.find(query).candidates] for _, query in asked]
    first = sum(ids[:1] == [matter] for ids, (matter, _) in zip(ranked, asked, strict=True))
    three = sum(matter in ids[:3] for ids, (matter, _) in zip(ranked, asked, strict=True))
    assert first / len(asked) >= LEAST_TOP_1
    assert three / len(asked) >= LEAST_TOP_3


def test_whose_business_it_is_otherwise_is_told(finder: Finder) -> None:
    for referral_id, queries in HELD_OUT["referrals"].items():
        for query in queries:
            result = finder.find(query)
            assert (result.decision, result.referral and result.referral.referral_id) == (
                "none",
                referral_id,
            ), query


@pytest.mark.parametrize("words_", ["asdf qwer", "tell me a joke", "2 + 2", "?", "what is this"])
def test_what_says_nothing_finds_nothing(finder: Finder, words_: str) -> None:
    result = finder.find(words_)
    assert (result.decision, result.referral) == ("none", None)


def test_a_wish_is_found_in_a_long_message(finder: Finder) -> None:
    result = finder.find(
        "Good morning, my wife and I come from Naples and after ten wonderful years in Shenzhen "
        "we would love to open a restaurant near the lake. Could you kindly explain the rules?"
    )
    assert result.candidates[0].matter_id == "food-business-permit"


def test_what_may_be_either_gets_one_question(finder: Finder) -> None:
    result = finder.find("fire acceptance")
    assert result.decision == "clarify"
    assert result.question is not None
    offered = [option.matter_id for option in result.question.options]
    assert {"fire-acceptance", "fire-acceptance-filing"} <= set(offered)
    assert (result.question.options[-1].title, offered[-1]) == (NONE_OF_THESE, None)


def test_a_matter_the_park_lacks_is_named_as_elsewhere(
    kb: KnowledgeBase, english: Translation
) -> None:
    without = with_park(kb, "construction-permit", jingkai=None)
    result = Finder(without, english).find("construction permit for a factory", "jingkai")
    assert (result.decision, result.elsewhere) == ("none", "construction-permit")


def test_endings_spellings_and_parks_make_no_difference() -> None:
    assert words("Registering new elevators") == words("register a new lift")
    assert words("a licence") == words("permits")
    assert words("in the High-Tech Zone") == []
