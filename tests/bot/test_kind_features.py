"""What a message looks like to the classifier of kinds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.components.kind_features import KindFeatures

TEXTS = ["要多久", "要多久呢", "多少钱", "多少钱呢"]


@pytest.fixture
def features() -> KindFeatures:
    """Features learned from a few questions, with one pattern."""
    features = KindFeatures(["多久|几天"], pattern_weight=0.5)
    features.learn(TEXTS)
    return features


def test_every_message_is_a_vector_of_length_one(features: KindFeatures) -> None:
    lengths = np.sqrt(features.of(["要多久", "要多久呢" * 50]).power(2).sum(axis=1))
    assert lengths == pytest.approx(1.0)


def test_what_has_nothing_known_is_nothing_at_all(features: KindFeatures) -> None:
    vectors = features.of(["", "?"])
    assert vectors.shape[0] == 2
    assert abs(vectors[:, 0]).sum() == 0


def test_a_family_of_words_counts_though_its_characters_are_new(features: KindFeatures) -> None:
    assert features.of(["几天"])[0, 0] > 0
    assert features.of(["几块"])[0, 0] == 0


def test_a_whole_message_is_told_from_a_part_of_one(features: KindFeatures) -> None:
    whole, part = features.of(["要多久", "那要多久呢"])
    assert (whole != part).nnz > 0
    assert whole.nnz > features.of(["那要多久那"]).nnz


def test_capitals_are_no_matter(features: KindFeatures) -> None:
    known = KindFeatures([], 1.0)
    known.learn(["How long", "how long"])
    assert (known.of(["HOW LONG"]) != known.of(["how long"])).nnz == 0


def test_what_is_saved_makes_the_same_vectors(features: KindFeatures, tmp_path: Path) -> None:
    features.save(tmp_path / "features.json")
    again = KindFeatures.load(tmp_path / "features.json")
    assert (again.of(TEXTS) != features.of(TEXTS)).nnz == 0
