"""Starts the guide's processes, tells when they are ready, and watches over them until the end."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Mapping, Sequence

from launch import command, ports
from launch.console import say
from launch.environments import APP
from launch.interruption import pause
from launch.parts import Part, Ports, parts, settings
from launch.paths import LOGS, shown
from launch.ports import HOST
from launch.problems import LaunchError
from launch.supervisor import State, Supervisor

POLL_S = 0.25
HEARTBEAT_S = 8.0
START_LIMIT_S = 180.0

SUPERVISORD = (str(APP.python), "-m", "supervisor.supervisord")


def choose_ports(environment: Mapping[str, str]) -> Ports:
    """The port asked for, and the first free ones for what stays inside.

    Raises:
        LaunchError: the port asked for is taken.
    """
    api = ports.wanted(environment, "PORT", 8000)
    ports.require_free(api)
    rasa = ports.next_free(ports.wanted(environment, "RASA_PORT", 5005), {api})
    actions = ports.next_free(ports.wanted(environment, "ACTIONS_PORT", 5055), {api, rasa})
    return Ports(api, rasa, actions)


def serve(chosen: Ports, secrets: Mapping[str, str]) -> None:
    """Run the guide until it is stopped.

    Raises:
        LaunchError: a process did not start, or the service, which nothing replaces, ended.
    """
    url = f"http://{HOST}:{chosen.api}"
    # What keeps it from being ready is told in the log of the service.
    whole = Part("api", "The guide", (), f"{url}/api/v1/ready")
    keep(
        parts(chosen),
        whole,
        settings(chosen, secrets),
        f"智能导办已就绪 · The guide is ready: {url}",
    )


def keep(
    processes: Sequence[Part],
    whole: Part,
    environment: Mapping[str, str],
    announcement: str,
    supervisord: Sequence[str] = SUPERVISORD,
) -> None:
    """Start `processes`, announce when `whole` is ready, then watch until interrupted."""
    with Supervisor(supervisord, processes, environment) as supervisor:
        watch = Watch(supervisor, processes)
        watch.until_ready(whole)
        say(announcement)
        watch.forever()


class Watch:
    """What goes on with the processes, told on the terminal."""

    def __init__(self, supervisor: Supervisor, processes: Sequence[Part]) -> None:
        self._supervisor = supervisor
        self._processes = processes
        self._ready: set[str] = set()

    def until_ready(self, whole: Part, limit_s: float = START_LIMIT_S) -> None:
        """Return as soon as every process, and the `whole`, is ready.

        Raises:
            LaunchError: one ended, or took too long.
        """
        say("Starting " + ", ".join(_lower(part.title) for part in self._processes))
        deadline = time.monotonic() + limit_s
        beat = time.monotonic() + HEARTBEAT_S
        while not (self._all_ready() and whole.is_ready()):
            if time.monotonic() > deadline:
                raise _too_slow(self._waiting() or [whole], limit_s)
            if time.monotonic() > beat:
                beat += HEARTBEAT_S
                say("Waiting for " + ", ".join(_lower(p.title) for p in self._waiting() or [whole]))
            pause(POLL_S)

    def forever(self) -> None:
        """Tell of restarts. Ends only by `LaunchError`, when nothing will bring a process back."""
        pids = {name: state.pid for name, state in self._supervisor.states().items()}
        while True:
            pause(POLL_S)
            for name, state in self._supervisor.states().items():
                part = self._part(name)
                if not (state.is_up or part.restarts):
                    raise _ended(part)
                if state.pid != pids.get(name):
                    pids[name] = state.pid
                    self._tell_restart(part, state)
            self._tell_return()

    def _tell_restart(self, part: Part, state: State) -> None:
        self._ready.discard(part.name)
        doing = "starting it again" if state.pid else "it ended"
        say(f"{part.title}: {doing}, see {shown(log_of(part))}")

    def _tell_return(self) -> None:
        for part in self._waiting():
            if part.is_ready():
                self._ready.add(part.name)
                say(f"{part.title}: ready again")

    def _all_ready(self) -> bool:
        for name, state in self._supervisor.states().items():
            # Whatever ends before it was ready would end again.
            if not state.is_up and state.word != "STOPPED":
                raise _ended(self._part(name))
        for part in self._waiting():
            if part.is_ready():
                self._ready.add(part.name)
                say(f"{part.title}: ready")
        return not self._waiting()

    def _waiting(self) -> list[Part]:
        return [part for part in self._processes if part.name not in self._ready]

    def _part(self, name: str) -> Part:
        return next(part for part in self._processes if part.name == name)


def log_of(part: Part) -> Path:
    """Where a process's output goes."""
    return LOGS / f"{part.name}.log"


def _lower(title: str) -> str:
    return title[0].lower() + title[1:]


def _ended(part: Part) -> LaunchError:
    log = log_of(part)
    return LaunchError(f"{part.title} ended unexpectedly, see {shown(log)}.", command.tail(log))


def _too_slow(late: Sequence[Part], limit_s: float) -> LaunchError:
    part = late[0]
    log = log_of(part)
    return LaunchError(
        f"{part.title} was not ready after {limit_s:.0f} seconds, see {shown(log)}.",
        command.tail(log),
    )
