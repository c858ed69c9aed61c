"""The knowledge base as it is shipped, read once for all tests that only look at it."""

import shutil
from pathlib import Path

import pytest

import knowledge
from knowledge.encoder.opening import Encoder, open_encoder
from knowledge.index import builder
from knowledge.loader import DATA
from knowledge.search import Searcher


@pytest.fixture(scope="session")
def kb() -> knowledge.KnowledgeBase:
    return knowledge.load()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the data folder that a test may break."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return open_encoder("shipped")


@pytest.fixture(scope="session")
def index_dir(
    kb: knowledge.KnowledgeBase, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """An index of the shipped data, built once."""
    folder = tmp_path_factory.mktemp("index")
    builder.build(kb, encoder, folder, say=lambda line: None)
    return folder


@pytest.fixture(scope="session")
def searcher(kb: knowledge.KnowledgeBase, encoder: Encoder, index_dir: Path) -> Searcher:
    return Searcher.open(kb, index_dir, encoder)
