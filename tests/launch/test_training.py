"""The dialogue model is trained when its inputs changed, and a failure costs nothing."""

from pathlib import Path

import pytest

from launch import steps
from launch.problems import LaunchError
from launch.steps import Step
from launch.training import train
from tests.launch.programs import write_program

RASA = """
while [ "$1" != "--out" ]; do shift; done
echo "model of run $(cat "$RUNS")" > "$2/guide.tar.gz"
"""
COUNT = 'echo $(( $(cat "$RUNS") + 1 )) > "$RUNS"\n'
FAILING_RASA = "echo 'InvalidConfigException: no such component'; exit 1"
RASA_WITHOUT_MODEL = "echo 'No training data given'; exit 0"


class Trainer:
    """A step with one input, and a Rasa that counts its runs."""

    def __init__(self, folder: Path) -> None:
        self.config = folder / "config.yml"
        self.config.write_text("pipeline: []")
        self.runs = folder / "runs"
        self.runs.write_text("0")
        self._rasa = write_program(folder / "rasa", COUNT + RASA)
        self.model = folder / "models" / "guide.tar.gz"
        self._step = Step("train", "Dialogue model", (self.config,), self.model)

    def replace_rasa(self, script: str) -> None:
        """Have Rasa behave otherwise from now on."""
        write_program(self._rasa, COUNT + script)

    def refresh(self) -> None:
        """What every start does."""
        self._step.refresh(lambda: train(self._step, (str(self._rasa),)))

    def trained(self) -> int:
        """How often Rasa ran."""
        return int(self.runs.read_text())


@pytest.fixture
def trainer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trainer:
    trainer = Trainer(tmp_path)
    monkeypatch.setenv("RUNS", str(trainer.runs))
    monkeypatch.setattr(steps, "VAR", tmp_path)
    monkeypatch.setattr(steps, "LOGS", tmp_path / "log")
    return trainer


def test_trains_at_the_first_start(trainer: Trainer) -> None:
    trainer.refresh()
    assert trainer.model.read_text() == "model of run 1\n"


def test_does_not_train_again_without_a_change(trainer: Trainer) -> None:
    trainer.refresh()
    trainer.refresh()
    assert trainer.trained() == 1


def test_trains_again_when_an_input_changed(trainer: Trainer) -> None:
    trainer.refresh()
    trainer.config.write_text("pipeline: [one]")
    trainer.refresh()
    assert trainer.model.read_text() == "model of run 2\n"


def test_trains_again_when_the_model_is_gone(trainer: Trainer) -> None:
    trainer.refresh()
    trainer.model.unlink()
    trainer.refresh()
    assert trainer.trained() == 2


@pytest.mark.parametrize("script", [FAILING_RASA, RASA_WITHOUT_MODEL])
def test_keeps_the_previous_model_when_training_fails(trainer: Trainer, script: str) -> None:
    trainer.refresh()
    trainer.config.write_text("pipeline: [broken]")
    trainer.replace_rasa(script)
    with pytest.raises(LaunchError) as problem:
        trainer.refresh()
    assert problem.value.sentence.startswith("The dialogue model could not be trained, see ")
    assert "the previous model is kept" in problem.value.sentence
    assert trainer.model.read_text() == "model of run 1\n"


def test_shows_rasas_last_words_when_training_fails(trainer: Trainer) -> None:
    trainer.replace_rasa(FAILING_RASA)
    with pytest.raises(LaunchError) as problem:
        trainer.refresh()
    assert "InvalidConfigException" in problem.value.details


def test_tries_again_after_a_failure(trainer: Trainer) -> None:
    trainer.replace_rasa(FAILING_RASA)
    with pytest.raises(LaunchError):
        trainer.refresh()
    trainer.replace_rasa(RASA)
    trainer.refresh()
    assert trainer.model.read_text() == "model of run 2\n"
