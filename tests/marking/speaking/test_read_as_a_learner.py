"""Three more candidates type whole tests, and their reports are read as a strict examiner and a tired learner read them."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from engine.ielts.speaking.heard import Origin, Transcript
from engine.ielts.speaking.plan import Mode, Plan, Scope
from engine.ielts.speaking.questions import load_bank
from engine.ielts.speaking.report import SpeakingReport
from engine.marking.errors.error import Kind
from engine.marking.speaking.answers import answers_of, questions_by_turn
from engine.marking.speaking.evidence.grammatical import told
from engine.marking.speaking.linking import links
from engine.marking.speaking.report_text import full_speaking_report
from engine.marking.speaking.spoken_errors import SpokenError, sounds_right
from tests.marking.speaking.advice_transcripts import LESS, MORE, SOME
from tests.marking.speaking.candidates import saying, sit
from tests.marking.speaking.marked import FC, GRA, LR, MARKER, Sat, bands

CANDIDATES = {"less": LESS, "some": SOME, "more": MORE}
_FAULTS = (
    "tell us many story",
    "work as driver",
    "must to",
    "marks was",
    "have went",
    "said me",
    "an advice",
    "since three years",
)
NAMES = pytest.mark.parametrize("name", CANDIDATES)


@cache
def sat(name: str) -> Sat:
    bank = load_bank()
    topics = {topic.id: topic for topic in bank.topics}
    asked = tuple(topics[each] for each in ("work", "music", "cooking"))
    plan = Plan(Mode.EXAM, Scope.TEST, 7, asked, bank.card("good-advice"))
    return sit(saying(CANDIDATES[name]), lambda text: (Transcript(text, None, Origin.TYPED), None), plan)


@cache
def report(name: str) -> SpeakingReport:
    return MARKER.mark(*sat(name), None)


@cache
def text(name: str) -> str:
    return full_speaking_report(report(name), questions_by_turn(sat(name)[0]))


def test_they_come_in_order_and_nobody_is_flattered() -> None:
    low, mid, high = (bands(report(name)) for name in CANDIDATES)
    for criterion in (LR, GRA):
        assert low[criterion] < mid[criterion] <= high[criterion]
    assert low[FC] < mid[FC]
    assert low[LR] <= 5.5, "everyday words, however varied, are no higher"
    assert low[GRA] <= 5.0


@NAMES
def test_nothing_faulty_is_praised_or_said_to_be_better(name: str) -> None:
    for strength in report(name).strengths:
        assert not any(fault in strength for fault in _FAULTS)
    for score in report(name).criteria:
        for finding in score.findings:
            if any(sign in finding.message for sign in ("rests on", "no error", "shows how")):
                assert not any(fault in finding.moment.quote for fault in _FAULTS)
    for each in report(name).listen_again:
        if each.better is not None and not each.moment.shown.endswith("…"):
            assert sounds_right(each.better), each.better


@NAMES
def test_what_is_said_of_a_band_is_true_of_it(name: str) -> None:
    for score in report(name).criteria:
        for finding in score.findings:
            rule = float(finding.rule.split(".")[2])
            bad = not finding.message.startswith(("A sentence", "“", "The band", "This idea", "You say"))
            assert rule >= float(score.band) - (1.5 if bad else 2.5)


@NAMES
def test_figures_and_quotes_read_well(name: str) -> None:
    assert re.search(r"The mean of the criteria is \d\.\d\d,", text(name))
    assert not re.search(r"\d\.\d{3}", text(name))
    assert "“i " not in text(name)
    for example in re.findall(r"For example (.+?)\.\n", text(name)):
        assert all("→" in each for each in re.split(r", | and (?=“)", example)), (
            "an example without its better form is a riddle"
        )
    assert "## Listen again" not in text(name), "nothing was said aloud"


def test_nobody_at_the_top_is_told_to_climb() -> None:
    assert LR not in {step.criterion for step in report("more").next_steps}
    assert "how fluent you are can only be heard" in text("more")


def test_part_3_comes_back_to_the_person_of_the_talk() -> None:
    recalled = [each.question for each in report("less").recalled]
    assert any("about your uncle" in question for question in recalled)
    assert not any("roommate" in question for question in recalled)
    assert any("about your first boss" in each.question for each in report("some").recalled)


def test_you_know_is_a_marker_only_where_it_is_none_of_the_sentence() -> None:
    assert not [link for link in links("It's cheaper and you know what is in the food.") if link.marker == "you know"]
    assert [link for link in links("It is, you know, rather cold.") if link.marker == "you know"]


def test_a_word_that_does_nothing_is_taken_out_where_it_stands() -> None:
    said = "We take a coffee together."
    one = answers_of(*sat("some"))[0]
    answer = replace(one, said=said, transcript=said, words=None)
    at = said.index(" a ") + 1
    assert told(answer, SpokenError(at, at + 1, "", Kind.ARTICLE)) == "“take a coffee” → “take coffee”"
