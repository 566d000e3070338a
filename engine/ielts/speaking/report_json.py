"""The stored form of a Speaking report. It is read together with the transcripts, so its quotes are checked again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from engine.ielts.bands import Band, Criterion, Interval
from engine.ielts.reports import NextStep
from engine.ielts.speaking.plan import Scope
from engine.ielts.speaking.report import (
    Concern,
    ConcernKind,
    Drill,
    ListenAgain,
    Measured,
    Moment,
    Observation,
    Recalled,
    SpeakingReport,
    SpokenFinding,
    SpokenScore,
)


def dump_speaking_report(report: SpeakingReport) -> str:
    """Everything in the report, to be read back by :func:`load_speaking_report`."""
    return json.dumps(asdict(report), ensure_ascii=False)


def load_speaking_report(text: str, transcripts: Mapping[str, str]) -> SpeakingReport:
    """The report that was stored; ``transcripts`` are those of its test by turn id, as they were when it was marked.

    Raises:
        ValueError: it is not one, or quotes what is not in the transcripts.
    """
    try:
        row = json.loads(text)
        scores = tuple(_score(score, transcripts) for score in row.pop("criteria"))
        again = tuple(
            ListenAgain(_moment(each["moment"], transcripts), each["better"], each["why"])
            for each in row.pop("listen_again")
        )
        drill = row.pop("drill")
        # Reports of earlier versions have none of these.
        concerns, recalled, measured = (row.pop(name, ()) for name in ("concerns", "recalled", "measured"))
        return SpeakingReport(
            overall=_band(row.pop("overall")),
            interval=_interval(row.pop("interval")),
            criteria=scores,
            observations=tuple(Observation(**each) for each in row.pop("observations")),
            strengths=tuple(row.pop("strengths")),
            next_steps=tuple(NextStep(**{**step, **_criterion(step)}) for step in row.pop("next_steps")),
            listen_again=again,
            drill=Drill(**{**drill, **_criterion(drill), "scope": Scope(drill["scope"])}),
            concerns=tuple(
                Concern(ConcernKind(each["kind"]), _moment(each["moment"], transcripts), each["why"])
                for each in concerns
            ),
            recalled=tuple(Recalled(each["question"], _moment(each["moment"], transcripts)) for each in recalled),
            measured=tuple(Measured(**each) for each in measured),
            **row,
        )
    except (KeyError, TypeError, AttributeError) as wrong:
        raise ValueError("not a Speaking report") from wrong


def _score(row: dict[str, Any], transcripts: Mapping[str, str]) -> SpokenScore:
    findings = tuple(
        SpokenFinding(each["rule"], _moment(each["moment"], transcripts), each["message"]) for each in row["findings"]
    )
    return SpokenScore(
        Criterion(row["criterion"]), _band(row["band"]), _interval(row["interval"]), findings, row.get("enough", True)
    )


def _moment(row: dict[str, Any], transcripts: Mapping[str, str]) -> Moment:
    return Moment(**row, transcript=transcripts.get(row["turn"], ""))


def _band(row: dict[str, float]) -> Band:
    return Band(row["value"])


def _interval(row: dict[str, Any]) -> Interval:
    return Interval(_band(row["low"]), _band(row["high"]), row["coverage"])


def _criterion(row: dict[str, str]) -> dict[str, Criterion]:
    return {"criterion": Criterion(row["criterion"])}
