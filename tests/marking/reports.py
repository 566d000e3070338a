"""A report by hand, for tests of what becomes of reports."""

from __future__ import annotations

from engine.ielts.bands import Band, Interval
from engine.ielts.reports import BandReport, Correction, CriterionScore, Finding, NextStep
from engine.ielts.writing import Essay, WritingTask

TEXT = "I like <b>cars</b> | they is fast.\n\nMoreover, *cars* are nice 😀."
ESSAY = Essay(TEXT, WritingTask(2, prompt="Do you like cars?\nGive reasons."))


def a_report(bands: tuple[float, float, float, float] = (6, 6, 6, 7)) -> BandReport:
    task = ESSAY.task
    mean = sum(bands) / 4
    overall = Band(int(2 * mean + 0.5) / 2)
    rules = ("W2.TR.6.b", "W2.CC.6.f", "W2.LR.6.e", "W2.GRA.6.f")
    quotes = ("I like", "Moreover", "nice", "they is")
    return BandReport(
        task=task,
        overall=overall,
        unrounded=mean,
        interval=Interval(overall, overall, 0.8),
        criteria=tuple(
            CriterionScore(
                criterion,
                Band(band),
                Interval(Band(band), Band(band), 0.8),
                (Finding(rule, quote, TEXT.index(quote), TEXT.index(quote) + len(quote), f"About {quote}.", TEXT),),
            )
            for criterion, band, rule, quote in zip(task.criteria, bands, rules, quotes, strict=True)
        ),
        corrections=(
            Correction(TEXT.index("they is"), TEXT.index("they is") + 7, "they is", "they are", "Plural.", TEXT),
        ),
        strengths=("You say what you like.",),
        next_steps=(NextStep(task.criteria[1], "W2.CC.7.b", "Use fewer links.", "Say “Moreover” in another way."),),
        word_count=ESSAY.word_count,
        scorer="offline-3",
    )
