"""The banks hold what they promise; prompts follow the group's errors and do not come again; challenges are fair."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ielts.bank.rows import bank_of
from engine.ielts.groups.challenge import (
    LENGTH,
    Press,
    draw_challenge,
    filled,
    item_of,
    load_items,
    table,
)
from engine.ielts.groups.prompts import Gap, WordFamily, draw, load_families, load_prompts, own_prompts, prompt_of
from engine.ielts.groups.reactions import Better, Reaction, dump_reaction, load_reaction
from engine.ielts.groups.schedule import Level, PromptKind

KINDS = {
    *"article number verb-form agreement preposition word-form spelling wrong-word missing-word extra-word".split(),
    *"order punctuation run-on".split(),
}


def test_an_operators_items_are_asked_in_their_season() -> None:
    essay = {
        "kind": "essay",
        "id": "own-1",
        "type": "opinion",
        "topic": "work",
        "level": "hard",
        "prompt": "Work is good. Do you agree?",
    }
    essay |= {"valid_from": date(2026, 5, 1), "valid_to": date(2026, 8, 31)}
    bank = bank_of([essay])
    (prompt,) = own_prompts(bank)
    assert (prompt.id, prompt.kind, prompt.level) == ("essay:own-1", PromptKind.WRITING, Level.HARD)
    assert own_prompts(bank, date(2026, 8, 31)) == (prompt,)
    assert own_prompts(bank, date(2026, 9, 1)) == ()
    assert prompt_of("essay:own-1", own_prompts(bank)) == prompt
    assert prompt_of("essay:own-1") is None


def test_the_banks_are_large_enough_for_ninety_days() -> None:
    prompts = load_prompts()
    kinds = Counter(prompt.kind for prompt in prompts)
    assert len(load_families()) >= 60
    assert kinds[PromptKind.WRITING] >= 40
    assert kinds[PromptKind.SPEAKING] > 90
    assert {kind for prompt in prompts for kind in prompt.kinds} <= KINDS
    by_kind = Counter(item.kind for item in load_items().values())
    assert set(by_kind) == KINDS
    assert min(by_kind.values()) >= 4


@given(
    kind=st.sampled_from(PromptKind),
    level=st.none() | st.sampled_from(Level),
    weak=st.lists(st.sampled_from(sorted(KINDS)), max_size=4, unique=True),
    posted=st.integers(0, 1000),
    seed=st.integers(0, 2**31 - 1),
)
def test_a_prompt_is_of_its_kind_new_and_practises_what_is_weak(
    kind: PromptKind, level: Level | None, weak: list[str], posted: int, seed: int
) -> None:
    prompts = load_prompts()
    used = {prompt.id for prompt in prompts[::2]}
    drawn = draw(prompts, kind, level, used, weak, posted, seed)
    assert drawn.id not in used
    assert drawn.kind is not PromptKind.MIXED
    if kind is not PromptKind.MIXED:
        assert drawn.kind is kind
    practising = [p for p in prompts if p.kind is drawn.kind and p.id not in used and p.level is drawn.level]
    if any(set(p.kinds) & set(weak[:3]) for p in practising) and level is not None and drawn.level is level:
        assert set(drawn.kinds) & set(weak[:3])


def test_ninety_days_of_words_never_repeat_while_there_are_any() -> None:
    used: list[str] = []
    for day in range(len(load_families())):
        used.append(draw(load_prompts(), PromptKind.VOCABULARY, Level.EASY, used, ["preposition"], day, day).id)
    assert len(set(used)) == len(used)


def test_mixed_takes_turns() -> None:
    drawn = [draw(load_prompts(), PromptKind.MIXED, None, (), (), posted, 1).kind for posted in range(3)]
    assert set(drawn) == {PromptKind.SPEAKING, PromptKind.VOCABULARY, PromptKind.WRITING}


def test_a_family_whose_gap_nothing_fills_is_refused() -> None:
    with pytest.raises(ValueError, match="filled"):
        WordFamily("x", "", (), "", (Gap("A ___.", "b"),))


@given(st.lists(st.sampled_from(sorted(KINDS)), max_size=5, unique=True), st.integers(0, 2**31 - 1))
def test_a_challenge_has_five_questions_two_about_words(weak: list[str], seed: int) -> None:
    ids = draw_challenge(weak, list(load_items())[:50], seed)
    assert len(set(ids)) == LENGTH
    assert sum(item_id.startswith("family:") for item_id in ids) == 2
    kinds = {load_items()[item_id].kind for item_id in ids if not item_id.startswith("family:")}
    assert kinds <= set(weak[:3]) or not weak
    for item_id in ids:
        item, known = item_of(item_id, seed), load_items()[item_id]
        assert item.choices[item.right] == known.choices[0]
        assert sorted(item.choices) == sorted(known.choices)


def test_every_question_reads_well_when_solved() -> None:
    for item in load_items().values():
        solved = filled(item)
        assert "___" not in solved
        assert "(" not in solved
        assert "  " not in solved
        assert solved[0].isupper() or item.kind in ("spelling", "punctuation")


def test_the_table_counts_first_choices_only() -> None:
    items = [item_of(item_id, 1) for item_id in draw_challenge([], [], 1)]
    right = [item.right for item in items]
    wrong = [(choice + 1) % 3 for choice in right]
    presses = [
        Press("mei", 0, right[0]),
        Press("ali", 0, wrong[0]),
        Press("ali", 0, right[0]),
        Press("ana", 1, right[1]),
        Press("mei", 1, wrong[1]),
    ]
    standings = table(presses, items)
    assert [(each.user_id, each.right, each.answered) for each in standings] == [
        ("mei", 1, 2),
        ("ana", 1, 1),
        ("ali", 0, 1),
    ]


def test_a_reaction_survives_the_database() -> None:
    reaction = Reaction("linked", "example", 12, 3.5, "although", Better("a b", "a c", "article"), None, "x", "y")
    assert load_reaction(dump_reaction(reaction)) == reaction
    with pytest.raises(ValueError, match="reaction"):
        load_reaction("[]")
