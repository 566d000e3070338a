"""Where somebody speaks: runs of speech, and between them the pauses.

As in De Jong and Wempe (2009) and De Jong, Pacilly and Heeren (2021), silence is what is far below the speech of this
recording. Two things are added for voice notes. The threshold is taken band by band over the noise that is there, so
that a soft "f" or a dying "n" is not cut off under hiss or hum; and what is steady for a while and well below the voice is
noise, whatever the rest of the recording sounds like (a fan that comes and goes, a gap that was filled).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from engine.ielts.speaking.heard import PAUSE, Span
from engine.marking.speaking.sound.bands import STEP, Bands, Levels, smooth
from engine.marking.speaking.sound.nuclei import peaks

if TYPE_CHECKING:
    from engine.marking.speaking.sound.pitch import Pitch

Flags = npt.NDArray[np.bool_]

RANGE = 35.0
"""Decibels below the speech from which on nothing is speech."""
_DIGITAL = 60.0
_EDITED = 0.05
_NO_NOISE = 46.0
_LOUDEST = 0.12
_AUDIBLE = -85.0
_LEAST_OVER_NOISE = 8.0
_MARGINS = (3.5, 9.0)
_STEADY = 0.2
_STEADY_SPREAD = 5.0
_STEADY_DRIFT = 2.0
_STEADY_BELOW = 12.0
_VOICED_SHARE = 0.4
_MOVING = 0.02
_NOTICED = 48.0
_SHARP = 0.01
_BLIP = 0.004
_PLAIN = 3.0
_CLICK = 0.025
_NEAR = 0.12
_LEAST_RUN = 0.06
_LEAST_VOICE = 0.04
_LEAST_SHARE = 0.04
_LEAST_WHISPER = 0.5
_WHISPER_OVER_NOISE = 20.0
_WHISPER_PACE = (2.0, 9.0)
_BREATH = 0.1
_BREATH_BELOW = 16.0
_BREATH_GAP = 0.06


def speech_level(bands: Bands) -> float:
    """How loud the speech is, in decibels: the 90th percentile of what is not far below the loudest tenth of a second."""
    steady = smooth(bands.total, 0.03)
    loudest = np.sort(steady)[-min(len(steady), round(_LOUDEST / STEP)) :][0]
    return float(np.percentile(steady[steady > loudest - 20], 90))


def noise_levels(bands: Bands, level: float) -> tuple[Levels, Levels]:
    """The noise of each band and how far above it speech begins, both in decibels, shape (bands,).

    Digital silence is left out: it says nothing about the noise that the speech itself lies in.
    """
    digital = bands.total < level - _DIGITAL
    heard = bands.levels[~digital]
    floor = np.percentile(heard, 8, axis=0)
    if np.mean(digital) > _EDITED:
        floor = np.minimum(floor, level - _NO_NOISE)
    quiet = heard[(heard < floor + 6).all(axis=1)]
    if len(quiet) < 10:
        return floor.astype(np.float32), np.full(len(floor), 6, np.float32)
    spread = 1.4826 * np.median(np.abs(quiet - np.median(quiet, axis=0)), axis=0)
    return np.median(quiet, axis=0).astype(np.float32), np.clip(4 * spread, *_MARGINS).astype(np.float32)


def runs_of(bands: Bands, pitch: Pitch, level: float) -> tuple[Span, ...]:
    """The runs of speech in order of time, with silences of :data:`engine.ielts.speaking.heard.PAUSE` or longer between them."""
    floor, margin = noise_levels(bands, level)
    noise = float(10 * np.log10(np.sum(10 ** (floor / 10))))
    if level < _AUDIBLE or level - noise < _LEAST_OVER_NOISE:
        return ()
    threshold = np.maximum(floor + margin, level - RANGE)
    local = _steady_noise(bands, pitch, level)
    over = (bands.levels - np.maximum(threshold, local + _MARGINS[0])).max(axis=1)
    islands = _without_clicks(_islands(over > 0), over)
    voiced = _runs(_without_breaths(islands, bands, pitch, level))
    spoken = [
        run
        for run in voiced
        if pitch.voiced_seconds(run.start, run.end) >= max(_LEAST_VOICE, _LEAST_SHARE * run.seconds)
    ]
    if not spoken and level - noise > _WHISPER_OVER_NOISE:
        spoken = [run for run in _runs(islands) if _whispered(bands, run)]
    return tuple(spoken)


def _runs(islands: list[Span]) -> list[Span]:
    return [run for run in _apart(_joined(islands, PAUSE - _SHARP)) if run.seconds >= _LEAST_RUN]


def _whispered(bands: Bands, run: Span) -> bool:
    """Whether loudness rises and falls at the pace of syllables: that of a breath or a rustle does not."""
    if run.seconds < _LEAST_WHISPER:
        return False
    loud = smooth(bands.total[round(run.start / STEP) : round(run.end / STEP)], 0.06)
    return _WHISPER_PACE[0] <= len(peaks(loud)) / run.seconds <= _WHISPER_PACE[1]


def _steady_noise(bands: Bands, pitch: Pitch, level: float) -> Levels:
    """The level of steady noise where there is some, minus infinity elsewhere; shape (frames, bands)."""
    width = round(_STEADY / STEP)
    local = np.full_like(bands.levels, -np.inf)
    if len(bands.total) <= width:
        return local
    levels = np.maximum(smooth(bands.levels, 0.03), level - _NOTICED)
    windows = np.lib.stride_tricks.sliding_window_view(levels, width, axis=0)
    spread = (windows.max(axis=2) - windows.min(axis=2)).max(axis=1)
    total = smooth(bands.total, _STEADY)[width // 2 : width // 2 + len(spread)]
    drift = np.abs(windows[..., : width // 2].mean(axis=2) - windows[..., width // 2 :].mean(axis=2)).max(axis=1)
    steady = (spread < _STEADY_SPREAD) & (drift < _STEADY_DRIFT) & (total < level - _STEADY_BELOW)
    covered = np.convolve(steady, np.ones(width), "full") > 0
    reach = round(0.04 / STEP)
    for start, end in _stretches(covered):
        if not _voiced(pitch, start * STEP, end * STEP):
            local[max(0, start - reach) : end + reach] = np.median(bands.levels[start:end], axis=0)
    return local


def _voiced(pitch: Pitch, start: float, end: float) -> bool:
    """Whether a voice dies away here: its pitch moves, where that of a hum does not."""
    hertz = pitch.between(start, end)
    voiced = hertz[hertz > 0]
    return len(voiced) > _VOICED_SHARE * len(hertz) and bool(np.ptp(voiced) > _MOVING * np.median(voiced))


def _stretches(flags: Flags) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def _islands(active: Flags) -> list[Span]:
    # A frame sees a sound a little before its own middle reaches it, and after.
    return [
        Span(start * STEP + 0.004, max(start * STEP + 0.004, (end - 1) * STEP - 0.002))
        for start, end in _stretches(active)
    ]


def _joined(islands: list[Span], gap: float) -> list[Span]:
    runs: list[Span] = []
    for island in islands:
        if runs and island.start - runs[-1].end < gap:
            runs[-1] = Span(runs[-1].start, island.end)
        else:
            runs.append(island)
    return runs


def _apart(runs: list[Span]) -> list[Span]:
    """Edges are sharp to a hundredth of a second: a silence that is a pause but for that is given a pause's length."""
    apart = runs[:1]
    for run in runs[1:]:
        start = max(run.start, apart[-1].end + PAUSE)
        apart.append(Span(start, max(start, run.end)))
    return apart


