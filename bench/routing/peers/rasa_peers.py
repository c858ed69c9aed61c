"""Rasa's own classifiers, with one intent (or one response) a matter and one for the rest.

Both see what the guide's own dialogue sees: jieba's words, and character n-grams as in
`config.yml`; words count, too, as in every pipeline Rasa suggests. Its patterns are left out: they
tell kinds of questions, not matters. A model is kept under `var/eval`, named by a hash of its
data and configuration, and trained anew only when either changes.
"""

import hashlib
import json
import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from bench.routing.answers import Answer, Example
from bench.routing.peers.pooling import of_classes
from bench.routing.places import EVAL
from bench.running import LOGS, ROOT
from knowledge.text import normalise
from launch.training import RASA_SETTINGS

PYTHON = ROOT / "var" / "venv-rasa" / "bin" / "python"
_SEED = 20210310
_WISH = "wish"  # the one retrieval intent
_TAUGHT = {
    "batch_size": 256,
    "constrain_similarities": True,
    "ranking_length": 0,  # all labels, not the first ten
    "random_seed": _SEED,
}
_FEATURES: list[dict[str, Any]] = [
    {"name": "JiebaTokenizer"},
    {"name": "CountVectorsFeaturizer"},
    {
        "name": "CountVectorsFeaturizer",
        "analyzer": "char",
        "min_ngram": 1,
        "max_ngram": 3,
        "min_df": 2,  # three quarters of all n-grams stand in one text only
    },
]


def config(classifier: dict[str, Any]) -> dict[str, Any]:
    """A whole configuration around one classifier."""
    return {
        "recipe": "default.v1",
        "assistant_id": "routing-evaluation",
        "language": "zh",
        "pipeline": [*_FEATURES, {**classifier, **_TAUGHT}],
        "policies": [],
    }


# Epochs are enough to tell 99 % of the texts learned from apart; one with DIET's transformer takes
# four times as long as one of the selector, which has none.
DIET = config({"name": "DIETClassifier", "epochs": 12, "entity_recognition": False})
SELECTOR = config({"name": "ResponseSelector", "epochs": 40, "retrieval_intent": _WISH})


@dataclass(frozen=True)
class RasaPeer:
    """One trained model.

    Attributes:
        model: its file.
        seconds: how long its training took, in this run or an earlier one.
    """

    name: str
    model: Path
    epochs: int
    seconds: float

    @property
    def note(self) -> str:
        return f"{self.epochs} epochs, trained in {self.seconds:.0f} s"

    @classmethod
    def diet(cls, texts: Sequence[Example]) -> "RasaPeer":
        """The intent classifier."""
        return cls._taught("Rasa DIET", DIET, [(text.text, text.label) for text in texts])

    @classmethod
    def selector(cls, texts: Sequence[Example]) -> "RasaPeer":
        """The response selector, with the matters as responses of one retrieval intent."""
        labelled = [(text.text, f"{_WISH}/{text.label}") for text in texts]
        return cls._taught("Rasa ResponseSelector", SELECTOR, labelled)

    @classmethod
    def _taught(
        cls, name: str, configuration: dict[str, Any], labelled: Sequence[tuple[str, str]]
    ) -> "RasaPeer":
        epochs = configuration["pipeline"][-1]["epochs"]
        files = _files(configuration, labelled)
        key = hashlib.sha256("\n".join(files.values()).encode()).hexdigest()[:16]
        folder = EVAL / f"{name.split()[-1].lower()}-{key}"
        took, model = folder / "seconds.txt", folder / "model.tar.gz"
        if not took.exists():
            folder.mkdir(parents=True, exist_ok=True)
            for file, content in files.items():
                (folder / file).write_text(content, "utf-8")
            print(f"training {name} ({len(labelled)} texts, {epochs} epochs)", flush=True)
            took.write_text(f"{_train(folder):.1f}", "utf-8")
        return cls(name, model, epochs, float(took.read_text("utf-8")))

    def answer(self, messages: Sequence[str]) -> list[Answer]:
        asked, told = self.model.parent / "messages.json", self.model.parent / "answers.json"
        wishes = [normalise(message) for message in messages]  # as the texts it was taught
        asked.write_text(json.dumps(wishes, ensure_ascii=False), "utf-8")
        _run(
            ["-m", "bench.routing.peers.rasa_parse", str(self.model), str(asked), str(told)],
            LOGS / f"eval-{self.model.parent.name}-parse.log",
        )
        return [
            replace(of_classes(entry["confidences"]), seconds=entry["seconds"])
            for entry in json.loads(told.read_text("utf-8"))
        ]


def _files(configuration: dict[str, Any], labelled: Sequence[tuple[str, str]]) -> dict[str, str]:
    """What Rasa is given, by file name."""
    labels = sorted({label for _, label in labelled})
    taught = [{"text": text, "intent": label} for text, label in labelled]
    responses = {f"utter_{label}": [{"text": label}] for label in labels if "/" in label}
    domain = {
        "version": "3.1",
        "intents": sorted({label.split("/")[0] for label in labels}),
        "responses": responses,
    }
    return {
        "config.yml": yaml.safe_dump(configuration),
        "domain.yml": yaml.safe_dump(domain),
        # JSON, not YAML: in it a bracket in a text is a bracket, not an entity.
        "nlu.json": json.dumps({"rasa_nlu_data": {"common_examples": taught}}, ensure_ascii=False),
    }


def _train(folder: Path) -> float:
    started = time.perf_counter()
    _run(
        [
            "-m", "rasa", "train", "nlu", "--config", str(folder / "config.yml"),
            "--domain", str(folder / "domain.yml"), "--nlu", str(folder / "nlu.json"),
            "--out", str(folder), "--fixed-model-name", "model",
        ],
        LOGS / f"eval-{folder.name}-train.log",
    )  # fmt: skip
    return time.perf_counter() - started


def _run(arguments: Sequence[str], log: Path) -> None:
    if not PYTHON.exists():
        raise SystemExit("Rasa's environment is not there: run `make build` first")
    log.parent.mkdir(parents=True, exist_ok=True)
    settings = {**RASA_SETTINGS, "RASA_CACHE_DIRECTORY": str(EVAL / "rasa-cache")}
    with log.open("w") as sink:
        done = subprocess.run(
            [PYTHON, *arguments],
            cwd=ROOT, env={**os.environ, **settings}, stdout=sink, stderr=subprocess.STDOUT,
        )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"Rasa failed; see {log.relative_to(ROOT)}")
