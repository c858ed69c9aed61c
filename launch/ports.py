"""Loopback ports: the one the guide was told to use, and free ones for what stays inside."""

from __future__ import annotations

import errno
import socket
from typing import Collection, Mapping

from launch.problems import LaunchError

HOST = "127.0.0.1"
HIGHEST = 65535


def wanted(environment: Mapping[str, str], name: str, default: int) -> int:
    """The port that variable `name` asks for. Raises `LaunchError` when it is not a port."""
    text = environment.get(name) or str(default)
    if not text.isdecimal() or not 0 < int(text) <= HIGHEST:
        raise LaunchError(f"{name}={text} is not a port; give a number from 1 to {HIGHEST}.")
    return int(text)


def require_free(port: int) -> None:
    """Raises `LaunchError` when nobody could listen on `port`."""
    code = _try(port)
    if code == errno.EADDRINUSE:
        raise LaunchError(
            f"Port {port} is already in use; stop what uses it, or choose another one, for example "
            f"`PORT={port + 10 if port + 10 <= HIGHEST else 8010} make run`."
        )
    if code:
        raise LaunchError(
            f"Port {port} cannot be used here ({errno.errorcode[code]}); choose another one, for "
            "example `PORT=8010 make run`."
        )


def next_free(first: int, taken: Collection[int] = ()) -> int:
    """The first free port from `first` on that is not in `taken`."""
    for port in range(first, HIGHEST + 1):
        if port not in taken and not _try(port):
            return port
    raise LaunchError(f"No port from {first} on is free on {HOST}.")


def _try(port: int) -> int:
    """0 when the port can be bound, else the error's number."""
    with socket.socket() as probe:
        # As a server would: a connection that is only winding down does not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            return error.errno or errno.EIO
    return 0
