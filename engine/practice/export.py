"""Everything that is kept of a learner, as zips to take along."""

from __future__ import annotations

import contextlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from engine.documents.pictures import kind_of_picture
from engine.errors import LearnerMistake
from engine.ielts.chat import Person
from engine.marking.speaking.answers import questions_by_turn
from engine.marking.speaking.report_text import full_speaking_report
from engine.marking.speaking.transcript_text import transcript_text
from engine.marking.writing.report_json import load_report
from engine.marking.writing.report_text import full_report
from engine.practice.essays import essay_of
from engine.practice.rating import heard_by_turn
from engine.practice.speaking_views import read_report
from engine.store.recordings.kept import KeptSound
from engine.store.speaking import KeptTest
from engine.store.store import Transaction

LARGEST = 8_000_000
"""Bytes of one zip: Discord takes files of ten million from a bot. A recording larger than that is a zip by itself."""

File = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Export:
    """Everything of a learner: files, and recordings by the name of their file as they are kept."""

    files: tuple[File, ...]
    recordings: tuple[tuple[str, KeptSound], ...]

    def zips(self, sound: Callable[[KeptSound], bytes] = bytes) -> tuple[bytes, ...]:
        """All of it, packed; ``sound`` gets a recording from where it is kept. One that is gone meanwhile is left out."""
        return tuple(_zips((*self.files, *self._sounds(sound))))

    def _sounds(self, sound: Callable[[KeptSound], bytes]) -> Iterator[File]:
        for name, kept in self.recordings:
            with contextlib.suppress(LearnerMistake):
                yield name, sound(kept)


def export(tx: Transaction, person: Person) -> Export:
    """Everything; reports are in the language that the learner reads feedback in.

    ``bandmate.json`` holds every row of the database that belongs to the learner, by table; beside it are essays, reports
    and transcripts as text, and recordings that are kept.
    """
    learner = tx.intake.learner(person)
    chosen = tx.learners.preferences(learner)
    language = chosen.reads(person.language)
    rows = tx.privacy.belongings(learner)
    files = [("bandmate.json", json.dumps(rows, default=_plain, ensure_ascii=False, indent=1).encode())]
    files += [file for row in rows.get("submissions", ()) for file in _essay(tx, row["id"], language)]
    for row in rows.get("speaking_tests", ()):
        kept = tx.speaking.test(row["id"])
        files += () if kept is None else _test(tx, kept, language)
    recordings = []
    for table, found in rows.items():
        for row in found:
            for value in row.values():
                if not isinstance(value, bytes):
                    continue
                if kind := kind_of_picture(value):
                    files.append((f"pictures/{row['id']}.{kind}", value))
                else:
                    recordings.append((f"recordings/{table}-{row['id']}.ogg", KeptSound(value)))
    return Export(tuple(files), tuple(recordings))


def _essay(tx: Transaction, submission_id: int, language: str | None) -> Iterator[File]:
    submission = tx.intake.submission(submission_id)
    if submission is None:
        return
    name = f"essays/{submission_id}"
    yield f"{name}.txt", submission.text.encode()
    body = tx.intake.report(submission_id)
    if body is not None:
        yield f"{name}-report.md", full_report(load_report(body), essay_of(submission).text, language).encode()


def _test(tx: Transaction, kept: KeptTest, language: str | None) -> Iterator[File]:
    heard = heard_by_turn(tx.speaking.turns(kept.id))
    name = f"speaking/{kept.id}"
    yield f"{name}.md", transcript_text(kept.test, heard).encode()
    try:
        report = read_report(tx, kept).report
    except LearnerMistake:  # there is none, or a new one is on its way
        return
    yield f"{name}-report.md", full_speaking_report(report, questions_by_turn(kept.test), language).encode()


def _plain(value: object) -> object:
    """What JSON has no form for."""
    if isinstance(value, bytes):
        return "in a file of its own"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")


def _zips(files: Iterable[File]) -> Iterator[bytes]:
    """As few zips as hold everything, each of :data:`LARGEST` bytes at most where that is possible."""
    held: list[File] = []
    size = 0
    for file in files:
        if held and size + len(file[1]) > LARGEST:
            yield _zip(held)
            held, size = [], 0
        held.append(file)
        size += len(file[1])
    yield _zip(held)


def _zip(files: Iterable[File]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return packed.getvalue()
