"""The shipped weights: whole or refused; every word is read, however long the text."""

from __future__ import annotations

import shutil
from pathlib import Path

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
