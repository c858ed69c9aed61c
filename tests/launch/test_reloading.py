"""Putting changed knowledge into the running guide, and hearing why it was refused."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from launch.problems import LaunchError
from launch.reloading import reload
from tests.ports import free_port

SECRETS = {"GUIDE_STAFF_TOKEN": "token"}


class Guide:
    """A guide that answers as a test says."""

    def __init__(self) -> None:
        self.status, self.body = 200, {"edition_id": "annex", "status": "official", "matters": 61}
        self.heard: list[tuple[str, str | None]] = []


@pytest.fixture
def guide() -> Iterator[tuple[Guide, int]]:
    guide = Guide()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            guide.heard.append((self.path, self.headers["Authorization"]))
            data = json.dumps(guide.body).encode()
            self.send_response(guide.status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield guide, server.server_port
    server.shutdown()
    server.server_close()


def test_the_edition_in_service_is_told(
    guide: tuple[Guide, int], capsys: pytest.CaptureFixture[str]
) -> None:
    asked, port = guide
    reload(port, SECRETS)
    assert asked.heard == [("/api/v1/staff/knowledge/reload", "Bearer token")]
    assert "清单版本 annex（官方），61 个事项" in capsys.readouterr().out


def test_a_refusal_names_every_fault(guide: tuple[Guide, int]) -> None:
    asked, port = guide
    fault = {"file": "matters/a.yml", "line": 3, "field": "stage", "message": "correct it"}
    asked.status, asked.body = 422, {"detail": "资料有错，没有更新", "problems": [fault]}
    with pytest.raises(LaunchError, match="资料有错") as refused:
        reload(port, SECRETS)
    assert "matters/a.yml 第3行 stage：correct it" in refused.value.details


def test_a_guide_that_does_not_run_is_said_so() -> None:
    with pytest.raises(LaunchError, match="请先用 make run 启动"):
        reload(free_port(), SECRETS)
