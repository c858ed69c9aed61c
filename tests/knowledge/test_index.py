import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge import KnowledgeBase, thesaurus
from knowledge.corpus import Corpus, Kind, Target, Text, gather
from knowledge.encoder.opening import Encoder
from knowledge.index import builder, decision, fusion, store
from knowledge.index.calibration import Calibration, calibrate
from knowledge.index.channels import EVIDENCE, Channels
from knowledge.index.decision import Judge, Signs, Thresholds
from knowledge.index.dense import Dense, Nearest
from knowledge.index.names import Names
from knowledge.index.sparse import Sparse
from knowledge.index.store import IndexMismatch, Manifest, Replacement
from knowledge.index.targets import Scope
from knowledge.search import Searcher
from knowledge.text import QuestionWords

FOOD, TREES = Target(Kind.MATTER, "food"), Target(Kind.MATTER, "trees")
NUMBER_OF = {FOOD: 0, TREES: 1}
BOTH = Scope(np.array([0, 1]), np.array([True, True]))
MANIFEST = Manifest("data", "encoder", "name", 2, "code", 1, "2026-01-01T00:00:00+00:00")


def build_again(kb: KnowledgeBase, encoder: Encoder, folder: Path) -> list[str]:
    said: list[str] = []
    builder.build(kb, encoder, folder, said.append)
    return said


def test_a_build_says_what_it_does_and_is_skipped_when_nothing_changed(
    kb: KnowledgeBase, encoder: Encoder, index_dir: Path
) -> None:
    before = store.current(index_dir)
    assert build_again(kb, encoder, index_dir)[-1].startswith("索引是最新的")
    assert store.current(index_dir) == before


def test_an_index_for_another_encoder_is_refused(
    kb: KnowledgeBase, encoder: Encoder, index_dir: Path
) -> None:
    other = replace(encoder, fingerprint="another")
    with pytest.raises(IndexMismatch, match=r"编码器不符.*python -m knowledge build"):
        Searcher.open(kb, index_dir, other)


def test_an_index_for_other_data_is_refused(
    kb: KnowledgeBase, encoder: Encoder, index_dir: Path
) -> None:
    matter = kb.matters["construction-permit"]
    renamed = matter.model_copy(update={"aliases": (*matter.aliases, "开工许可书")})
    changed = replace(kb, matters={**kb.matters, "construction-permit": renamed})
    with pytest.raises(IndexMismatch, match="资料不符"):
        Searcher.open(changed, index_dir, encoder)


def test_no_index_is_a_clear_error(kb: KnowledgeBase, encoder: Encoder, tmp_path: Path) -> None:
    with pytest.raises(IndexMismatch, match="没有索引"):
        Searcher.open(kb, tmp_path, encoder)


def test_a_failed_build_leaves_the_old_index_in_use(tmp_path: Path) -> None:
    with Replacement(tmp_path, MANIFEST):
        pass
    in_use = store.current(tmp_path)
    with pytest.raises(RuntimeError), Replacement(tmp_path, replace(MANIFEST, data="new")):
        raise RuntimeError
    assert store.current(tmp_path) == in_use
    assert [folder for folder in tmp_path.iterdir() if folder.is_dir()] == [in_use[0]]


def test_a_failed_build_from_the_same_inputs_leaves_the_index_in_use(tmp_path: Path) -> None:
    with Replacement(tmp_path, MANIFEST) as first:
        (first.folder / "kept").touch()
    with suppress(RuntimeError), Replacement(tmp_path, MANIFEST):
        assert store.current(tmp_path)[0] == first.folder, "nobody else can open it meanwhile"
        raise RuntimeError
    assert (store.current(tmp_path)[0] / "kept").exists()


def test_builds_at_the_same_time_do_not_hurt_each_other(tmp_path: Path) -> None:
    with Replacement(tmp_path, MANIFEST) as first, Replacement(tmp_path, MANIFEST) as second:
        assert first.folder != second.folder
    folder, _ = store.current(tmp_path)
    assert folder == first.folder  # which was put in place last
    assert [other for other in tmp_path.iterdir() if other.is_dir()] == [folder]


def test_a_new_index_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    for data in ("old", "new"):
        with Replacement(tmp_path, replace(MANIFEST, data=data)):
            pass
    folder, manifest = store.current(tmp_path)
    assert manifest.data == "new"
    assert [other for other in tmp_path.iterdir() if other.is_dir()] == [folder]


def test_weights_and_thresholds_are_stored_with_the_index(index_dir: Path) -> None:
    folder, _ = store.current(index_dir)
    content = store.read_json(folder / builder.CALIBRATION_FILE)
    calibration = Calibration.from_json(content)
    assert set(calibration.fusion.weights) == set(EVIDENCE)
    assert 0 < calibration.thresholds.least_ours < 1
    assert 0 < calibration.thresholds.least_right < 1
    assert json.loads(json.dumps(calibration.to_json())) == content


