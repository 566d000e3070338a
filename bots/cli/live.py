"""``bandmate doctor --live``: is what runs here alive? For container health checks; it loads nothing and asks nobody."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from engine.errors import OperatorMistake


def say_who_lives(home: Path, *, as_json: bool) -> bool:
    """Print one line (or JSON); whether everything that runs on this machine gave a sign lately.

    Whether database and broker answer is not asked: starting a process again mends neither.

    Raises:
        OperatorMistake: this is Windows, where nothing but ``mark`` runs natively.
    """
    if sys.platform == "win32":
        raise OperatorMistake("Bots and workers run under WSL2, not natively: see deploy/windows.md")
    from engine.pulse import listen

    heard = listen(home)
    if as_json:
        sys.stdout.write(json.dumps([asdict(each) | {"stuck": each.stuck} for each in heard]) + "\n")
    elif not heard:
        sys.stdout.write("No bot and no worker runs here. Start one: bandmate run\n")
    else:
        each_says = (f"{each.name} {'STUCK' if each.stuck else 'alive'}, {each.seconds:.0f} s ago" for each in heard)
        sys.stdout.write("; ".join(each_says) + "\n")
    return bool(heard) and not any(each.stuck for each in heard)
