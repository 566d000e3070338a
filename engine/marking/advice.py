"""The two things that would lift the band most, each with one exercise to do now, on the learner's own text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from engine.ielts.bands import Band, Criterion
from engine.ielts.reports import CriterionScore, NextStep
from engine.ielts.rubric import Rubric
from engine.marking.evidence.observation import Observation, Seen, quoted


@dataclass(frozen=True, slots=True)
class _Plan:
    advice: str
    exercise: str


# By criterion and aspect. ``{quote}`` is a sentence or phrase of the learner's, ``{words}`` their misspelt words.
_PLANS: dict[tuple[str, str], _Plan] = {
    ("TR", "parts"): _Plan("Answer every part of the question.", "Write the question as two or three short questions, and beside each the sentence of yours that answers it. Write the one that is missing after {quote}."),
    ("TR", "position"): _Plan("Say what you think in the introduction, and come back to it at the end.", "After {quote}, write one sentence that begins “I believe that … because …”. Then end the essay with “For these reasons …” and the same answer in other words."),
    ("TR", "support"): _Plan("Give each main idea a reason and a particular case.", "Take {quote} and add two sentences: one that begins with “This is because”, and one that begins with “For instance” and names a place, a group or a number."),
    ("TR", "relevance"): _Plan("Keep every paragraph on the question that was set.", "Underline the key words of the question. Rewrite {quote} so that it holds one of them, or a synonym; do the same with the first sentence of each paragraph."),
    ("TR", "form"): _Plan("Write in sentences and paragraphs, not in notes.", "Turn {quote} and the line after it into one sentence with “because” or “which”."),
    ("W1A", "overview"): _Plan("Write an overview: the two things that stand out, without figures.", "Cover the numbers and look at the visual for ten seconds. Write one sentence, “Overall, …, while …”, and put it after your opening, where now you have {quote}."),
    ("W1A", "features"): _Plan("Choose the key features and support each with its figure.", "List the highest, the lowest and the biggest change with their numbers. Then go on from {quote} with whichever of the three is not in your answer yet."),
    ("W1A", "shown"): _Plan("Report what is shown, and leave reasons and opinions out.", "Rewrite {quote} so that it says only what can be read off the visual."),
    ("W1A", "comparison"): _Plan("Compare figures instead of listing them.", "Rewrite {quote} with “whereas” or “twice as many as”, so that two figures stand in one comparison. Do it in one more place."),
    ("W1A", "form"): _Plan("Write connected text, not notes.", "Turn {quote} and the line after it into one sentence with “while” or “which”."),
    ("W1G", "purpose"): _Plan("Tell the reader in the first lines why you are writing.", "Put one sentence before {quote}: “I am writing to …”."),
    ("W1G", "points"): _Plan("Cover every bullet point, with a detail of its own.", "Number the bullet points, and put the number beside each sentence of yours that deals with it. Add two sentences, before {quote}, for the point with the fewest."),
    ("W1G", "tone"): _Plan("Keep one tone from greeting to close.", "Rewrite {quote} as you would say it to the person to whom the letter goes."),
    ("W1G", "format"): _Plan("Open and close as a letter does.", "Write the greeting and the closing line that fit this reader, and put them around what you have, down to {quote}."),
    ("W1G", "form"): _Plan("Write connected text, not notes.", "Turn {quote} and the line after it into one sentence."),
    ("CC", "order"): _Plan("Let each paragraph open with a sentence that says what it is about.", "Rewrite {quote} in at most fifteen words, so that it names what the whole paragraph is about. Then read only the first sentences of your paragraphs: do they tell the story?"),
    ("CC", "links"): _Plan("Show how ideas belong together, with fewer set phrases and more variety.", "Say the link in {quote} in three other ways: with “which”, with “this” and a noun, and with no linking word at all. Keep the best."),
    ("CC", "reference"): _Plan("Make clear what each “this” and “it” stands for.", "In {quote}, put a noun after “this” or in place of “it”. Do the same in two more sentences."),
    ("CC", "paragraphs"): _Plan("Give each main idea a paragraph of its own.", "Begin a new paragraph at, or next to, {quote}. Then mark where else your topic changes: introduction, one paragraph for each main idea, conclusion."),
    ("LR", "range"): _Plan("Say exactly what you mean instead of using general words.", "In {quote}, replace the most general word with one that fits only this topic. Do the same in two other sentences."),
    ("LR", "choice"): _Plan("Learn words together with the words that go with them.", "Write two sentences of your own with the right form of {quote}. Then look up three nouns of this topic and write down the verb that each one takes."),
    ("LR", "form"): _Plan("Get the spelling and the endings of words right.", "Write {words} correctly three times from memory, then use each in a new sentence."),
    ("LR", "own"): _Plan("Say it in words of your own.", "Rewrite the sentence with {quote} without it, so that it says something that only this essay can say."),
    ("GRA", "structures"): _Plan("Join ideas in complex sentences of more than one kind.", "Join {quote} to the sentence next to it, with although, which or if. Do it in two more places."),
    ("GRA", "accuracy"): _Plan("Hunt for your own typical error before you hand in.", "Write {quote} again without its error, then look for the same kind of error in every other sentence, reading for that one thing only."),
    ("GRA", "punctuation"): _Plan("Put the full stops and commas where they belong.", "Read {quote} aloud, put a full stop wherever your voice falls, and check that each part has a subject and a verb of its own."),
}  # fmt: skip
_STAGES = _Plan(
    "Name every stage, and how one leads to the next.",
    "Write the stages under each other, each as one verb in the passive. Then rewrite {quote} so that it says what comes before and what after.",
)
_DEFAULT = {
    Criterion.TASK_RESPONSE: "support", Criterion.COHERENCE: "links", Criterion.LEXICAL: "range", Criterion.GRAMMAR: "structures",
}  # fmt: skip
_DEFAULT_TASK_1 = {"W1A": "comparison", "W1G": "points"}
_PULL = 0.35  # weight that a criterion gains for each band that it lies under the mean


def next_steps(
    seen: Seen, scores: Sequence[CriterionScore], observed: Sequence[Observation], rubric: Rubric
) -> tuple[NextStep, ...]:
    """The two steps with most to gain, in two criteria.

    What counts is how telling the weaknesses of an aspect are, and how far its criterion pulls the mean down. Where
    nothing weak was seen, the step is the next band's rule in the lowest criteria. A text without a word gets none.
    """
    if not seen.text.sentences:
        return ()
    bands = {score.criterion: float(score.band) for score in scores}
    mean = sum(bands.values()) / len(bands)
    gain: defaultdict[tuple[Criterion, str], float] = defaultdict(float)
    worst: dict[tuple[Criterion, str], Observation] = {}
    for each in sorted((each for each in observed if not each.good), key=lambda each: -each.weight):
        key = each.criterion, each.aspect
        if key in worst:
            gain[key] += 0.1 * each.weight
        else:
            worst[key] = each
            gain[key] += each.weight + _PULL * (mean - bands[each.criterion])
    steps: list[NextStep] = []
    for criterion, aspect in sorted(worst, key=lambda key: -gain[key]):
        if len(steps) < 2 and all(step.criterion is not criterion for step in steps):
            at = worst[criterion, aspect]
            steps.append(_step(seen, criterion, aspect, bands[criterion], rubric, seen.essay.text[at.start : at.end]))
    for criterion in sorted(bands, key=lambda key: bands[key]):
        if len(steps) < 2 and all(step.criterion is not criterion for step in steps):
            aspect = _DEFAULT.get(criterion) or _DEFAULT_TASK_1[seen.essay.task.code]
            sentences = seen.text.sentences
            steps.append(_step(seen, criterion, aspect, bands[criterion], rubric, sentences[len(sentences) // 2].text))
    return tuple(steps)


def _is_process(seen: Seen) -> bool:
    return bool(
        seen.essay.task.code == "W1A"
        and re.search(r"process|diagram|cycle|stages", seen.essay.task.prompt or "", re.IGNORECASE)
    )


def _step(seen: Seen, criterion: Criterion, aspect: str, band: float, rubric: Rubric, quote: str) -> NextStep:
    code = seen.essay.task.code
    plan = (
        _STAGES
        if _is_process(seen) and aspect in {"features", "comparison"}
        else _PLANS[code if criterion is Criterion.TASK_ACHIEVEMENT else str(criterion), aspect]
    )
    goal = rubric.above(code, criterion, band, aspect) or rubric.nearest(code, criterion, 9, aspect, "positive")
    if goal is None:  # an aspect that only ever counts against a text: the goal is all of the next band
        goal = rubric.rules(code, criterion, min(int(Band(band).value) + 1, 9))[0]
    misspelt = dict.fromkeys(each.replacement.lower() for each in seen.corrections if each.message == "Spelling.")
    words = ", ".join(quoted(word) for word in list(misspelt)[:4]) or quoted(quote, 80)
    exercise = plan.exercise.replace("{words}", words).replace("{quote}", quoted(quote, 80))
    return NextStep(criterion, goal.id, plan.advice, exercise)
