"""Keeps processes running through supervisord: process groups, restarts with back-off, logs.

supervisord is chosen over simpler Procfile runners because those end everything when one process
ends, while the guide must go on without its dialogue engine until that is back.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import shlex
import shutil
import signal
import socket
import subprocess
import tempfile
import xmlrpc.client
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping, Sequence

from launch.lifeline import end_with_parent
from launch.parts import Part
from launch.paths import LOGS, ROOT
from launch.problems import LaunchError

STOP_S = 8
"""Seconds a process gets to end by itself before it is killed."""
GROUP = "guide"
UP = ("STARTING", "RUNNING")

CONFIG = """\
[supervisord]
nodaemon=true
logfile={logs}/supervisord.log
pidfile={folder}/supervisord.pid
childlogdir={folder}

[unix_http_server]
file={folder}/control
chmod=0700

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface

[group:{group}]
programs={names}
"""

# One that ends within `startsecs` was never really up: the next try waits a second longer.
PROGRAM = """
[program:{name}]
command={command}
directory={root}
startsecs={startsecs}
startretries=1000000
autorestart={restarts}
stopasgroup=true
killasgroup=true
stopwaitsecs={stop}
redirect_stderr=true
stdout_logfile={logs}/{name}.log
stdout_logfile_maxbytes=10MB
stdout_logfile_backups=3
"""
RESTART_STARTSECS = 20


@dataclass(frozen=True)
class State:
    """What supervisord says of a process; `pid` is 0 while it is down."""

    pid: int
    word: str

    @property
    def is_up(self) -> bool:
        """Whether it runs now."""
        return self.word in UP


class Supervisor:
    """supervisord with a configuration of its own, and the processes under it.

    Args:
        program: what starts supervisord.
        parts: the processes to keep.
        environment: variables for all of them, on top of this process's.
    """

    def __init__(
        self, program: Sequence[str], parts: Sequence[Part], environment: Mapping[str, str]
    ) -> None:
        self._program = list(program)
        self._parts = parts
        self._environment = environment
        self._pids: set[int] = set()

    def __enter__(self) -> Supervisor:
        # Not under var/: a socket's path may have about a hundred characters only.
        self._folder = Path(tempfile.mkdtemp(prefix="guide-"))
        config = self._folder / "supervisord.conf"
        config.write_text(configuration(self._parts, self._folder), encoding="utf-8")
        LOGS.mkdir(parents=True, exist_ok=True)
        for part in self._parts:
            # The logs tell of this start only, so that their last lines explain how it ended.
            (LOGS / f"{part.name}.log").write_text("", encoding="utf-8")
        self._process = subprocess.Popen(
            [*self._program, "--configuration", str(config)],
            cwd=str(ROOT),
            env={**os.environ, **self._environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # Ctrl-C reaches this process only, which then stops the others in good order.
            start_new_session=True,
            preexec_fn=end_with_parent,
        )
        control = _UnixTransport(str(self._folder / "control"))
        self._server = xmlrpc.client.ServerProxy("http://guide/RPC2", transport=control)
        return self

    def __exit__(self, *_: object) -> None:
        """Stop everything; whatever would not end is killed, with all it started."""
        with contextlib.suppress(LaunchError):
            self.states()
        self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=STOP_S + 4)
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        for pid in self._pids:
            # Its group may live on after it.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
        shutil.rmtree(str(self._folder), ignore_errors=True)

    def states(self) -> dict[str, State]:
        """The state of each process by name; empty while supervisord itself starts.

        Raises:
            LaunchError: supervisord has ended.
        """
        if self._process.poll() is not None:
            raise LaunchError("The process supervisor ended unexpectedly; start the guide again.")
        try:
            answer: Any = self._server.supervisor.getAllProcessInfo()
        except (OSError, http.client.HTTPException, xmlrpc.client.Error):
            return {}
        states = {item["name"]: State(item["pid"], item["statename"]) for item in answer}
        self._pids.update(state.pid for state in states.values() if state.pid)
        return states


def configuration(parts: Sequence[Part], folder: Path) -> str:
    """supervisord's configuration file."""
    names = ",".join(part.name for part in parts)
    head = {"logs": LOGS, "folder": folder, "group": GROUP, "names": names}
    sections = [CONFIG.format(**{key: _literal(value) for key, value in head.items()})]
    for part in parts:
        values = {
            "name": part.name,
            "command": " ".join(shlex.quote(word) for word in part.command),
            "root": ROOT,
            "startsecs": RESTART_STARTSECS if part.restarts else 0,
            "restarts": str(part.restarts).lower(),
            "stop": STOP_S,
            "logs": LOGS,
        }
        sections.append(PROGRAM.format(**{key: _literal(value) for key, value in values.items()}))
    return "".join(sections)


def _literal(value: object) -> str:
    """supervisord expands %(name)s."""
    return str(value).replace("%", "%%")


class _UnixConnection(http.client.HTTPConnection):
    """HTTP over a socket in the file system."""

    def __init__(self, path: str) -> None:
        super().__init__("guide", timeout=5)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


class _UnixTransport(xmlrpc.client.Transport):
    """XML-RPC over a socket in the file system."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path

    def make_connection(self, host: Any) -> http.client.HTTPConnection:
        return _UnixConnection(self._path)
