"""The bank that ships holds what it promises, in the exam's form, and nothing nearly twice."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import combinations

import pytest

from engine.ielts.bands import Criterion
from engine.ielts.bank.draw import Because, Weakness, draw_for_weakness, draw_task, load_exercising, matching
from engine.ielts.bank.labels import label_of, load_subjects
from engine.ielts.bank.rows import bank_of, item_of
from engine.ielts.bank.tasks import TYPES, load_tasks
from engine.ielts.groups.schedule import Level
from engine.ielts.speaking.questions import load_bank
from engine.marking.errors.error import Kind

_USUAL = set(
    "do you the a an of to in is are your it that what how why which for or and people be with at who have should they"
    " their has can some any on did would than does when there think others believe discuss these views give own opinion"
    " extent agree disagree advantages outweigh disadvantages this causes measures could taken change problems cause"
    " done about them say positive negative development happening letter".split()
)
AMERICAN = re.compile(
    r"\b(\w+(?:color|avor|ize[sd]?|izing)|color|center|theater|traveling|program(?! that)|apartment|vacation)\b"
)


def words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", text.lower())) - _USUAL


def test_there_is_enough_of_everything() -> None:
    tasks = load_tasks()
    assert Counter(task.code for task in tasks)["W2"] >= 120
    assert Counter(task.code for task in tasks)["W1G"] >= 60
    by_type = Counter(task.type for task in tasks)
    assert all(by_type[kind] >= 15 for code in ("W2", "W1G") for kind in TYPES[code])
    assert {task.label.topic for task in tasks} == set(load_subjects())
    assert {kind for task in tasks for kind in task.practises} <= set(Kind)
    assert set(load_exercising()) == {"TA", "TR", "CC", "LR", "GRA"}


def test_a_question_of_task_2_asks_something_at_its_end() -> None:
    for task in load_tasks():
        if task.code == "W2":
            assert task.text.endswith(("?", "give your own opinion.")), task.id
            assert 15 <= len(task.text.split()) <= 60, task.id


def test_nothing_is_there_nearly_twice() -> None:
    bank = load_bank()
    asked = [question.ask for topic in bank.topics for question in topic.questions]
    asked += [question.ask for card in bank.cards for question in card.discussion]
    asked += [card.describe for card in bank.cards]
    asked += [task.text for task in load_tasks()]
    told = [(text, words(text)) for text in asked]
    near = [
        (first, second)
        for (first, a), (second, b) in combinations(told, 2)
        if len(a | b) >= 4 and len(a & b) / len(a | b) > 0.7
    ]
    assert near == []


def test_it_is_spelt_as_in_britain() -> None:
    bank = load_bank()
    texts = [task.text for task in load_tasks()] + [card.text for card in bank.cards]
    texts += [question.ask for topic in bank.topics for question in topic.questions]
    assert [found.group() for text in texts for found in AMERICAN.finditer(text.lower())] == []


def test_a_season_has_two_ends() -> None:
    label = label_of("food", "easy", "2026-09-01", date(2026, 12, 31))
    days = [date(2026, 8, 31), date(2026, 9, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [label.in_season(day) for day in days] == [False, True, True, False]
    with pytest.raises(ValueError, match="before it begins"):
        label_of("food", "easy", "2026-09-02", "2026-09-01")
    with pytest.raises(ValueError, match="no subject"):
        label_of("zanzibar")


def test_what_is_out_of_season_is_not_asked() -> None:
    topic = load_bank().topics[3]
    row = {
        "kind": "topic", "id": "own-tea", "topic": "food", "name": "tea", "valid_to": "2026-12-31",
        "questions": [{"ask": "Do you drink tea?"}, {"ask": "Who makes it?"}, {"ask": "Is green tea nice?"}],
    }  # fmt: skip
    bank = bank_of([row]).added_to(load_bank())
    assert bank.topic("own-tea") in bank.on(date(2026, 12, 31)).topics
    later = bank.on(date(2027, 1, 1))
    assert "own-tea" not in {each.id for each in later.topics}
    assert topic in later.topics


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ({}, "kind is missing"),
        ({"kind": "poem"}, "poem"),
        ({"kind": "essay", "id": "x", "prompt": "Why?", "type": "rant", "topic": "food"}, "rant"),
        ({"kind": "essay", "id": "x", "prompt": " ", "type": "opinion", "topic": "food"}, "no text"),
        ({"kind": "essay", "id": "x", "prompt": "Why?", "type": "opinion", "topic": "food", "hue": 1}, "hue"),
        ({"kind": "topic", "id": "x", "name": "tea", "questions": [], "topic": "food"}, "0 questions"),
    ],
)
def test_a_row_that_is_no_item_says_why(row: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        item_of(row)


def test_a_level_that_is_wanted_goes_first_and_gives_way() -> None:
    tasks = [task for task in load_tasks() if task.code == "W2"]
    hard = [task.id for task in tasks if task.label.level is Level.HARD]
    assert draw_task(tasks, (), 1, level=Level.HARD).task.id in hard
    assert draw_task(tasks, hard, 1, level=Level.HARD).task.id not in hard


def test_each_criterion_has_a_type_that_exercises_it() -> None:
    essays = [task for task in load_tasks() if task.code == "W2"]
    for criterion in (Criterion.TASK_RESPONSE, Criterion.COHERENCE):
        drawn = draw_for_weakness(essays, (), 3, Weakness(criterion, ("article",)))
        assert (drawn.because, drawn.about) == (Because.CRITERION, criterion)
        assert drawn.task.type in load_exercising()[criterion]
    drawn = draw_for_weakness(essays, (), 3, Weakness(Criterion.GRAMMAR, ("other", "article")))
    assert (drawn.because, drawn.about) == (Because.KIND, "article")
    assert "article" in drawn.task.practises


def test_half_of_the_words_are_a_match_and_fewer_are_none() -> None:
    tasks = load_tasks()
    assert any("Plastic" in task.text for task in matching(tasks, "plastic in rivers"))
    assert matching(tasks, "zanzibar turnips whispering plastic") == []
