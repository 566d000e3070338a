"""Ideas, examples and terms are seen in whatever words they come, so that nobody is told of a gap that is none."""

from __future__ import annotations

import pytest

from engine.marking.writing.evidence.coherence import coherence
from engine.marking.writing.evidence.lexical import lexical
from engine.marking.writing.evidence.task_response import task_response
from tests.marking.seen import BOTH, CHART, OPINION, see


@pytest.mark.parametrize(
    ("told", "missing"),
    [
        ("A good example can be seen in the United States, which has put money into science.", False),
        ("One classic example of this is a town that closed its only library.", False),
        ("They may study such as the Finns do, and as an example they read a lot.", False),
        ("Teachers should set a good example.", False),
        ("They should read much more than they do.", True),
    ],
)
def test_an_example_in_whatever_words_is_not_said_to_be_missing(told: str, missing: bool) -> None:
    plain = " ".join(["People study what the market wants and they forget the rest."] * 14)
    found = see(f"I agree with this view.\n\n{plain} {told}\n\nIn conclusion, I agree.", task_response, prompt=OPINION)
    assert any("Nothing in the answer illustrates" in each.message for each in found) is missing


def test_studies_of_one_s_own_and_a_language_are_no_particular_case() -> None:
    told = "They go abroad for further studies in English, and studies in many countries take years."
    plain = "People study what the market wants and they forget the rest."
    found = see(f"I agree.\n\n{plain} {told}\n\nIn conclusion, I agree.", task_response, prompt=OPINION)
    assert not any("example" in each.message or "particular case" in each.message for each in found if each.good)


def test_an_experience_of_the_learner_s_is_an_example_and_what_they_would_say_is_a_position() -> None:
    body = "From my own experience, I changed a lot when I took up golf. " + "It was good for me and for others. " * 6
    text = f"Some people like change.\n\n{body}\n\nIn summary, I would say that change is good for most of us."
    found = see(text, task_response, prompt=BOTH)
    assert not any("claims stand alone" in each.message or "no sentence later" in each.message for each in found)


def test_figures_and_the_names_of_what_is_shown_must_come_back() -> None:
    verbs = "rose fell grew sank held dropped climbed moved".split()
    told = " ".join(f"Good ratings {verb} by two thousand in that year." for verb in verbs)
    text = f"The table shows the ratings of a course.\n\n{told}"
    found = see(text, lexical, prompt=CHART, number=1)
    assert not any("occurs" in each.message for each in found)


def test_a_paragraph_that_tells_of_somebody_by_name_makes_no_bare_claims() -> None:
    body = "Nobody runs as fast as Usain Bolt did, and so they say that he was the best of them all. " * 3
    text = f"I agree.\n\n{body}\n\nIn conclusion, I agree."
    assert not any("claims stand alone" in each.message for each in see(text, task_response, prompt=OPINION))
    unnamed = text.replace("Usain Bolt", "that old man")
    assert any("claims stand alone" in each.message for each in see(unnamed, task_response, prompt=OPINION))


def test_a_general_word_in_a_term_that_comes_back_is_the_term_s_own() -> None:
    term = "Good ratings rose. The good rating fell. A good rating came. Good ratings stayed. The good rating went."
    assert not any("general where" in each.message for each in see(term, lexical))
    loose = "A good idea came. The good plan fell. A big change came. Good news stayed. The bad thing went."
    assert any("general where" in each.message for each in see(loose, lexical))


def test_a_paragraph_is_not_about_half_of_a_name_or_about_a_year() -> None:
    sentence = "Usain Bolt ran in that year, and nobody else did so well in the long race of life. "
    rest = "Usain won all of them there and then. One year went by. Usain was in the team for a year and more."
    text = f"I agree.\n\n{sentence}{rest}\n\nSo it is.\n\nI agree."
    assert not any("topic sentence" in each.message for each in see(text, coherence))
    assert any("topic sentence" in each.message for each in see(text.replace("Usain", "running"), coherence))
