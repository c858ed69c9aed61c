"""How well the dialogue tells kinds of messages apart, and how long it takes to learn that.

Runs in Rasa's environment: `python -m bench.kinds [--folds 5]`. Prints the accuracy of a stratified
cross-validation, of the held-out phrasings in `tests/bot/held_out.yml` (never learned from), and
the seconds of a whole training without a cache. Writes Rasa's reports and the picture of which
kinds get mixed up to `var/eval/kinds`. Goals: held out 0.95, training 90 s.
"""

import argparse
import asyncio
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import yaml
from rasa.core.agent import Agent
from rasa.nlu.test import cross_validate
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.utils.log_utils import configure_structlog

from bench.goals import Goals
from launch.paths import BOT_EXAMPLES, MODEL, ROOT, VAR, shown
from launch.training import DATA, DOMAIN, RASA_SETTINGS

OUTPUT = VAR / "eval" / "kinds"
HELD_OUT = ROOT / "tests" / "bot" / "held_out.yml"
CONFIG = ROOT / "config.yml"
SEARCHED = frozenset({"find_matter", "nlu_fallback"})
"""Both lead to a search, so for a matter they are the same."""
HELD_OUT_GOAL = 0.95
TRAINING_GOAL_S = 90


def cross_validated(folds: int) -> dict[str, list[float]]:
    """Accuracy, F1 and precision of every fold; the reports and the picture are written."""
    importer = TrainingDataImporter.load_from_dict(
        {}, str(CONFIG), str(DOMAIN), [str(DATA), str(BOT_EXAMPLES)]
    )
    data = importer.get_nlu_data()
    found = asyncio.run(cross_validate(data, folds, str(CONFIG), output=str(OUTPUT), errors=True))
    return dict(found[0].test)


def held_out_mistakes() -> tuple[int, list[str]]:
    """How many held-out messages there are, and those taken for another kind."""
    agent = Agent.load(str(MODEL))
    written: dict[str, list[str]] = yaml.safe_load(HELD_OUT.read_text(encoding="utf-8"))
    cases = [(intent, text) for intent, texts in written.items() for text in texts]
    return len(cases), list(_mistakes(agent, cases))


def _mistakes(agent: Any, cases: list[tuple[str, str]]) -> Iterator[str]:
    for intent, text in cases:
        got = asyncio.run(agent.parse_message(text))["intent"]["name"]
        if got != intent and not {got, intent} <= SEARCHED:
            yield f"{intent} taken for {got}: {text}"


def training_seconds() -> float:
    """Seconds of a whole training, nothing kept from before."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {**os.environ, **RASA_SETTINGS, "RASA_CACHE_DIRECTORY": f"{folder}/cache"}
        train = [sys.executable, "-m", "rasa", "train", "--config", str(CONFIG)]
        train += ["--domain", str(DOMAIN), "--data", str(DATA), str(BOT_EXAMPLES)]
        train += ["--out", folder, "--force"]
        start = time.perf_counter()
        subprocess.run(train, cwd=ROOT, env=settings, check=True, capture_output=True)
        return time.perf_counter() - start


def main() -> None:
    """Measure all three, print, and fail at the end if a goal was missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--folds", type=int, default=5)
    folds = parser.parse_args().folds
    OUTPUT.mkdir(parents=True, exist_ok=True)
    os.environ.update(RASA_SETTINGS)
    configure_structlog(logging.ERROR)
    goals = Goals()
    for name, values in cross_validated(folds).items():
        mean = sum(values) / len(values)
        print(f"cross-validation, {folds} folds: {name} {mean:.3f} ({min(values):.3f} at least)")
    count, mistakes = held_out_mistakes()
    accuracy = 1 - len(mistakes) / count
    print(f"held out: {accuracy:.3f} of {count} messages (goal {HELD_OUT_GOAL})")
    for pair, times in Counter(one.partition(":")[0] for one in mistakes).most_common(10):
        print(f"  {times} x {pair}")
    seconds = training_seconds()
    print(f"training: {seconds:.0f} s (goal {TRAINING_GOAL_S})")
    print(f"more in {shown(OUTPUT)}: intent_confusion_matrix.png, intent_report.json")
    goals.at_least("held out", accuracy, HELD_OUT_GOAL)
    goals.at_most("training", seconds, TRAINING_GOAL_S)
    goals.settle()


if __name__ == "__main__":
    main()
