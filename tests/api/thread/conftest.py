"""The real knowledge and the guide over it."""

from pathlib import Path

import pytest

import knowledge
from api.services.guide import Guide
from knowledge import KnowledgeBase
from knowledge.search import Searcher

INDEX = Path(__file__).resolve().parents[3] / "var" / "index"


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return knowledge.load()


@pytest.fixture(scope="module")
def searcher(kb: KnowledgeBase) -> Searcher:
    return Searcher.open(kb, INDEX)


@pytest.fixture(scope="module")
def guide(kb: KnowledgeBase, searcher: Searcher) -> Guide:
    return Guide(kb, searcher)
