"""Asks the running guide to answer from the data folder as it is now."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any, Mapping

from launch.console import say
from launch.ports import HOST
from launch.problems import LaunchError

RELOAD_S = 600.0
"""Longer than any list takes to be indexed."""
# Never through a proxy: the guide is on this machine.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def reload(port: int, secrets: Mapping[str, str]) -> None:
    """Have the guide on `port` load, check and index its data, and answer from it.

    Raises:
        LaunchError: it does not run, or it found faults and goes on with the old data.
    """
    request = urllib.request.Request(
        f"http://{HOST}:{port}/api/v1/staff/knowledge/reload",
        method="POST",
        headers={"Authorization": f"Bearer {secrets['GUIDE_STAFF_TOKEN']}"},
    )
    say("The guide is loading its data; it answers from the old meanwhile")
    try:
        with _opener.open(request, timeout=RELOAD_S) as answer:
            now = json.load(answer)
    except urllib.error.HTTPError as refusal:
        raise _refused(refusal) from refusal
    except OSError as error:
        raise LaunchError(f"No guide answers on port {port}; start it with `make run`.") from error
    say(f"In service: edition {now['edition_id']} ({now['status']}), {now['matters']} matters")


def _refused(refusal: urllib.error.HTTPError) -> LaunchError:
    try:
        problem: Any = json.load(refusal)
    except ValueError:
        problem = {}
    lines = [
        f"{found.get('file', '')}:{found.get('line') or ''}: {found.get('field', '')}: "
        f"{found.get('message', '')}"
        for found in problem.get("problems", [])
    ]
    sentence = problem.get("detail") or f"The guide refused with status {refusal.code}."
    return LaunchError(str(sentence), "\n".join(lines))
