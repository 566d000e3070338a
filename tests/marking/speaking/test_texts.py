"""What a learner keeps and reads: transcript, report, what changed, a word after one answer."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from engine.ielts.bands import Band, Interval, mean_of, round_to_band
from engine.ielts.speaking.heard import HeardTurn, Sound, Span, Transcript, Word
from engine.ielts.speaking.report import Drill, SpeakingReport, weakest
from engine.marking.sentences import Sentences
from engine.marking.speaking.answers import answers_of, questions_by_turn
from engine.marking.speaking.changes import changes
from engine.marking.speaking.feedback import TurnFeedback, feedback
from engine.marking.speaking.linking import links
from engine.marking.speaking.marker import OfflineSpeakingMarker
from engine.marking.speaking.report_text import full_speaking_report
from engine.marking.speaking.transcript_text import shown, transcript_text
from tests.marking.speaking.candidates import (
    MIDDLING_VOICE,
    STRONG_VOICE,
    WEAK_VOICE,
    middling,
    saying,
    sit,
    speak,
    strong,
    typed,
    weak,
)
from tests.marking.speaking.transcripts import MIDDLING, STRONG, WEAK

MARKER = OfflineSpeakingMarker.load()

SAY = Sentences("en")


def test_the_transcript_has_every_question_and_every_answer() -> None:
    test, heard = weak()
    text = transcript_text(test, heard)
    assert text.startswith("# Speaking test, 1 March 2026\n")
    assert [line for line in text.splitlines() if line.startswith("## ")] == ["## Part 1", "## Part 2", "## Part 3"]
    for prompt in test.state.asked:
        assert prompt.question.ask in text
    assert text.count("**You**") == len(test.state.heard)
    assert "• where it is" in text
    assert re.search(r"\(\d\.\d s\) ", text)
    assert re.search(r"\\\[\d\d:\d\d\\\]", text)


def test_hesitations_and_doubts_are_shown_where_they_were() -> None:
    words = (
        Word("I", 0.0, 0.2, 0.9), Word("like", 0.2, 0.5, 0.9), Word("the,", 0.5, 0.7, 0.9), Word("the", 1.5, 1.7, 0.9),
        Word("kvass", 1.7, 2.2, 0.2), Word("um", 2.2, 2.4, 0.9), Word("[here].", 3.0, 3.4, 0.9),
    )  # fmt: skip
    sound = Sound(4.0, (Span(0, 0.7), Span(1.5, 2.4), Span(3.0, 3.4)), (), (Span(2.6, 2.8),))
    said = "I like the, the kvass um [here]."
    test, _ = sit(lambda *_: said, lambda text: (Transcript(text), sound), stop_after=1)
    answer = answers_of(test, {"t1": HeardTurn("t1", Transcript(said, words), sound)})[0]
    assert shown(answer) == r"I like ~~the~~, (0.8 s) the kvass\[?\] *um* (0.6 s) *er* \[here\]."


def test_nothing_that_was_said_is_markup() -> None:
    test, heard = sit(lambda *_: "I <b>like</b> *it* | `x` # [y](z).", lambda text: speak(text, MIDDLING_VOICE))
    text = transcript_text(test, heard)
    assert "<b>" not in text.replace("\\<b\\>", "")
    assert "\\`x\\`" in text


def test_silence_requests_and_untranscribed_answers_are_named() -> None:
    answers = iter(["", "Could you repeat that?", "I am Mei."])
    test, heard = sit(lambda *_: next(answers, ""), lambda text: speak(text or "", MIDDLING_VOICE), stop_after=3)
    text = transcript_text(test, heard)
    assert "*(silence)*" in text
    assert "Could you repeat that? *(a request, not marked)*" in text


def test_typed_answers_stand_as_they_were_typed() -> None:
    test, heard = typed(MIDDLING)
    text = transcript_text(test, heard)
    assert "(typed): You can call me Mei" in text
    assert " s) " not in text.split("## Part 1")[1]


@pytest.mark.parametrize("sat", [weak, middling, strong])
def test_everything_in_the_report_is_in_its_file(sat: object) -> None:
    test, heard = sat()  # type: ignore[operator]
    report = MARKER.mark(test, heard)
    text = full_speaking_report(report, questions_by_turn(test))
    assert text.startswith(f"# Speaking: band {report.overall}\n")
    for score in report.criteria:
        assert f"## {score.criterion.label}: {score.band}" in text
        for finding in score.findings:
            assert f"`{finding.rule}`" in text
            assert finding.moment.at is not None
            assert finding.moment.at in text
    for wanted in (
        SAY("estimate"),
        SAY("assumed"),
        "estimate of how easily",
        f"`/drill {report.drill.scope} {report.drill.topic}`",
    ):
        assert wanted in text
    rows = [line for line in text.split("## Listen again")[1].split("## ")[0].splitlines() if line.startswith("|")]
    assert len(rows) == 2 + len(report.listen_again)
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {5}


def test_a_typed_test_says_what_was_not_marked() -> None:
    test, heard = typed(MIDDLING)
    text = full_speaking_report(MARKER.mark(test, heard), questions_by_turn(test))
    assert SAY("typed") in text
    assert "Pronunciation:" not in text


def _with_bands(report: SpeakingReport, *bands: float) -> SpeakingReport:
    scores = tuple(
        replace(score, band=Band(band), interval=Interval(Band(max(0, band - 1)), Band(min(9, band + 1)), 0.8))
        for score, band in zip(report.criteria, bands, strict=True)
    )
    mean = mean_of([score.band for score in scores])
    overall = round_to_band(mean)
    interval = Interval(Band(float(overall) - 1), Band(float(overall) + 1), 0.8)
    drill = Drill(report.drill.scope, report.drill.topic, weakest(scores)[0], report.drill.why)
    return replace(report, criteria=scores, unrounded=mean, overall=overall, interval=interval, drill=drill)


def test_what_lies_within_the_range_is_about_the_same() -> None:
    report = MARKER.mark(*middling())
    before, now = _with_bands(report, 6, 6, 6, 6), _with_bands(report, 6.5, 6, 6.5, 7)
    told = changes(before, now)
    assert told[0].startswith("About the same as last time: 6.0 then, 6.5 now.")
    assert not any("Clearly" in each for each in told)
    assert changes(before, before) == ("About the same as last time: 6.0 then, 6.0 now.",)


def test_a_real_change_is_told_and_a_mixed_one_sorted() -> None:
    report = MARKER.mark(*middling())
    told = " ".join(changes(_with_bands(report, 5, 6, 6, 6), _with_bands(report, 7, 6, 6, 4.5)))
    assert "Clearly better: Fluency and Coherence (5.0 to 7.0)." in told
    assert "Clearly lower: Pronunciation (6.0 to 4.5)." in told
    assert "About the same: Lexical Resource and Grammatical Range and Accuracy." in told
    assert "went up from 4.5 to 6.5" in changes(MARKER.mark(*weak()), report)[0]


def test_a_typed_test_is_compared_with_care() -> None:
    told = changes(MARKER.mark(*typed(MIDDLING)), MARKER.mark(*middling()))
    assert any("typed" in each for each in told)
    assert not any("Pronunciation (" in each for each in told)


def test_feedback_has_a_strength_a_thing_to_try_and_a_sure_correction() -> None:
    def heard(text: str) -> HeardTurn:
        return HeardTurn("t1", *speak(text, WEAK_VOICE))

    said = WEAK["p1.1.4"]
    found = feedback(heard(said), "How has it changed?")
    assert found is not None
    assert found.correction is not None
    assert said[found.correction.start : found.correction.end] == found.correction.quote
    assert (
        found.correction.better == "Before there are not many buildings." or "many buildings" in found.correction.better
    )
    assert found == feedback(heard(said), "How has it changed?")
    good = feedback(HeardTurn("t2", *speak(STRONG["p3.2"], STRONG_VOICE)), "Parks or homes?")
    assert good is not None
    assert good.correction is None
    assert good.strength
    assert good.try_next
    assert not re.search(r"\bband\b", f"{found} {good}", re.IGNORECASE)


def told(text: str, question: str = "What do you do there?") -> TurnFeedback:
    found = feedback(HeardTurn("t1", Transcript(text), None), question)
    assert found is not None
    return found


def test_a_case_is_not_asked_of_whoever_gave_one_and_the_same_advice_does_not_always_come() -> None:
    shown = "For instance, my grandmother, who is eighty, cooks for all of us there, because it keeps her busy."
    assert "one case" not in told(shown).try_next
    plain = [
        "We go there because it is quiet",
        *(f"We go there because it is {each}" for each in ("near and quiet", "so very near")),
    ]
    assert (
        len({told(f"{each}, and the children can play in the street with their bikes.").try_next for each in plain}) > 1
    )


def test_what_is_well_built_is_praised_though_another_sentence_has_an_error() -> None:
    found = told("He like football. Although it was raining, we stayed there until the evening.")
    assert found.strength.startswith("You used a concession: “Although it was raining")
    assert "He like" not in found.strength


def test_where_no_error_is_sure_a_plain_word_is_made_exact() -> None:
    found = told("My uncle has a boat on the lake. It was a very big surprise for all of us.").correction
    assert found is not None
    assert "very" not in found.better
    assert found.quote == "It was a very big surprise for all of us."


def test_since_a_time_is_no_link() -> None:
    assert [each.marker for each in links("I have had it since last year, and since then I walk.")] == []
    assert [each.marker for each in links("I walk, since it is near.")] == ["since"]


def test_feedback_on_nothing_is_none() -> None:
    assert feedback(HeardTurn("t1", None, None), "Why?") is None
    assert feedback(HeardTurn("t1", Transcript("..."), None), "Why?") is None
    short = feedback(HeardTurn("t1", Transcript("Yes."), None), "Why?")
    assert short is not None
    assert "because" in short.try_next
    assert short.strength == "You gave an answer.", "typing has no time in which one could answer at once"
    spoken = feedback(HeardTurn("t1", *speak("Yes.", WEAK_VOICE)), "Why?")
    assert spoken is not None
    assert spoken.strength == "You answered at once."
    echo = feedback(HeardTurn("t1", Transcript("Why do you like it? Because it is nice."), None), "Why do you like it?")
    assert echo is not None
    assert "question's own words" in echo.try_next


def test_an_answer_of_another_sort_is_told_mildly_and_not_praised_for_its_length() -> None:
    beside = feedback(
        HeardTurn("t1", Transcript("I go there by bus with my cousin."), None), "How often do you go there?"
    )
    assert beside is not None
    assert "asks how often" in beside.try_next
    assert "words" not in beside.strength


def test_every_answer_gets_some_feedback() -> None:
    test, heard = sit(saying(WEAK), lambda text: speak(text, WEAK_VOICE))
    asked = questions_by_turn(test)
    for turn, each in heard.items():
        if each.transcript is not None and each.transcript.text:
            assert feedback(each, asked[turn]) is not None
