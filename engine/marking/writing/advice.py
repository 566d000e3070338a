"""The two things that would lift the band most, each with one exercise to do now, on the learner's own text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from engine.ielts.bands import Criterion
from engine.ielts.reports import CriterionScore, NextStep
from engine.ielts.rubric import Rubric
from engine.marking.advice import STEPS, lowest_first, most_to_gain, step
from engine.marking.corrections import around
from engine.marking.errors.error import Kind
from engine.marking.observation import Observation, Seen, limit, quoted
from engine.marking.sentences import Sentences

_DEFAULT = {
    Criterion.TASK_RESPONSE: "support", Criterion.COHERENCE: "links", Criterion.LEXICAL: "range", Criterion.GRAMMAR: "structures",
}  # fmt: skip
_MOST = 4
"""Words or places of the learner's in one exercise."""
_DEFAULT_TASK_1 = {"W1A": "comparison", "W1G": "points"}


def next_steps(
    seen: Seen, scores: Sequence[CriterionScore], observed: Sequence[Observation], rubric: Rubric, say: Sentences
) -> tuple[NextStep, ...]:
    """The two steps with most to gain, in two criteria.

    What counts is how telling the weaknesses of an aspect are, and how far its criterion pulls the mean down. Where
    nothing weak was seen, the step is the next band's rule in the lowest criteria. A text without a word gets none.
    """
    if not seen.text.sentences:
        return ()
    bands = {score.criterion: float(score.band) for score in scores}
    steps = [
        _step(say, seen, each, bands, rubric)
        for each in most_to_gain((each for each in observed if not each.good), bands)
    ]
    for criterion in lowest_first(bands, (each.criterion for each in steps))[: STEPS - len(steps)]:
        aspect = _DEFAULT.get(criterion) or _DEFAULT_TASK_1[seen.essay.task.code]
        middle = seen.text.sentences[len(seen.text.sentences) // 2]
        stands_for_all = limit(criterion, aspect, 0.0, middle.start, middle.end, "no-error")
        steps.append(_step(say, seen, stands_for_all, bands, rubric))
    return tuple(steps)


def _is_process(seen: Seen) -> bool:
    return bool(
        seen.essay.task.code == "W1A"
        and re.search(r"process|diagram|cycle|stages", seen.essay.task.prompt or "", re.IGNORECASE)
    )


def _step(say: Sentences, seen: Seen, weak: Observation, bands: Mapping[Criterion, float], rubric: Rubric) -> NextStep:
    code, criterion, aspect = seen.essay.task.code, weak.criterion, weak.aspect
    band = bands[criterion]
    goal = rubric.above(code, criterion, band, aspect) or rubric.nearest(code, criterion, 9, aspect, "positive")
    if goal is None:  # an aspect that only ever counts against a text: the goal is all of the next band
        goal = rubric.rules(code, criterion, min(int(band) + 1, 9))[0]
    named = f"{code if criterion is Criterion.TASK_ACHIEVEMENT else criterion}-{aspect}"
    if _is_process(seen) and aspect in {"features", "comparison"}:
        named = "W1A-stages"
    elif say.knows(f"advice-{named}-{weak.topic}"):
        named = f"{named}-{weak.topic}"
    quote = quoted(seen.essay.text[weak.start : weak.end], 80)
    wrong = [each for each in seen.corrections if each.kind == Kind.SPELLING]
    misspelt = dict.fromkeys((each.replacement or each.original).lower() for each in wrong)
    words = tuple(quoted(word) for word in list(misspelt)[:_MOST]) or (quote,)
    return step(say, named, criterion, goal.id, quote=quote, words=words, places=_places(seen, weak) or (quote,))


def _places(seen: Seen, weak: Observation) -> tuple[str, ...]:
    """Errors of the kind that the advice is about, each with the words around it."""
    text = seen.essay.text
    found = [each for each in seen.corrections if each.kind == weak.topic][:_MOST]
    near = [(around(text, each.start, each.end, words=2), each.original) for each in found]
    return tuple(quoted(f"{before}{wrong}{after}", 80) for (before, after), wrong in near)
