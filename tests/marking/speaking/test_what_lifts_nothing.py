"""What cannot lift a band: silence, recitation, echo, lists, words at random, another language, anything odd."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from engine.errors import LearnerMistake
from engine.ielts.rubric import load_rubric
from engine.ielts.speaking.heard import HeardTurn, Origin, Sound, Span, Transcript, Word
from engine.ielts.speaking.report_json import dump_speaking_report, load_speaking_report
from tests.marking.speaking.candidates import (
    MIDDLING_VOICE,
    STRONG_VOICE,
    WEAK_VOICE,
    candidate,
    middling,
    saying,
    sit,
    speak,
    strong,
    typed,
    weak,
)
from tests.marking.speaking.marked import FC, GRA, LR, MARKER, bands, mark, transcripts, unheard
from tests.marking.speaking.transcripts import MIDDLING, STRONG, WEAK


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
    sat = unheard(test, heard)[0], pending
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


def test_a_typographic_apostrophe_said_often_is_a_word_like_others() -> None:
    mark(typed({**MIDDLING, "p1.1.1": "don’t don’t don’t", "p1.1.2": "don’t", "p1.2.1": "don’t", "p1.2.2": "don’t"}))


ODD = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["...", "我住在武汉。", "um um um", "😀 😀", "Yes", "I I I I", "1 2 3", "don’t", "a" * 300, "???! word", "\n\n"]
    ),
    st.lists(st.sampled_from([*WEAK.values(), *MIDDLING.values(), "er,", "the the", "many car"]), max_size=3).map(
        " ".join
    ),
)


@settings(
    max_examples=20, phases=[Phase.explicit, Phase.generate]
)  # to shrink a whole test takes minutes, and says no more
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
