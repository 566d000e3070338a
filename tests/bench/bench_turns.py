"""Speaking: how long a learner waits for the examiner, from voice note to spoken reply.

Scripted turns with real sound: the real bot and a real worker as processes, the Bot API double on loopback, espeak-ng's
voice. A turn's clock starts when the bot has the update and stops when the reply was taken.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bots.desk import latency
from engine.models.voices.espeak import EspeakVoice
from engine.models.voices.notes import SpokenNotes
from tests.doubles.postgres import own_database
from tests.e2e.telegram_house import free_port, house

TESTS = 3
ANSWER = "I usually do it in the evening, because I am tired after work and I want to relax with my family for a while."
TALKING = 1.0
"""Seconds between two turns: less than anybody takes to answer, more than the voice needs to speak ahead."""


async def turns(home: Path, **servers: str) -> tuple[latency.StageTimes, ...]:
    """Whole tests, answered by voice; the times that the bot kept."""
    note = SpokenNotes(EspeakVoice("en-us"), home / "candidate", 1.0).note(ANSWER)
    async with house(home, "bot", "worker", BANDMATE_LOG_LEVEL="WARNING", **servers) as built:
        for number in range(TESTS):
            learner = built.api.private_chat(f"Learner {number}")
            await learner.says("/speaking exam")
            await learner.sees("🎙")
            while not any("end of the Speaking test" in shown.text for shown in learner.chat.now.values()):
                await asyncio.sleep(TALKING)
                if any(shown.labels[:1] == ["I'm ready"] for shown in list(learner.chat.now.values())[-1:]):
                    await learner.presses("I'm ready")
                    await learner.sees("🎙")
                    continue
                before = len(learner.chat.history)
                await learner.sends_voice(note.ogg, round(note.seconds))
                while len(learner.chat.history) == before:
                    await built.api.changed(0.5)
        return latency.read(home)


def show(what: str, rows: tuple[latency.StageTimes, ...]) -> None:
    """A table."""
    sys.stdout.write(
        f"\n{what}, {rows[-1].turns} turns:\n\n| stage | median ms | 95th percentile ms |\n|---|---|---|\n"
    )
    names = {
        "fetch": "fetch the note from the chat",
        "decide": "save it, move the test on, ring the worker",
        "send": "the examiner's voice from the cache, sent",
    }
    for row in rows:
        sys.stdout.write(f"| {names.get(row.stage, row.stage)} | {row.median_ms:.0f} | {row.p95_ms:.0f} |\n")


def main() -> None:
    """On the embedded default, and on Redis and PostgreSQL where they are here."""
    with tempfile.TemporaryDirectory() as folder:
        show("SQLite and the embedded queue", asyncio.run(turns(Path(folder) / "default")))
        binary = shutil.which("redis-server")
        if binary is None:
            sys.stdout.write("\nThere is no redis-server here: Redis was not measured.\n")
            return
        port = str(free_port())
        keep_nothing = ["--save", "", "--appendonly", "no", "--dir", folder]
        redis = subprocess.Popen(
            [binary, "--port", port, "--bind", "127.0.0.1", *keep_nothing], stdout=subprocess.DEVNULL
        )
        try:
            with own_database() as database:
                servers = {"BANDMATE_BROKER_URL": f"redis://127.0.0.1:{port}/0", "BANDMATE_DATABASE_URL": database}
                show("Redis and PostgreSQL", asyncio.run(turns(Path(folder) / "servers", **servers)))
        finally:
            redis.terminate()
            redis.wait()


if __name__ == "__main__":
    main()
