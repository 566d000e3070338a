"""What is learnt is what serving asks and what serving would show, to the byte."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from engine.finetune.data.build import build
from engine.finetune.data.instruction import Instruction, Teaches, read_instructions
from engine.finetune.data.row import Bands, Row, read_rows
from engine.finetune.data.taught_record import record_of
from engine.ielts.languages import Language
from engine.ielts.reports import Correction
from engine.ielts.rubric import load_rubric
from engine.ielts.writing import Essay
from engine.marking.errors.error import Kind
from engine.marking.llm.fusion import Fusion
from engine.marking.llm.marker import LlmMarker
from engine.marking.llm.steering import steers
from engine.marking.writing.marker import OfflineMarker
from engine.marking.writing.offline import OfflineScorer
from engine.marking.writing.samples import sample_essay
from engine.ports import Completion, Prompt, Request, Stopped
from engine.prompts import WHY_CHARS, is_feedback
from tests.finetune.essays import write_jsonl


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample essays that ship with Bandmate, as rows."""
    found = []
    for number, code in enumerate(("W2", "W1A", "W1G")):
        essay = sample_essay(code)
        found.append(
            {
                "id": f"sample-{code}", "task": essay.task.number, "module": essay.task.module,
                "prompt": essay.task.prompt, "essay": essay.text, "bands": {"overall": 5.0 + number},
                "learner": f"learner-{number}",
            }
        )  # fmt: skip
    found.append({"id": "none", "task": 2, "essay": "No band was given to this one.", "bands": None})
    return write_jsonl(tmp_path_factory.mktemp("rows") / "rows.jsonl", found)


@pytest.fixture(scope="module")
def built(rows: Path) -> list[Instruction]:
    target = rows.with_name("built.jsonl")
    counts = build(rows, target)
    assert counts["not used"] == 1
    return list(read_instructions(target))


class Listens:
    """A model that says what it was taught, and remembers what it was asked."""

    name = "listens"

    def __init__(self, answer: str) -> None:
        self.answer = answer
        self.asked: list[Request] = []

    def room(self, prompt: Prompt) -> int:  # noqa: ARG002
        return 8000

    def generate(self, request: Request, on_text: Callable[[str], None] | None = None) -> Completion:  # noqa: ARG002
        self.asked.append(request)
        return Completion(self.answer, Stopped.END, 10, 10)


def learnt_of(built: list[Instruction], row: Row) -> Instruction:
    return next(each for each in built if each.id == row.id and each.teaches is Teaches.MARK)


def test_serving_asks_what_was_learnt_to_the_byte_and_shows_all_of_the_answer(
    rows: Path, built: list[Instruction]
) -> None:
    for row in read_rows(rows):
        if row.bands is None:
            continue
        learnt = learnt_of(built, row)
        model = Listens(learnt.answer)
        marker = LlmMarker(model, OfflineScorer.load(), load_rubric(), Fusion(1.0, 100))
        report = marker.mark(row.as_essay)
        assert model.asked[0].prompt == learnt.prompt
        told = json.loads(learnt.answer)
        shown = {finding.message for score in report.criteria for finding in score.findings}
        for score in report.criteria:
            assert {finding["comment"] for finding in told[score.criterion]["findings"]} <= shown


def test_the_bands_are_those_that_people_gave(rows: Path, built: list[Instruction]) -> None:
    for row in read_rows(rows):
        if row.bands is not None:
            told = json.loads(learnt_of(built, row).answer)
            bands = [float(told[criterion]["band"]) for criterion in row.as_essay.task.criteria]
            assert sum(bands) / 4 == pytest.approx(row.bands.overall, abs=0.13)
            assert learnt_of(built, row).learner == row.learner


def test_nothing_before_the_first_band_tells_it(rows: Path, built: list[Instruction], tmp_path: Path) -> None:
    """The same essays with other bands: up to the first band the answers are the same."""
    other = [json.loads(line) for line in rows.read_text("utf-8").splitlines()]
    for row in other:
        row["bands"] = row["bands"] and {"overall": 9.0}
    build(write_jsonl(tmp_path / "rows.jsonl", other), tmp_path / "built.jsonl")
    now = [each for each in read_instructions(tmp_path / "built.jsonl") if each.teaches is Teaches.MARK]
    before = [each for each in built if each.teaches is Teaches.MARK]
    for one, another in zip(before, now, strict=True):
        assert one.answer.split('"band": "')[0] == another.answer.split('"band": "')[0]
        assert one.prompt == another.prompt


