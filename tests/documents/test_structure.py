"""Headings, paragraphs, items, cells and pages of each kind of file."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from engine.documents.document import Block
from engine.documents.reading import read_document
from engine.documents.records import read_records
from engine.errors import LearnerMistake, OperatorMistake
from engine.ielts.chat import ChatFile


def blocks(name: str, data: bytes | str) -> list[Block]:
    raw = data.encode() if isinstance(data, str) else data
    return list(read_document(ChatFile(name, raw)).blocks)


def test_markdown_keeps_its_headings_items_and_cells() -> None:
    text = "# House style\n\nWrite *plainly*,\nplease.\n\n- No lists\n- No notes\n\n| Band | Words |\n|---|---|\n| 7 | exact |\n"
    assert blocks("style.md", text) == [
        Block("House style", 1), Block("Write plainly, please."), Block("• No lists"), Block("• No notes"),
        Block("Band"), Block("Words"), Block("7"), Block("exact"),
    ]  # fmt: skip


def test_a_page_is_read_without_what_stands_around_it() -> None:
    page = (
        "<!DOCTYPE html><html><head><title>T</title><style>p{}</style></head><body><nav>Menu</nav><h2>Band <b>7</b></h2>"
        "<div>Loose<p>First &amp; best</p>tail<ul><li>one</li></ul></div><p hidden>secret</p><script>x()</script></body>"
    )
    assert blocks("page.html", page) == [
        Block("Band 7", 2), Block("Loose"), Block("First & best"), Block("tail"), Block("• one"),
    ]  # fmt: skip


def test_a_page_in_the_encoding_that_it_names() -> None:
    page = '<html><head><meta charset="gb18030"></head><body><p>雅思写作</p></body></html>'.encode("gb18030")
    assert blocks("page", page) == [Block("雅思写作")]


def test_word_headings_by_their_place_in_the_outline() -> None:
    document, out = docx.Document(), io.BytesIO()
    document.add_heading("Samples", 1)
    document.add_heading("Band 6", 2)
    document.add_paragraph("The essay has a clear position.")
    document.save(out)
    assert blocks("samples.docx", out.getvalue()) == [
        Block("Samples", 1), Block("Band 6", 2), Block("The essay has a clear position."),
    ]  # fmt: skip


def test_a_page_nested_without_end_takes_nothing_with_it() -> None:
    with pytest.raises(LearnerMistake, match=r"broken-file|file-hostile|empty"):
        blocks("deep.html", "<html><body>" + "<div>" * 100_000 + "x")


def test_records_come_by_the_names_of_their_columns(tmp_path: Path) -> None:
    table = tmp_path / "bank.csv"
    table.write_text("topic,question\nmusic,Do you sing?\n", "utf-8-sig")
    assert list(read_records(table)) == [{"topic": "music", "question": "Do you sing?"}]
    lines = tmp_path / "bank.jsonl"
    lines.write_text('{"topic": "music"}\n[1]\n', "utf-8")
    with pytest.raises(OperatorMistake, match="damaged"):
        list(read_records(lines))
    with pytest.raises(OperatorMistake, match="no reader"):
        list(read_records(tmp_path / "bank.xls"))
