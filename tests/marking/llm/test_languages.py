"""Feedback in the learner's language: the schema asks for it, the reader insists on it, quotes stay as they are."""

from __future__ import annotations

import pytest

from engine.ielts.languages import Language, language_of
from engine.ielts.rubric import load_rubric
from engine.marking.llm.fusion import Fusion
from engine.marking.llm.marker import LlmMarker
from engine.marking.writing.offline import OfflineScorer
from engine.marking.writing.samples import sample_essay
from engine.prompts import is_feedback
from tests.doubles.fake_model import FakeModel

CHINESE = "这里的“supermarkets”用得很好，但后面需要举例。"
SCORER = OfflineScorer.load()


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        (None, Language.ENGLISH),
        ("en-GB", Language.ENGLISH),
        ("zh-hans", Language.CHINESE),
        ("zh_CN", Language.CHINESE),
        ("zh", Language.CHINESE),
        ("zh-hant", Language.ENGLISH),
        ("fr", Language.ENGLISH),
    ],
)
def test_the_language_of_a_tag(tag: str | None, language: Language) -> None:
    assert language_of(tag) is language


def test_a_learner_who_reads_chinese_gets_chinese_comments() -> None:
    essay = sample_essay()
    fix = ("their home.", "their homes.", "复数。")
    model = FakeModel(quote="supermarkets", comment=CHINESE, corrections=(fix,))
    report = LlmMarker(model, SCORER, load_rubric(), Fusion()).mark(essay, "zh-hans")
    assert "Simplified Chinese" in model.asked[0].prompt.shared
    assert [score.findings[0].message for score in report.criteria] == [CHINESE] * 4
    assert [score.findings[0].quote for score in report.criteria] == ["supermarkets"] * 4
    assert "复数。" in [each.message for each in report.corrections]


@pytest.mark.parametrize(("comment", "language"), [(CHINESE, None), ("Look at this.", "zh-cn")])
def test_comments_in_another_language_are_left_out(comment: str, language: str | None) -> None:
    report = LlmMarker(FakeModel(quote="supermarkets", comment=comment), SCORER, load_rubric(), Fusion()).mark(
        sample_essay(), language
    )
    assert comment not in [finding.message for score in report.criteria for finding in score.findings]


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("Good.", True, False),
        (CHINESE, False, True),
        ("“supermarkets”用得准确。", False, True),
        ("“supermarkets” is right.", True, False),
        ("好\u200b的", False, False),
        ("好\n的", False, False),
        ("好\u202e的", False, False),
        ("Bad\x07", False, False),
        ("", False, False),
        ("好" * 161, False, False),
        ("x" * 161, False, False),
    ],
)
def test_feedback_holds_no_hidden_characters_and_is_short(text: str, english: bool, chinese: bool) -> None:
    assert is_feedback(text, 160, Language.ENGLISH) is english
    assert is_feedback(text, 160, Language.CHINESE) is chinese
