"""Small programs that stand in for Python, Rasa and the like."""

from pathlib import Path


def write_program(path: Path, script: str) -> Path:
    """A shell script at `path` that can be run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path
