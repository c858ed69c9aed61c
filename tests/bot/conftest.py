"""The trained model and the domain, loaded once for all tests of the dialogue."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.shared.core.domain import Domain

from launch.build import build
from launch.paths import MODEL

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def domain() -> Domain:
    """The domain as it is written."""
    return Domain.load(str(ROOT / "bot" / "domain"))


@pytest.fixture(scope="session")
def agent() -> Agent:
    """The dialogue with its trained model, trained anew when its inputs changed."""
    build()
    return Agent.load(str(MODEL))


class Understanding:
    """What the trained model makes of a message.

    Args:
        agent: the dialogue.
    """

    def __init__(self, agent: Agent) -> None:
        self._agent = agent

    def parse(self, text: str) -> dict[str, Any]:
        """Intent, confidence and entities of `text`."""
        parsed: dict[str, Any] = asyncio.run(self._agent.parse_message(text))
        return parsed

    def intent(self, text: str) -> str:
        """The intent of `text`."""
        return str(self.parse(text)["intent"]["name"])


@pytest.fixture(scope="session")
def understanding(agent: Agent) -> Understanding:
    """What the trained model makes of messages."""
    return Understanding(agent)
