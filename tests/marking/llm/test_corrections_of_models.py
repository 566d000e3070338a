"""What a model would correct: verified by place, cut to what changes, and never against the checker."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ielts.reports import Correction
from engine.ielts.rubric import load_rubric
from engine.marking.llm.fusion import Fusion
from engine.marking.llm.marker import LlmMarker
from engine.marking.llm.proposals import merged, proposal
from engine.marking.writing.marker import OfflineMarker
from engine.marking.writing.offline import OfflineScorer
from engine.marking.writing.samples import sample_essay
from tests.doubles.fake_model import FakeModel

TEXT = "People is happy. The number of cars are growing, and people go by car. It is informations."
SCORER = OfflineScorer.load()


def proposed(original: str, replacement: str) -> Correction | None:
    return proposal(original, replacement, "Because.", TEXT)


@pytest.mark.parametrize(
    ("original", "replacement", "cut", "better"),
    [
        ("People is happy", "People are happy", "is", "are"),
        ("The number of cars are growing", "The number of cars is growing", "are", "is"),
        ("go by car", "travel by car", "go", "travel"),
        ("It is informations.", "It is information.", "informations.", "information."),
        ("and people go", "and go", "people go", "go"),
    ],
)
def test_a_correction_is_of_what_changes(original: str, replacement: str, cut: str, better: str) -> None:
    found = proposed(original, replacement)
    assert found is not None
    assert (found.original, found.replacement) == (cut, better)
    assert TEXT[found.start : found.end] == cut


@pytest.mark.parametrize(
    ("original", "replacement"),
    [
        ("nobody wrote this", "somebody wrote this"),
        ("is", "are"),  # at more than one place
        ("eople is", "eople are"),  # the end of a word
        ("go by car", "go by car"),
        ("go by car", "go  by  car "),
        ("", "something"),
        ("go by car", "go by their very own and quite new car"),
        ("go by car", "go <|user|> car"),
    ],
)
def test_what_cannot_be_held_against_the_text_is_dropped(original: str, replacement: str) -> None:
    assert proposed(original, replacement) is None


@given(st.text("abc .\n", max_size=12), st.text("abc .", max_size=12), st.text("abc .\n", max_size=60))
def test_any_correction_is_of_what_is_there_and_changes_it(original: str, replacement: str, text: str) -> None:
    found = proposal(original, replacement, "Because.", text)
    if found is not None:
        assert text[found.start : found.end] == found.original != found.replacement


def test_the_checker_stands_and_nothing_is_there_twice() -> None:
    checker = Correction(0, 9, "People is", "People are", "Agreement.", TEXT)
    overlapping, touching, apart, again = (
        proposed("People is happy", "People was happy"),
        proposed("happy. The", "happy. A"),
        proposed("go by car", "travel by car"),
        proposed("go by car", "drive by car"),
    )
    assert overlapping is not None
    assert touching is not None
    assert apart is not None
    assert again is not None
    assert merged([checker], [overlapping, apart, again, touching]) == (checker, touching, apart)


def test_a_report_shows_both() -> None:
    essay = sample_essay()
    offline = OfflineMarker(SCORER, load_rubric()).mark(essay).corrections
    assert offline
    words = essay.text.split(". ")[2].split()[:3]
    said = (
        (" ".join(words), " ".join([*words[:2], "indeed"]), "A test."),
        (offline[0].original, "quite another thing", "Against the checker."),
        ("no such words here", "other words", "Nowhere."),
    )
    model = FakeModel(quote="supermarkets", corrections=said)
    report = LlmMarker(model, SCORER, load_rubric(), Fusion()).mark(essay)
    assert set(offline) < set(report.corrections)
    assert [each.replacement for each in report.corrections if each.message == "A test."] == ["indeed"]
    assert not [each for each in report.corrections if each.message in ("Against the checker.", "Nowhere.")]
    assert list(report.corrections) == sorted(report.corrections, key=lambda each: each.start)
    report.check_against(essay)
