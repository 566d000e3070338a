"""Near-duplicates are found, and nothing that is alike is on two sides."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.finetune.data.clean import Limits, clean
from engine.finetune.data.likeness import Likeness, signature, together
from engine.finetune.data.row import read_rows
from engine.finetune.data.split import PARTS, split
from engine.finetune.data.stats import stats
from tests.finetune.essays import answer, line, question, write_jsonl


def test_the_signature_estimates_jaccard_similarity() -> None:
    words = [f"w{number}" for number in range(400)]
    for shared in (100, 200, 300):
        one, other = " ".join(words[:300]), " ".join(words[300 - shared : 300] + [f"x{n}" for n in range(300 - shared)])
        a, b = (set(zip(*(t.split()[i:] for i in range(3)), strict=False)) for t in (one, other))
        estimate = float(np.mean(signature(one) == signature(other)))
        assert estimate == pytest.approx(len(a & b) / len(a | b), abs=0.2)


def test_texts_that_are_nearly_the_same_are_one_group(tmp_path: Path) -> None:
    with Likeness(tmp_path / "signatures") as likeness:
        for seed in range(30):
            likeness.add(answer(seed))
        likeness.add(answer(7).replace("However,", "But"))
        likeness.add(answer(7).upper())
        groups = likeness.groups()
    assert groups.tolist() == [*range(30), 7, 7]
    assert not (tmp_path / "signatures").exists()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=20))
def test_what_any_partition_joins_is_joined(pairs: list[tuple[int, int]]) -> None:
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    groups = together(first, second)
    for one in range(len(pairs)):
        for other in range(len(pairs)):
            if first[one] == first[other] or second[one] == second[other]:
                assert groups[one] == groups[other]


def test_no_question_and_no_essay_is_on_two_sides(tmp_path: Path) -> None:
    pick = random.Random(0)
    rows = [line(seed, prompt=question(seed % 20)) for seed in range(80)]
    rows += [line(100 + seed, essay=answer(seed).replace("However,", "But", 1)) for seed in range(8)]
    rows.append(line(200, teacher="big-model"))
    pick.shuffle(rows)
    source = write_jsonl(tmp_path / "in.jsonl", [{"id": str(number), **row} for number, row in enumerate(rows)])
    sizes = split(source, tmp_path / "sets", held_out=0.15)
    sides = {name: list(read_rows(tmp_path / "sets" / f"{name}.jsonl")) for name in PARTS}
    assert sizes == {name: len(found) for name, found in sides.items()}
    assert sizes["validation"] > 3
    assert sizes["test"] > 3
    prompts = [{row.prompt for row in found} for found in sides.values()]
    assert not prompts[0] & prompts[1] | prompts[0] & prompts[2] | prompts[1] & prompts[2]
    side_of = {row.essay: name for name, found in sides.items() for row in found}
    for seed in range(8):
        assert side_of[answer(seed)] == side_of[answer(seed).replace("However,", "But", 1)]
    assert all(row.teacher is None for name in PARTS[1:] for row in sides[name])
    assert split(source, tmp_path / "again", held_out=0.15) == sizes


@pytest.mark.needs_data
def test_real_essays_are_kept_and_divided(dev_data: Path, tmp_path: Path) -> None:
    """Clean data passes unharmed: no essay of the development set is dropped."""
    lines = (dev_data / "ielts_essays_dev.jsonl").read_text("utf-8").splitlines()[:250]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), "utf-8")
    report = clean([tmp_path / "in.jsonl"], tmp_path / "rows.jsonl", Limits())
    assert report.kept == len(lines)
    sizes = split(tmp_path / "rows.jsonl", tmp_path / "sets")
    assert sum(sizes.values()) == len(lines)
    assert min(sizes["validation"], sizes["test"]) >= 15
    found = stats(tmp_path / "rows.jsonl")
    assert found.rows == len(lines) == sum(found.bands.values())
