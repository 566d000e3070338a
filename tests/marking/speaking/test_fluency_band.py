"""Fluency moves the way it should: with pace and silences, and not with three long ones."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.ielts.speaking.exam_clock import Stage
from engine.ielts.speaking.heard import HeardTurn, Sound, Span, Transcript, Word
from tests.marking.speaking.candidates import (
    MIDDLING_VOICE,
    candidate,
    middling,
    sit,
    speak,
    strong,
)
from tests.marking.speaking.marked import FC, MARKER, Sat, bands, mark
from tests.marking.speaking.transcripts import MIDDLING


@cache
def _at_their_own_pace() -> float:
    return bands(mark(middling()))[FC]


@settings(max_examples=8, deadline=None)
@given(st.floats(0.4, 0.95))
def test_slower_than_normal_lowers_fluency_and_never_lifts_it(speed: float) -> None:
    slower = replace(
        MIDDLING_VOICE, rate=MIDDLING_VOICE.rate * speed, within_seconds=0.6 / speed, between_seconds=0.7 / speed
    )
    report = mark(candidate(MIDDLING, slower))
    assert bands(report)[FC] <= _at_their_own_pace()
    if speed < 0.6:
        assert bands(report)[FC] < _at_their_own_pace()


def _with_pause(each: HeardTurn, before: int, seconds: float) -> HeardTurn:
    """The same answer with a silence of this length before one of its words."""
    assert each.sound is not None
    assert each.transcript is not None
    assert each.transcript.words is not None
    at = each.transcript.words[before].start

    def later(of: Span) -> Span:
        return Span(of.start + seconds, of.end + seconds)

    runs: list[Span] = []
    for run in each.sound.runs:
        if run.end <= at:
            runs.append(run)
        elif run.start >= at:
            runs.append(later(run))
        else:
            runs += [Span(run.start, at), Span(at + seconds, run.end + seconds)]
    words = [*each.transcript.words[:before]]
    words += [Word(w.text, w.start + seconds, w.end + seconds, w.probability) for w in each.transcript.words[before:]]
    nuclei = tuple(n + seconds * (n >= at) for n in each.sound.nuclei)
    fillers = tuple(later(f) if f.start >= at else f for f in each.sound.fillers)
    sound = replace(
        each.sound, duration=each.sound.duration + seconds, runs=tuple(runs), nuclei=nuclei, fillers=fillers
    )
    return HeardTurn(each.turn, replace(each.transcript, words=tuple(words)), sound)


def _mid_sentence(each: HeardTurn) -> list[int]:
    """Words before which a silence would be inside a clause, and that no silence precedes."""
    assert each.transcript is not None
    words = each.transcript.words or ()
    plain = {"the", "a", "of", "in", "my", "to", "very", "is", "it", "are", "when"}
    return [
        number
        for number in range(2, len(words) - 2)
        if words[number].text in plain
        and not words[number - 1].text.endswith((".", ",", "?", "!"))
        and words[number].text != "when"
        and words[number].start - words[number - 1].end < 0.01
    ]


def _sat_again(heard: dict[str, HeardTurn]) -> Sat:
    """The same answers, with these recordings, in a test of their length."""
    queue = iter(heard.values())

    def hear(_: str) -> tuple[Transcript, Sound | None]:
        each = next(queue, None)
        if each is None or each.transcript is None:
            return speak("", MIDDLING_VOICE)
        return each.transcript, each.sound

    return sit(lambda *_: "", hear)


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_more_silences_inside_clauses_never_raise_fluency(data: st.DataObject) -> None:
    from engine.marking.speaking.answers import answers_of
    from engine.marking.speaking.calibration import speaking_calibration
    from engine.marking.speaking.clean_speech import clean
    from engine.marking.speaking.measures import delivery, hear

    test, heard = middling()
    answers = [
        answer for answer in answers_of(test, heard) if answer.stage is Stage.PART_1 and _mid_sentence(answer.heard)
    ]
    number = data.draw(st.integers(0, len(answers) - 1))
    answer = answers[number]
    before = data.draw(st.sampled_from(_mid_sentence(answer.heard)))
    paused = _with_pause(answer.heard, before, data.draw(st.floats(0.25, 6.0)))
    changed = replace(answer, words=paused.transcript.words, sound=paused.sound)  # type: ignore[union-attr]
    scale = speaking_calibration()
    one = scale.band(FC, delivery(hear(answers, [clean(each.said) for each in answers])))
    others = [changed if each is answer else each for each in answers]
    two = scale.band(FC, delivery(hear(others, [clean(each.said) for each in answers])))
    assert one is not None
    assert two is not None
    assert two < one


def test_three_very_long_silences_sink_no_band_and_those_for_ideas_count_less() -> None:
    test, heard = strong()
    before = bands(MARKER.mark(test, heard))[FC]
    turns = [turn for turn, each in heard.items() if each.transcript and len(each.transcript.text) > 150][:3]
    paused = dict(heard)
    for turn in turns:
        paused[turn] = _with_pause(paused[turn], _mid_sentence(paused[turn])[0], 8.0)
    assert bands(mark(_sat_again(paused)))[FC] >= before - 0.5


def test_silences_between_clauses_are_punished_less_than_those_inside() -> None:
    inside = replace(MIDDLING_VOICE, within=0.16, within_seconds=1.0, between=0.0)
    between = replace(MIDDLING_VOICE, within=0.0, between=1.0, between_seconds=1.0)
    assert bands(mark(candidate(MIDDLING, between)))[FC] >= bands(mark(candidate(MIDDLING, inside)))[FC] + 0.5
