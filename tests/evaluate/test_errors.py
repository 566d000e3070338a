"""The measures of the error finder on four sentences of ours, and the command that prints them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bots.cli.main import app
from engine.errors import OperatorMistake
from engine.evaluate.jfleg import brings_nearer, gleu, read_jfleg, written

_SOURCE = ["Nowadays people becomes lazy .", "I do n't like it .", "The goverment help us .", "It is fine ."]
_RIGHT = ["Nowadays people become lazy .", "I do n't like it .", "The government helps us .", "It is fine ."]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, lines in {"src": _SOURCE, "ref0": _RIGHT, "ref1": _RIGHT, "ref2": _RIGHT, "ref3": _SOURCE}.items():
        (tmp_path / f"dev.{name}").write_text("\n".join(lines) + "\n", "utf-8")
    return tmp_path


def test_counts_the_correctors_who_changed_a_word(folder: Path) -> None:
    first, second, third, _ = read_jfleg(folder)
    assert [token.text for token, count in zip(first.tokens, first.changed, strict=True) if count == 3] == ["becomes"]
    assert second.text == "I don't like it."
    assert sum(count > 0 for count in third.changed) == 2


def test_an_insertion_marks_the_word_before_which_it_stands(tmp_path: Path) -> None:
    for name in ("src", "ref0", "ref1", "ref2"):
        (tmp_path / f"x.{name}").write_text("I go to school\n", "utf-8")
    (tmp_path / "x.ref3").write_text("I go to the school\n", "utf-8")
    assert read_jfleg(tmp_path)[0].changed == (0, 0, 0, 1)


def test_gleu_is_one_for_the_references_and_less_for_the_source(folder: Path) -> None:
    sentences = read_jfleg(folder)
    same = [each.__class__(each.text, each.corrections[:1], each.tokens, each.changed) for each in sentences]
    assert gleu(same, [written(line) for line in _RIGHT]) == pytest.approx(1)
    assert gleu(same, [each.text for each in same]) < 1
    assert gleu(sentences, [each.text for each in sentences]) == gleu(sentences, [each.text for each in sentences])


def test_nearer_to_a_corrector(folder: Path) -> None:
    sentence = read_jfleg(folder)[0]
    assert brings_nearer(sentence, "Nowadays people become lazy.")
    assert not brings_nearer(sentence, "Nowadays peoples becomes lazy.")


def test_the_command(folder: Path) -> None:
    result = CliRunner().invoke(app, ["evaluate", "errors", "--data", str(folder), "--json"])
    found = json.loads(result.stdout)
    assert set(found) == {"n", "precision", "recall", "f05", "gleu", "per_kind", "ms_per_sentence"}
    assert found["n"] == 4
    assert found["precision"] == 1
    assert found["recall"] == 1
    assert "lazy" not in result.stdout


def test_a_folder_without_such_files_is_an_operator_s_mistake(tmp_path: Path) -> None:
    with pytest.raises(OperatorMistake, match="src"):
        read_jfleg(tmp_path)
    (tmp_path / "dev.src").write_text("One.\n", "utf-8")
    with pytest.raises(OperatorMistake, match="ref0"):
        read_jfleg(tmp_path)
