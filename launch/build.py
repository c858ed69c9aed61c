"""From the project's files to what the guide runs on: index, examples, model, database."""

from __future__ import annotations

import os

from launch.environments import APP
from launch.paths import BOT_EXAMPLES, INDEX, ROOT, VAR
from launch.steps import Step
from launch.training import STEP as MODEL_STEP
from launch.training import train

KNOWLEDGE = ROOT / "knowledge"
PYTHON = str(APP.python)

INDEX_STEP = Step(
    name="knowledge",
    title="Knowledge",
    inputs=(KNOWLEDGE,),
    output=INDEX,
    # What leads to another index from the same files.
    settings=tuple(os.environ.get(name, "") for name in ("GUIDE_ENCODER", "GUIDE_KNOWLEDGE_DIR")),
)
EXAMPLES_STEP = Step(
    name="examples",
    title="Training examples",
    inputs=(KNOWLEDGE,),
    output=BOT_EXAMPLES,
)
DATABASE_STEP = Step(name="database", title="Database", inputs=(), output=VAR)


def build() -> None:
    """Bring the index, the training examples and the dialogue model up to date.

    Raises:
        LaunchError: one step failed; what was there before still is.
    """
    INDEX_STEP.refresh(_index)
    EXAMPLES_STEP.refresh(_examples)
    MODEL_STEP.refresh(train)


def migrate() -> None:
    """Bring the database to the newest schema. Raises `LaunchError` when that fails."""
    DATABASE_STEP.run("migrating", [PYTHON, "-m", "api.db", "upgrade"])


def _index() -> None:
    INDEX_STEP.run(
        "checking the data and building the index",
        [PYTHON, "-m", "knowledge", "build", "--index-dir", str(INDEX)],
    )


def _examples() -> None:
    EXAMPLES_STEP.run(
        "generating", [PYTHON, "-m", "knowledge.training_examples", "--out", str(BOT_EXAMPLES)]
    )
