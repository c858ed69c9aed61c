"""Programs that some tests need beside Python."""

import shutil
from pathlib import Path

import pytest

# Debian keeps PostgreSQL's server programs off PATH.
OFF_PATH = "/usr/lib/postgresql/*/bin"


def require_program(name: str) -> Path:
    """Where `name` is. The test is skipped when it is missing; tests/conftest.py fails it in CI."""
    on_path = shutil.which(name)
    if on_path:
        return Path(on_path)
    elsewhere = sorted(Path("/").glob(f"{OFF_PATH[1:]}/{name}"))
    if elsewhere:
        return elsewhere[-1]
    pytest.skip(f"{name} is not installed")
