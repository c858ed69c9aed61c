"""What holds for a list too long to weigh whole, tried on the shipped one made out to be such."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from knowledge import KnowledgeBase
from knowledge.corpus import Text, gather
from knowledge.coverage import Span
from knowledge.encoder.opening import Encoder
from knowledge.index import channels, dense, sparse
from knowledge.index.availability import Availability
from knowledge.index.channels import Channels
from knowledge.index.string_table import StringTable
from knowledge.index.targets import MATTER
from knowledge.search import Searcher

FEW = 20
LEAST_RECALL = 0.9


@pytest.fixture(scope="module")
def held_out(kb: KnowledgeBase) -> list[Text]:
    """Questions about matters, every fourth."""
    return [text for text in gather(kb).held_out if text.target.id in kb.matters][::4]


@pytest.fixture(scope="module")
def long_list(
    kb: KnowledgeBase, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Channels]:
    """The shipped list, indexed and weighed as a long one is."""
    corpus = gather(kb)
    folder: Path = tmp_path_factory.mktemp("long")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dense, "EXACT_UP_TO", 1000)
        patch.setattr(dense, "_FEW_ROWS", 500)
        patch.setattr(channels, "_PUT_FORWARD", FEW)
        patch.setattr(sparse, "_MOST_POSTINGS", 2_000)
        built = Channels.build(folder, corpus.texts, corpus.targets(), encoder)
        assert built.dense.vectors is not None, "not the index of a long list"
        yield replace(built, weighed_whole=FEW)


def recall(one: Searcher, other: Searcher, queries: list[str], park_id: str | None = None) -> float:
    """How many of the first ten matters of one the other finds too."""
    shares = []
    for query in queries:
        wanted, found = (
            {c.matter_id for c in searcher.search(query, park_id, limit=10).candidates}
            for searcher in (one, other)
        )
        shares.append(len(wanted & found) / len(wanted))
    return float(np.mean(shares))


def test_what_is_put_forward_holds_what_weighing_all_would_find(
    kb: KnowledgeBase, searcher: Searcher, long_list: Channels, held_out: list[Text]
) -> None:
    long = Searcher(kb, long_list, searcher.calibration)
    assert recall(searcher, long, [text.text for text in held_out]) >= LEAST_RECALL


def test_the_first_matter_is_hardly_ever_another(
    kb: KnowledgeBase, searcher: Searcher, long_list: Channels, held_out: list[Text]
) -> None:
    long = Searcher(kb, long_list, searcher.calibration)
    firsts = [
        [one.search(text.text, limit=1).candidates[0].matter_id for text in held_out]
        for one in (searcher, long)
    ]
    same = [a == b for a, b in zip(*firsts, strict=True)]
    assert np.mean(same) >= LEAST_RECALL


def test_matters_are_weighed_only_when_put_forward(long_list: Channels, searcher: Searcher) -> None:
    numbers, table = long_list.evidence("林木采伐")
    weighed = (long_list.targets.kinds[numbers] == MATTER).sum()
    assert 0 < weighed < (long_list.targets.kinds == MATTER).sum()
    whole = searcher.channels.evidence("林木采伐")
    rows = np.searchsorted(whole.numbers, numbers)
    names = slice(2, 3)
    assert np.allclose(table[:, names], whole.table[rows, names])


@pytest.mark.parametrize("query", ["zzzz qqqq", "你好呀", "12345678901", "\U0001f600"])
def test_what_is_like_no_matter_is_weighed_all_the_same(
    kb: KnowledgeBase, searcher: Searcher, long_list: Channels, query: str
) -> None:
    long = Searcher(kb, long_list, searcher.calibration)
    assert long.search(query).decision == "none"
    assert long.search(query, park_id="gaoxin").decision == "none"


def test_the_right_answer_can_be_weighed_in_any_case(long_list: Channels) -> None:
    usual = long_list.evidence("林木采伐").numbers
    left_out = next(n for n in range(len(long_list.targets)) if n not in usual)
    assert left_out in long_list.evidence("林木采伐", always=[left_out]).numbers


@pytest.mark.parametrize("allowed_share", [0.05, 0.5])
def test_filters_hold_before_anything_is_ranked(long_list: Channels, allowed_share: float) -> None:
    draw = np.random.default_rng(3)
    allowed = draw.random(len(long_list.targets)) < allowed_share
    scope = long_list.scope(allowed)
    matters = long_list.targets.kinds == MATTER
    for query in ("林木采伐", "开饭店要办什么证", "shigong xukezheng"):
        numbers = long_list.evidence(query, scope).numbers
        weighed = numbers[matters[numbers]]
        assert len(weighed) > 0
        assert allowed[weighed].all()


def test_availability_follows_park_and_day() -> None:
    first, last = date(2024, 1, 1), date(2024, 12, 31)
    spans = [Span("a", "gaoxin", first, last), Span("b", "jingkai", first, None)]
    availability = Availability([*spans, Span("gone", "gaoxin", first, None)], {"a": 0, "b": 1})
    for day, park_id, expected in (
        (first, None, [True, True]),
        (first, "gaoxin", [True, False]),
        (last, "gaoxin", [True, False]),
        (last + timedelta(days=1), None, [False, True]),
        (first - timedelta(days=1), None, [False, False]),
        (first, "elsewhere", [False, False]),
    ):
        assert availability.on(day, park_id, 2).tolist() == expected


def test_a_table_of_strings_reads_back_as_it_was_written(tmp_path: Path) -> None:
    StringTable.build(tmp_path / "names", {"许可": {2, 1}, "许可证": {3}}, {"许可证"})
    table = StringTable.load(tmp_path / "names")
    assert (table.numbers("许可"), table.numbers("证")) == ([1, 2], [])
    assert table.within("办许可证") == {"许可", "许可证"}
    assert table.marks("许可证")
    assert not table.marks("许可")
    assert table.key(table.place("许可证")) == "许可证"


def test_a_table_without_strings_finds_nothing(tmp_path: Path) -> None:
    assert StringTable.build(tmp_path / "none", {}).within("许可") == set()
