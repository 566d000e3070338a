"""Why this band and not the next: told from a report alone, by rule."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.ielts.bands import Band, Criterion
from engine.ielts.reports import BandReport, Finding
from engine.ielts.rubric import Rubric, Rule

_MOST_ASKED = 3
_MOST_LIMITS = 2


@dataclass(frozen=True, slots=True)
class Why:
    """``held``: what in the learner's words kept the criterion at ``band``; ``asked``: what ``wanted`` takes.

    ``limits`` stand in for ``held`` where the report has nothing against the criterion: what the rubric says of such a
    band in general. All are empty at band 9.
    """

    criterion: Criterion
    band: Band
    wanted: Band
    held: tuple[Finding, ...] = ()
    limits: tuple[Rule, ...] = ()
    asked: tuple[Rule, ...] = ()


def why_not_higher(report: BandReport, criterion: Criterion, rubric: Rubric) -> Why:
    """What holds ``criterion`` at its band, and what half a band more asks for.

    Between two whole bands an answer has some of the higher one, so what is asked for is the next whole band's: first in
    the aspects in which something was held against the answer, then in others.

    Raises:
        KeyError: the report has no such criterion.
    """
    score = {each.criterion: each for each in report.criteria}[criterion]
    if float(score.band) >= 9:
        return Why(criterion, score.band, score.band)
    task, band = report.task.code, float(score.band)
    wanted = Band(band + 0.5)
    held = tuple(finding for finding in score.findings if rubric.rule(finding.rule).side == "negative")
    aspects = dict.fromkeys(rubric.rule(finding.rule).aspect for finding in held)
    above = [rubric.above(task, criterion, band, aspect) for aspect in aspects]
    general = [rule for rule in rubric.rules(task, criterion, math.ceil(float(wanted))) if rule.side == "positive"]
    asked = dict.fromkeys([*(rule for rule in above if rule is not None), *general])
    limits = [rule for rule in rubric.rules(task, criterion, int(band)) if rule.side == "negative"] if not held else []
    return Why(criterion, score.band, wanted, held, tuple(limits[:_MOST_LIMITS]), tuple(asked)[:_MOST_ASKED])


def lowest(report: BandReport) -> Criterion:
    """The criterion with the lowest band; of several the first."""
    return min(report.criteria, key=lambda score: score.band).criterion
