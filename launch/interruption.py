"""A wish to end, from Ctrl-C or SIGTERM, that nothing on the way can swallow."""

from __future__ import annotations

import signal
import time

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class _Wish:
    """Whether somebody wants an end; plain, since a signal handler must not wait for a lock."""

    made = False


def listen() -> None:
    """Take both signals for a wish to end."""
    _Wish.made = False
    for number in SIGNALS:
        signal.signal(number, _end)


def pause(seconds: float) -> None:
    """Sleep, unless somebody wants an end.

    An exception of a signal handler is lost when the handler happened to run inside a finalizer,
    as those of HTTP responses are; so whoever loops also looks at the wish itself.

    Raises:
        KeyboardInterrupt: somebody does.
    """
    time.sleep(seconds)
    if _Wish.made:
        raise KeyboardInterrupt


def _end(*_: object) -> None:
    """Unwinds through everything that must be closed; a second signal must not break that off."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    _Wish.made = True
    raise KeyboardInterrupt
