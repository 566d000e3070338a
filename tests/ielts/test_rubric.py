"""The rubric that ships is whole, and a broken one is refused with the place named."""

from __future__ import annotations

from importlib.resources import files

import pytest

from engine.ielts.bands import Criterion
from engine.ielts.rubric import BANDS, TASKS, load_rubric, parse_rubric


def sources() -> dict[str, str]:
    folder = files("engine.data").joinpath("rubric")
    return {name: folder.joinpath(f"{name}.toml").read_text("utf-8") for name in ("W", *TASKS)}


@pytest.mark.parametrize(("task", "criterion"), [(task, c) for task, criteria in TASKS.items() for c in criteria])
def test_every_band_of_every_criterion_has_rules_or_says_that_the_exam_has_no_wording(
    task: str, criterion: Criterion
) -> None:
    rubric = load_rubric()
    for band in BANDS:
        rules = rubric.rules(task, criterion, band)
        assert bool(rules) != ((task, criterion, band) in rubric.unworded)
        assert len(rules) == len({rule.id for rule in rules})


def test_only_three_pronunciation_bands_have_no_wording_of_their_own() -> None:
    assert load_rubric().unworded == {("S", Criterion.PRONUNCIATION, band) for band in (3, 5, 7)}


def test_ids_say_where_a_rule_belongs() -> None:
    rubric = load_rubric()
    rule = rubric.rule("W2.CC.6.a")
    assert (rule.task, rule.criterion, rule.band, rule.side) == ("W2", Criterion.COHERENCE, 6, "positive")
    for rule_id, rule in rubric.by_id.items():
        assert rule_id == rule.id
        assert rule_id.startswith(f"{rule.task}.{rule.criterion}.{rule.band}.")
        assert rubric.about(rule)


def test_a_letter_means_the_same_aspect_and_side_at_every_band() -> None:
    meaning: dict[tuple[str, Criterion, str], tuple[str, str]] = {}
    for rule in load_rubric().by_id.values():
        letter = rule.id.rsplit(".", 1)[1]
        assert meaning.setdefault((rule.task, rule.criterion, letter), (rule.aspect, rule.side)) == (
            rule.aspect,
            rule.side,
        )


def test_a_rule_is_one_short_statement() -> None:
    for rule in load_rubric().by_id.values():
        assert rule.text.endswith(".")
        assert rule.text[0].isupper()
        assert len(rule.text.split()) <= 30, rule.id


def test_half_a_band_looks_up_for_a_strength_and_down_for_a_limit() -> None:
    rubric = load_rubric()
    up = rubric.nearest("W2", Criterion.COHERENCE, 5.5, "links", "positive")
    down = rubric.nearest("W2", Criterion.COHERENCE, 5.5, "links", "negative")
    assert up is not None
    assert down is not None
    assert (up.band, down.band) == (6, 5)


def test_missing_paragraphs_count_in_task_2_only() -> None:
    rubric = load_rubric()
    limit = rubric.nearest("W2", Criterion.COHERENCE, 6, "paragraphs", "negative")
    assert limit is not None
    for task in ("W1A", "W1G"):
        assert rubric.nearest(task, Criterion.COHERENCE, 6, "paragraphs", "negative") is None
        assert {r.band for r in rubric.by_id.values() if (r.task, r.aspect) == (task, "paragraphs")} == {8, 9}


def test_the_exam_s_own_thresholds_are_where_it_has_them() -> None:
    rubric = load_rubric()
    assert "overview" in rubric.rule("W1A.TA.5.e").text
    assert "bullet point is missing" in rubric.rule("W1G.TA.4.f").text
    assert "paragraphs" in rubric.rule("W2.CC.5.h").text
    assert "wenty words or fewer" in rubric.rule("W2.TR.1.g").text


def test_what_the_next_band_asks_for() -> None:
    above = load_rubric().above("W2", Criterion.LEXICAL, 6.5, "form")
    assert above is not None
    assert above.id == "W2.LR.7.c"
    assert load_rubric().above("W2", Criterion.LEXICAL, 9, "form") is None


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("W2", 'task = "W2"', 'task = "W1A"', "says that it is for"),
        ("W2", "[TR.4]", "[TR.10]", "missing or too many"),
        ("W2", 'a = "+ Every part of the question', 'z = "+ Every part of the question', "aspect is not named"),
        ("W2", 'a = "+ Every part of the question is explored', 'a = "- Every part of the question is explored', "must begin with"),
        ("W", 'links = { letters = "bf"', 'links = { letters = "af"', "belongs to another aspect"),
        ("W2", "[TR.0]", "[TR.1]", "declare"),
        ("S", "P = [3, 5, 7]", "P = [3, 5]", "S.P: bands"),
    ],
)  # fmt: skip
def test_a_broken_rubric_is_refused_and_the_place_named(name: str, old: str, new: str, message: str) -> None:
    broken = sources()
    assert old in broken[name]
    broken[name] = broken[name].replace(old, new, 1)
    with pytest.raises(ValueError, match=message):
        parse_rubric(broken)


def test_the_same_id_twice_is_refused() -> None:
    broken = sources()
    broken["W2"] = (
        broken["W2"]
        .replace("[aspects.CC]\n", '[aspects.CC]\nechoed = { letters = "x-", about = "twice" }\n', 1)
        .replace("[CC.9]\n", '[CC.9]\na = "+ Again."\n', 1)
    )
    with pytest.raises(ValueError, match=r"W2\.CC\.9\.a is there twice"):
        parse_rubric(broken)
