"""The record that a model learns to give: what the offline marker saw, in the form and within the lengths of serving."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from engine.finetune.data.row import Bands
from engine.ielts.languages import Language
from engine.ielts.reports import BandReport, Correction, Finding
from engine.ielts.rubric import Rule
from engine.ielts.writing import Essay
from engine.marking.llm.proposals import proposal
from engine.marking.writing.offline import spread_over
from engine.prompts import (
    COMMENT_CHARS,
    CORRECTED_CHARS,
    MOST_CORRECTIONS,
    MOST_FINDINGS,
    QUOTE_CHARS,
    REASONING_CHARS,
    WHY_CHARS,
    is_feedback,
    is_plain,
)

_SENTENCE_ENDS = re.compile(r"(?<=[.!?]) ")
_WIDENED = ((0, 0), (1, 0), (0, 1), (1, 1), (2, 1), (2, 2), (3, 3))
"""By how many words before and after a correction is widened, until what it replaces stands at one place only."""


def record_of(essay: Essay, report: BandReport, rules: Sequence[Rule], bands: Bands) -> str | None:
    """The record of ``essay`` as serving's schema orders it, or None where a criterion has nothing to show.

    ``rules`` are those that the prompt lists. No reason and no finding depends on ``bands``, which people gave.
    """
    near = {rule.id: rule for rule in rules}
    told: dict[str, object] = {}
    for score, band in zip(report.criteria, _by_criterion(report, bands), strict=True):
        findings = list(_findings(score.findings, near, essay))[:MOST_FINDINGS]
        if not findings:
            return None
        told[score.criterion] = {
            "reasoning": " ".join(_reason(near[each["rule"]]) for each in findings)[:REASONING_CHARS],
            "findings": findings,
            "band": f"{band:.1f}",
        }
    told["corrections"] = list(_corrections(report.corrections, essay.text))[:MOST_CORRECTIONS]
    return json.dumps(told, ensure_ascii=False)


def _findings(found: Iterable[Finding], near: Mapping[str, Rule], essay: Essay) -> Iterator[dict[str, str]]:
    for each in found:
        comment = _within(each.message)
        if comment is not None and each.rule in near and len(each.quote) <= QUOTE_CHARS and each.quote in essay.text:
            yield {"rule": each.rule, "quote": each.quote, "comment": comment}


def _within(message: str) -> str | None:
    """As many whole sentences of a message as serving has room for; None where not even the first one fits."""
    sentences = _SENTENCE_ENDS.split(message)
    for count in range(len(sentences), 0, -1):
        part = " ".join(sentences[:count])
        if is_feedback(part, COMMENT_CHARS, Language.ENGLISH):
            return part
    return None


def _corrections(found: Iterable[Correction], text: str) -> Iterator[dict[str, str]]:
    """Those that serving would show, each with the short reason of its kind."""
    for each in found:
        if each.replacement is None:
            continue
        why = _reasons().get(each.kind, each.message)
        if not is_feedback(why, WHY_CHARS, Language.ENGLISH):
            continue
        for before, after in _neighbours(each, text):
            original, replacement = before + each.original + after, before + each.replacement + after
            if len(original) > CORRECTED_CHARS or not is_plain(replacement, CORRECTED_CHARS):
                break
            if original == original.strip() and proposal(original, replacement, why, text) is not None:
                yield {"original": original, "replacement": replacement, "why": why}
                break


def _neighbours(each: Correction, text: str) -> Iterator[tuple[str, str]]:
    """What stands around a correction, more and more of it: a model copies as many words as tell the place."""
    left = text[: each.start].rpartition("\n")[2].split(" ")
    right = text[each.end :].partition("\n")[0].split(" ")
    yield "", ""
    for before, after in _WIDENED:
        yield " ".join(left[-1 - before :]), " ".join(right[: 1 + after])


def _reason(rule: Rule) -> str:
    return f"{rule.id} {'is shown' if rule.side == 'positive' else 'holds it back'}: {rule.text}"


def _by_criterion(report: BandReport, bands: Bands) -> list[float]:
    """What people gave each criterion; where they gave the whole alone, that, leaning as the offline scorer leans."""
    given = [bands.TR, bands.CC, bands.LR, bands.GRA]
    if all(band is not None for band in given):
        return [float(band) for band in given if band is not None]
    shift = bands.overall - report.unrounded
    wanted = [min(max(float(score.band) + shift, 0.0), 9.0) for score in report.criteria]
    return [float(band) for band in spread_over(wanted, [9.0] * 4, bands.overall)]


@cache
def _reasons() -> Mapping[str, str]:
    return tomllib.loads(files("engine.data").joinpath("instructions/reasons.toml").read_text("utf-8"))
