"""The picture of the report: top-1 by set and method, and which matters get mixed up."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")  # there may be no display

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

from bench.routing.measures import inside, mixed_up
from bench.routing.metrics import share
from bench.routing.runs import Results

_MATTERS = 16
_GROUP_WIDTH = 0.84


def draw(results: Results, file: Path) -> None:
    """Draw both charts. Matters are told by id: a machine may have no Chinese font."""
    figure, (bars, heat) = plt.subplots(
        2, 1, figsize=(12, 17), height_ratios=[1, 1.9], layout="constrained"
    )
    _bars(bars, results)
    _heat(heat, mixed_up(results, results.ours))
    figure.savefig(file, dpi=130, bbox_inches="tight")
    plt.close(figure)


def _bars(axes: Axes, results: Results) -> None:
    groups = inside()
    width = _GROUP_WIDTH / len(results.runs)
    for number, run in enumerate(results.runs):
        found = [share(results.firsts(run, chosen)) for _, chosen in groups]
        values = np.array([estimate.value for estimate in found])
        bounds = [
            values - [estimate.low for estimate in found],
            np.array([estimate.high for estimate in found]) - values,
        ]
        places = np.arange(len(groups)) + (number - (len(results.runs) - 1) / 2) * width
        axes.bar(places, values, width * 0.92, yerr=bounds, capsize=3, label=run.name)
    sizes = [len(results.firsts(results.ours, chosen)) for _, chosen in groups]
    names = [f"{name} ({size})" for (name, _), size in zip(groups, sizes, strict=True)]
    axes.set_xticks(range(len(groups)), names)
    axes.set_ylim(0, 1)
    axes.set_ylabel("right matter first (top-1)")
    axes.set_title("Top-1 by set and method, 95 % intervals (messages)")
    axes.grid(axis="y", alpha=0.3)
    axes.set_axisbelow(True)
    axes.legend(ncols=len(results.runs), loc="upper center", bbox_to_anchor=(0.5, -0.07))


def most_confused(pairs: Sequence[tuple[str, str, int]], most: int = _MATTERS) -> list[str]:
    """The matters most often part of a mix-up; those mixed up with each other side by side."""
    involved: Counter[str] = Counter()
    for right, given, times in pairs:
        involved[right] += times
        involved[given] += times
    kept = {matter for matter, _ in involved.most_common(most)}
    order: dict[str, None] = {}
    for right, given, _ in pairs:
        if right in kept and given in kept:
            order.update({right: None, given: None})
    return [*order, *sorted(kept - order.keys())]


def _heat(axes: Axes, pairs: Sequence[tuple[str, str, int]]) -> None:
    matters = most_confused(pairs)
    number_of = {matter: number for number, matter in enumerate(matters)}
    times = np.zeros((len(matters), len(matters)))
    for right, given, count in pairs:
        if right in number_of and given in number_of:
            times[number_of[right], number_of[given]] = count
    axes.imshow(times, cmap="Reds")
    for row, column in np.argwhere(times > 0):
        dark = times[row, column] > times.max() / 2
        axes.text(
            column, row, f"{times[row, column]:.0f}",
            ha="center", va="center", color="white" if dark else "black",
        )  # fmt: skip
    axes.set_xticks(range(len(matters)), matters, rotation=60, ha="right", rotation_mode="anchor")
    axes.set_yticks(range(len(matters)), matters)
    axes.set_xlabel("given first by the guide")
    axes.set_ylabel("right")
    axes.set_title("Matters most often mixed up, all sets together (messages)")