def test_held_out_questions_are_never_indexed(kb: KnowledgeBase) -> None:
    corpus: Corpus = gather(kb)
    indexed = {text.text for text in corpus.texts}
    assert not indexed & {text.text for text in corpus.held_out}
    assert {target.kind for target in corpus.targets()} == set(Kind)


def test_dense_takes_each_targets_best_texts(tmp_path: Path) -> None:
    vectors = np.array([[1, 0], [0.8, 0.6], [0, 1]], dtype=np.float32)
    dense = Dense.build(tmp_path, [vectors], np.array([0, 0, 1]), 2)
    (nearest,) = dense.nearest(vectors[:1], BOTH)
    best, average = nearest.of(BOTH.numbers)
    assert best.tolist() == pytest.approx([1.0, 0.0])
    assert average[0] > average[1]


@pytest.mark.parametrize(
    ("channel", "query"),
    [
        ("words", "食品许可"),
        ("bigrams", "开饭店"),
        ("sounds", "shipin"),
        ("sounds", "视频"),
        ("concepts", "火锅"),
    ],
)
def test_every_sparse_channel_finds_what_it_is_for(
    tmp_path: Path, channel: str, query: str
) -> None:
    sparse = Sparse.build(tmp_path, channel, ["食品 许可 开饭店", "林木采伐 砍树"])
    terms = sparse.terms(query)
    scores = sparse.scores(terms)
    assert scores[0] > scores[1] == 0
    assert sparse.scores_of(terms, BOTH.numbers) == pytest.approx(scores)
    assert sparse.strongest(terms, BOTH, 5).tolist() == [0]
    assert sparse.strongest(terms, replace(BOTH, matters=np.array([False, True])), 5).size == 0


def test_a_channel_in_which_no_text_says_anything_is_an_index_too(tmp_path: Path) -> None:
    sparse = Sparse.build(tmp_path, "concepts", ["zzz", ""])
    assert sparse.terms("火锅") == []
    assert np.isfinite(sparse.scores([])).all()


def test_a_sparse_channel_without_known_terms_says_nothing(tmp_path: Path) -> None:
    sparse = Sparse.build(tmp_path, "words", ["食品", "林木"])
    terms = sparse.terms("zzz")
    assert sparse.scores(terms).tolist() == [0, 0]
    assert sparse.scores_of(terms, BOTH.numbers).tolist() == [0, 0]
    assert sparse.strongest(terms, BOTH, 5).size == 0


def test_names_count_by_the_longest_and_exact_ones_stand_out(tmp_path: Path) -> None:
    names = Names.build(
        tmp_path,
        [
            Text(FOOD, "alias", "登记"),
            Text(TREES, "alias", "林木登记"),
            Text(TREES, "noun", "砍树"),
            Text(FOOD, "phrasing", "树"),
        ],
        NUMBER_OF,
    )
    assert names.contained("我要办林木登记") == ["林木登记"]
    assert names.exact("请问林木登记怎么办理？") == {1}
    assert names.exact("砍树") == frozenset()  # a noun leads there, but is not the matter's name
    assert names.scores("林木登记", BOTH.numbers).tolist() == [0, 1]


def test_names_are_found_by_their_pinyin_and_as_whole_english_words(tmp_path: Path) -> None:
    names = Names.build(
        tmp_path, [Text(FOOD, "alias", "备案"), Text(TREES, "alias", "EIA report")], NUMBER_OF
    )
    assert names.exact("bei an") == {0}
    assert names.contained("wo yao bei an, zenme ban") == ["备案"]
    assert names.scores("bei an shouxu", BOTH.numbers).tolist() == pytest.approx([0.5, 0])
    assert names.contained("is an EIA report needed?") == ["eiareport"]
    assert names.contained("media reporting") == []


def test_names_that_sound_alike_are_all_found(tmp_path: Path) -> None:
    texts = [Text(FOOD, "alias", "报建"), Text(TREES, "alias", "报检")]
    names = Names.build(tmp_path, texts, NUMBER_OF)
    assert names.exact("bao jian") == {0, 1}
    assert sorted(names.contained("wo yao bao jian")) == ["报建", "报检"]
    assert names.exact("报建") == {0}


