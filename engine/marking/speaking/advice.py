"""The two things that would lift the band most, each with one exercise, and the drill for tomorrow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.ielts.bands import Criterion
from engine.ielts.questions import CueCard, QuestionBank, Topic
from engine.ielts.reports import NextStep
from engine.ielts.rubric import Rubric, Rule
from engine.ielts.speaking_plan import Scope, find
from engine.ielts.speaking_report import NEXT_STEPS, Drill
from engine.marking.speaking.bands import Rating
from engine.marking.speaking.evidence.evidence import Evidence, quoted

_FAR_UP = 2.5
_PULL = 0.35  # weight that a criterion gains for each band that it lies under the mean, as in engine.marking.advice


@dataclass(frozen=True, slots=True)
class _Plan:
    advice: str
    exercise: str


# By criterion and aspect; ``{quote}`` is what the candidate said.
_PLANS: Mapping[tuple[str, str], _Plan] = {
    ("FC", "flow"): _Plan("Keep going: give every answer a reason and a case.", "Take {quote} and answer the question again for 40 seconds: one sentence that answers, one with “because”, one with “for example”, one with “so”. Do it three times, a little faster each time."),
    ("FC", "hesitation"): _Plan("Pause between ideas, not in the middle of them.", "Say {quote} three times. Breathe only where a clause ends, and if a word does not come, use a simpler one at once. Record the last time and count the silences."),
    ("FC", "linking"): _Plan("Show how ideas belong together, in more ways than one.", "Say {quote} again with three other links: “which means”, “even though”, “that's why”. Then tell a one-minute story without “and then”."),
    ("LR", "range"): _Plan("Use the exact word instead of the general one.", "In {quote}, replace the most general word with one that fits only this topic. Write down five words for the topic and use each in a spoken sentence."),
    ("LR", "choice"): _Plan("Learn words together with the words that go with them.", "Say {quote} correctly three times, each time about something else. Then look up two nouns of the topic with their verbs, and say a sentence with each."),
    ("LR", "paraphrase"): _Plan("Say it another way when a word does not come, or comes too often.", "Say what is in {quote} in three ways, without its main word. Then describe five things in your room without naming them."),
    ("GRA", "structures"): _Plan("Join clauses: one idea with its reason, condition or contrast.", "Join {quote} to what came next, with “because”, then with “which”, then with “although”. Say each aloud without reading."),
    ("GRA", "accuracy"): _Plan("Mend the error that you make most.", "Say {quote} correctly five times. Then talk for one minute on the same topic and listen only for that error."),
    ("P", "clarity"): _Plan("Make every word arrive, the important ones most.", "Say {quote} slowly with every ending, then at your own pace, and record both. Ask somebody to write down what they hear, or let a phone do it."),
    ("P", "prosody"): _Plan("Stress the word that matters and let the others run together.", "In {quote}, choose one word. Say the sentence with your voice going up on that word, then on another one, and listen how the meaning changes."),
    ("P", "sounds"): _Plan("Work on the words that were hard to make out.", "Listen to {quote} in a dictionary, say it with the same stress, then put it into three sentences."),
}  # fmt: skip
_DEFAULT = {
    Criterion.FLUENCY: "flow", Criterion.LEXICAL: "range", Criterion.GRAMMAR: "structures", Criterion.PRONUNCIATION: "prosody",
}  # fmt: skip


def next_steps(
    ratings: Sequence[Rating], evidence: Sequence[Evidence], fallback: str, rubric: Rubric
) -> tuple[NextStep, ...]:
    """The steps with most to gain, in two criteria; where nothing weak was heard, the next band of the lowest ones.

    ``fallback`` is something that the candidate said, for a criterion without a weakness to quote.
    """
    bands = {rating.criterion: rating.target for rating in ratings}
    mean = sum(bands.values()) / len(bands)
    gain: defaultdict[tuple[Criterion, str], float] = defaultdict(float)
    worst: dict[tuple[Criterion, str], Evidence] = {}
    for each in sorted((each for each in evidence if not each.good), key=lambda each: -each.weight):
        key = each.criterion, each.aspect
        if key in worst:
            gain[key] += 0.1 * each.weight
        elif each.criterion in bands:
            worst[key] = each
            gain[key] += each.weight + _PULL * (mean - bands[each.criterion])
    steps: list[NextStep] = []
    for criterion, aspect in sorted(worst, key=lambda key: -gain[key]):
        if len(steps) < NEXT_STEPS and all(step.criterion is not criterion for step in steps):
            quote = worst[criterion, aspect].moment.quote
            steps.append(_step(criterion, aspect, bands[criterion], quote, rubric))
    for criterion in sorted(bands, key=lambda each: bands[each]):
        if len(steps) < NEXT_STEPS and all(step.criterion is not criterion for step in steps):
            steps.append(_step(criterion, _DEFAULT[criterion], bands[criterion], fallback, rubric))
    return tuple(steps)


def _step(criterion: Criterion, aspect: str, band: float, quote: str, rubric: Rubric) -> NextStep:
    plan = _PLANS[str(criterion), aspect]
    return NextStep(
        criterion,
        _goal(criterion, aspect, band, rubric).id,
        plan.advice,
        plan.exercise.replace("{quote}", quoted(quote, 80)),
    )


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


_WHY = {
    Criterion.FLUENCY: "Two minutes on one subject: the place to learn to keep going.",
    Criterion.LEXICAL: "A discussion needs words that small talk does not.",
    Criterion.GRAMMAR: "Short answers on a familiar topic leave your mind free for grammar.",
    Criterion.PRONUNCIATION: "Short answers on a familiar topic leave your mind free for how you sound.",
}
_SCOPE = {
    Criterion.FLUENCY: Scope.PART_2, Criterion.LEXICAL: Scope.PART_3,
    Criterion.GRAMMAR: Scope.PART_1, Criterion.PRONUNCIATION: Scope.PART_1,
}  # fmt: skip


def drill_for(ratings: Sequence[Rating], bank: QuestionBank, used: Sequence[str], seed: int) -> Drill:
    """What to practise tomorrow: the lowest criterion, on a topic that was not asked about; the same for the same test."""
    lowest = min(rating.band for rating in ratings)
    weakest = min((each for each in ratings if each.band == lowest), key=lambda each: each.target).criterion
    scope = _SCOPE[weakest]
    source: Sequence[Topic | CueCard] = bank.topics if scope is Scope.PART_1 else bank.cards
    # The topic is what a learner types after /drill, so it must find itself again.
    fresh = [item.id for item in source if item.id not in used and find(source, item.id) == [item.id]]
    ids = fresh or [item.id for item in source]
    return Drill(scope, ids[seed % len(ids)], weakest, _WHY[weakest])
