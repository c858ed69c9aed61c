"""One text more in a data file, and not a character changed otherwise."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import knowledge
from knowledge import additions, changes
from knowledge.additions import NotAddable, taken_out, with_item
from knowledge.text import normalise

BLOCK = """# kept by hand
phrasings:
  - 开饭店  # said most
  - "开粉店"
held_out:
  - 灶台
"""


def test_a_line_is_added_behind_the_last() -> None:
    assert with_item(BLOCK, ("phrasings",), "开面馆") == BLOCK.replace(
        '  - "开粉店"\n', '  - "开粉店"\n  - "开面馆"\n'
    )
    assert with_item(BLOCK, ("held_out",), "开面馆") == BLOCK + "  - 开面馆\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: x\nb: [甲, 乙]\n", 'a: x\nb: [甲, 乙, "丙"]\n'),
        ("a: x\nb: [甲,\n  乙,\n]  # end\n", 'a: x\nb: [甲,\n  乙,\n "丙"]  # end\n'),
        ("a: x\nb: []\n", 'a: x\nb: ["丙"]\n'),
        ("b:\n- 甲\n", "b:\n- 甲\n- 丙\n"),
        ("b:\n- 甲", "b:\n- 甲\n- 丙"),
        ("b:\r\n- 甲\r\n", "b:\r\n- 甲\r\n- 丙\r\n"),
        ("b:\r\n- 甲\na: x\n", "b:\r\n- 甲\n- 丙\r\na: x\n"),
        ("b:\n    - >-\n      甲\n      乙\n\na: x\n", None),
        ("a: x\nc: y\n", "a: x\nb:\n  - 丙\nc: y\n"),
    ],
)
def test_every_way_a_list_is_written(before: str, after: str | None) -> None:
    changed = with_item(before, ("b",), "丙")
    assert after is None or changed == after
    old = yaml.safe_load(before)
    assert yaml.safe_load(changed) == {**old, "b": [*old.get("b", []), "丙"]}


@pytest.mark.parametrize("source", ["b: x\n", "b:\n", "- b\n", "b: {c: d}\n"])
def test_what_is_no_list_stays(source: str) -> None:
    with pytest.raises(NotAddable):
        with_item(source, ("b",), "丙")


@given(st.text(max_size=40).map(normalise).filter(bool))
@settings(deadline=None)
def test_whatever_people_say_comes_back_as_it_was_said(said: str) -> None:
    for before in ("b:\n  - 甲\n", 'b:\n  - "甲"\n', "b: [甲]\n"):
        assert yaml.safe_load(with_item(before, ("b",), said)) == {"b": ["甲", said]}


def test_every_shipped_list_can_take_one_more(data: Path, kb: knowledge.KnowledgeBase) -> None:
    said = "飞艇彩旗布置"
    for matter_id in kb.matters:
        for plan in (additions.phrasing_of_matter, additions.alias_of_matter):
            ((name, text),) = plan(data, matter_id, said).items()
            assert _added((data / name).read_text("utf-8"), text) == said
    last = list(kb.referrals)[-1]
    ((name, text),) = additions.example_of_referral(data, last, said).items()
    assert _added((data / name).read_text("utf-8"), text) == said
    changes.apply(data, {name: text})
    assert knowledge.load(data).referrals[last].examples[-1] == said


def test_what_was_added_can_be_taken_out_whatever_else_has_changed() -> None:
    added = with_item(BLOCK, ("phrasings",), "开面馆")
    edited = added.replace("# kept by hand", "# by two hands").replace("开粉店", "开米粉店")
    left = taken_out(edited, BLOCK, added)
    assert left == edited.replace('  - "开面馆"\n', "")
    with pytest.raises(NotAddable):
        taken_out(BLOCK, BLOCK, added)


def test_a_file_keeps_its_mode_and_what_was_edited_meanwhile(data: Path) -> None:
    file = data / "referrals.yml"
    file.chmod(0o640)
    before = changes.read(file)
    changes.apply(data, {file.name: before + "# one\n"}, {file.name: before})
    assert (file.stat().st_mode & 0o777, changes.read(file)) == (0o640, before + "# one\n")
    with pytest.raises(changes.Outdated):
        changes.apply(data, {file.name: before}, {file.name: before})
    assert changes.read(file) == before + "# one\n"


def test_an_unknown_referral_is_told(data: Path) -> None:
    with pytest.raises(KeyError):
        additions.example_of_referral(data, "no-such", "x")


def _added(before: str, after: str) -> str:
    """The only line that is new, without its dash and quotes."""
    old, new = before.split("\n"), after.split("\n")
    assert len(new) == len(old) + 1
    at = next(number for number, line in enumerate(new) if line != old[number])
    assert new[:at] + new[at + 1 :] == old
    return new[at].strip().removeprefix("- ").strip('"')
