"""One running guide for all conversations."""

from collections.abc import Iterator

import pytest

from tests.stack import Stack, start_stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The whole guide, started once."""
    yield from start_stack(tmp_path_factory.mktemp("stack"))
