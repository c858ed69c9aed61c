"""Turn latency through the whole chain, against a bare Rasa bot, in the same run.

The guide is measured as an applicant's page sees it: `POST …/messages` at the gateway, through
Rasa, the action server and back to api for facts. The peer (`bench/bare_bot`) has the same
pipeline and policies and one trivial action a turn, over Rasa's own REST channel. Turns alternate
between the two, so that both see the same moods of the machine. Goal: p50 ratio at most 1.5; in a
long conversation the turns around the 200th take at most 1.2 times those around the 5th.
"""

import argparse
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import httpx

from bench.bare_bot.serve import running_bare_bot
from bench.goals import Goals
from bench.running import running_guide

CONVERSATION = (
    "你好",
    "我要在园区盖个厂房，施工许可证怎么办",
    "要带什么材料",
    "那要多久",
    "去哪个窗口",
    "谁盖章",
    "出了问题找谁",
    "要收费吗",
    "我想开个饭店",
    "要什么材料",
    "网上能办吗",
    "谢谢",
)
P50_GOAL = 1.5
GROWTH_GOAL = 1.2
EARLY, LATE = slice(4, 4 + 12), slice(192, 192 + 12)
"""One round of the script from the 5th turn on, and one around the 200th: the same messages."""

Say = Callable[[str], None]


@contextmanager
def guide_conversation(http: httpx.Client, base: str) -> Iterator[Say]:
    """A conversation with the guide."""
    opened = http.post(
        f"{base}/api/v1/chat/sessions", json={"channel": "widget", "park_id": "gaoxin"}
    ).json()
    url = f"{base}/api/v1/chat/sessions/{opened['session_id']}"
    headers = {"Authorization": f"Bearer {opened['token']}"}

    def say(text: str) -> None:
        answer = http.post(f"{url}/messages", json={"text": text}, headers=headers)
        message = answer.raise_for_status().json()["messages"][0]
        if "对话服务正在恢复" in message["text"]:
            raise SystemExit("the guide answered in degraded mode: nothing to measure")

    yield say
    http.delete(url, headers=headers)


@contextmanager
def bare_conversation(http: httpx.Client, base: str) -> Iterator[Say]:
    """A conversation with the bare bot."""
    sender = uuid.uuid4().hex

    def say(text: str) -> None:
        answer = http.post(
            f"{base}/webhooks/rest/webhook", json={"sender": sender, "message": text}
        )
        if not answer.raise_for_status().json():
            raise SystemExit("the bare bot answered nothing: nothing to compare with")

    yield say


def measure(guide: str, bare: str, conversations: int, repeat: int) -> tuple[list[float], ...]:
    """Milliseconds of every turn: (guide, bare)."""
    ours: list[float] = []
    theirs: list[float] = []
    with httpx.Client(timeout=30) as http:
        for number in range(conversations + 1):
            with ExitStack() as stack:
                say_ours = stack.enter_context(guide_conversation(http, guide))
                say_theirs = stack.enter_context(bare_conversation(http, bare))
                for text in CONVERSATION * repeat:
                    took_theirs, took_ours = _timed(say_theirs, text), _timed(say_ours, text)
                    if number:  # the first conversation warms both up
                        theirs.append(took_theirs)
                        ours.append(took_ours)
    return ours, theirs


def _timed(say: Say, text: str) -> float:
    start = time.perf_counter()
    say(text)
    return (time.perf_counter() - start) * 1000


def report(title: str, ours: list[float], theirs: list[float]) -> float:
    """Print one table; returns the ratio of the medians."""
    print(f"\n{title}: {len(ours)} turns each, milliseconds")
    print(f"{'':12}{'p50':>8}{'p95':>8}{'max':>8}")
    for name, values in (("guide", ours), ("bare bot", theirs)):
        p50, p95 = statistics.median(values), statistics.quantiles(values, n=20)[18]
        print(f"{name:12}{p50:8.1f}{p95:8.1f}{max(values):8.1f}")
    ratio = statistics.median(ours) / statistics.median(theirs)
    print(f"{'p50 ratio':12}{ratio:8.2f}   (goal: at most {P50_GOAL})")
    return ratio


def growth(turns: list[float]) -> float:
    """How much longer turns take late in a conversation than early, as a ratio of medians.

    Both are as many turns as the script has, so the same messages are compared.
    """
    return statistics.median(turns[LATE]) / statistics.median(turns[EARLY])


def main() -> None:
    """Start both, measure short conversations and one long one, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--conversations", type=int, default=15)
    parser.add_argument("--long", type=int, default=17, help="repeats of the script in one go")
    arguments = parser.parse_args()
    with running_guide() as guide, running_bare_bot() as bare:
        short = report(
            f"{len(CONVERSATION)}-turn conversations",
            *measure(guide, bare, arguments.conversations, 1),
        )
        ours, theirs = measure(guide, bare, 1, arguments.long)
        report(f"one conversation of {len(CONVERSATION) * arguments.long} turns", ours, theirs)
    goals = Goals()
    goals.at_most("p50 of short conversations", short, P50_GOAL)
    for name, turns in (("guide", ours), ("bare bot", theirs)):
        print(f"{name}: turns around the 200th take {growth(turns):.2f} of those around the 5th")
    goals.at_most("turn 200 against turn 5", growth(ours), GROWTH_GOAL)
    goals.settle()


if __name__ == "__main__":
    main()
