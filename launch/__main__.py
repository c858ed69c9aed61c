"""`python3 -m launch run|build|reload|test|lint|bench|eval|lock`."""

from __future__ import annotations

import argparse
import contextlib
import errno
import fcntl
import io
import os
import sys
from typing import Callable, Iterator

from launch import build, checks, command, environments, interruption, reloading
from launch.console import complain, say
from launch.development_secrets import service_secrets
from launch.lifeline import end_with_parent
from launch.lock import lock
from launch.paths import VAR
from launch.ports import wanted
from launch.problems import LaunchError
from launch.serve import choose_ports, serve

SECRETS = VAR / "secrets.env"


def run() -> None:
    """Build what is missing and serve until stopped."""
    chosen = choose_ports(os.environ)
    secrets = service_secrets(os.environ, SECRETS)
    os.environ.update(secrets)
    with alone():
        environments.ensure()
        build.build()
        build.migrate()
    serve(chosen, secrets)


def prepare() -> None:
    """Build what is missing, tests' needs included, and serve nothing."""
    with alone():
        environments.ensure(tests=True)
        build.build()


def test() -> None:
    """All tests."""
    prepare()
    checks.run_all(checks.TESTS)


def lint() -> None:
    """Style and types."""
    with alone():
        environments.ensure(tests=True)
    checks.run_all(checks.LINT)


def bench() -> None:
    """All measures."""
    prepare()
    checks.run_all(checks.MEASURES)


def evaluate() -> None:
    """How well messages find their matter, with what is built: the index must not change now."""
    with alone():
        environments.ensure(tests=True)
    checks.run_all(checks.EVALUATION)


def reload() -> None:
    """Put changed knowledge into the running guide's service."""
    reloading.reload(wanted(os.environ, "PORT", 8000), service_secrets(os.environ, SECRETS))


def relock() -> None:
    """New pins for both environments."""
    with alone():
        environments.ensure()
    lock()


COMMANDS = {
    "run": run,
    "reload": reload,
    "build": prepare,
    "test": test,
    "lint": lint,
    "bench": bench,
    "eval": evaluate,
    "lock": relock,
}


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Keeps two builds in one folder from treading on each other."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "build.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("Another build is under way in this folder; waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def guarded(action: Callable[[], None]) -> int:
    """Do `action` so that however it ends, nothing it started stays behind.

    Returns:
        The exit code: 0 after success or a wanted end, 1 after a problem, told in one sentence.
    """
    interruption.listen()
    try:
        action()
    except KeyboardInterrupt:
        say("Stopped")
    except LaunchError as error:
        complain(error)
        return 1
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        complain(LaunchError("The disk is full; make room and start again."))
        return 1
    finally:
        command.stop_all()
    return 0


def main() -> int:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python3 -m launch", description=__doc__)
    parser.add_argument("command", choices=COMMANDS)
    chosen = COMMANDS[parser.parse_args().command]
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal may know no Chinese
    if "MAKELEVEL" in os.environ:
        end_with_parent()  # make, which a person may also end in ways it cannot pass on
    return guarded(chosen)


if __name__ == "__main__":
    sys.exit(main())
