"""Speaking tests as data: rated as in serving, beside examiners, and in the order that must be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bots.cli.main import app
from engine.errors import OperatorMistake
from engine.evaluate.speaking.ordered import half, without_grammar
from engine.evaluate.speaking.spoken import read_spoken, sat
from engine.ielts.speaking.exam_clock import Stage
from tests.finetune.essays import write_jsonl
from tests.marking.speaking.transcripts import MIDDLING, STRONG, WEAK


def row(name: str, answers: dict[str, str], band: float | None) -> dict[str, object]:
    one, three = (
        [text for prompt, text in answers.items() if prompt.startswith(part) and text] for part in ("p1", "p3")
    )
    talk = next(text for prompt, text in answers.items() if prompt.startswith("p2") and text)
    return {"id": name, "part1": one[:9], "part2": talk, "part3": three[:6], "bands": band and {"overall": band}}


ROWS = [row("weak", WEAK, 4.5), row("middling", MIDDLING, 6.0), row("strong", STRONG, 8.0)]


def test_the_test_that_answers_make_hears_each_in_its_part(tmp_path: Path) -> None:
    spoken = read_spoken(write_jsonl(tmp_path / "tests.jsonl", ROWS))[1]
    test, heard = sat(spoken)
    stages = {prompt.id: prompt.stage for prompt in test.state.asked}
    said = {each.turn.transcript: stages[each.prompt] for each in test.state.heard}
    for part, stage in zip(spoken.parts, (Stage.PART_1, Stage.LONG_TURN, Stage.PART_3), strict=True):
        told = [each.transcript.text for each in part if each.transcript.text in said]
        assert told
        assert all(said[text] is stage for text in told)
    assert len(heard) == len(test.state.heard)


def test_what_makes_an_answer_worse() -> None:
    assert half("one two three four") == "one two"
    assert without_grammar("She has worked in the cities") == "She work in citie"


def test_the_command(tmp_path: Path) -> None:
    data = write_jsonl(tmp_path / "tests.jsonl", ROWS)
    page = tmp_path / "report.html"
    done = CliRunner().invoke(app, ["evaluate", "speaking", "--data", str(data), "--html", str(page), "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    assert list(told["bands"])[:2] == ["constant", "words"]
    assert told["bands"][list(told["bands"])[2]]["agreement"]["pearson"]["value"] > 0.9
    assert all(each["higher"] == 0 for each in told["order"])
    assert page.read_text("utf-8").count("<svg") == 3


def test_without_bands_there_is_nothing_to_picture(tmp_path: Path) -> None:
    data = write_jsonl(tmp_path / "tests.jsonl", [{**ROWS[0], "bands": None}])
    page = tmp_path / "report.html"
    done = CliRunner().invoke(app, ["evaluate", "speaking", "--data", str(data), "--html", str(page)])
    assert isinstance(done.exception, OperatorMistake)
    assert "No examiners' bands" in str(done.exception)
    assert not page.exists()


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [{"id": "a", "part1": ["x"], "part2": "y", "part3": ["z"]}],
        [{**ROWS[0], "part2": {"text": "a", "audio": "no.ogg"}}],
    ],
)
def test_what_is_no_test_is_named(tmp_path: Path, rows: list[dict[str, object]]) -> None:
    with pytest.raises(OperatorMistake, match=r"holds no|line 1|no.ogg"):
        read_spoken(write_jsonl(tmp_path / "tests.jsonl", rows))
