"""The report's tables, from answers made up for the purpose."""

from pathlib import Path

import numpy as np
import pytest

from bench.routing import measures, picture, report
from bench.routing.answers import NONE, Answer, examples
from bench.routing.leaks import Leak
from bench.routing.metrics import Estimate
from bench.routing.peers.pooling import Pool, of_classes
from bench.routing.peers.rasa_peers import DIET, SELECTOR
from bench.routing.runs import Results, Run
from bench.routing.tables import Table
from bench.routing.testsets import Query, check, load, read
from knowledge.corpus import Kind, Target, Text

QUERIES = [
    Query("盖厂房", "colloquial", "colloquial", ("permit",)),
    Query("开饭店", "noisy", "typo", ("food",)),
    Query("消防", "colloquial", "ambiguous", ("review", "filing")),
    Query("写信问", "board", "board", ("permit",)),
    Query("结婚登记", "outside", "social", (), "marriage"),
    Query("你好", "outside", "chitchat", ()),
]
OURS = [
    Answer(["permit", "food"], 0.9, "match"),
    Answer(["permit", "food"], 0.8, "match"),
    Answer(["review", "permit"], 0.7, "clarify", ["review", "permit"]),
    Answer(["food", "permit"], 0.6, "clarify", ["food", "permit"]),
    Answer(["food"], 0.1, "none", referral="marriage"),
    Answer(["food"], 0.65, "match"),
]
PEER = [Answer(["food", "permit"], score) for score in (0.5, 0.4, 0.3, 0.2, 0.1, 0.45)]


@pytest.fixture
def results() -> Results:
    runs = [Run("guide", "", OURS, 0.5, [True], 0.1), Run("peer", "", PEER, 0.25, [False], 0.1)]
    return Results(QUERIES, runs)


def values(table: Table, row: str) -> list[str | int | float]:
    """A row's cells, estimates as bare values."""
    [found] = [cells for cells in table.rows if cells[0] == row]
    return [cell.value if isinstance(cell, Estimate) else cell for cell in found]


def test_ranks_by_set_leave_ambiguous_messages_out(results: Results) -> None:
    by_set = measures.ranking(results)[0]
    found = {(row[0], row[1]): row for row in by_set.rows}
    assert found["colloquial", "guide"][2] == 1
    everything = found["all", "guide"]
    assert everything[2] == 3
    assert [cell.value for cell in everything[3:] if isinstance(cell, Estimate)] == pytest.approx(
        [1 / 3, 1.0, 2 / 3]
    )


def test_decisions_at_the_shipped_thresholds(results: Results) -> None:
    table = measures.decisions(results)
    assert values(table, "all") == pytest.approx(["all", 3, 2 / 3, 1 / 3, 0.0, 1 / 3, 1 / 3, 2 / 3])
    assert values(table, "ambiguous")[1:5] == [1, 0.0, 1.0, 0.0]
    assert values(table, "outside")[1:5] == [2, 0.5, 0.0, 0.5]


def test_questions_back(results: Results) -> None:
    table = measures.questions(results)
    shares = [cell.value for _, cell in table.rows if isinstance(cell, Estimate)]
    assert shares == [0.5, 1.0, 1.0, 1.0, 1.0, 0.5, 0.0, 0.5]


def test_scope_with_a_threshold_read_off_and_with_one_chosen_before(results: Results) -> None:
    table = measures.scope(results)
    [guide] = [row for row in table.rows if row[:2] == ["all", "guide"]]
    numbers = [cell.value for cell in guide[2:] if isinstance(cell, Estimate)]
    assert numbers == [0.875, 0.5, 0.0, 0.5]


def test_referrals_and_mix_ups(results: Results) -> None:
    assert values(measures.referrals(results), "all") == ["all", 1, 1.0, 1.0, 0.0]
    assert measures.mixed_up(results, results.ours) == [
        ("food", "permit", 1),
        ("permit", "food", 1),
    ]


def test_errors_are_compared_with_the_best_peer_s(results: Results) -> None:
    everything = values(measures.error_ratios(results), "all")
    assert everything == ["all", "peer", 2, 2, 1.0]


def test_the_whole_report_is_written(results: Results, tmp_path: Path) -> None:
    leaks = report.leak_list(QUERIES, [Leak(5, "你好", 1.0)])
    report.write(tmp_path, measures.tables(results), leaks, {"seconds": 1})
    picture.draw(results, tmp_path / "report.png")
    assert "## Ours against the set outside" in (tmp_path / "report.md").read_text("utf-8")
    assert "NaN" not in (tmp_path / "report.json").read_text("utf-8")
    assert (tmp_path / "report.png").stat().st_size > 0


def test_matters_mixed_up_stand_side_by_side() -> None:
    pairs = [("a", "b", 5), ("c", "d", 2), ("b", "a", 2), ("e", "f", 1)]
    assert picture.most_confused(pairs, most=4) == ["a", "b", "c", "d"]


def test_plain_tables_align() -> None:
    table = Table("t", "Title", ["a", "long name"], [["wide cell", 1]])
    assert table.plain().splitlines() == ["Title", "a          long name", "-" * 20, "wide cell  1"]


def test_a_matter_is_as_good_as_its_best_document() -> None:
    scores = np.array([0.2, 0.9, 0.5, 0.6], np.float32)
    alone = Pool(["a", "a", "b", NONE]).answer(scores)
    assert alone.ranked == ["a", "b"]
    assert alone.ours == pytest.approx(0.9)
    assert Pool(["a", "a", "b", NONE], minus_others=True).answer(scores).ours == pytest.approx(0.3)


def test_a_classifier_that_is_certain_still_tells_messages_apart() -> None:
    surer = of_classes({NONE: 1.0, "a": 1e-12, "b": 2e-12})
    less_sure = of_classes({NONE: 1.0, "a": 1e-9, "b": 1e-10})
    assert (surer.ranked, less_sure.ranked) == (["b", "a"], ["a", "b"])
    assert surer.ours < less_sure.ours < 0 < of_classes({NONE: 0.1, "a": 0.9}).ours


def test_peers_learn_all_but_vague_wishes() -> None:
    kinds = [(Kind.MATTER, "m"), (Kind.CLARIFICATION, "c"), (Kind.REFERRAL, "r"), (Kind.TALK, "t")]
    taught = examples([Text(Target(*each), "phrasing", "话") for each in kinds])
    assert [example.label for example in taught] == ["m", NONE, NONE]


def test_rasa_s_classifiers_are_told_the_same() -> None:
    diet, selector = DIET["pipeline"], SELECTOR["pipeline"]
    assert diet[:-1] == selector[:-1]
    assert diet[-1]["batch_size"] == selector[-1]["batch_size"]


def test_every_test_message_can_be_read() -> None:
    queries = load()
    assert {query.source for query in queries if not query.ours} == {"outside"}
    assert all(len(query.right) > 1 for query in queries if query.kind == "ambiguous")


def test_labels_the_knowledge_base_lacks_are_told() -> None:
    query = read('{"q": "x", "id": "gone", "kind": "typo"}', "noisy")
    with pytest.raises(SystemExit, match="gone"):
        check([query], ["permit"], [])
