"""A report in the learner's language, by kind of error; what mending is worth; what a place looks like when it is read."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from engine.ielts.bands import Band, Criterion, Interval
from engine.ielts.languages import Language
from engine.ielts.reports import Correction, by_kind
from engine.ielts.rubric import load_rubric
from engine.ielts.writing import Essay, WritingTask
from engine.marking.corrections import around, corrections, mended
from engine.marking.errors.error import Error, Kind, Level
from engine.marking.writing.measures.collect import Measures, measure
from engine.marking.writing.offline import CriterionBand, Scores
from engine.marking.writing.report_text import full_report
from engine.marking.writing.worth import worth_of
from tests.marking.reports import TEXT, a_report


def error(text: str, wrong: str, kind: Kind, better: str | None) -> Error:
    start = text.index(wrong)
    level = Level.DOUBTFUL if better is None else Level.MENDED
    return Error(start, start + len(wrong), kind, level, better, 0.97, "tagger")


def test_a_place_is_shown_so_that_it_can_be_read() -> None:
    text = "I like the nature and cars , they is fast."
    found = corrections(
        text,
        [
            error(text, "the", Kind.ARTICLE, ""),
            error(text, " ,", Kind.PUNCTUATION, ","),
            error(text, "is", Kind.AGREEMENT, None),
        ],
    )
    assert [(each.original, each.replacement) for each in found] == [
        ("the nature", "nature"), ("cars ,", "cars,"), ("is", None),
    ]  # fmt: skip
    assert mended(text, found) == "I like nature and cars, they is fast."
    (comma,) = corrections("Yesterday we left.", [error("Yesterday we left.", " we", Kind.PUNCTUATION, ", we")])
    assert (comma.original, comma.replacement) == ("Yesterday we", "Yesterday, we")
    assert around(text, found[2].start, found[2].end, words=1) == ("they ", " fast.")


def test_a_comma_that_is_put_in_takes_the_word_before_it_along() -> None:
    text = "In my opinion the plan is good."
    (found,) = corrections(text, [error(text, " the", Kind.PUNCTUATION, ", the")])
    assert (found.original, found.replacement) == ("opinion the", "opinion, the")
    assert mended(text, (found,)) == "In my opinion, the plan is good."


def test_neighbours_are_not_taken_from_another_correction() -> None:
    text = "He go to the the school."
    found = corrections(
        text, [error(text, "the", Kind.EXTRA_WORD, ""), error(text, "the school", Kind.ARTICLE, "school")]
    )
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_the_commonest_kind_comes_first_with_its_rule_and_every_place() -> None:
    places = [(0, "I", "article"), (7, "<b>cars</b>", "number"), (2, "like", "number")]
    shown = tuple(Correction(at, at + len(w), w, None, "Why.", TEXT, kind=kind) for at, w, kind in places)
    assert [kind for kind, _ in by_kind(shown)] == ["number", "article"]
    text = full_report(replace(a_report(), corrections=shown, clean="I like <cars>."), TEXT)
    assert text.index("### Singular and plural: 2 places") < text.index("### Articles: 1 place")
    assert "(look here)" in text
    assert "## Your answer with the corrections made" in text
    assert "\\<cars\\>" in text


def test_a_chinese_report_has_its_rules_and_headings_in_chinese() -> None:
    text = full_report(a_report(), TEXT, "zh-Hans")
    assert text.startswith("# 大作文（Task 2）")
    rubric = load_rubric(Language.CHINESE)
    for score in a_report().criteria:
        for finding in score.findings:
            assert rubric.told(rubric.rule(finding.rule)) in text


class _Scorer:
    """Language gets a band for every word that is as it should be."""

    name = "counting"

    def score(self, essay: Essay) -> Scores:
        right = sum(word in essay.text for word in ("are", "goes", "saw"))
        bands = [Band(6.0), Band(6.0), Band(6.0), Band(5.0 + right)]
        criteria = tuple(
            CriterionBand(criterion, band, Interval(band, band, 0.8))
            for criterion, band in zip(essay.task.criteria, bands, strict=True)
        )
        mean = sum(float(band) for band in bands) / 4
        return Scores(Band(6.0), mean, mean, Interval(Band(6.0), Band(6.0), 0.8), criteria, _measures(essay))


def _measures(essay: Essay) -> Measures:
    return measure(essay)


def test_what_mending_is_worth_is_told_with_the_most_valuable_kind_first() -> None:
    text = "They is here. He go home. I seen a the dog."
    essay = Essay(text, WritingTask(2))
    wrong = [
        error(text, "the dog", Kind.ARTICLE, "dog"), error(text, "is", Kind.AGREEMENT, "are"),
        error(text, "go", Kind.AGREEMENT, "goes"), error(text, "seen", Kind.VERB_FORM, "saw"),
    ]  # fmt: skip
    found = corrections(text, wrong)
    scorer = _Scorer()
    (worth,) = worth_of(essay, scorer.score(essay), found, scorer)
    assert (worth.criterion, worth.before, worth.after, worth.places) == (Criterion.GRAMMAR, Band(5.0), Band(8.0), 4)
    assert worth.kinds == ("agreement", "verb-form", "article")
    one = corrections(text, wrong[:1])
    assert worth_of(essay, scorer.score(essay), one, scorer) == ()