def test_each_kind_of_example_is_there_and_pleas_change_no_record(built: list[Instruction]) -> None:
    assert {each.teaches for each in built} == set(Teaches)
    plain = next(each for each in built if each.teaches is Teaches.MARK)
    pleading = next(each for each in built if each.teaches is Teaches.RESIST)
    assert pleading.answer == plain.answer
    assert pleading.own != plain.own


def test_follow_ups_are_no_more_than_essays_and_those_held_out_are_about_other_cards(
    rows: Path, built: list[Instruction], tmp_path: Path
) -> None:
    build(rows, tmp_path / "held-out.jsonl", held_out=True)
    measuring = list(read_instructions(tmp_path / "held-out.jsonl"))
    cards = []
    for each in (built, measuring):
        asked = [one.id.rpartition("-")[0] for one in each if one.teaches is Teaches.FOLLOW_UP]
        assert len(asked) == sum(one.teaches is Teaches.MARK for one in each)
        cards.append(set(asked))
    assert not cards[0] & cards[1]


def test_pleas_are_none_that_serving_would_take_out() -> None:
    told = tomllib.loads(files("engine.data").joinpath("instructions/injections.toml").read_text("utf-8"))
    assert [plea for plea in told["sentences"] if steers(plea)] == []


@pytest.mark.needs_data
def test_real_essays_become_records_that_stand(dev_data: Path, tmp_path: Path) -> None:
    lines = (dev_data / "ielts_essays_dev.jsonl").read_text("utf-8").splitlines()[::45]
    (tmp_path / "rows.jsonl").write_text("\n".join(lines), "utf-8")
    counts = build(tmp_path / "rows.jsonl", tmp_path / "built.jsonl", speaking=False)
    assert counts[Teaches.MARK] >= 0.85 * len(lines), "the others have a criterion far from their overall band"
    records = [json.loads(e.answer) for e in read_instructions(tmp_path / "built.jsonl") if e.teaches is Teaches.MARK]
    assert sum(len(record["corrections"]) > 0 for record in records) > 0.8 * len(records)


def test_a_long_comment_keeps_its_first_sentences_and_a_correction_the_words_that_tell_its_place() -> None:
    text = "He go home and she go out.\nThe price rise , and firms go away."
    essay = Essay(text, sample_essay().task)
    report = OfflineMarker(OfflineScorer.load(), load_rubric()).mark(sample_essay())
    scores = tuple(
        replace(score, findings=tuple(replace(f, quote="He go", start=0, end=5, source=text) for f in score.findings))
        for score in report.criteria
    )
    long = replace(
        scores[0].findings[0], message="A short sentence. " + "And a long one that goes on. " * 9, source=text
    )
    scores = (replace(scores[0], findings=(long,)), *scores[1:])
    second, space = text.index("go out"), text.index(" , ")
    wrong = (
        Correction(
            second,
            second + 2,
            "go",
            "goes",
            "A reason of the finder that is far too long. " * 3,
            text,
            kind="agreement",
        ),
        Correction(space, space + 1, " ", "", "", text, kind="punctuation"),
    )
    rules = list(load_rubric().by_id.values())
    told = json.loads(
        record_of(essay, replace(report, criteria=scores, corrections=wrong), rules, Bands(overall=5)) or ""
    )
    comment = told[report.criteria[0].criterion]["findings"][0]["comment"]
    assert comment.startswith("A short sentence. And a long one")
    assert comment.endswith("goes on.")
    assert len(comment) <= 160
    assert [(each["original"], each["replacement"]) for each in told["corrections"]] == [
        ("she go", "she goes"),
        ("rise ,", "rise,"),
    ]


def test_every_kind_of_error_has_a_reason_that_a_record_has_room_for() -> None:
    reasons = tomllib.loads(files("engine.data").joinpath("instructions/reasons.toml").read_text("utf-8"))
    assert set(reasons) == set(Kind)
    assert all(is_feedback(each, WHY_CHARS, Language.ENGLISH) for each in reasons.values())


def test_schema_and_answer_are_of_one_form(built: list[Instruction], rows: Path) -> None:
    """Keys come in the order in which serving's schema wants them."""
    from engine.prompts import record_schema

    row = next(iter(read_rows(rows)))
    essay: Essay = row.as_essay
    wanted = record_schema(essay.task.criteria, list(load_rubric().by_id.values()))["properties"]
    assert isinstance(wanted, dict)
    told = json.loads(learnt_of(built, row).answer)
    assert list(told) == list(wanted)
    for criterion in essay.task.criteria:
        assert list(told[criterion]) == list(wanted[criterion]["properties"])
