"""The shipped weights: whole or refused; every word is read, however long the text."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from engine.errors import OperatorMistake
from engine.marking.errors.tagger import LABELS, SHIPPED, WEIGHTS, Tagger
from engine.marking.errors.words import LONGEST, sentences_of


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "errors"))


@pytest.mark.parametrize("name", [WEIGHTS, LABELS])
def test_damaged_files_are_an_operator_s_mistake(copied: Path, name: str) -> None:
    data = bytearray((copied / name).read_bytes())
    data[len(data) // 2] ^= 1
    (copied / name).write_bytes(data)
    with pytest.raises(OperatorMistake, match=f"{name}.*damaged"):
        Tagger.load(copied)


def test_missing_weights_are_an_operator_s_mistake(copied: Path) -> None:
    (copied / WEIGHTS).unlink()
    with pytest.raises(OperatorMistake, match="missing"):
        Tagger.load(copied)


def test_every_word_gets_probabilities_that_add_up() -> None:
    tagger = Tagger.load()
    sentences = [["People", "becomes", "lazy", "."], ["antidisestablishmentarianism"] * LONGEST]
    for words, tagged in zip(sentences, tagger.read(sentences), strict=True):
        assert tagged.kinds.shape == (len(words), 14)
        assert tagged.kinds.sum(1) == pytest.approx(1, abs=1e-3)
        assert tagged.edits.sum(1) == pytest.approx(1, abs=1e-3)


def test_a_text_without_stops_is_read_in_pieces() -> None:
    text = "and people, who know " * 100
    pieces = sentences_of(text)
    assert all(0 < len(piece) <= LONGEST for piece in pieces)
    assert "".join(word.text for piece in pieces for word in piece) == text.replace(" ", "")


def test_what_is_remembered_is_what_would_be_read_and_costs_no_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    first = [["People", "becomes", "lazy", "."], ["They", "work", "hard", "."], ["Why", "?"]]
    mended = [["People", "become", "lazy", "."], *first[1:]]
    tagger, looks = Tagger.load(), []
    run = tagger._run
    monkeypatch.setattr(tagger, "_run", lambda ids, mask: looks.append(ids.shape) or run(ids, mask))
    tagger.read(first)
    assert sorted(looks) == [(1, 4), (2, 6)]
    remembering = tagger.read(mended)
    assert sorted(looks) == [(1, 4), (2, 6), (2, 6)]
    for one, other in zip(remembering, Tagger.load().read(mended), strict=True):
        for name in ("kinds", "edits", "hidden"):
            assert np.array_equal(getattr(one, name), getattr(other, name))
            with pytest.raises(ValueError, match="read-only"):
                getattr(one, name)[...] = 0
