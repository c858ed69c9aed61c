"""The knowledge base as it is shipped, read once for all tests that only look at it."""

import shutil
from pathlib import Path

import pytest

import knowledge
from knowledge.loader import DATA


@pytest.fixture(scope="session")
def kb() -> knowledge.KnowledgeBase:
    return knowledge.load()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the data folder that a test may break."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))
