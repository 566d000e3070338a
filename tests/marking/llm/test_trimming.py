"""A prompt that does not fit is cut by rule, and the report says so."""

from __future__ import annotations

import pytest

from engine.errors import ModelMisbehaved
from engine.ielts.rubric import Rule, load_rubric
from engine.ielts.writing import Essay
from engine.marking.llm.consultation import ENOUGH_TOKENS
from engine.marking.llm.fusion import Fusion
from engine.marking.llm.marker import LlmMarker
from engine.marking.llm.trimming import fit
from engine.marking.writing.offline import SCORER, OfflineScorer
from engine.marking.writing.samples import sample_essay
from engine.ports import Prompt
from tests.doubles.fake_model import FakeModel

ESSAY = sample_essay()
LONG = Essay("\n\n".join(f"{ESSAY.text} This is copy {number} of it." for number in range(6)), ESSAY.task)


def marked(context: int, essay: Essay = LONG) -> tuple[FakeModel, str]:
    model = FakeModel(quote="supermarkets", context=context)
    report = LlmMarker(model, OfflineScorer.load(), load_rubric(), Fusion()).mark(essay)
    return model, report.scorer


def test_what_fits_is_read_whole() -> None:
    model, scorer = marked(8192, ESSAY)
    assert scorer == f"{SCORER} + fake, never measured"
    assert ESSAY.text in model.asked[0].prompt.own


def test_first_the_rules_of_the_neighbouring_bands_go() -> None:
    model, scorer = marked(6000)
    assert scorer == f"{SCORER} + fake, never measured"
    assert LONG.text in model.asked[0].prompt.own
    wide, _ = marked(100_000)
    assert len(model.asked[0].prompt.shared) < len(wide.asked[0].prompt.shared)


def test_then_the_middle_of_the_answer_goes_and_the_report_says_how_much_was_read() -> None:
    model, scorer = marked(4000)
    own = model.asked[0].prompt.own
    assert model.room(model.asked[0].prompt) >= ENOUGH_TOKENS
    assert LONG.text[:200] in own
    assert own.rstrip("~\n").endswith(LONG.text[-60:])
    assert "words are left out here]" in own
    read = int(scorer.partition("(read ")[2].split()[0])
    assert 300 < read < LONG.word_count
    assert scorer.endswith(f"of {LONG.word_count} words)")
    left_out = int(own.partition("\n[")[2].split()[0])
    assert read + left_out == LONG.word_count


def test_a_context_that_holds_no_sentence_is_no_context() -> None:
    _, scorer = marked(2500)
    assert scorer == f"{SCORER} (fake did not answer)"


def test_as_many_sentences_as_fit_are_kept() -> None:
    essay = Essay(" ".join(f"Sentence number {number}." for number in range(20)), ESSAY.task)

    def make(short: Essay, rules: object) -> Prompt:
        del rules
        return Prompt("", short.text)

    rule: list[Rule] = []
    for room in range(80, 420, 7):
        fitted = fit(lambda prompt, room=room: room - len(prompt.own), make, essay, [rule], 10)  # type: ignore[misc]
        assert fitted.room >= 10
        assert (fitted.words == essay.word_count) == (len(essay.text) <= room - 10)
    with pytest.raises(ModelMisbehaved, match="CONTEXT"):
        fit(lambda prompt: 20 - len(prompt.own), make, essay, [rule], 10)
