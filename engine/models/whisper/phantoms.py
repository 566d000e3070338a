"""What a recogniser writes though nobody said it, and how it gives itself away.

Whisper was taught on subtitles, so silence and noise become their phrases, a lost decoder goes round in a loop, and a
prompt may come back as an answer. Nothing here is a judgement of the learner: where the sound agrees, words stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from engine.ielts.speaking.heard import Span, Word
from engine.models.whisper.windows import PADDING

NO_SPEECH = 0.6
"""Whisper's own threshold for "no speech" (Radford et al. 2022, section 4.5), which counts with a poor log probability."""
POOR_LOGPROB = -1.0
COMPRESSION = 2.4
"""gzip ratio above which a text goes round in a loop (the same section)."""
REACH = 0.2
"""Seconds by which a word's time may miss the sound that it stands for."""
FASTEST = 8.0
"""Syllables a second beyond which nobody speaks: English is read at 6.2 (Pellegrino, Coupé and Marsico 2011)."""

_DOUBTFUL_SPEECH = 0.3
_DOUBTFUL_COVER = 0.5
_DOUBTFUL_WORDS = 0.5
_LONGEST_CYCLE = 12
_KEPT_ROUNDS = 2
_ECHO = 4
_PHANTOMS = frozenset(
    {
        "you",
        "thank you",
        "thank you very much",
        "thank you so much",
        "thanks",
        "thank you for watching",
        "thank you so much for watching",
        "thanks for watching",
        "thanks for listening",
        "thank you for listening",
        "please subscribe",
        "please subscribe to my channel",
        "like and subscribe",
        "dont forget to subscribe",
        "see you next time",
        "see you in the next video",
        "bye",
        "bye bye",
        "the end",
        "subtitles by the amaraorg community",
        "transcribed by httpsotterai",
        "music",
        "applause",
        "silence",
    }
)
_BETWEEN = re.compile(r"[-–—_]")
_SYLLABLE = re.compile(r"[aeiouy]+|\d", re.IGNORECASE)
_NOT_WORD = re.compile(r"[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """One segment as the recogniser wrote it.

    ``no_speech`` is its probability that nobody spoke, ``logprob`` the mean log probability of its tokens,
    ``compression`` the gzip ratio of the text of its window.
    """

    words: tuple[Word, ...]
    no_speech: float
    logprob: float
    compression: float


def said(pieces: Iterable[Piece], speech: Sequence[Span], prompt: str = "") -> tuple[Word, ...]:
    """The words that the sound bears out, in order; none where ``speech`` (what a voice detector found) is empty.

    ``prompt`` is what the recogniser was given to read before it listened.
    """
    if not speech:
        return ()
    kept: list[Word] = []
    looped = False
    for piece in pieces:
        looped = looped or piece.compression > COMPRESSION
        # Judged whole: half a phantom is not known for one.
        if piece.words and not _silent(piece) and not _phantom(piece, speech, _plain(prompt).split()):
            kept.extend(word for word in piece.words if _near(word, speech))
    return held(without_loops(tuple(kept), hard=looped), speech)


def held(words: Sequence[Word], speech: Sequence[Span]) -> tuple[Word, ...]:
    """``words`` as far as so much speech can hold them; what a recogniser invents, it adds at the end.

    ``speech`` has the detector's padding, which holds none; one syllable more has room, because detectors miss edges.
    """
    room = 1 + FASTEST * sum(max(0.0, span.seconds - 2 * PADDING) for span in speech)
    counts = (max(1, len(_SYLLABLE.findall(word.text))) for word in words)
    return tuple(word for word, so_far in zip(words, accumulate(counts), strict=True) if so_far <= room)


def goes_round(piece: Piece) -> bool:
    """Whether the decoder lost itself: the text compresses too well, or a row such as "8-4-3-4-3-4-3" goes round in it.

    A row is one word to all who count words, so its rounds are seen by its parts only.
    """
    rows = [_plain(word.text).split() for word in piece.words]
    return piece.compression > COMPRESSION or any(
        _loop(row, at, hard=False)[1] for row in rows for at in range(len(row))
    )


def without_loops(words: Sequence[Word], *, hard: bool = False) -> tuple[Word, ...]:
    """``words`` with each loop cut down to two rounds.

    People repeat themselves, and their fluency is judged by it, so a loop is more rounds than people make: six of one
    word, four of two or three words, three of a longer phrase; one round fewer where the text compressed too well.
    """
    keys = [_plain(word.text) for word in words]
    kept: list[Word] = []
    at = 0
    while at < len(words):
        length, rounds = _loop(keys, at, hard=hard)
        if rounds:
            kept.extend(words[at : at + _KEPT_ROUNDS * length])
            at += rounds * length
        else:
            kept.append(words[at])
            at += 1
    return tuple(kept)


def _loop(keys: Sequence[str], at: int, *, hard: bool) -> tuple[int, int]:
    """Length of the phrase that goes round from ``at`` on, and how often it does; no rounds where none goes round."""
    for length in range(1, _LONGEST_CYCLE + 1):
        phrase = keys[at : at + length]
        rounds = 1
        while keys[at + rounds * length : at + (rounds + 1) * length] == phrase:
            rounds += 1
        human = 5 if length == 1 else 3 if length <= 3 else 2
        if rounds > max(_KEPT_ROUNDS, human - hard):
            return length, rounds
    return 0, 0


def _silent(piece: Piece) -> bool:
    return piece.no_speech > NO_SPEECH and piece.logprob < POOR_LOGPROB


def _phantom(piece: Piece, speech: Sequence[Span], prompt: Sequence[str]) -> bool:
    """A famous phrase, or the prompt come back, which the sound does not bear out."""
    text = _plain(" ".join(word.text for word in piece.words))
    words = text.split()
    echo = len(words) >= _ECHO and any(prompt[at : at + len(words)] == words for at in range(len(prompt)))
    return (text in _PHANTOMS or echo) and _doubtful(piece, speech)


def _doubtful(piece: Piece, speech: Sequence[Span]) -> bool:
    whole = Span(piece.words[0].start, max(piece.words[0].start, piece.words[-1].end))
    covered = sum(max(0.0, min(whole.end, span.end) - max(whole.start, span.start)) for span in speech)
    sure = sum(word.probability for word in piece.words) / len(piece.words)
    return piece.no_speech > _DOUBTFUL_SPEECH or covered < _DOUBTFUL_COVER * whole.seconds or sure < _DOUBTFUL_WORDS


def _near(word: Word, speech: Sequence[Span]) -> bool:
    return any(word.start <= span.end + REACH and word.end >= span.start - REACH for span in speech)


def _plain(text: str) -> str:
    return " ".join(_NOT_WORD.sub("", _BETWEEN.sub(" ", text.lower())).split())
