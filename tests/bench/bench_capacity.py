"""Capacity: seconds of a core that each piece of work takes, whatever else the machine does meanwhile.

Time of the processor, in all threads of the process that does the work, so that a busy machine changes it little; what
PostgreSQL and the kernel do for it elsewhere is not in it. deploy/capacity.md makes learners of it.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bots.desk.frontdesk import FrontDesk
from bots.replies.notices import reply_to
from engine.evaluate.essays import read_essays
from engine.ielts.chat import ChatAddress, ChatMessage, Person, Platform
from engine.ielts.writing import Essay
from engine.marking.speaking.sound.measure import measure_sound
from engine.marking.writing.samples import SAMPLES, sample_essay
from engine.marking.writing.visuals.shipped import ShippedPictures
from engine.models.voices.espeak import EspeakVoice
from engine.models.voices.notes import SpokenNotes
from engine.ports import HEARING_RATE, Hints, Work
from engine.practice.essays import mark_essay
from engine.practice.exam_questions import ask
from engine.settings import Settings
from engine.store.migrate import upgrade
from engine.wiring import build_marker, build_recogniser, build_speaking_marker, open_store
from tests.doubles.spoken import spoken
from tests.marking.speaking.candidates import middling

ROOT = Path(__file__).parents[2]
ROUNDS = 20
MINUTE = 60.0


class Nobody:
    """A queue that calls no worker."""

    def __init__(self) -> None:
        self.called: list[int] = []

    def enqueue(self, row_id: int, work: Work = Work.MARK) -> None:  # noqa: ARG002 - the port's signature
        self.called.append(row_id)


def cost(work: Callable[[], object]) -> float:
    """Seconds of the processor."""
    before = time.process_time()
    work()
    return time.process_time() - before


def row(what: str, seconds: list[float], note: str = "") -> None:
    """One line of the table."""
    shown = f"{statistics.mean(seconds):.3f}" if len(seconds) > 1 else f"{seconds[0]:.1f}"
    sys.stdout.write(f"| {what} | {len(seconds)} | {shown} | {note} |\n")


def essays() -> list[Essay]:
    """Different essays of the development data, or our samples again and again."""
    data = Path(os.environ.get("BANDMATE_DEV_DATA", ROOT.parent / "shared" / "data")) / "ielts_essays_dev.jsonl"
    if data.exists():
        return [marked.essay for marked in read_essays(data)[: 10 * ROUNDS : 10]]
    return [sample_essay(SAMPLES[number % len(SAMPLES)]) for number in range(ROUNDS)]


def writing(settings: Settings) -> None:
    """An essay's way: taken in, marked, delivered."""
    store, jobs, written = open_store(settings), Nobody(), essays()
    desk = FrontDesk(store, jobs, settings)
    marker = build_marker(settings)
    row("the first essay of a worker: its data is loaded", [cost(lambda: marker.mark(sample_essay()))])
    taken, marked, shown = [], [], []
    for number, essay in enumerate(written):
        here, who = ChatAddress(Platform.TELEGRAM, str(number)), Person(Platform.TELEGRAM, str(number), "en")
        text = f"{essay.task.prompt}\n\n{essay.text}" if essay.task.prompt else essay.text
        message = ChatMessage(here, who, "1", text, datetime.now(UTC))
        code = essay.task.code
        taken.append(cost(lambda m=message, c=code, p=essay.task.prompt: desk.form(m, c, p)))  # type: ignore[misc]
        marked.append(cost(lambda: mark_essay(store, marker, settings, jobs.called[-1])))
        parcels = desk.due(Platform.TELEGRAM)

        def deliver(parcels: tuple[object, ...] = parcels) -> None:
            for parcel in parcels:
                reply_to(parcel.notice)  # type: ignore[attr-defined]
                desk.delivered(parcel)  # type: ignore[arg-type]

        shown.append(cost(deliver))
    words = statistics.mean(essay.word_count for essay in written)
    row("an essay taken in by the bot", taken, "SQLite")
    row(
        "an essay marked, offline, with its report", marked, f"{words:.0f} words on the mean; dearest {max(marked):.2f}"
    )
    row("its report made ready for the chat and marked as delivered", shown, "SQLite; sending itself not")
    row(
        "/ask: a question about the exam",
        [cost(lambda: ask(store, "How long is the Speaking test?")) for _ in range(5)],
    )
    desk.close()


def speaking(folder: Path) -> None:
    """What a Speaking test takes beside the recogniser."""
    truth = spoken(("en-us", 160), (0.3, 0.9, 0.5, 1.6) * 4)
    minutes = len(truth.samples) / HEARING_RATE / MINUTE
    row(
        "a minute of speech measured, no recogniser",
        [cost(lambda: measure_sound(truth.samples)) / minutes for _ in range(5)],
    )
    recogniser = build_recogniser(Settings(home=folder)) if Settings().whisper else None
    if recogniser is None:
        sys.stdout.write("| a minute of speech written down | | not measured: BANDMATE_WHISPER names no weights | |\n")
    else:
        recogniser.transcribe(truth.samples[:HEARING_RATE], Hints())
        heard = [cost(lambda: recogniser.transcribe(truth.samples, Hints())) / minutes for _ in range(3)]
        row("a minute of speech written down", heard, f"{recogniser.name}, on the CPU")
    voice = SpokenNotes(EspeakVoice("en-us"), folder / "voice", 1.0)
    asked = [f"Let's talk about your home town. What do you like about it, number {number}?" for number in range(10)]
    voice.note("Good day.")
    row(
        "an examiner's sentence spoken, espeak-ng, as a voice note",
        [cost(lambda q=each: voice.note(q)) for each in asked],
    )  # type: ignore[misc]
    marker, sat = build_speaking_marker(Settings(home=folder)), middling()
    row("the first test rated by a worker", [cost(lambda: marker.mark(*sat))])
    row("a whole Speaking test rated", [cost(lambda: marker.mark(*sat)) for _ in range(5)])


def main() -> None:
    """Print the table."""
    sys.stdout.write("| work | times | core seconds, mean | |\n|---|---|---|---|\n")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(home=folder / "home", lease=timedelta(minutes=10))
        upgrade(settings)
        writing(settings)
        speaking(folder)
        pictures = ShippedPictures()
        tasks = [task.id for task in pictures.tasks()][:5]
        row("a Task 1 picture drawn, the first with its library", [cost(lambda: pictures.picture(tasks[0]))])
        row("a Task 1 picture drawn", [cost(lambda t=each: pictures.picture(t)) for each in tasks[1:]])  # type: ignore[misc]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    load = os.getloadavg()[0]
    sys.stdout.write(
        f"\nMemory of the process that did all this: {peak:.0f} MB at its peak. Load of the machine: {load:.0f}.\n"
    )


if __name__ == "__main__":
    main()
