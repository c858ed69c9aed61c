"""How long the knowledge base takes to load, check and index, and whether a swap fails anybody.

Goals: 60 matters at most 3 s; 10 000 generated matters at most 60 s and 1.5 GB; while another
edition goes into service, no request fails.
"""

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from bench.generated_matters import grow
from bench.goals import Goals
from bench.running import ROOT, SECRETS, WORK, running_service
from knowledge.loader import DATA

SMALL_GOAL_S, LARGE_GOAL_S, LARGE_GOAL_GB = 3.0, 60.0, 1.5
ASKERS = 4
UNANSWERED = 0
SETTLING_S = 3.0
BUILD = """
import resource, sys, time
from pathlib import Path
import knowledge
from knowledge.encoder.opening import open_encoder
from knowledge.index import builder

started = time.perf_counter()
kb = knowledge.load(Path(sys.argv[1]))
builder.build(kb, open_encoder(), Path(sys.argv[2]), say=lambda line: None)
seconds = time.perf_counter() - started
print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def build(data: Path, index: Path) -> tuple[float, float]:
    """Load, check and index in a process of its own; its seconds and its peak memory (GB).

    Starting Python and importing libraries is not counted.
    """
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(data), str(index)],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    seconds, memory = done.stdout.split()[-2:]
    return float(seconds), float(memory) / 1e6


@dataclass(frozen=True)
class Swaps:
    """What reloading three times did to the clients that asked on.

    Attributes:
        seconds: of the shortest reload.
        memory: of the service (GB) before, at most meanwhile, and when all was over.
    """

    requests: int
    failed: int
    seconds: float
    memory: tuple[float, float, float]


def swap(data: Path, folder: Path) -> Swaps:
    """Reload three times while clients ask on."""
    settings = {
        "GUIDE_KNOWLEDGE_DIR": str(data),
        "GUIDE_INDEX_DIR": str(folder / "index"),
    }
    with running_service("bench-swap", folder, **settings) as (base, number):
        return _ask_during(base, data, psutil.Process(number))


def _ask_during(base: str, data: Path, service: psutil.Process) -> Swaps:
    over = threading.Event()
    statuses: list[int] = []
    held: list[float] = []

    def watch() -> None:
        while not over.is_set():
            held.append(service.memory_info().rss / 1e9)
            time.sleep(0.05)

    def ask() -> None:
        with httpx.Client(base_url=base, timeout=30) as http:
            while not over.is_set():
                statuses.extend(_asked(http))

    threads = [threading.Thread(target=ask) for _ in range(ASKERS)]
    threads.append(threading.Thread(target=watch))
    for thread in threads:
        thread.start()
    time.sleep(SETTLING_S)
    before = held[-1]
    took = []
    staff = {"Authorization": f"Bearer {SECRETS['GUIDE_STAFF_TOKEN']}"}
    said = data / "phrasings" / "outdoor-advertising.yml"
    for number in range(3):
        text = said.read_text("utf-8")
        said.write_text(text.replace("nouns:\n", f"nouns:\n  - 飞艇广告{number}号\n", 1), "utf-8")
        started = time.perf_counter()
        httpx.post(f"{base}/staff/knowledge/reload", headers=staff, timeout=300).raise_for_status()
        took.append(time.perf_counter() - started)
    time.sleep(SETTLING_S)
    over.set()
    for thread in threads:
        thread.join()
    failed = sum(status != 200 for status in statuses)
    return Swaps(len(statuses), failed, min(took), (before, max(held), held[-1]))


def _asked(http: httpx.Client) -> list[int]:
    """The statuses of a search and a service guide; one of them `UNANSWERED` when nothing came."""
    try:
        found = http.post("/matters/search", json={"query": "开饭店要办什么证"})
        return [found.status_code, http.get("/matters/eia-approval").status_code]
    except httpx.HTTPError:
        return [UNANSWERED]


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--large", type=int, default=10_000, help="matters of the large base")
    arguments = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=WORK) as name:
        folder = Path(name)
        goals = Goals()
        small = min(build(DATA, folder / f"small-{n}")[0] for n in range(2))
        goals.at_most("seconds for 60 matters", small, SMALL_GOAL_S)
        print(f"60 matters: load, check and index in {small:.1f} s (goal: {SMALL_GOAL_S:.0f} s)")
        data = grow(folder, 60)
        build(data, folder / "index")
        swaps = swap(data, folder)
        goals.at_most("failed requests", swaps.failed, 0)
        print(
            f"swap in {swaps.seconds:.1f} s: {swaps.failed} of {swaps.requests} requests failed "
            "meanwhile (goal: 0)"
        )
        before, most, after = swaps.memory
        print(f"memory {before:.2f} GB, at most {most:.2f} GB meanwhile, {after:.2f} GB afterwards")
        large = grow(Path(tempfile.mkdtemp(dir=folder)), arguments.large)
        seconds, memory = build(large, folder / "large")
        print(
            f"{arguments.large} matters: {seconds:.0f} s and {memory:.2f} GB "
            f"(goal: {LARGE_GOAL_S:.0f} s, {LARGE_GOAL_GB} GB)"
        )
        goals.at_most(f"seconds for {arguments.large} matters", seconds, LARGE_GOAL_S)
        goals.at_most(f"GB for {arguments.large} matters", memory, LARGE_GOAL_GB)
    goals.settle()


if __name__ == "__main__":
    main()
