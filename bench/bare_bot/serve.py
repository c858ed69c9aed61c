"""Trains and runs the bare bot with the guide's own pipeline and policies."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from bench.running import ROOT, WORK, free_port, running, wait_until_ready
from launch.training import RASA_SETTINGS

HERE = Path(__file__).resolve().parent
RASA = ROOT / "var" / "venv-rasa" / "bin"


def same_config() -> Path:
    """The project's `config.yml`, with the one action this bot has as its fallback."""
    config = yaml.safe_load((ROOT / "config.yml").read_text())
    for policy in config["policies"]:
        if "core_fallback_action_name" in policy:
            policy["core_fallback_action_name"] = "action_trivial"
    WORK.mkdir(parents=True, exist_ok=True)
    path = WORK / "config.yml"
    path.write_text(yaml.safe_dump(config, allow_unicode=True))
    return path


def train() -> Path:
    """Train the bot anew; takes some seconds."""
    command: list[str | Path] = [
        RASA / "rasa", "train", "--config", same_config(), "--domain", HERE / "domain.yml",
        "--data", HERE / "data", "--out", WORK, "--fixed-model-name", "bare",
    ]  # fmt: skip
    with (WORK / "train.log").open("w") as log:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **RASA_SETTINGS},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    if done.returncode:
        raise SystemExit(f"the bare bot could not be trained; see {WORK / 'train.log'}")
    return WORK / "bare.tar.gz"


@contextmanager
def running_bare_bot() -> Iterator[str]:
    """The bare bot and its action server; yields the bot's URL."""
    model = train()
    rasa, actions = free_port(), free_port()
    serve_actions = [
        str(RASA / "python"), "-m", "rasa_sdk", "--actions", "bench.bare_bot.actions",
        "--port", str(actions),
    ]  # fmt: skip
    serve_bot = [
        str(RASA / "rasa"), "run", "--model", str(model), "--port", str(rasa),
        "--interface", "127.0.0.1", "--endpoints", str(HERE / "endpoints.yml"),
        "--credentials", str(HERE / "credentials.yml"),
    ]  # fmt: skip
    settings = {
        **RASA_SETTINGS,
        "SANIC_HOST": "127.0.0.1",
        "BARE_ACTIONS_URL": f"http://127.0.0.1:{actions}/webhook",
    }
    with (
        running(serve_actions, "bench-bare-actions", **settings),
        running(serve_bot, "bench-bare-bot", **settings),
    ):
        wait_until_ready(f"http://127.0.0.1:{actions}/health", "bench-bare-actions")
        wait_until_ready(f"http://127.0.0.1:{rasa}/webhooks/rest/", "bench-bare-bot")
        yield f"http://127.0.0.1:{rasa}"
