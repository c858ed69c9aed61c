"""Trains the dialogue model, and keeps the last good one whatever happens."""

from __future__ import annotations

import re
import shutil

from launch import command
from launch.environments import RASA
from launch.paths import BOT_EXAMPLES, MODEL, REQUIREMENTS, ROOT, VAR, shown
from launch.problems import LaunchError
from launch.steps import Step

BOT = ROOT / "bot"
DOMAIN = BOT / "domain"
DATA = BOT / "data"

STEP = Step(
    name="train",
    title="Dialogue model",
    inputs=(
        ROOT / "config.yml",
        DOMAIN,
        DATA,
        BOT / "components",
        BOT_EXAMPLES,
        REQUIREMENTS / "rasa.txt",
    ),
    output=MODEL,
)

# Also for serving: Rasa must not call home, and its SQLAlchemy must not advertise its successor.
RASA_SETTINGS = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "RASA_CACHE_DIRECTORY": str(VAR / "rasa-cache"),
    "TF_CPP_MIN_LOG_LEVEL": "2",
}


def train(step: Step = STEP, rasa: tuple[str, ...] = (str(RASA.python), "-m", "rasa")) -> None:
    """Train a new model and put it in the old one's place.

    Args:
        rasa: the command that is Rasa.

    Raises:
        LaunchError: the training failed; the model that was there still is.
    """
    fresh = step.output.parent / "new"
    shutil.rmtree(str(fresh), ignore_errors=True)
    fresh.mkdir(parents=True)
    argv = [*rasa, "train", "--config", str(ROOT / "config.yml"), "--domain", str(DOMAIN)]
    argv += ["--data", str(DATA), str(BOT_EXAMPLES), "--out", str(fresh)]
    argv += ["--fixed-model-name", "guide"]
    try:
        command.run(f"{step.title}: training", argv, step.log, RASA_SETTINGS, TrainingProgress())
    except command.CommandFailed as failure:
        raise _failed(step, failure.tail) from failure
    model = fresh / "guide.tar.gz"
    if not model.is_file():
        raise _failed(step, command.tail(step.log))
    model.replace(step.output)
    shutil.rmtree(str(fresh), ignore_errors=True)


def _failed(step: Step, tail: str) -> LaunchError:
    kept = f"; the previous model is kept in {shown(step.output)}" if step.output.exists() else ""
    return LaunchError(
        f"The dialogue model could not be trained, see {shown(step.log)}{kept}.", tail
    )


class TrainingProgress(command.Progress):
    """Names the component that Rasa trains."""

    def __init__(self) -> None:
        self._component = ""

    def read(self, line: str) -> None:
        """Learn from a line of Rasa's output."""
        found = re.search(r"Starting to train component '(\w+)'", line)
        if found:
            self._component = found.group(1)

    def note(self) -> str:
        """The component at work."""
        return self._component and f"training {self._component}"
