"""Whole conversations over HTTP: `python -m bench.conversations [--set dev] [--show]`.

Scenarios were written from the contract, the decree and the facts alone, by people who had not
read the dialogue: `dev` is for mending, `held_out` is only reported. A scenario is right when all
its turns are. Goals: 85 % of scenarios, 95 % of turns.
"""

import argparse
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.conversations.scenarios import FOLDER, SETS, Scenario, load
from bench.conversations.talking import Judged, hold
from bench.goals import Goals
from bench.routing.tables import Table
from bench.running import running_guide

SCENARIOS_GOAL = 0.85
TURNS_GOAL = 0.95

Held = list[tuple[Scenario, list[Judged]]]


def table(name: str, held: Held) -> Table:
    """Scenarios and turns that went right, by what they cover."""
    rows: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for scenario, turns in held:
        right = [not turn.faults for turn in turns]
        for row in (rows[scenario.covers], rows["all"]):
            row[0] += all(right)
            row[1] += 1
            row[2] += sum(right)
            row[3] += len(right)
    ordered = sorted(rows.items(), key=lambda item: (item[0] == "all", item[0]))
    return Table(
        key=name,
        title=f"Conversations ({name})",
        header=("covers", "scenarios right", "of", "turns right", "of"),
        rows=[(covers, *numbers) for covers, numbers in ordered],
    )


def _shares(held: Held) -> tuple[float, float]:
    turns = [not turn.faults for _, judged in held for turn in judged]
    whole = [not any(turn.faults for turn in judged) for _, judged in held]
    return sum(whole) / len(whole), sum(turns) / len(turns)


def show(held: Held) -> None:
    """Print what went wrong, turn by turn."""
    for scenario, turns in held:
        if any(turn.faults for turn in turns):
            print(f"\n=== {scenario.name}")
            for turn in turns:
                print(f"  > {turn.sent}")
                if turn.faults:
                    answer = turn.answer.replace("\n", "\n      ")
                    print(f"      {answer}")
                    print(f"  !! {'; '.join(turn.faults)}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Hold every conversation, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--set", dest="sets", action="append", choices=SETS)
    parser.add_argument("--show", action="store_true", help="print what went wrong (dev only)")
    parser.add_argument("--only", default="", help="only scenarios whose name contains this")
    parser.add_argument("--url", help="of a running guide; default: start one")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the sets are")
    asked = parser.parse_args(arguments)
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    goals = Goals()
    with ExitStack() as stack:
        base = asked.url or stack.enter_context(running_guide())
        for name in asked.sets or SETS:
            found = [one for one in load(asked.folder / name, today) if asked.only in one.name]
            held = [(scenario, hold(base, scenario)) for scenario in found]
            if asked.show and name == "dev":
                show(held)
            print(f"\n{table(name, held).plain()}")
            whole, turns = _shares(held)
            print(
                f"scenarios {whole:.3f} (goal {SCENARIOS_GOAL}), turns {turns:.3f} ({TURNS_GOAL})"
            )
            if name == "held_out":
                goals.at_least("held-out scenarios", whole, SCENARIOS_GOAL)
                goals.at_least("held-out turns", turns, TURNS_GOAL)
    goals.settle()


if __name__ == "__main__":
    main()
