"""The two things that would lift the band most, each with one exercise, and the drill for tomorrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.ielts.bands import Criterion
from engine.ielts.reports import NextStep
from engine.ielts.rubric import Rubric, Rule
from engine.ielts.speaking.plan import Scope, find
from engine.ielts.speaking.questions import CueCard, QuestionBank, Topic
from engine.ielts.speaking.report import Drill
from engine.marking.advice import STEPS, lowest_first, most_to_gain, step
from engine.marking.sentences import Sentences
from engine.marking.speaking.bands import Rating
from engine.marking.speaking.better_said import better_said
from engine.marking.speaking.evidence.evidence import Evidence, quoted

_FAR_UP = 2.5
_HIGH = 7.5
"""Band from which nobody needs to be told to join clauses, or to answer at length."""
_DEFAULT = {
    Criterion.FLUENCY: "flow", Criterion.LEXICAL: "range", Criterion.GRAMMAR: "structures", Criterion.PRONUNCIATION: "prosody",
}  # fmt: skip


def next_steps(
    ratings: Sequence[Rating],
    evidence: Sequence[Evidence],
    fallback: str,
    rubric: Rubric,
    say: Sentences,
    *,
    questions: Mapping[str, str],
    typed: bool = False,
) -> tuple[NextStep, ...]:
    """The steps with most to gain, in two criteria; where nothing weak was heard, the next band of the lowest ones.

    ``fallback`` is something that the candidate said, for a criterion without a weakness to quote; ``questions`` are by turn, and what
    is asked first is what fits where no turn does. What holds fluency down in a
    ``typed`` test is that nobody heard it.
    """
    # Above band 9 there is nothing to gain.
    below = [rating for rating in ratings if float(rating.band) < 9]
    ratings = below if len(below) >= STEPS else ratings
    bands = {rating.criterion: rating.target for rating in ratings}
    found = [
        (each.criterion, _named(each, say), _worth_saying(each), questions.get(each.moment.turn, ""))
        for each in most_to_gain((each for each in evidence if not each.good and each.criterion in bands), bands)
    ]
    left = lowest_first(bands, (criterion for criterion, _, _, _ in found))
    plans = {
        criterion: aspect if bands.get(criterion, 0) < _HIGH else f"{aspect}-high"
        for criterion, aspect in _DEFAULT.items()
    }
    if typed:
        plans[Criterion.FLUENCY] = "spoken"
    any_question = next(iter(questions.values()), "")
    found += [(criterion, (_DEFAULT[criterion], plans[criterion]), fallback, any_question) for criterion in left]
    return tuple(
        step(
            say,
            f"S-{criterion}-{plan}",
            criterion,
            _goal(criterion, aspect, bands[criterion], rubric).id,
            quote=quoted(quote, 80),
            question=quoted(question, 120),
        )
        for criterion, (aspect, plan), quote, question in found[:STEPS]
    )


def _worth_saying(weak: Evidence) -> str:
    """What is said in an exercise: an error put right, where that is sure, as nobody should practise the wrong form.

    How it sounded is what pronunciation is practised on, so there the words stay as they were.
    """
    said = weak.moment.quote
    return said if weak.criterion is Criterion.PRONUNCIATION else (better_said(said) or said)


def _named(weak: Evidence, say: Sentences) -> tuple[str, str]:
    """The aspect, and the plan for it: that of its topic, if there is one."""
    topical = f"{weak.aspect}-{weak.topic}"
    return weak.aspect, topical if say.knows(f"advice-S-{weak.criterion}-{topical}") else weak.aspect


def _goal(criterion: Criterion, aspect: str, band: float, rubric: Rubric) -> Rule:
    """What earns a higher band in this aspect; where that is far up, what the next band sounds like."""
    above = rubric.above("S", criterion, band, aspect) or rubric.nearest("S", criterion, 9, aspect, "positive")
    if above is not None and above.band - band <= _FAR_UP:
        return above
    return min(
        (
            r
            for r in rubric.by_id.values()
            if (r.task, r.criterion, r.aspect) == ("S", criterion, aspect) and r.band > band
        ),
        key=lambda rule: rule.band,
    )


_SCOPE = {
    Criterion.FLUENCY: Scope.PART_2, Criterion.LEXICAL: Scope.PART_3,
    Criterion.GRAMMAR: Scope.PART_1, Criterion.PRONUNCIATION: Scope.PART_1,
}  # fmt: skip


def drill_for(ratings: Sequence[Rating], bank: QuestionBank, used: Sequence[str], seed: int, say: Sentences) -> Drill:
    """What to practise tomorrow: the lowest criterion, on a topic that was not asked about; the same for the same test."""
    lowest = min(rating.band for rating in ratings)
    weakest = min((each for each in ratings if each.band == lowest), key=lambda each: each.target).criterion
    high = float(lowest) >= _HIGH
    scope = Scope.PART_3 if high else _SCOPE[weakest]
    source: Sequence[Topic | CueCard] = bank.topics if scope is Scope.PART_1 else bank.cards
    # The topic is what a learner types after /drill, so it must find itself again.
    fresh = [item.id for item in source if item.id not in used and find(source, item.id) == [item.id]]
    ids = fresh or [item.id for item in source]
    return Drill(scope, ids[seed % len(ids)], weakest, say("drill-high" if high else f"drill-{weakest}"))
