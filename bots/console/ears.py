"""Offers whoever sits at the terminal to fetch speech recognition, once, with their consent and a bar that moves.

Only here: whoever types in this terminal owns the machine, which somebody in a chat does not.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec

from rich.console import Console

MODEL = "whisper-small"
_LIBRARIES = {"faster_whisper": "faster-whisper>=1.2", "huggingface_hub": "huggingface-hub>=2.0"}
_OFFER = (
    "I cannot write down speech yet. I can fetch what it takes (faster-whisper, 0.3 GB, and Whisper small, 0.5 GB),"
    " once, onto this computer; what you say never leaves it. Fetch it now? [y/N] "
)
_NOT_FETCHED = "It could not be fetched. The test goes on: type what you said with /said after each answer."
_DONE = "Done: I write down what you say from now on."

Run = Callable[[Sequence[str]], int]


def offer_ears(console: Console, answer: Callable[[str], str], run: Run | None = None) -> bool:
    """Ask, and fetch if the answer is yes; whether speech can be written down now. ``run`` gives an exit code."""
    run = run or _run
    if answer(_OFFER).strip().lower() not in ("y", "yes", "j", "ja", "是"):
        return False
    missing = [package for module, package in _LIBRARIES.items() if find_spec(module) is None]
    commands = [[sys.executable, "-m", "pip", "install", *missing]] if missing else []
    commands.append([sys.executable, "-m", "bots.cli", "models", "pull", MODEL])
    for command in commands:
        if run(command) != 0:
            console.print(_NOT_FETCHED, style="dim")
            return False
    console.print(_DONE, style="dim")
    return True


def _run(command: Sequence[str]) -> int:
    """With the terminal as its own, so that progress is seen."""
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own command lines
