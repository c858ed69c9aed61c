"""Asks the running guide to answer from the data folder as it is now."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any, Mapping

from launch.console import say
from launch.ports import HOST
from launch.problems import LaunchError

STATUSES = {
    "official": "官方",
    "law": "法律法规",
    "guide": "办事指南",
    "sample": "示例",
    "missing": "暂缺",
}
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
    say("正在换上新资料，期间仍用原来的资料回答")
    try:
        with _opener.open(request, timeout=RELOAD_S) as answer:
            now = json.load(answer)
    except urllib.error.HTTPError as refusal:
        raise _refused(refusal) from refusal
    except OSError as error:
        raise LaunchError(f"{port} 端口上没有运行的系统：请先用 make run 启动。") from error
    status = STATUSES.get(now["status"], now["status"])
    say(f"已换上：清单版本 {now['edition_id']}（{status}），{now['matters']} 个事项")


def _refused(refusal: urllib.error.HTTPError) -> LaunchError:
    try:
        problem: Any = json.load(refusal)
    except ValueError:
        problem = {}
    lines = [
        f"{found.get('file', '')} {_line(found)}{found.get('field', '')}："
        f"{found.get('message', '')}"
        for found in problem.get("problems", [])
    ]
    sentence = problem.get("detail") or f"没有更新，系统返回 {refusal.code}。"
    return LaunchError(str(sentence), "\n".join(lines))


def _line(found: Mapping[str, Any]) -> str:
    return f"第{found['line']}行 " if found.get("line") else ""
