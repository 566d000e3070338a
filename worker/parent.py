"""A child that ends with its parent, however the parent ended."""

from __future__ import annotations

import ctypes
import signal
import sys

_PDEATHSIG = 1  # PR_SET_PDEATHSIG of prctl(2)


def die_with_parent() -> None:
    """On Linux the calling process is told when its parent dies, even by SIGKILL; elsewhere its parent must end it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGTERM)
