"""The two next steps: where most is to be gained, with the learner's own words in the exercise."""

from __future__ import annotations

import pytest

from engine.ielts.bands import Band, Criterion, Interval
from engine.ielts.reports import CriterionScore
from engine.ielts.rubric import TASKS, load_rubric
from engine.ielts.writing import Essay, Module, WritingTask
from engine.marking.errors.error import Kind
from engine.marking.observation import Observation, Seen
from engine.marking.sentences import Said, Sentences
from engine.marking.writing.advice import next_steps
from engine.marking.writing.marker import look_at
from engine.marking.writing.measures.collect import measure
from tests.doubles.fake_finder import FakeFinder

TEXT = "Moreover, the goverment must act now. Cars are loud and big. People walk to work."
TASK = WritingTask(2)
SAY = Sentences("en")
FINDER = FakeFinder({"goverment": (Kind.SPELLING, "government")})


def seen(text: str = TEXT, task: WritingTask = TASK) -> Seen:
    essay = Essay(text, task)
    return look_at(essay, measure(essay), FINDER)


def scores(task: WritingTask = TASK, **bands: float) -> list[CriterionScore]:
    return [
        CriterionScore(each, Band(bands.get(each.value, 6.0)), Interval(Band(0), Band(9), 0.8), ())
        for each in task.criteria
    ]


def weak(criterion: Criterion, aspect: str, quote: str, weight: float = 0.5) -> Observation:
    start = TEXT.index(quote)
    return Observation(
        criterion, aspect, good=False, weight=weight, start=start, end=start + len(quote), message=Said("no-error", {})
    )


def test_two_steps_in_two_criteria_the_most_telling_first() -> None:
    observed = [
        weak(Criterion.GRAMMAR, "structures", "Cars are loud and big.", 0.4),
        weak(Criterion.COHERENCE, "links", "Moreover", 0.8),
        weak(Criterion.COHERENCE, "order", "People walk to work.", 0.7),
    ]
    steps = next_steps(seen(), scores(), observed, load_rubric(), SAY)
    assert [step.criterion for step in steps] == [Criterion.COHERENCE, Criterion.GRAMMAR]
    assert "“Moreover”" in steps[0].exercise
    assert "“Cars are loud and big.”" in steps[1].exercise


def test_a_criterion_that_pulls_the_mean_down_goes_before_one_that_holds_it_up() -> None:
    observed = [
        weak(Criterion.COHERENCE, "links", "Moreover", 0.5),
        weak(Criterion.GRAMMAR, "structures", "Cars are loud and big.", 0.5),
    ]
    steps = next_steps(seen(), scores(CC=7.0, GRA=5.0), observed, load_rubric(), SAY)
    assert steps[0].criterion is Criterion.GRAMMAR


def test_the_rule_is_of_a_higher_band() -> None:
    steps = next_steps(seen(), scores(CC=5.5), [weak(Criterion.COHERENCE, "links", "Moreover")], load_rubric(), SAY)
    rule = load_rubric().rule(steps[0].rule)
    assert rule.id == "W2.CC.6.b"
    assert rule.side == "positive"


def test_misspelt_words_are_practised_as_they_should_be() -> None:
    steps = next_steps(seen(), scores(), [weak(Criterion.LEXICAL, "form", "goverment")], load_rubric(), SAY)
    assert "“government”" in steps[0].exercise


def test_where_nothing_weak_was_seen_the_lowest_criteria_get_the_next_band() -> None:
    steps = next_steps(seen(), scores(LR=8.0, CC=7.5, TR=9.0, GRA=9.0), [], load_rubric(), SAY)
    assert [step.criterion for step in steps] == [Criterion.COHERENCE, Criterion.LEXICAL]
    assert all("{" not in step.exercise for step in steps)


def test_a_text_without_a_word_gets_none() -> None:
    assert next_steps(seen("  "), scores(), [], load_rubric(), SAY) == ()


@pytest.mark.parametrize("code", TASKS)
def test_every_aspect_that_can_hold_an_answer_back_has_a_plan(code: str) -> None:
    for rule in load_rubric().by_id.values():
        if rule.task == code:
            first = code if rule.criterion is Criterion.TASK_ACHIEVEMENT else str(rule.criterion)
            named = f"S-{first}" if code == "S" else first
            assert Sentences().knows(f"advice-{named}-{rule.aspect}"), rule.id


def test_the_form_of_a_text_has_no_positive_rule_and_still_a_goal() -> None:
    task = WritingTask(1, Module.GENERAL)
    observed = [weak(Criterion.TASK_ACHIEVEMENT, "form", "Cars are loud and big.")]
    steps = next_steps(seen(TEXT, task), scores(task, TA=5.0), observed, load_rubric(), SAY)
    assert steps[0].rule.startswith("W1G.TA.6.")
