"""Which stretches of a recording are listened to, and which were listened to in vain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from engine.ielts.speaking.heard import Span, Word
from engine.ports import HEARING_RATE

if TYPE_CHECKING:
    from engine.ports import Samples

PADDING = 0.2
"""Seconds before and after a stretch of speech that are listened to with it."""
_LONGEST = 15.0  # of Whisper's 30 seconds
_JOINED = 8.0  # seconds of sentences in one window: of more, Whisper leaves some out
_NEAR, _LONGEST_WORD, _LEFT_OUT = 0.3, 1.0, 1.0  # seconds


def voiced(samples: Samples) -> tuple[Span, ...]:
    """Where somebody speaks, by the silero VAD that comes with faster-whisper; cut at silences of half a second.

    A stretch is 15 seconds long at most: a longer one is cut where it is quietest.
    """
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    if not samples.size:
        return ()
    options = VadOptions(
        min_speech_duration_ms=100,
        min_silence_duration_ms=500,
        max_speech_duration_s=_LONGEST - 2 * PADDING,
        speech_pad_ms=round(1000 * PADDING),
    )
    found = get_speech_timestamps(np.ascontiguousarray(samples, np.float32), options)
    return tuple(Span(each["start"] / HEARING_RATE, each["end"] / HEARING_RATE) for each in found)


def clips(speech: Iterable[Span]) -> tuple[Span, ...]:
    """``speech`` in stretches of 8 seconds where a silence allows, so that no word is cut in two."""
    joined: list[Span] = []
    for span in speech:
        if joined and span.end - joined[-1].start <= _JOINED:
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return tuple(joined)


def within(speech: Iterable[Span], clip: Span) -> tuple[Span, ...]:
    """What of ``speech`` is in a clip."""
    parts = ((max(span.start, clip.start), min(span.end, clip.end)) for span in speech)
    return tuple(Span(start, end) for start, end in parts if start < end)


def unheard(speech: Iterable[Span], words: Sequence[Word]) -> tuple[Span, ...]:
    """Stretches of ``speech`` of a second or more with no word near: what Whisper left out."""
    found: list[Span] = []
    for span in speech:
        at = span.start
        for word in words:
            if word.start >= span.end:
                break  # the words after it say nothing of it
            start, end = word.start - _NEAR, min(word.end, word.start + _LONGEST_WORD) + _NEAR
            if start - at >= _LEFT_OUT:
                found.append(Span(at, start))
            at = max(at, end)
        if span.end - at >= _LEFT_OUT:
            found.append(Span(at, span.end))
    return tuple(found)
