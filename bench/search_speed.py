"""How fast the search answers, in its own process and over HTTP, and the memory it takes.

Goals, for the shipped list: half of the searches within 3 ms, 99 of 100 within 10 ms, 300 a second
on two cores. A missed goal ends in status 1, once everything is printed.
"""

import json
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import psutil

import knowledge
from bench.calling import Caller
from bench.goals import Goals
from bench.running import WORK, ask_for, running_service
from knowledge.search import Searcher

GOAL_P50_MS, GOAL_P99_MS, GOAL_A_SECOND = 3.0, 10.0, 300
SETS = ("colloquial", "noisy", "board", "outside")
QUERIES = Path(__file__).parent / "routing" / "queries"
CLIENTS = 4
SECONDS = 10.0


def queries(name: str) -> list[str]:
    """The messages of one test set."""
    lines = (QUERIES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["q"] for line in lines]


def in_process(goals: Goals) -> None:
    """Time every message of every test set, one after the other."""
    before = psutil.Process().memory_info().rss
    searcher = Searcher.open(knowledge.load())
    print(f"memory: {(psutil.Process().memory_info().rss - before) / 1e6:.0f} MB more, opened")
    for name in SETS:
        took = []
        for query in queries(name):
            started = time.perf_counter()
            searcher.search(query)
            took.append(1e3 * (time.perf_counter() - started))
        p50, p99 = np.percentile(took, [50, 99])
        print(
            f"{name:10} p50 {p50:4.1f} ms (goal: {GOAL_P50_MS:.0f}), "
            f"p99 {p99:4.1f} ms (goal: {GOAL_P99_MS:.0f})"
        )
        goals.at_most(f"{name} p50 (ms)", p50, GOAL_P50_MS)
        goals.at_most(f"{name} p99 (ms)", p99, GOAL_P99_MS)


def over_http(folder: Path, goals: Goals) -> None:
    """Let some clients ask as fast as they get answers; raises what went wrong for any of them."""
    with running_service("bench-search", folder) as (base, number):
        asked = queries("colloquial")
        counts = [0] * CLIENTS

        def ask(client: int, over: threading.Event) -> None:
            with Caller(base) as caller:
                while not over.is_set():
                    query = asked[(client + CLIENTS * counts[client]) % len(asked)]
                    status = caller.post("/matters/search", {"query": query})
                    assert status == 200, status
                    counts[client] += 1

        ask_for(SECONDS, CLIENTS, ask)
        rate = sum(counts) / SECONDS
        memory = psutil.Process(number).memory_info().rss / 1e6
        print(
            f"over HTTP: {rate:.0f} searches a second with {CLIENTS} clients on "
            f"the same machine (goal: {GOAL_A_SECOND}); the service holds {memory:.0f} MB"
        )
        goals.at_least("searches a second", rate, GOAL_A_SECOND)


def main() -> None:
    """Measure and print."""
    goals = Goals()
    in_process(goals)
    WORK.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=WORK) as name:
        over_http(Path(name), goals)
    goals.settle()


if __name__ == "__main__":
    main()
