"""Ties a process to its parent's life, so that even a killed parent leaves nothing behind."""

from __future__ import annotations

import ctypes
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h

# Loaded once here: a child that is just being forked should not have to.
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def end_with_parent() -> None:
    """Have the system send this process SIGTERM when its parent ends; only Linux can."""
    if _libc:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
