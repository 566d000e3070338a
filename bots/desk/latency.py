"""How long a learner waits for the examiner: measured at the bot, by stage, kept as numbers and shown by the doctor.

A turn's clock starts when the front end has the update and stops when the platform has taken the reply. What the
platform's own servers add on either side cannot be seen from here.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

FILE = "latency.jsonl"
_KEPT = 500


@dataclass
class Stopwatch:
    """Seconds by stage, in order."""

    stages: dict[str, float] = field(default_factory=dict)
    _last: float = field(default_factory=time.perf_counter)

    def stage(self, name: str) -> None:
        """A stage is over."""
        now = time.perf_counter()
        self.stages[name] = self.stages.get(name, 0.0) + now - self._last
        self._last = now

    @property
    def total(self) -> float:
        """All stages together."""
        return sum(self.stages.values())


@dataclass(frozen=True, slots=True)
class StageTimes:
    """One stage over many turns: median and 95th percentile in milliseconds."""

    stage: str
    turns: int
    median_ms: float
    p95_ms: float


def write(folder: Path, watch: Stopwatch) -> None:
    """Keep one turn's times, and the newest few hundred of all."""
    path = folder / FILE
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    lines.append(json.dumps({name: round(seconds, 4) for name, seconds in watch.stages.items()}))
    if len(lines) > 2 * _KEPT:
        half = path.with_suffix(".half")
        half.write_text("\n".join(lines[-_KEPT:]) + "\n", "utf-8")
        half.replace(path)
        return
    with path.open("a", encoding="utf-8") as file:
        file.write(lines[-1] + "\n")


def read(folder: Path) -> tuple[StageTimes, ...]:
    """What was kept, stage by stage and in all; nothing where nothing was measured."""
    path = folder / FILE
    if not path.exists():
        return ()
    turns = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    names = list(dict.fromkeys(name for turn in turns for name in turn))
    rows = [_times(name, [turn[name] for turn in turns if name in turn]) for name in names]
    return (*rows, _times("whole turn", [sum(turn.values()) for turn in turns])) if turns else ()


def _times(stage: str, seconds: Sequence[float]) -> StageTimes:
    ordered = sorted(1000 * each for each in seconds)
    last = len(ordered) - 1
    return StageTimes(stage, len(ordered), ordered[last // 2], ordered[min(last, round(0.95 * last))])
