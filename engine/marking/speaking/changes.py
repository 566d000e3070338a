"""What changed since the last test, in a few sentences that do not make news of noise."""

from __future__ import annotations

from engine.ielts.bands import Criterion
from engine.ielts.speaking_report import SpeakingReport, SpokenScore


def changes(before: SpeakingReport, now: SpeakingReport) -> tuple[str, ...]:
    """Sentences, the overall first. A difference that lies within either test's likely range is "about the same"."""
    told = [_overall(before, now)]
    last = {score.criterion: score for score in before.criteria}
    moved: dict[bool, list[str]] = {True: [], False: []}
    same: list[Criterion] = []
    for score in now.criteria:
        old = last.get(score.criterion)
        if old is None:
            continue
        if _is_noise(old, score):
            same.append(score.criterion)
        else:
            moved[score.band > old.band].append(f"{score.criterion.label} ({old.band} to {score.band})")
    if moved[True]:
        told.append(f"Clearly better: {_listed(moved[True])}.")
    if moved[False]:
        told.append(f"Clearly lower: {_listed(moved[False])}.")
    if same and (moved[True] or moved[False]):
        told.append(f"About the same: {_listed([criterion.label for criterion in same])}.")
    if before.typed != now.typed:
        told.append("One of the two tests was typed, so pronunciation cannot be compared, and fluency only with care.")
    gone = {step.criterion for step in before.next_steps} - {step.criterion for step in now.next_steps}
    if gone:
        names = _listed([criterion.label for criterion in _marked(now) if criterion in gone])
        told.append(f"What was to be worked on last time is no longer what holds you back most: {names}.")
    return tuple(told)


def _marked(report: SpeakingReport) -> tuple[Criterion, ...]:
    """The criteria that a report marks, in the exam's order."""
    return tuple(score.criterion for score in report.criteria)


def _overall(before: SpeakingReport, now: SpeakingReport) -> str:
    if now.overall in before.interval or before.overall in now.interval:
        more = (
            ""
            if now.overall == before.overall
            else " The difference is within what two tests of one speaker differ by."
        )
        return f"About the same as last time: {before.overall} then, {now.overall} now.{more}"
    way = "up" if now.overall > before.overall else "down"
    return f"Your overall band went {way} from {before.overall} to {now.overall}, more than two tests of one speaker should differ by."


def _is_noise(old: SpokenScore, new: SpokenScore) -> bool:
    return new.band in old.interval or old.band in new.interval


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
