"""What the doctor says of one thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["fine", "off", "broken"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``off`` is a choice, ``broken`` needs the ``mend``: a command, or what to set."""

    what: str
    state: State
    detail: str
    mend: str = ""
