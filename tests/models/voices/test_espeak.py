"""espeak-ng speaks on every install: at the pace that was asked for, from several threads, and reads no commands."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from engine.errors import OperatorMistake
from engine.models.voices.espeak import EspeakVoice
from engine.ports import Speech

QUESTION = "Where do you come from, and what is it known for?"


def seconds(speech: Speech) -> float:
    return len(speech.samples) / speech.rate


def test_it_speaks() -> None:
    speech = EspeakVoice().say(QUESTION, 1.0)
    assert 2 < seconds(speech) < 4
    assert speech.samples.dtype == np.float32
    assert 0.1 < np.abs(speech.samples).max() <= 1


def test_speed_is_a_pace() -> None:
    slow, plain, fast = (seconds(EspeakVoice().say(QUESTION, speed)) for speed in (0.5, 1.0, 2.0))
    assert slow > 1.5 * plain > 2.4 * fast


def test_voices_differ() -> None:
    spoken = [EspeakVoice(name).say(QUESTION, 1.0).samples for name in ("en-gb", "en-us", "en-gb-x-rp")]
    assert len({len(samples) for samples in spoken}) == 3


@pytest.mark.parametrize("name", ["xx-nowhere", "", "en\0gb", "../../voices/x"])
def test_no_such_voice(name: str) -> None:
    with pytest.raises(OperatorMistake, match="BANDMATE_VOICE_NAME"):
        EspeakVoice(name).say(QUESTION, 1.0)


def test_markup_is_read_not_obeyed() -> None:
    silence = EspeakVoice().say("Hello <break time='30s'/> there.", 1.0)
    assert seconds(silence) < 8
    raced = EspeakVoice().say("Hello \x01450S my very good old friend, how are you today?", 1.0)
    plain = EspeakVoice().say("Hello 450S my very good old friend, how are you today?", 1.0)
    assert seconds(raced) == pytest.approx(seconds(plain), rel=0.1)


def test_a_text_that_is_no_sentence() -> None:
    with pytest.raises(ValueError, match="no sentence"):
        EspeakVoice().say("a " * 2000, 1.0)


def test_threads_do_not_mix() -> None:
    alone = {speed: seconds(EspeakVoice().say(QUESTION, speed)) for speed in (0.7, 1.0, 1.6)}
    found: list[tuple[float, float]] = []

    def speak(speed: float) -> None:
        found.extend((speed, seconds(EspeakVoice().say(QUESTION, speed))) for _ in range(5))

    threads = [threading.Thread(target=speak, args=(speed,)) for speed in alone for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 30
    assert all(long == pytest.approx(alone[speed], rel=0.05) for speed, long in found)


def test_somebody_else_in_the_process_may_use_the_library_too() -> None:
    """One library a process has one callback: a host's must not take our speech."""
    from tests.doubles.spoken import say

    voice = EspeakVoice()
    first = voice.say("Where do you come from?", 1.0)
    say("people often forget how much water they use")
    again = voice.say("Where do you come from?", 1.0)
    assert len(again.samples) > 0.9 * len(first.samples) > 0
