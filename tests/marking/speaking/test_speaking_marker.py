"""The Speaking marker over whole tests: order of bands, what a report holds, what it may claim."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.errors import LearnerMistake
from engine.ielts.rubric import load_rubric
from engine.ielts.speaking.heard import HeardTurn, Origin, Sound, Transcript
from engine.ielts.speaking.plan import Scope, find
from engine.ielts.speaking.questions import load_bank
from engine.ielts.speaking.report import SpeakingReport
from engine.ielts.speaking.report_json import dump_speaking_report, load_speaking_report
from engine.settings import Settings
from engine.wiring import build_speaking_marker
from tests.marking.speaking.candidates import (
    MIDDLING_VOICE,
    STRONG_VOICE,
    WEAK_VOICE,
    drill,
    middling,
    saying,
    sit,
    speak,
    strong,
    typed,
    weak,
)
from tests.marking.speaking.marked import FC, GRA, LR, MARKER, P, bands, mark, transcripts, unheard
from tests.marking.speaking.transcripts import MIDDLING, STRONG


def test_a_weaker_candidate_gets_lower_bands_on_every_criterion() -> None:
    low, middle, high = (bands(mark(sat())) for sat in (weak, middling, strong))
    for criterion in (FC, LR, GRA, P):
        assert low[criterion] + 1 <= middle[criterion], criterion
        assert middle[criterion] + 0.5 <= high[criterion], criterion
    assert [float(mark(sat()).overall) for sat in (weak, middling, strong)] == pytest.approx([4.5, 7.0, 8.5], abs=0.5)


@pytest.mark.parametrize("sat", [weak, middling, strong])
def test_a_report_holds_together_and_comes_back_whole(sat: object) -> None:
    test, heard = sat()  # type: ignore[operator]
    report = mark((test, heard))
    report.check_against(transcripts(heard), load_rubric().by_id)
    assert load_speaking_report(dump_speaking_report(report), transcripts(heard)) == report
    assert mark((test, heard)) == report
    assert report.scorer == "speaking-4"
    for score in report.criteria:
        assert 2 <= len(score.findings) <= 3
        assert score.band in score.interval
        assert float(score.interval.high) - float(score.interval.low) >= 1
        for finding in score.findings:
            rule = load_rubric().rule(finding.rule)
            assert abs(rule.band - float(score.band)) <= 2.5
            assert finding.moment.second is not None
            assert finding.moment.second <= heard[finding.moment.turn].sound.duration  # type: ignore[union-attr]
    assert report.strengths
    assert len(report.next_steps) == 2
    assert len({step.criterion for step in report.next_steps}) == 2
    assert 3 <= len(report.listen_again) <= 5, "fewer where no better form is sure"
    assert [each.part for each in report.observations if not each.unscripted] == [1, 2, 3]
    assert sum(each.unscripted for each in report.observations) == 1


def test_the_second_of_a_moment_is_when_its_first_word_is_said() -> None:
    test, heard = middling()
    for again in mark((test, heard)).listen_again:
        turn = heard[again.moment.turn]
        assert turn.transcript is not None
        assert turn.transcript.words is not None
        first = again.moment.quote.split()[0]
        assert any(word.start == again.moment.second and word.text.startswith(first) for word in turn.transcript.words)


def test_what_should_be_said_instead_is_better() -> None:
    report = mark(weak())
    mended = [again for again in report.listen_again if again.better is not None]
    assert len(mended) >= 3
    for again in mended:
        assert again.better != again.moment.quote
        assert ", er" not in (again.better or "")


def test_the_drill_is_for_the_weakest_criterion_and_finds_its_topic() -> None:
    test, heard = weak()
    drill_ = mark((test, heard)).drill
    bank = load_bank()
    source = bank.topics if drill_.scope is Scope.PART_1 else bank.cards
    assert find(source, drill_.topic) == [drill_.topic]
    assert drill_.topic not in test.used
    assert drill_.criterion is GRA


def test_typed_answers_are_marked_without_pronunciation_and_without_moments_of_sound() -> None:
    report = mark(typed(MIDDLING))
    assert report.typed
    assert P not in bands(report)
    assert all(moment.second is None for moment in report.moments)
    fluency = report.criteria[0].interval
    assert float(fluency.high) - float(fluency.low) >= 2
    assert all("silence" not in finding.message for finding in report.criteria[0].findings)


def test_a_few_typed_answers_among_spoken_ones_leave_pronunciation_and_many_take_it_away() -> None:
    test, heard = middling()

    def written(count: int) -> dict[str, HeardTurn]:
        turns = list(heard)
        return heard | {turn: replace(heard[turn], sound=None) for turn in turns[3 : 3 + count]}

    assert not MARKER.mark(test, written(3)).typed
    assert MARKER.mark(test, written(22)).typed


def test_words_that_were_typed_under_a_note_are_no_measure_of_pronunciation() -> None:
    def hear(text: str) -> tuple[Transcript, Sound]:
        return Transcript(text, None, Origin.TYPED), speak(text, MIDDLING_VOICE)[1]

    report = mark(sit(saying(MIDDLING), hear))
    pronunciation = report.criteria[-1]
    assert not report.typed
    assert pronunciation.criterion is P
    assert 4 <= float(pronunciation.band) <= 7
    assert float(pronunciation.interval.high) - float(pronunciation.interval.low) >= 2.5
    assert all("recogni" not in finding.message for finding in pronunciation.findings)
    assert all(moment.second is not None for moment in report.moments)


def test_typed_words_that_were_found_in_the_sound_tell_where_and_how_plainly_they_were_said() -> None:
    def plain(sure: float) -> SpeakingReport:
        def hear(text: str) -> tuple[Transcript, Sound]:
            transcript, sound = speak(text, replace(MIDDLING_VOICE, sure=sure))
            return replace(transcript, origin=Origin.TYPED), sound

        return mark(sit(saying(MIDDLING), hear))

    clear, unclear = plain(0.93), plain(0.5)
    assert bands(unclear)[P] < bands(clear)[P] <= 7
    assert bands(unclear)[GRA] == bands(clear)[GRA]
    assert any("fits this word least" in finding.message for finding in unclear.criteria[-1].findings)


def test_no_words_and_too_few_words_are_refused() -> None:
    test, heard = middling()
    with pytest.raises(LearnerMistake) as nobody:
        MARKER.mark(*unheard(test, heard))
    assert nobody.value.reason == "no-words"
    short = sit(
        saying({"id.1": "I am Mei.", "id.2": "From Wuhan."}), lambda text: speak(text, MIDDLING_VOICE), stop_after=3
    )
    with pytest.raises(LearnerMistake) as little:
        mark(short)
    assert little.value.reason == "nothing-to-mark"
    assert little.value.facts["least"] == 60
    with pytest.raises(LearnerMistake, match="nothing-to-mark"):
        mark(sit(lambda *_: "", lambda text: speak(text, MIDDLING_VOICE)))
    with pytest.raises(LearnerMistake, match="nothing-to-mark"):
        mark(drill(Scope.PART_1, "I like it because it is quiet."))


@pytest.mark.parametrize(
    ("scope", "answer"),
    [
        (Scope.PART_1, MIDDLING["p1.1.4"]),
        (Scope.PART_2, MIDDLING["p2.talk"]),
        (Scope.PART_3, STRONG["p3.2"]),
    ],
)
def test_a_drill_is_marked_with_a_wider_range(scope: Scope, answer: str) -> None:
    report = mark(drill(scope, answer))
    assert float(report.interval.high) - float(report.interval.low) >= 2
    assert all(2 <= len(score.findings) <= 3 for score in report.criteria)


def test_a_word_that_the_recogniser_doubts_is_nobody_s_error_and_no_range() -> None:
    sure, doubted = weak(), weak()
    heard = {
        turn: replace(
            each,
            transcript=replace(
                each.transcript,
                words=tuple(replace(w, probability=0.2) for w in each.transcript.words or ()),  # type: ignore[union-attr]
            ),
        )
        for turn, each in doubted[1].items()
    }
    report = MARKER.mark(doubted[0], heard)
    assert any("→" in f.message for f in mark(sure).criteria[2].findings)
    assert not any("→" in f.message for f in report.criteria[2].findings)
    assert all(again.better is None for again in report.listen_again)


def test_the_observation_on_unscripted_answers_sees_where_fluency_drops() -> None:
    def hear_(text: str) -> tuple[Transcript, Sound]:
        slow = text in {
            MIDDLING[prompt] for prompt in MIDDLING if prompt.startswith("p3.") and prompt.endswith("follow")
        }
        return speak(text, WEAK_VOICE if slow else STRONG_VOICE)

    dropped = mark(sit(saying(MIDDLING), hear_)).observations[-1]
    held = mark(middling()).observations[-1]
    assert dropped.unscripted
    assert "drops" in dropped.text
    assert "holds" in held.text


def test_the_settings_name_the_marker(settings: Settings) -> None:
    assert build_speaking_marker(settings).name == "speaking-4"
