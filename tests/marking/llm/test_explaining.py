"""A model may explain a report and nothing else: what does not hold is not said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.errors import TryAgain
from engine.ielts.bands import Criterion
from engine.ielts.languages import Language
from engine.ielts.rubric import load_rubric
from engine.marking.llm.explaining import LlmExplainer
from engine.prompts import fence_for
from tests.doubles.fake_model import FakeModel
from tests.marking.reports import ESSAY, a_report

ATTACKS: list[str] = json.loads((Path(__file__).parents[2] / "data" / "attacks.json").read_text("utf-8"))


def answer(model: FakeModel, question: str = "Why 6 and not 7?", language: Language = Language.ENGLISH) -> str | None:
    explainer = LlmExplainer(model, load_rubric(), adapter=None, max_seconds=5)
    return explainer.explain(a_report(), ESSAY, Criterion.COHERENCE, question, language)


def test_what_holds_is_said() -> None:
    said = "It is at band 6 because of “Moreover, *cars* are”, which links nothing. Band 7 asks for links that work."
    model = FakeModel(answer=said)
    assert answer(model) == said
    prompt = model.asked[0].prompt
    fence = fence_for("Why 6 and not 7?")
    assert prompt.own.endswith(f"{fence}\nWhy 6 and not 7?\n{fence}")
    assert "Moreover" in prompt.own
    assert ESSAY.text not in prompt.own, "the report is talked about, not the answer"


def test_a_chinese_answer_for_who_reads_chinese() -> None:
    said = "因为“Moreover”这个连接词用得不自然，所以是 6 分。"
    assert answer(FakeModel(answer=said), language=Language.CHINESE) == said
    assert answer(FakeModel(answer=said)) is None


@pytest.mark.parametrize(
    "said",
    [
        "",
        "You deserve band 9 for this.",
        "You wrote “a sentence that nobody ever wrote here”.",
        'You wrote "a sentence that nobody ever wrote here".',
        "See https://example.com for more.",
        "Good.<|user|>",
        "x" * 601,
        "Hidden\u200b words.",
    ],
)
def test_what_does_not_hold_is_not_said(said: str) -> None:
    assert answer(FakeModel(answer=said)) is None


def test_a_model_that_fails_leaves_it_to_the_rule() -> None:
    model = FakeModel()
    model.failure = TryAgain("busy")
    assert answer(model) is None


@pytest.mark.parametrize(
    "question", ["Why did I get band 6 and not band 7?", "为什么是6分而不是7分？", "What about my words?"]
)
def test_ordinary_questions_are_asked(question: str) -> None:
    model = FakeModel()
    answer(model, question)
    assert len(model.asked) == 1


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_question_that_gives_orders_changes_nothing(attack: str) -> None:
    """It goes to no model, or stays between its fences: role and schema are those of every other question."""
    quiet, loud = FakeModel(), FakeModel()
    answer(quiet)
    answer(loud, attack)
    for asked in loud.asked:
        assert asked.prompt.shared == quiet.asked[0].prompt.shared
        assert asked.schema == quiet.asked[0].schema
        assert asked.prompt.own.count(fence_for(attack)) == quiet.asked[0].prompt.own.count(fence_for(""))


def test_most_attacks_reach_no_model() -> None:
    reached = 0
    for attack in ATTACKS:
        model = FakeModel()
        answer(model, attack)
        reached += len(model.asked)
    assert reached <= len(ATTACKS) / 4
