"""A Speaking test in Telegram: recordings reach the desk, steps are spoken and marked as shown."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bots.desk.latency import Stopwatch, read, write
from engine.ielts.notices import Refused
from engine.ielts.speaking.notices import AskMode, ExaminerStep
from engine.ielts.speaking.plan import Mode, Scope, draw_drill, draw_test
from engine.ielts.speaking.questions import load_bank
from engine.ielts.speaking.test import SpeakingTest
from engine.models.voices.espeak import EspeakVoice
from engine.models.voices.notes import SpokenNotes

if TYPE_CHECKING:
    from engine.ports import VoiceNote
    from tests.bots.conftest import Telegram

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def first_step(mode: Mode = Mode.EXAM) -> ExaminerStep:
    step = SpeakingTest.start(draw_test(load_bank(), mode, 3), NOW).next_step(NOW)
    return ExaminerStep(1, step, mode, Scope.TEST, ears=True, first=True)


def card_step() -> ExaminerStep:
    step = SpeakingTest.start(draw_drill(load_bank(), Mode.PRACTICE, Scope.PART_2, 3), NOW).next_step(NOW)
    return ExaminerStep(1, step, Mode.PRACTICE, Scope.PART_2, ears=True)


@pytest.fixture
def note(tmp_path: Path) -> VoiceNote:
    return SpokenNotes(EspeakVoice(), tmp_path, 1.0).note("Good day.")


async def test_a_recording_reaches_the_desk_with_its_length(telegram: Telegram) -> None:
    mei = telegram.api.private_chat("Mei")
    await mei.sends_voice(b"OggS and sound", 7)
    await mei.sends_video_note(b"video", 9)
    await mei.sends_file("answer.mp3", b"ID3", kind="audio/mpeg")
    await telegram.settled()
    got = [(file.name, file.data, seconds) for _, file, seconds in telegram.desk.verbs("voice")]
    assert got == [("", b"OggS and sound", 7), ("", b"video", 9), ("answer.mp3", b"ID3", None)]
    assert not telegram.desk.verbs("file")
    assert len(telegram.desk.verbs("timed")) == 3


async def test_a_recording_that_is_too_large_is_not_fetched(telegram: Telegram) -> None:
    mei = telegram.api.private_chat("Mei")
    await mei.sends_voice(b"OggS", size=30_000_000)
    await telegram.settled()
    ((_, size),) = telegram.desk.verbs("recording_too_big")
    assert size == 30_000_000
    assert telegram.api.count("getFile") == 0


async def test_the_examiner_is_heard_and_the_step_is_marked_as_shown(telegram: Telegram, note: VoiceNote) -> None:
    step = first_step()
    telegram.desk.speaking.notes[step.step.text] = note  # type: ignore[attr-defined, union-attr]
    telegram.desk.says = [(step,)]
    mei = telegram.api.private_chat("Mei")
    sent = await mei.says("/speaking exam")
    asked = await mei.hears("What should I call you?")
    assert asked.reply_to is None
    assert sent
    await telegram.settled()
    assert telegram.desk.verbs("shown") == [(step,)]


async def test_in_the_exam_words_are_covered_and_in_practice_they_are_not(telegram: Telegram) -> None:
    mei = telegram.api.private_chat("Mei")
    test = SpeakingTest.start(draw_drill(load_bank(), Mode.EXAM, Scope.PART_1, 3), NOW)
    for mode, covered in ((Mode.EXAM, True), (Mode.PRACTICE, False)):
        telegram.desk.says = [(ExaminerStep(1, test.next_step(NOW), mode, Scope.PART_1, ears=True),)]
        await mei.says("/drill part1")
        assert ("<tg-spoiler>" in (await mei.sees("🎙")).html) is covered


async def test_who_takes_no_voice_notes_reads_the_examiner(telegram: Telegram, note: VoiceNote) -> None:
    step = first_step()
    telegram.desk.speaking.notes[step.step.text] = note  # type: ignore[attr-defined, union-attr]
    telegram.desk.says = [(step,)]
    mei = telegram.api.private_chat("Mei")
    mei.chat.no_voice = True
    await mei.says("/speaking exam")
    assert (await mei.sees("What should I call you?")).voice is None


async def test_the_card_is_a_picture_with_its_words(telegram: Telegram, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(telegram.desk.speaking), "card", lambda _, __: b"\x89PNG")
    telegram.desk.says = [(card_step(),)]
    mei = telegram.api.private_chat("Mei")
    await mei.says("/drill part2")
    assert (await mei.sees("You should say")).photo == b"\x89PNG"


async def test_every_command_and_button_reaches_its_verb(telegram: Telegram) -> None:
    mei = telegram.api.private_chat("Mei")
    for text in (
        "/drill part3 food",
        "/said I like tea.",
        "/privacy",
        "/pause",
        "/resume",
        "/repeat",
        "/stop",
        "/rerate",
    ):
        await mei.says(text)
    telegram.desk.says = [()] * 7
    await telegram.settled()
    assert telegram.desk.verbs("drill")[0][2] == "part3 food"
    assert telegram.desk.verbs("said")[0][2] == "I like tea."
    assert [arguments[2] for arguments in telegram.desk.verbs("command")] == [
        "pause",
        "resume",
        "repeat",
        "stop",
        "rerate",
    ]
    assert telegram.desk.verbs("privacy")
    telegram.desk.says = [(AskMode(),)]
    await mei.says("/speaking")
    await mei.presses("🌱 Practice")
    await telegram.settled()
    assert telegram.desk.verbs("begin")[-1][2] == "practice"


async def test_a_refused_press_is_a_toast(telegram: Telegram) -> None:
    mei = telegram.api.private_chat("Mei")
    telegram.desk.says = [(AskMode(),), (Refused("quota-speaking", {"limit": 3}),)]
    await mei.says("/speaking")
    await telegram.settled()
    assert "3 tests" in await mei.presses("🎓 Exam")


def test_times_are_kept_by_stage(tmp_path: Path) -> None:
    assert read(tmp_path) == ()
    for number in range(1, 41):
        watch = Stopwatch()
        watch.stages = {"fetch": 0.001 * number, "decide": 0.01}
        write(tmp_path, watch)
    fetch, decide, whole = read(tmp_path)
    assert (fetch.stage, fetch.turns, decide.median_ms) == ("fetch", 40, 10.0)
    assert fetch.median_ms == pytest.approx(20.0)
    assert fetch.p95_ms == pytest.approx(38.0)
    assert whole.stage == "whole turn"
