"""Many learners at once: how soon each is answered, and whether anything is lost or mixed.

The real bots of both platforms and one worker as processes, on the embedded default, against both doubles on loopback
in this process. Each learner sends one essay and, in between, asks for help, for the accuracy, or sits an exercise that
is typed. Every answer is waited for; every learner's own word must come back to them, and no other's.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.e2e.crowd import Member, crowd
from tests.e2e.discord_house import house_of_both

LEARNERS = int(os.environ.get("BANDMATE_BENCH_LEARNERS", "200"))
SECONDS = float(os.environ.get("BANDMATE_BENCH_SECONDS", "300"))
PAUSE = 30.0
"""Seconds between two things that one learner does, on the average."""


async def run(home: Path) -> Sequence[Member]:
    """The crowd's time."""
    quiet = {"BANDMATE_LOG_LEVEL": "WARNING", "BANDMATE_VOICE": "none"}
    async with house_of_both(home, **quiet) as (built, discord):
        members = await crowd(built.api, discord, LEARNERS, SECONDS, PAUSE)
        assert "Traceback" not in built.written
        return members


def row(name: str, members: Sequence[Member]) -> str:
    """One platform's."""
    answers = sorted(1000 * each for member in members for each in member.acknowledged)
    reports = sorted(member.report for member in members)
    return (
        f"| {name} | {len(members)} | {len(answers)} | {statistics.median(answers):.0f} | {percentile(answers):.0f} |"
        f" {statistics.median(reports):.0f} | {percentile(reports):.0f} | 0 | 0 |\n"
    )


def percentile(ordered: Sequence[float], part: float = 0.95) -> float:
    """The value below which so much of them lies."""
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def main() -> None:
    """A table; a learner who is not answered, or who sees another's words, ends it with an error instead."""
    with tempfile.TemporaryDirectory() as folder:
        members = asyncio.run(run(Path(folder)))
    sys.stdout.write(
        f"{LEARNERS} learners for {SECONDS:.0f} s, one essay each; the machine's load was"
        f" {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores:\n\n"
        "| platform | learners | things sent | answered, median ms | 95th percentile ms |"
        " report, median s | 95th percentile s | lost | mixed |\n|---|---|---|---|---|---|---|---|---|\n"
    )
    for name, on_discord in (("Telegram", False), ("Discord", True)):
        sys.stdout.write(row(name, [each for each in members if each.on_discord is on_discord]))


if __name__ == "__main__":
    main()
