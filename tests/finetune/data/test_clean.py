"""Files in every form become the same rows; what must go goes, is counted, and a second run changes nothing."""

from __future__ import annotations

import csv
import json
import textwrap
import tracemalloc
from pathlib import Path

import docx
import pytest

from engine.errors import OperatorMistake
from engine.evaluate.essays import read_essays
from engine.finetune.data.clean import Limits, clean
from engine.finetune.data.row import read_rows
from engine.finetune.data.sources import read_source
from tests.finetune.essays import answer, line, question, write_jsonl
from tests.pdfs import pdf_of


def page(seed: int) -> str:
    return f"{question(seed)}\n\nBand {5 + seed / 2} sample answer\n{answer(seed)}\n(151 words)\n"


def written(folder: Path) -> list[Path]:
    """The same kind of essay in seven forms, seeds 0 to 7."""
    files = [folder / f"essays.{ending}" for ending in ("csv", "jsonl", "json", "txt", "html", "docx")]
    with files[0].open("w", newline="", encoding="utf-8") as opened:
        table = csv.writer(opened)
        table.writerows([["Task_Type", "Question", "Essay", "Overall"], ["2", question(0), answer(0), "5"]])
    write_jsonl(files[1], [line(1, 5.5)])
    files[2].write_text(json.dumps([line(2, 6.0), line(3, 6.5)]), "utf-8")
    files[3].write_text(page(4) + "\n==========\n" + page(5), "utf-8")
    html = "".join(f"<p>{part}</p>" for part in page(6).split("\n") if part)
    files[4].write_text(f"<html><head><title>Essays</title></head><body>{html}<nav>Menu</nav></body></html>", "utf-8")
    document = docx.Document()
    for part in page(7).split("\n"):
        document.add_paragraph(part)
    document.save(str(files[5]))
    return files


def test_every_form_becomes_the_same_rows(tmp_path: Path) -> None:
    target = tmp_path / "out" / "essays.jsonl"
    report = clean(written(tmp_path), target, Limits())
    rows = list(read_rows(target))
    assert (report.read, report.kept) == (8, 8)
    assert [row.bands and row.bands.overall for row in rows] == [5.0, 5.5, 6.0, 6.5, 7.0, 7.5, 8.0, 8.5]
    assert [row.prompt for row in rows] == [question(seed) for seed in range(8)]
    assert [row.essay.split() for row in rows] == [answer(seed).split() for seed in range(8)]
    assert rows[0].source == "essays.csv"
    assert len(read_essays(target)) == 8, "what evaluates reads the same file"


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    rows = [
        line(1, learner="lan@example.com", consent=True, comment="Good. Mail me: a@b.org"),
        {"task": 1, "module": "general", "essay": f"Dear Mr Wong,\n{answer(3)}\nYours sincerely,\nAn", "band": "6"},
    ]
    once, twice = tmp_path / "once.jsonl", tmp_path / "twice.jsonl"
    clean([write_jsonl(tmp_path / "in.jsonl", rows)], once, Limits())
    report = clean([once], twice, Limits())
    assert once.read_bytes() == twice.read_bytes()
    assert not report.rules
    told = list(read_rows(once))
    assert "lan@example" not in once.read_text("utf-8")
    assert told[0].comment == "Good. Mail me: [mail]"
    assert told[0].consent is True
    assert (told[1].module, told[1].essay[:12]) == ("general", "Dear [name],")


def test_what_goes_is_counted_by_reason(tmp_path: Path) -> None:
    near = answer(1).replace("However,", "But", 1)
    german = "Viele Menschen glauben, dass Reisen bildet und dass man fremde Länder sehen muss. " * 8
    rows = [
        line(1, 6.0),
        line(1, 6.5, essay=near),
        line(2, 4.0),
        line(2, 8.0),
        line(3, essay="Too short."),
        {"prompt": question(4), "essay": answer(4)},
        {"essay": answer(5), "band": 6},
        line(6, essay=german),
        line(7, essay=" "),
        line(8, essay=answer(8, 300)),
        {"task": 2, "essay": answer(9), "score": 87},
    ]
    target = tmp_path / "out.jsonl"
    report = clean([write_jsonl(tmp_path / "in.jsonl", rows)], target, Limits())
    assert [row.prompt for row in read_rows(target)] == [question(1)]
    assert dict(report.dropped) == {
        "duplicate": 1, "conflict": 2, "too short": 1, "no band": 2, "task not known": 1, "not English": 1, "empty": 1,
        "too long": 1,
    }  # fmt: skip
    assert [sorted(band for _, band in group) for group in report.conflicts] == [[4.0, 8.0]]
    told = json.loads((tmp_path / "out.report.json").read_text("utf-8"))
    assert (told["read"], told["kept"]) == (11, 1)


def test_the_report_shows_before_and_after_and_nobody(tmp_path: Path) -> None:
    essay = f"Band 7 sample answer\nName: Lan Nguyen\nMy name is Lan. {answer(1)} Write to lan@example.com."
    report = clean([write_jsonl(tmp_path / "in.jsonl", [line(1, essay=essay)])], tmp_path / "out.jsonl", Limits())
    assert report.rules["introduced-name"] == report.rules["mail"] == 1
    assert report.examples["sample-heading"][0][0].startswith("Band 7 sample answer")
    assert not report.examples["mail"]


def test_a_damaged_file_is_named_and_leaves_nothing(tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text('[{"essay": "x"', "utf-8")
    with pytest.raises(OperatorMistake, match=r"bad\.json cannot be read"):
        clean([bad], tmp_path / "out.jsonl", Limits())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.json"]
    strange = tmp_path / "table.csv"
    strange.write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(OperatorMistake, match="no column of essays"):
        list(read_source(strange))


def test_rows_stream(tmp_path: Path) -> None:
    """A file of one long JSON array is never held whole: 12 MB are read within 4."""
    filler = "word " * 600
    source = tmp_path / "many.json"
    source.write_text(json.dumps([{"essay": f"{number} {filler}"} for number in range(4000)]), "utf-8")
    tracemalloc.start()
    count = sum(1 for _ in read_source(source))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 4000
    assert peak < 4_000_000


def lines_of(seed: int, width: int) -> list[str]:
    parts = [question(seed), "Band 6 sample answer", *answer(seed).split("\n\n")]
    return [each for part in parts for each in textwrap.wrap(part, width)]


def test_a_pdf_without_its_furniture_in_one_column_and_in_two(tmp_path: Path) -> None:
    whole, narrow = lines_of(11, 90), lines_of(12, 44)
    pages = [
        [
            (72, 760, "English Writing Club"),
            *((72, 720 - 14 * at, text) for at, text in enumerate(part)),
            (300, 40, f"Page {number} of 2"),
        ]
        for number, part in enumerate((whole[:8], whole[8:]), 1)
    ]
    half = len(narrow) // 2 + 1
    columns = [
        (left, 720 - 14 * at, text)
        for left, part in ((50, narrow[:half]), (320, narrow[half:]))
        for at, text in enumerate(part)
    ]
    (tmp_path / "club.pdf").write_bytes(pdf_of(pages))
    (tmp_path / "columns.pdf").write_bytes(pdf_of([columns]))
    clean([tmp_path / "club.pdf", tmp_path / "columns.pdf"], tmp_path / "out.jsonl", Limits())
    rows = list(read_rows(tmp_path / "out.jsonl"))
    assert [row.prompt for row in rows] == [question(11), question(12)]
    assert [row.essay.split() for row in rows] == [answer(11).split(), answer(12).split()]
    assert [row.bands and row.bands.overall for row in rows] == [6.0, 6.0]
