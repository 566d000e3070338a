"""The Speaking marker over whole tests: order of bands, what it may claim, what cannot lift or sink a band."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import LearnerMistake
from engine.ielts.bands import Criterion
from engine.ielts.exam_clock import Stage
from engine.ielts.heard import HeardTurn, Origin, Sound, Span, Transcript, Word
from engine.ielts.questions import load_bank
from engine.ielts.rubric import load_rubric
from engine.ielts.speaking import SpeakingTest
from engine.ielts.speaking_plan import Scope, find
from engine.ielts.speaking_report import SpeakingReport
from engine.ielts.speaking_report_json import dump_speaking_report, load_speaking_report
from engine.marking.speaking.marker import OfflineSpeakingMarker
from engine.settings import Settings
from engine.wiring import build_speaking_marker
from tests.marking.speaking.candidates import (
    MIDDLING_VOICE,
    STRONG_VOICE,
    WEAK_VOICE,
    candidate,
    drill,
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
Sat = tuple[SpeakingTest, dict[str, HeardTurn]]
FC, LR, GRA, P = Criterion.FLUENCY, Criterion.LEXICAL, Criterion.GRAMMAR, Criterion.PRONUNCIATION


def mark(sat: Sat) -> SpeakingReport:
    return MARKER.mark(*sat)


def bands(report: SpeakingReport) -> dict[Criterion, float]:
    return {score.criterion: float(score.band) for score in report.criteria}


def transcripts(heard: Mapping[str, HeardTurn]) -> dict[str, str]:
    return {turn: each.transcript.text for turn, each in heard.items() if each.transcript is not None}


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
    assert report.scorer == "speaking-1"
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
    assert len(report.listen_again) == 5
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
        MARKER.mark(*_unheard(test, heard))
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


def _unheard(test: SpeakingTest, heard: dict[str, HeardTurn]) -> Sat:
    """The same test before anybody wrote down what was said."""
    from engine.ielts.speaking import replay
    from engine.ielts.speaking_events import Answered

    events = [
        Answered(replace(event.turn, transcript=None)) if isinstance(event, Answered) else event
        for event in test.events
    ]
    return replay(test.plan, test.started, events), {
        turn: replace(each, transcript=None) for turn, each in heard.items()
    }


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


def test_little_speech_shows_no_high_band_however_good_it_is() -> None:
    few = {prompt: STRONG[prompt] for prompt in ("id.1", "p1.1.1", "p1.1.2", "p1.1.3")}
    report = mark(sit(saying(few), lambda text: speak(text, STRONG_VOICE), stop_after=7))
    assert float(report.overall) <= 5.5


def test_silence_lifts_nothing() -> None:
    half = {prompt: text for number, (prompt, text) in enumerate(STRONG.items()) if number % 2 == 0}
    silent = bands(mark(candidate(half, STRONG_VOICE)))
    for criterion, band in bands(mark(strong())).items():
        assert silent[criterion] <= band - 1


def test_an_answer_that_nobody_wrote_down_is_no_silence() -> None:
    test, heard = strong()
    lost = dict(list(heard.items())[3:12])
    pending = {**heard, **{turn: replace(each, transcript=None) for turn, each in lost.items()}}
    sat = _unheard(test, heard)[0], pending
    assert float(mark(sat).overall) >= float(mark((test, heard)).overall) - 1


def test_the_same_long_answer_to_every_question_lifts_nothing() -> None:
    recited = sit(lambda *_: STRONG["p3.2"], lambda text: speak(text, STRONG_VOICE))
    report = mark(recited)
    assert max(bands(report)[each] for each in (FC, LR, GRA)) <= 4
    assert any("said before" in f.message for score in report.criteria for f in score.findings if score.criterion is LR)


def test_the_question_said_back_is_no_answer() -> None:
    test, heard = weak()
    asked = {prompt.id: prompt.question.ask for prompt in test.state.asked}
    questions = {each.turn.id: asked[each.prompt] for each in test.state.heard}

    def written(lead: Mapping[str, str]) -> dict[str, HeardTurn]:
        texts = {turn: f"{lead.get(turn, '')} {text}".strip() for turn, text in transcripts(heard).items()}
        return {turn: replace(each, transcript=Transcript(texts[turn])) for turn, each in heard.items()}

    plain, echoed = MARKER.mark(test, written({})), MARKER.mark(test, written(questions))
    assert bands(echoed)[LR] <= bands(plain)[LR]
    assert bands(echoed)[GRA] <= bands(plain)[GRA]


@pytest.mark.parametrize("answers", [WEAK, MIDDLING, STRONG])
def test_saying_everything_twice_does_not_raise_vocabulary(answers: dict[str, str]) -> None:
    twice = {prompt: f"{text} {text}" if prompt != "p2.talk" else text for prompt, text in answers.items()}
    once, doubled = bands(mark(typed(answers))), bands(mark(typed(twice)))
    assert doubled[LR] <= once[LR]


def test_rare_words_strewn_in_lift_nothing() -> None:
    rare = "perspicacious obfuscation ephemeral verisimilitude pulchritude sesquipedalian recalcitrant".split()
    strewn = {
        prompt: " ".join(
            f"{word} {rare[number % 7]}" if number % 6 == 5 else word for number, word in enumerate(text.split())
        )
        for prompt, text in WEAK.items()
    }
    assert bands(mark(candidate(strewn, WEAK_VOICE)))[LR] <= bands(mark(weak()))[LR] + 0.5


@settings(max_examples=8, deadline=None)
@given(st.floats(0.4, 0.95))
def test_slower_than_normal_lowers_fluency_and_never_lifts_it(speed: float) -> None:
    test, heard = middling()
    slower = replace(
        MIDDLING_VOICE, rate=MIDDLING_VOICE.rate * speed, within_seconds=0.6 / speed, between_seconds=0.7 / speed
    )
    report = mark(candidate(MIDDLING, slower))
    assert bands(report)[FC] <= bands(MARKER.mark(test, heard))[FC]
    if speed < 0.6:
        assert bands(report)[FC] < bands(MARKER.mark(test, heard))[FC]


def test_words_at_random_and_no_words_at_all_lift_nothing() -> None:
    words = [word for text in STRONG.values() for word in text.split()]
    chance = random.Random(5)
    chance.shuffle(words)
    salad = iter(words)
    shuffled = {prompt: " ".join(next(salad) for _ in text.split()) for prompt, text in STRONG.items()}
    keys = {
        prompt: " ".join("qwzx" + chr(97 + n % 26) * 2 for n, _ in enumerate(text.split()))
        for prompt, text in STRONG.items()
    }
    for answers in (shuffled, keys):
        found = bands(mark(candidate(answers, STRONG_VOICE)))
        assert max(found[each] for each in (FC, LR, GRA)) <= 5


def test_another_language_is_not_marked() -> None:
    test, heard = middling()
    foreign = {
        turn: replace(each, transcript=replace(each.transcript, language="zh"))  # type: ignore[type-var]
        for turn, each in heard.items()
    }
    with pytest.raises(LearnerMistake, match="nothing-to-mark"):
        MARKER.mark(test, foreign)
    some = {**heard, **dict(list(foreign.items())[:4])}
    report = MARKER.mark(test, some)
    assert not {moment.turn for moment in report.moments} & set(list(foreign)[:4])


ODD = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["...", "我住在武汉。", "um um um", "😀 😀", "Yes", "I I I I", "1 2 3", "don’t", "a" * 300, "???! word", "\n\n"]
    ),
    st.lists(st.sampled_from([*WEAK.values(), *MIDDLING.values(), "er,", "the the", "many car"]), max_size=3).map(
        " ".join
    ),
)


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_whatever_is_said_there_is_a_sound_report_or_a_refusal(data: st.DataObject) -> None:
    answers = iter(data.draw(st.lists(ODD, min_size=8, max_size=8)) * 12)

    def hear(text: str) -> tuple[Transcript, Sound | None]:
        transcript, sound = speak(text, MIDDLING_VOICE)
        match data.draw(st.integers(0, 4)):
            case 0:
                return Transcript(text, None, Origin.TYPED), None
            case 1:
                return Transcript(text), Sound(3.0)
            case 2:
                return Transcript(text, (Word("elsewhere", 0.1, 9.0, 0.4),)), Sound(4.0, (Span(0.5, 1.0),))
            case _:
                return transcript, sound

    sat = sit(lambda *_: next(answers), hear)
    try:
        report = mark(sat)
    except LearnerMistake:
        return
    report.check_against(transcripts(sat[1]), load_rubric().by_id)
    assert load_speaking_report(dump_speaking_report(report), transcripts(sat[1])) == report
    assert all(score.findings for score in report.criteria)


def _with_pause(each: HeardTurn, before: int, seconds: float) -> HeardTurn:
    """The same answer with a silence of this length before one of its words."""
    assert each.sound is not None
    assert each.transcript is not None
    assert each.transcript.words is not None
    at = each.transcript.words[before].start

    def later(of: Span) -> Span:
        return Span(of.start + seconds, of.end + seconds)

    runs: list[Span] = []
    for run in each.sound.runs:
        if run.end <= at:
            runs.append(run)
        elif run.start >= at:
            runs.append(later(run))
        else:
            runs += [Span(run.start, at), Span(at + seconds, run.end + seconds)]
    words = [*each.transcript.words[:before]]
    words += [Word(w.text, w.start + seconds, w.end + seconds, w.probability) for w in each.transcript.words[before:]]
    nuclei = tuple(n + seconds * (n >= at) for n in each.sound.nuclei)
    fillers = tuple(later(f) if f.start >= at else f for f in each.sound.fillers)
    sound = replace(
        each.sound, duration=each.sound.duration + seconds, runs=tuple(runs), nuclei=nuclei, fillers=fillers
    )
    return HeardTurn(each.turn, replace(each.transcript, words=tuple(words)), sound)


def _mid_sentence(each: HeardTurn) -> list[int]:
    """Words before which a silence would be inside a clause, and that no silence precedes."""
    assert each.transcript is not None
    words = each.transcript.words or ()
    plain = {"the", "a", "of", "in", "my", "to", "very", "is", "it", "are", "when"}
    return [
        number
        for number in range(2, len(words) - 2)
        if words[number].text in plain
        and not words[number - 1].text.endswith((".", ",", "?", "!"))
        and words[number].text != "when"
        and words[number].start - words[number - 1].end < 0.01
    ]


def _sat_again(heard: dict[str, HeardTurn]) -> Sat:
    """The same answers, with these recordings, in a test of their length."""
    queue = iter(heard.values())

    def hear(_: str) -> tuple[Transcript, Sound | None]:
        each = next(queue, None)
        if each is None or each.transcript is None:
            return speak("", MIDDLING_VOICE)
        return each.transcript, each.sound

    return sit(lambda *_: "", hear)


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_more_silences_inside_clauses_never_raise_fluency(data: st.DataObject) -> None:
    from engine.marking.speaking.answers import answers_of
    from engine.marking.speaking.calibration import speaking_calibration
    from engine.marking.speaking.clean_speech import clean
    from engine.marking.speaking.measures import delivery, hear

    test, heard = middling()
    answers = [
        answer for answer in answers_of(test, heard) if answer.stage is Stage.PART_1 and _mid_sentence(answer.heard)
    ]
    number = data.draw(st.integers(0, len(answers) - 1))
    answer = answers[number]
    before = data.draw(st.sampled_from(_mid_sentence(answer.heard)))
    paused = _with_pause(answer.heard, before, data.draw(st.floats(0.25, 6.0)))
    changed = replace(answer, words=paused.transcript.words, sound=paused.sound)  # type: ignore[union-attr]
    scale = speaking_calibration()
    one = scale.band(FC, delivery([hear(each, clean(each.said)) for each in answers]))
    two = scale.band(FC, delivery([hear(changed if each is answer else each, clean(each.said)) for each in answers]))
    assert one is not None
    assert two is not None
    assert two < one


def test_three_very_long_silences_sink_no_band_and_those_for_ideas_count_less() -> None:
    test, heard = strong()
    before = bands(MARKER.mark(test, heard))[FC]
    turns = [turn for turn, each in heard.items() if each.transcript and len(each.transcript.text) > 150][:3]
    paused = dict(heard)
    for turn in turns:
        paused[turn] = _with_pause(paused[turn], _mid_sentence(paused[turn])[0], 8.0)
    assert bands(mark(_sat_again(paused)))[FC] >= before - 0.5


def test_silences_between_clauses_are_punished_less_than_those_inside() -> None:
    inside = replace(MIDDLING_VOICE, within=0.16, within_seconds=1.0, between=0.0)
    between = replace(MIDDLING_VOICE, within=0.0, between=1.0, between_seconds=1.0)
    assert bands(mark(candidate(MIDDLING, between)))[FC] >= bands(mark(candidate(MIDDLING, inside)))[FC] + 0.5


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
    assert any("should be" in f.message for f in mark(sure).criteria[2].findings)
    assert not any("should be" in f.message for f in report.criteria[2].findings)
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
    assert build_speaking_marker(settings).name == "speaking-1"
