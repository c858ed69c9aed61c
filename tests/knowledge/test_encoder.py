import random
from pathlib import Path

import numpy as np
import pytest
import torch

from knowledge.corpus import Kind, Target, Text
from knowledge.encoder import laws, pinyin
from knowledge.encoder.features import features
from knowledge.encoder.ngram_embedding import NgramEmbedding
from knowledge.encoder.noise import Noise
from knowledge.encoder.opening import SHIPPED, Encoder, EncoderError, open_encoder
from knowledge.encoder.train import Recipe, train

MEGABYTE = 1_000_000
TINY = Recipe(dimension=8, vocabulary=300, steps=15)
TEXTS = [
    Text(Target(Kind.MATTER, matter), "phrasing", text)
    for matter, texts in {
        "food": ["开饭店要什么证", "小饭馆的许可", "食堂怎么办证", "餐馆手续"],
        "trees": ["砍树要批吗", "移走几棵树", "树木采伐手续", "伐木的证"],
    }.items()
    for text in texts
]


def similarity(encoder: Encoder, one: str, other: str) -> float:
    return float(encoder.encode_query(one) @ encoder.encode_query(other))


def test_the_shipped_model_fits_the_repository() -> None:
    assert sum(f.stat().st_size for f in SHIPPED.rglob("*") if f.is_file()) < 20 * MEGABYTE


def test_vectors_have_the_models_dimension_and_length_one(encoder: Encoder) -> None:
    vectors = encoder.encode_documents(["施工许可证", "开饭店", "???", "\U0001f600"])
    assert vectors.shape == (4, encoder.dimension)
    lengths = np.linalg.norm(vectors, axis=1)
    assert ((np.abs(lengths - 1) < 1e-4) | (lengths < 1e-4)).all()


@pytest.mark.parametrize(
    ("written", "meant", "other"),
    [
        ("施工虚可证", "施工许可证", "采伐许可证"),
        ("shigong xukezheng", "施工许可证", "采伐许可证"),
        ("施工許可證", "施工许可证", "采伐许可证"),
        ("想开个炸鸡店", "食品经营许可", "印刷经营许可"),
        ("open a restaurant", "食品经营许可", "印刷经营许可"),
    ],
)
def test_meaning_survives_the_way_it_is_written(
    encoder: Encoder, written: str, meant: str, other: str
) -> None:
    assert similarity(encoder, written, meant) > similarity(encoder, written, other) + 0.1


def test_an_encoder_that_is_not_there_is_a_clear_error() -> None:
    with pytest.raises(EncoderError, match="GUIDE_ENCODER"):
        open_encoder("no-such/model")


def test_the_setting_names_the_encoder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, encoder: Encoder
) -> None:
    train(TEXTS, [], TINY, lambda line: None).save(str(tmp_path), create_model_card=False)
    monkeypatch.setenv("GUIDE_ENCODER", str(SHIPPED))
    assert open_encoder().fingerprint == encoder.fingerprint
    monkeypatch.setenv("GUIDE_ENCODER", str(tmp_path))
    with pytest.raises(EncoderError, match="trust_remote_code"):
        open_encoder()  # a foreign model may not bring code of its own


def test_training_is_reproducible_and_brings_matters_apart() -> None:
    first, second = (train(TEXTS, [], TINY, lambda line: None) for _ in range(2))
    asked = ["小饭馆办证", "砍几棵树"]
    assert np.array_equal(first.encode(asked), second.encode(asked))
    food, trees = first.encode(["开饭店要什么证", "砍树要批吗"])
    assert first.encode(asked[0]) @ food > first.encode(asked[0]) @ trees


def test_a_saved_model_reads_back_almost_the_same(tmp_path: Path) -> None:
    model = NgramEmbedding(["?", "施", "工"], torch.tensor([[0.0, 0], [1, -0.5], [0.25, 2]]))
    model.save(str(tmp_path))
    loaded = NgramEmbedding.load(str(tmp_path))
    assert loaded.vocabulary == model.vocabulary
    assert torch.allclose(loaded.embedding.weight, model.embedding.weight, atol=0.02)


@pytest.mark.parametrize(
    ("text", "sounds"),
    [
        ("shi gong", ["si", "gon"]),
        ("xi'an", ["xi", "an"]),
        ("zhengshu", ["zen", "su"]),
        ("How do I apply for a permit", []),
        ("施工", []),
        ("ok", []),
    ],
)
def test_typed_pinyin_is_told_from_english(text: str, sounds: list[str]) -> None:
    assert pinyin.typed(text) == sounds


def test_features_of_kinds_are_marked_apart() -> None:
    found = features("办EIA 3份")
    assert {"办", "@eia", "@0", "份"} <= set(found)
    assert all(f[0] in "@~#" or f[0] > "\u3400" for f in found)


def test_noise_is_decided_by_its_generator_alone() -> None:
    texts = ["施工许可证怎么办理", "我们公司想在园区里面开一个小饭馆"]
    one, other = (Noise(texts, random.Random(3)) for _ in range(2))
    noisy = [one(text) for text in texts * 5]
    assert noisy == [other(text) for text in texts * 5]
    assert set(noisy) - set(texts)


def test_law_sentences_are_distinct_and_the_same_every_time(tmp_path: Path) -> None:
    article = "第一条 从事餐饮服务应当依法取得许可；未经许可不得经营食品"
    (tmp_path / "law.md").write_text(f"# 某某法\n\n{article}。\n\n{article}。\n", encoding="utf-8")
    found = laws.sentences(tmp_path, limit=10, seed=1)
    assert found == ["从事餐饮服务应当依法取得许可", "未经许可不得经营食品"]
    assert len(laws.sentences(tmp_path, limit=1, seed=1)) == 1
