"""What the person at the terminal sees: one line per step, each with the time since the start."""

from __future__ import annotations

import sys
import time

from launch.problems import LaunchError

_START = time.monotonic()


def say(text: str) -> None:
    """Print one line of progress."""
    minutes, seconds = divmod(int(time.monotonic() - _START), 60)
    # One write per line: two environments are installed at once.
    sys.stdout.write(f"[{minutes}:{seconds:02d}] {text}\n")
    sys.stdout.flush()


def complain(error: LaunchError) -> None:
    """Print what stopped the start: the details first, so that the sentence stays in sight."""
    if error.details:
        sys.stderr.write(error.details.rstrip() + "\n\n")
    sys.stderr.write(f"{error.sentence}\n")
    sys.stderr.flush()
