"""Whole tests, marked: what the tests of the marker share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.ielts.bands import Criterion
from engine.ielts.speaking.events import Answered
from engine.ielts.speaking.heard import HeardTurn
from engine.ielts.speaking.report import SpeakingReport
from engine.ielts.speaking.test import SpeakingTest, replay
from engine.marking.speaking.marker import OfflineSpeakingMarker

MARKER = OfflineSpeakingMarker.load()
Sat = tuple[SpeakingTest, dict[str, HeardTurn]]
FC, LR, GRA, P = Criterion.FLUENCY, Criterion.LEXICAL, Criterion.GRAMMAR, Criterion.PRONUNCIATION


def mark(sat: Sat) -> SpeakingReport:
    return MARKER.mark(*sat)


def bands(report: SpeakingReport) -> dict[Criterion, float]:
    return {score.criterion: float(score.band) for score in report.criteria}


def transcripts(heard: Mapping[str, HeardTurn]) -> dict[str, str]:
    return {turn: each.transcript.text for turn, each in heard.items() if each.transcript is not None}


def unheard(test: SpeakingTest, heard: dict[str, HeardTurn]) -> Sat:
    """The same test before anybody wrote down what was said."""
    events = [
        Answered(replace(event.turn, transcript=None)) if isinstance(event, Answered) else event
        for event in test.events
    ]
    return replay(test.plan, test.started, events), {
        turn: replace(each, transcript=None) for turn, each in heard.items()
    }
