"""A report as JSON: the form that ``mark --json`` prints, and the lossless form that is stored."""

from __future__ import annotations

import json
from typing import Any

from engine.ielts.bands import Band, Criterion, Interval
from engine.ielts.reports import BandReport, BetterParagraph, Correction, CriterionScore, Finding, NextStep
from engine.ielts.writing import Module, WritingTask


def to_json(report: BandReport, shift: int = 0) -> dict[str, Any]:
    """What ``bandmate mark --json`` prints: these keys and no others at the top.

    ``shift`` is where the essay begins in the text that offsets shall count from.
    """
    return {
        "overall": float(report.overall),
        "unrounded": report.unrounded,
        "interval": _ends(report.interval),
        "criteria": [
            {
                "criterion": score.criterion.label,
                "band": float(score.band),
                "interval": _ends(score.interval),
                "findings": [_shifted(_finding(finding), shift) for finding in score.findings],
            }
            for score in report.criteria
        ],
        "corrections": [_shifted(_correction(correction), shift) for correction in report.corrections],
        "word_count": report.word_count,
        "scorer": report.scorer,
        "task": report.task.number,
    }


def dump_report(report: BandReport) -> str:
    """Everything in the report, to be read back by :func:`load_report`."""
    return json.dumps(
        {
            "task": {
                "number": report.task.number,
                "module": report.task.module,
                "prompt": report.task.prompt,
            },
            "overall": float(report.overall),
            "unrounded": report.unrounded,
            "interval": _stored_interval(report.interval),
            "criteria": [
                {
                    "criterion": score.criterion,
                    "band": float(score.band),
                    "interval": _stored_interval(score.interval),
                    "findings": [_finding(finding) for finding in score.findings],
                }
                for score in report.criteria
            ],
            "corrections": [_correction(correction) for correction in report.corrections],
            "strengths": list(report.strengths),
            "next_steps": [
                {"criterion": step.criterion, "rule": step.rule, "advice": step.advice, "exercise": step.exercise}
                for step in report.next_steps
            ],
            "word_count": report.word_count,
            "scorer": report.scorer,
            "better": None if report.better is None else _better(report.better),
        },
        ensure_ascii=False,
    )


def load_report(text: str) -> BandReport:
    """The report that :func:`dump_report` wrote.

    Quotes were checked against the essay before they were stored; here each is rebuilt at its own place.

    Raises:
        ValueError: the text is no stored report.
    """
    try:
        return _load(json.loads(text))
    except (KeyError, TypeError, IndexError, AttributeError) as broken:
        raise ValueError("not a stored report") from broken


def _load(found: dict[str, Any]) -> BandReport:
    task = found["task"]
    return BandReport(
        task=WritingTask(task["number"], Module(task["module"]), task["prompt"]),
        overall=Band(found["overall"]),
        unrounded=found["unrounded"],
        interval=_load_interval(found["interval"]),
        criteria=tuple(
            CriterionScore(
                Criterion(score["criterion"]),
                Band(score["band"]),
                _load_interval(score["interval"]),
                tuple(Finding(**each, source=_at(each["start"], each["quote"])) for each in score["findings"]),
            )
            for score in found["criteria"]
        ),
        corrections=tuple(
            Correction(**each, source=_at(each["start"], each["original"])) for each in found["corrections"]
        ),
        strengths=tuple(found["strengths"]),
        next_steps=tuple(
            NextStep(**{**step, "criterion": Criterion(step["criterion"])}) for step in found["next_steps"]
        ),
        word_count=found["word_count"],
        scorer=found["scorer"],
        better=_load_better(found.get("better")),
    )


def _at(start: int, quote: str) -> str:
    """A text that has ``quote`` at ``start``."""
    return " " * start + quote


def _ends(interval: Interval) -> list[float]:
    return [float(interval.low), float(interval.high)]


def _stored_interval(interval: Interval) -> list[float]:
    return [float(interval.low), float(interval.high), interval.coverage]


def _load_interval(found: list[float]) -> Interval:
    return Interval(Band(found[0]), Band(found[1]), found[2])


def _shifted(found: dict[str, Any], shift: int) -> dict[str, Any]:
    return {**found, "start": found["start"] + shift, "end": found["end"] + shift}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "quote": finding.quote,
        "start": finding.start,
        "end": finding.end,
        "message": finding.message,
    }


def _better(better: BetterParagraph) -> dict[str, Any]:
    return {
        "start": better.start,
        "end": better.end,
        "original": better.original,
        "rewritten": better.rewritten,
        "band": float(better.band),
    }


def _load_better(found: dict[str, Any] | None) -> BetterParagraph | None:
    """Reports of before there were any have none."""
    if found is None:
        return None
    return BetterParagraph(**{**found, "band": Band(found["band"])}, source=_at(found["start"], found["original"]))


def _correction(correction: Correction) -> dict[str, Any]:
    return {
        "start": correction.start,
        "end": correction.end,
        "original": correction.original,
        "replacement": correction.replacement,
        "message": correction.message,
    }
