"""Runs in Rasa's environment: what a trained model says to each message.

    python -m bench.routing.peers.rasa_parse MODEL MESSAGES OUT

MESSAGES is a JSON list of texts; OUT becomes a JSON list of objects: `confidences` by label, and
the `seconds` that parsing took, without what is loaded before.
"""

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent


def confidences(parsed: dict[str, Any]) -> dict[str, float]:
    """Confidence by label, from the response selector if the model has one, else the intents."""
    selectors = parsed.get("response_selector", {})
    for name, selected in selectors.items():
        if name != "all_retrieval_intents":
            ranking = selected["ranking"]
            return {e["intent_response_key"].split("/")[1]: e["confidence"] for e in ranking}
    return {entry["name"]: entry["confidence"] for entry in parsed["intent_ranking"]}


async def parse(agent: Agent, messages: list[str]) -> list[dict[str, Any]]:
    """Parse one message after the other, each timed by itself."""
    for text in messages[:1]:  # word lists are read now, not while the clock runs
        await agent.parse_message(text)
    told = []
    for text in messages:
        started = time.perf_counter()
        parsed = await agent.parse_message(text)
        seconds = time.perf_counter() - started
        told.append({"confidences": confidences(dict(parsed)), "seconds": seconds})
    return told


def main(model: str, messages: Path, out: Path) -> None:
    """Read, parse, write."""
    asked = json.loads(messages.read_text("utf-8"))
    told = asyncio.run(parse(Agent.load(model), asked))
    out.write_text(json.dumps(told), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