def _without_clicks(islands: list[Span], over: Levels) -> list[Span]:
    """What is as short as a click is speech only beside speech: the burst of a "t" is that short too.

    ``over`` is how far each frame is above the threshold: the shorter a burst, the plainer it has to be.
    """
    islands = _joined(islands, 2 * STEP + 1e-6)
    long = [island for island in islands if island.seconds >= _CLICK]
    starts, ends = np.array([i.start for i in long]), np.array([i.end for i in long])
    kept = []
    for island in islands:
        near = bool(np.any((starts - island.end < _NEAR) & (island.start - ends < _NEAR))) if long else False
        plain = island.seconds >= _BLIP or over[_frames(island)].max() > _PLAIN
        if island.seconds >= _CLICK or (near and plain):
            kept.append(island)
    return kept


def _frames(span: Span) -> slice:
    first = int(span.start / STEP)
    return slice(first, max(int(span.end / STEP) + 2, first + 1))


def _without_breaths(islands: list[Span], bands: Bands, pitch: Pitch, level: float) -> list[Span]:
    """Without long, soft, voiceless stretches that stand apart: somebody draws breath."""
    joined = _joined(islands, _BREATH_GAP)
    return [
        island
        for island in joined
        if not (
            island.seconds > _BREATH
            and pitch.voiced_seconds(island.start, island.end) < _LEAST_VOICE / 2
            and float(bands.total[_frames(island)].mean()) < level - _BREATH_BELOW
        )
    ]
