"""A child that ends with its parent, however the parent ended."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PDEATHSIG = 1  # PR_SET_PDEATHSIG of prctl(2)


def die_with_parent(parent: int) -> None:
    """On Linux the calling process is ended when its parent dies, even by SIGKILL; elsewhere its parent must end it.

    ``parent`` is the parent's process id, as one that has died already tells nobody any more.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)
