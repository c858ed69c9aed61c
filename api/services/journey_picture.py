"""Draws a plan: a row of boxes for each stage, a line from each box to those that wait for it."""

from dataclasses import dataclass
from html import escape

from api.services.journeys import Plan, PlannedStep

BOX_WIDTH, BOX_HEIGHT = 168, 64
GAP_X, GAP_Y = 20, 44
MARGIN = 20
STAGE_WIDTH = 64
LINE_LENGTH = 11
"""Characters in one line of a box."""
MOST_LINES = 3
INK, LINE, FILL, LAW, USUAL = "#1f2937", "#94a3b8", "#ffffff", "#1554a6", "#94a3b8"
DONE_FILL, DONE = "#e5f5ec", "#1d7a50"


@dataclass(frozen=True)
class _Box:
    x: int
    y: int


def draw(plan: Plan) -> str:
    """The plan as an SVG picture. A solid line is an order set by a law, a dashed one the usual."""
    widest = max(len(stage) for stage in plan.stages)
    width = 2 * MARGIN + STAGE_WIDTH + widest * (BOX_WIDTH + GAP_X) - GAP_X
    height = 2 * MARGIN + len(plan.stages) * (BOX_HEIGHT + GAP_Y) - GAP_Y
    boxes = _places(plan, width)
    parts = [
        *(_line(boxes[before], boxes[step.matter_id], step) for stage in plan.stages
          for step in stage for before in step.after),
        *(_box(boxes[step.matter_id], step) for stage in plan.stages for step in stage),
        *(_stage(number) for number in range(len(plan.stages))),
    ]  # fmt: skip
    title = escape(f"{plan.title}：先后顺序图")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-label="{title}" '
        f'font-family="system-ui, sans-serif" font-size="13"><title>{title}</title>'
        f"{''.join(parts)}</svg>"
    )


def _places(plan: Plan, width: int) -> dict[str, _Box]:
    """Where each box stands; the boxes of a stage are in the middle of their row."""
    places = {}
    for row, stage in enumerate(plan.stages):
        taken = len(stage) * (BOX_WIDTH + GAP_X) - GAP_X
        left = STAGE_WIDTH + (width - STAGE_WIDTH - taken) // 2
        for column, step in enumerate(stage):
            x = left + column * (BOX_WIDTH + GAP_X)
            places[step.matter_id] = _Box(x, MARGIN + row * (BOX_HEIGHT + GAP_Y))
    return places


def _line(start: _Box, end: _Box, step: PlannedStep) -> str:
    x1, y1 = start.x + BOX_WIDTH // 2, start.y + BOX_HEIGHT
    x2, y2 = end.x + BOX_WIDTH // 2, end.y
    middle = (y1 + y2) // 2
    law = step.status == "law"
    dashes = "" if law else ' stroke-dasharray="5 4"'
    return (
        f'<path d="M{x1} {y1}C{x1} {middle} {x2} {middle} {x2} {y2}" fill="none" '
        f'stroke="{LAW if law else USUAL}" stroke-width="1.5"{dashes}/>'
    )


def _box(place: _Box, step: PlannedStep) -> str:
    lines = _lines(f"✓ {step.name}" if step.done else step.name)
    settled = step.done or step.certainty == "sure"
    dashes = "" if settled else ' stroke-dasharray="6 4"'
    fill, edge = (DONE_FILL, DONE) if step.done else (FILL, LAW)
    first = place.y + BOX_HEIGHT // 2 - (len(lines) - 1) * 9 + 5
    words = "".join(
        f'<text x="{place.x + BOX_WIDTH // 2}" y="{first + 18 * number}" '
        f'text-anchor="middle" fill="{INK}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    hint = f"<title>{escape(step.when)}</title>" if step.when else ""
    return (
        f'<g>{hint}<rect x="{place.x}" y="{place.y}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" '
        f'rx="8" fill="{fill}" stroke="{edge}"{dashes}/>{words}</g>'
    )


def _stage(number: int) -> str:
    y = MARGIN + number * (BOX_HEIGHT + GAP_Y) + BOX_HEIGHT // 2 + 5
    return f'<text x="{MARGIN}" y="{y}" fill="{LINE}">第{number + 1}步</text>'


def _lines(name: str) -> list[str]:
    """A name in at most three short lines; what does not fit is cut."""
    lines = [name[at : at + LINE_LENGTH] for at in range(0, len(name), LINE_LENGTH)]
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1][:-1] + "…"]
    return lines
