"""Open a stored Speaking report: only for the learner who sat the test, only in the chat where it was sat."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.errors import LearnerMistake
from engine.ielts.chat import ChatAddress, Person
from engine.ielts.opinions import About, Subject
from engine.ielts.speaking.heard import HeardTurn
from engine.ielts.speaking.notices import SpeakingRated, SpeakingView
from engine.ielts.speaking.report import SpeakingReport
from engine.ielts.speaking.report_json import load_speaking_report
from engine.ports import Voice
from engine.practice.rating import heard_by_turn
from engine.practice.recordings import decode
from engine.store.recordings.kept import KeptSound
from engine.store.speaking import KeptTest, KeptTurn
from engine.store.store import Transaction


@dataclass(frozen=True, slots=True)
class Opened:
    """A report with everything that its views are made from.

    ``recorded``: the learner keeps recordings of this test; ``recordings`` are those in which a moment may be heard again.
    """

    kept: KeptTest
    report: SpeakingReport
    heard: Mapping[str, HeardTurn]
    changes: tuple[str, ...]
    recorded: bool
    recordings: Mapping[str, KeptSound]
    liked: bool | None = None


def open_report(tx: Transaction, address: ChatAddress, person: Person, test_id: int) -> Opened:
    """The report on a test.

    Raises:
        LearnerMistake: ``no-such-report``, ``not-your-test`` or ``report-renewed``.
    """
    learner = tx.intake.learner(person)
    kept = tx.speaking.test(test_id)
    if kept is None or kept.address != address:
        raise LearnerMistake("no-such-report")
    if kept.learner_id != learner:
        raise LearnerMistake("not-your-test")
    return read_report(tx, kept)


def read_report(tx: Transaction, kept: KeptTest) -> Opened:
    """The report on a test, read with the transcripts that it quotes.

    Raises:
        LearnerMistake: ``no-such-report``, or ``report-renewed``: words were put right and a new one is on its way.
    """
    body = tx.speaking.report(kept.id)
    if body is None:
        raise LearnerMistake("no-such-report")
    turns = tx.speaking.turns(kept.id)
    try:
        report = load_speaking_report(body, _transcripts(turns))
    except ValueError as other_words:
        raise LearnerMistake("report-renewed") from other_words
    # Those that wait for the report to be delivered are on their way out: a button for them would be dead a moment later.
    stay = tx.speaking.keeps_recordings(kept.learner_id)
    kept_turns = [turn for turn in turns if stay and turn.recorded]
    again = {each.moment.turn for each in report.listen_again}
    recordings = {
        turn.heard.turn: recording
        for turn in kept_turns
        if turn.heard.turn in again and (recording := tx.speaking.recording(turn.id))
    }
    liked = tx.opinions.liked(Subject(About.TEST, kept.id))
    return Opened(kept, report, heard_by_turn(turns), _changes(tx, kept, report), bool(kept_turns), recordings, liked)


def rated(opened: Opened) -> SpeakingRated:
    """The notice that a report is ready."""
    return SpeakingRated(opened.kept.id, opened.report, opened.changes, opened.recorded)


def view(
    opened: Opened,
    name: str,
    voice: Voice | None,
    max_seconds: float = 300.0,
    sound: Callable[[KeptSound], bytes] = bytes,
) -> SpeakingView:
    """One part of a report; the views are those of :class:`SpeakingView`. Pictures, sound and files are made here.

    ``max_seconds`` is how long a kept recording may be, ``sound`` gets it from where it is kept.

    Raises:
        LearnerMistake: ``no-recording``: no moment of the report can be heard again; ``no-picture``: too little is known
            of the sound (answers were typed, or no recogniser says when which word was said).
    """
    make = _CONTENT.get(name)
    if name == "hear":
        content: bytes | None = _hear(opened, voice, max_seconds, sound)
    else:
        content = None if make is None else make(opened)
    return SpeakingView(opened.kept.id, opened.report, name, content, opened.changes, opened.recorded, opened.liked)


def _changes(tx: Transaction, kept: KeptTest, report: SpeakingReport) -> tuple[str, ...]:
    """Against the last test by band, and against the last few by what was counted."""
    from engine.marking.sentences import Sentences
    from engine.marking.speaking.changes import changes
    from engine.marking.speaking.judgement.compared import LOOKS_BACK, compared

    earlier: list[SpeakingReport] = []
    for test_id, body in tx.speaking.reports_before(kept, LOOKS_BACK):
        try:
            earlier.append(load_speaking_report(body, _transcripts(tx.speaking.turns(test_id))))
        except ValueError:
            continue
    if not earlier:
        return ()
    overall, *others = changes(earlier[0], report, kept.language)
    return (overall, *compared(earlier, report, Sentences(kept.language)), *others)


def _transcripts(turns: tuple[KeptTurn, ...]) -> dict[str, str]:
    return {turn.heard.turn: turn.heard.transcript.text for turn in turns if turn.heard.transcript is not None}


def _hear(opened: Opened, voice: Voice | None, max_seconds: float, sound: Callable[[KeptSound], bytes]) -> bytes:
    """The first moment to hear again that has a recording and a better way to say it: both, one after the other."""
    from engine.marking.speaking.answers import ends
    from engine.marking.speaking.hear_the_difference import hear_the_difference

    for again in opened.report.listen_again:
        recording = opened.recordings.get(again.moment.turn)
        if recording is None or again.better is None or again.moment.second is None or voice is None:
            continue
        said = opened.heard[again.moment.turn].transcript
        until = None if said is None else ends(said.text, said.words or (), again.moment.end)
        samples = decode(sound(recording), max_seconds=max_seconds)
        return hear_the_difference(samples, again.moment.second, until, voice.say(again.better, 1.0))
    raise LearnerMistake("no-recording")


def _fluency(opened: Opened) -> bytes:
    from engine.marking.speaking.delivery_over_time import paces
    from engine.marking.speaking.pictures import fluency_line

    spoken = paces(opened.kept.test, opened.heard)
    if not spoken:
        raise LearnerMistake("no-picture")
    return fluency_line(spoken)


def _pauses(opened: Opened) -> bytes:
    from engine.marking.speaking.delivery_over_time import silences
    from engine.marking.speaking.pictures import pause_map

    placed = silences(opened.kept.test, opened.heard)
    if not placed:
        raise LearnerMistake("no-picture")
    return pause_map(placed)


def _transcript(opened: Opened) -> bytes:
    from engine.marking.speaking.transcript_text import transcript_text

    return transcript_text(opened.kept.test, opened.heard).encode()


def _full(opened: Opened) -> bytes:
    from engine.marking.speaking.answers import questions_by_turn
    from engine.marking.speaking.report_text import full_speaking_report

    kept = opened.kept
    return full_speaking_report(opened.report, questions_by_turn(kept.test), kept.language).encode()


_CONTENT: dict[str, Callable[[Opened], bytes]] = {
    "fluency": _fluency,
    "pauses": _pauses,
    "transcript": _transcript,
    "full": _full,
}