def test_names_among_question_words_are_told_from_names_among_others(tmp_path: Path) -> None:
    club = Target(Kind.REFERRAL, "club")
    names = Names.build(
        tmp_path,
        [
            Text(FOOD, "alias", "食品登记"),
            Text(FOOD, "name", "食品经营许可证核发（餐饮）"),
            Text(FOOD, "noun", "catering permit"),
            Text(TREES, "alias", "林木登记"),
            Text(club, "noun", "食品登记协会"),
        ],
        {**NUMBER_OF, club: 2},
    )
    words = QuestionWords(["要多久", "登记"])
    assert names.asked("食品登记要多久", words) == {0}
    assert names.asked("食品经营许可要多久", words) == {0}
    assert names.asked("how long does a catering permit take", words) == {0}
    assert names.asked("食品登记和林木登记要多久", words) == frozenset()
    assert names.asked("食品登记协会要多久", words) == frozenset()
    assert names.asked("食品登记丢了", words) == frozenset()
    assert names.asked("要多久", words) == frozenset()
    assert names.nothing("登记要多久", words)
    assert not names.nothing("食品登记要多久", words)
    assert not names.nothing("丢了要多久", words)


def test_fusion_learns_which_evidence_to_trust() -> None:
    useful, rng = EVIDENCE.index("dense_best"), np.random.default_rng(1)
    tables, answers = [], []
    for question in range(60):
        table = rng.random((2, len(EVIDENCE)), dtype=np.float32)
        answers.append(question % 2)
        table[:, useful] = [float(answers[-1] == 0), float(answers[-1] == 1)]
        tables.append(table)
    weights = fusion.fit(tables, answers, [np.zeros(2, dtype=np.int8)] * len(tables)).weights
    assert max(weights, key=lambda column: weights[column]) == "dense_best"
    assert min(weights.values()) >= 0


def thresholds(least_ours: float = 0.5, least_right: float = 0.5) -> Thresholds:
    return Thresholds(Judge((1.0,), 0.0), Judge((1.0,), 0.0), least_ours, least_right)


@pytest.mark.parametrize(
    ("ours", "right", "vague", "expected"),
    [
        (-1.0, 5.0, 0.0, "none"),
        (1.0, 5.0, 0.0, "match"),
        (1.0, -5.0, 0.0, "clarify"),
        (1.0, 5.0, 0.9, "clarify"),
        (-1.0, 5.0, 0.9, "none"),
    ],
)
def test_the_decision_follows_the_thresholds(
    ours: float, right: float, vague: float, expected: str
) -> None:
    assert thresholds().decide(Signs((ours,), (right,), vague)) == expected


def test_vague_wishes_teach_not_to_answer_at_once() -> None:
    clear, vague = Signs((3.0,), (2.0, -5.0), 0.1), Signs((3.0,), (2.0, 0.0), 0.4)
    outside = Signs((-3.0,), (0.0, 0.0), 0.0)
    found = [clear, vague, outside] * 20
    fitted = decision.fit(found, [True, True, False] * 20, [True, False, None] * 20)
    assert [fitted.decide(signs) for signs in (clear, vague, outside)] == [
        "match",
        "clarify",
        "none",
    ]


def test_channels_read_back_as_they_were_written(encoder: Encoder, tmp_path: Path) -> None:
    texts = [Text(FOOD, "name", "开饭店"), Text(TREES, "name", "砍树"), Text(TREES, "noun", "伐木")]
    built = Channels.build(tmp_path, texts, [FOOD, TREES], encoder).evidence("想砍树")
    loaded = Channels.load(tmp_path, [FOOD, TREES], encoder).evidence("想砍树")
    assert np.array_equal(built.table, loaded.table)
    assert built.table[1].sum() > built.table[0].sum()


def test_without_questions_to_fit_on_every_wish_is_asked_about(
    encoder: Encoder, tmp_path: Path
) -> None:
    texts = [Text(FOOD, "name", "开饭店"), Text(TREES, "name", "砍树")]
    channels = Channels.build(tmp_path, texts, [FOOD, TREES], encoder)
    fitted = calibrate(channels, [])
    numbers, table = channels.evidence("想砍树")
    logits = fitted.fusion.logits(table, channels.targets.kinds[numbers])
    assert np.argmax(logits) == 1
    found = decision.signs(table, logits, channels.targets.kinds[numbers])
    assert fitted.thresholds.decide(found) == "clarify"


def test_nothing_found_is_like_nothing() -> None:
    none = np.empty(0, dtype=np.float32)
    best, average = Nearest(np.empty(0, dtype=np.int64), none, none, 0.0).of(np.array([0, 5]))
    assert best.tolist() == average.tolist() == [0.0, 0.0]


def test_an_index_is_of_the_thesaurus_it_was_built_with(
    kb: KnowledgeBase, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = gather(kb)
    before = builder.manifest(corpus, encoder)
    monkeypatch.setattr(thesaurus, "shipped", lambda: thesaurus.Thesaurus({}, "another"))
    assert builder.manifest(corpus, encoder).differs_from(before) == ["检索程序"]


def test_the_thesaurus_is_read_anew_for_a_build() -> None:
    before = thesaurus.shipped()
    assert thesaurus.shipped() is before
    thesaurus.reread()
    assert thesaurus.shipped() is not before
