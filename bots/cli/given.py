"""What is given to a command: a file, or standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from engine.errors import OperatorMistake


def read_given(name: str) -> bytes:
    """The content of the file of that name; of standard input, where the name is ``-``.

    Raises:
        OperatorMistake: it cannot be read.
    """
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise OperatorMistake(f"Cannot read {name}: is there such a file?") from error
