"""A report as JSON: the form that ``mark --json`` prints, and the lossless form that is stored."""

from __future__ import annotations

import json
from typing import Any

from engine.ielts.bands import Band, Criterion, Interval
from engine.ielts.reports import (
    BandReport,
    BetterParagraph,
    Compared,
    Correction,
    CriterionScore,
    FiguresChecked,
    Finding,
    NextStep,
    Worth,
)
from engine.ielts.writing import Module, WritingTask
from engine.marking.text.traced import Traced


def to_json(report: BandReport) -> dict[str, Any]:
    """What ``bandmate mark --json`` prints: these keys and no others at the top.

    ``set_aside`` is there where anything was, ``figures`` where they were checked.
    A correction of the level ``doubtful`` is a place to look at: its replacement is null.
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
                "findings": [_finding(finding) for finding in score.findings],
            }
            for score in report.criteria
        ],
        "corrections": [
            {**_correction(correction), "level": "mended" if correction.mended else "doubtful"}
            for correction in report.corrections
        ],
        "word_count": report.word_count,
        "scorer": report.scorer,
        "task": report.task.number,
        **({"set_aside": list(report.set_aside)} if report.set_aside else {}),
        **({"figures": _figures(report.figures)} if report.figures else {}),
    }


def as_sent(found: Any, own: Traced, sent: str) -> Any:  # noqa: ANN401 - JSON
    """The same JSON with every offset into the text as it was ``sent``, and every quote as it stands there."""
    if isinstance(found, list):
        return [as_sent(each, own, sent) for each in found]
    if not isinstance(found, dict):
        return found
    moved = {key: as_sent(value, own, sent) for key, value in found.items()}
    if isinstance(moved.get("start"), int) and isinstance(moved.get("end"), int) and moved["start"] < moved["end"]:
        start, end = own.span(moved["start"], moved["end"])
        quotes = {key: sent[start:end] for key in ("quote", "original") if key in moved}
        moved = {**moved, "start": start, "end": end, **quotes}
    return moved


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
            "clean": report.clean,
            "worth": [_worth(worth) for worth in report.worth],
            "set_aside": list(report.set_aside),
            "figures": None if report.figures is None else _figures(report.figures),
            "compared": [_compared(each) for each in report.compared],
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
        clean=found.get("clean"),
        worth=tuple(_load_worth(each) for each in found.get("worth", ())),
        set_aside=tuple(found.get("set_aside", ())),
        figures=_load_figures(found.get("figures")),
        compared=tuple(Compared(**{**each, "band": Band(each["band"])}) for each in found.get("compared", ())),
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


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "quote": finding.quote,
        "start": finding.start,
        "end": finding.end,
        "message": finding.message,
    }


def _figures(figures: FiguresChecked) -> dict[str, Any]:
    return {
        "agreeing": figures.agreeing,
        "wrong": [_finding(each) for each in figures.wrong],
        "missed": list(figures.missed),
        "features": figures.features,
        **({"typed": True} if figures.typed else {}),
    }


def _load_figures(found: dict[str, Any] | None) -> FiguresChecked | None:
    """Reports of before figures were checked have none."""
    if found is None:
        return None
    wrong = tuple(Finding(**each, source=_at(each["start"], each["quote"])) for each in found["wrong"])
    return FiguresChecked(
        found["agreeing"], wrong, tuple(found["missed"]), found["features"], found.get("typed", False)
    )


def _compared(sample: Compared) -> dict[str, Any]:
    return {
        "band": float(sample.band),
        "source": sample.source,
        "page": sample.page,
        "about": sample.about,
        "opening": sample.opening,
        "comment": sample.comment,
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
        "kind": correction.kind,
    }


def _worth(worth: Worth) -> dict[str, Any]:
    return {
        "criterion": worth.criterion,
        "before": float(worth.before),
        "after": float(worth.after),
        "places": worth.places,
        "kinds": list(worth.kinds),
    }


def _load_worth(found: dict[str, Any]) -> Worth:
    return Worth(
        Criterion(found["criterion"]),
        Band(found["before"]),
        Band(found["after"]),
        found["places"],
        tuple(found["kinds"]),
    )
