"""What changed since the last test, in a few sentences that do not make news of noise."""

from __future__ import annotations

from collections.abc import Sequence

from engine.ielts.bands import Criterion
from engine.ielts.speaking.report import SpeakingReport, SpokenScore
from engine.marking.sentences import Sentences


def changes(before: SpeakingReport, now: SpeakingReport, language: str | None = None) -> tuple[str, ...]:
    """Sentences, the overall first. A difference that lies within either test's likely range is "about the same".

    Bands by other rules are not compared.
    """
    say = Sentences(language)
    if before.scorer != now.scorer:
        return (say("changed-rules"),)
    told = [_overall(before, now, say)]
    last = {score.criterion: score for score in before.criteria}
    moved: dict[bool, list[str]] = {True: [], False: []}
    same: list[Criterion] = []
    for score in now.criteria:
        old = last.get(score.criterion)
        if old is None or not (old.enough and score.enough):
            continue
        if _is_noise(old, score):
            same.append(score.criterion)
        else:
            name = say(f"criterion-{score.criterion}")
            fell_or_rose = say("changed-criterion", criterion=name, before=str(old.band), now=str(score.band))
            moved[score.band > old.band].append(fell_or_rose)
    if moved[True]:
        told.append(say("changed-better", criteria=tuple(moved[True])))
    if moved[False]:
        told.append(say("changed-lower", criteria=tuple(moved[False])))
    if same and (moved[True] or moved[False]):
        told.append(say("changed-about-same", criteria=_names(same, say)))
    if before.typed != now.typed:
        told.append(say("changed-typed"))
    gone = {step.criterion for step in before.next_steps} - {step.criterion for step in now.next_steps}
    if gone:
        told.append(say("changed-gone", criteria=_names([each for each in _marked(now) if each in gone], say)))
    return tuple(told)


def _marked(report: SpeakingReport) -> tuple[Criterion, ...]:
    """The criteria that a report marks, in the exam's order."""
    return tuple(score.criterion for score in report.criteria)


def _overall(before: SpeakingReport, now: SpeakingReport, say: Sentences) -> str:
    if not (before.enough and now.enough):
        return say("changed-thin")
    if now.overall in before.interval or before.overall in now.interval:
        name = "changed-same" if now.overall == before.overall else "changed-noise"
    else:
        name = "changed-up" if now.overall > before.overall else "changed-down"
    return say(name, before=str(before.overall), now=str(now.overall))


def _is_noise(old: SpokenScore, new: SpokenScore) -> bool:
    return new.band in old.interval or old.band in new.interval


def _names(criteria: Sequence[Criterion], say: Sentences) -> tuple[str, ...]:
    return tuple(say(f"criterion-{criterion}") for criterion in criteria)
