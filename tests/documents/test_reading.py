"""Files from a chat: real ones of each kind, and hostile ones."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from engine.documents.reading import extract_text
from engine.errors import LearnerMistake
from engine.ielts.chat import ChatFile
from tests.pdfs import pdf_of

PARAGRAPHS = ["Some people prefer to live in a city.", "Others don’t: they want silence – and “trees”."]
TEXT = "\n".join(PARAGRAPHS)


def refusal(data: bytes, name: str = "essay.docx", **limits: int) -> str:
    with pytest.raises(LearnerMistake) as caught:
        extract_text(ChatFile(name, data), **limits)
    return caught.value.reason


def word_file(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(*lines: str, pages: int = 1, password: str | None = None) -> bytes:
    """Pages of these lines, each the same."""
    out = pdf_of([[(72, 720 - 20 * at, line) for at, line in enumerate(lines)]] * pages)
    if password is None:
        return out
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(out)))
    writer.encrypt(password, algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    return locked.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_file_in_any_of_the_usual_encodings(encoding: str) -> None:
    assert extract_text(ChatFile("essay.txt", TEXT.encode(encoding))) == TEXT


def test_a_text_file_from_a_chinese_computer() -> None:
    text = "My essay. 我的作文在这里，" * 5
    assert extract_text(ChatFile("essay.txt", text.encode("gb18030"))) == text


def test_a_word_file_keeps_its_paragraphs() -> None:
    assert extract_text(ChatFile("essay.docx", word_file(*PARAGRAPHS))) == TEXT


def test_the_content_tells_the_kind_not_the_name() -> None:
    assert extract_text(ChatFile("essay.txt", word_file(*PARAGRAPHS))) == TEXT
    assert refusal(b"{\\rtf1\\ansi Some people}", "essay.docx") == "unsupported-file"
    assert refusal(b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "essay.pdf") == "unsupported-file"
    assert refusal(b"\xd0\xcf\x11\xe0" + b"\x00" * 50, "essay.doc") == "unsupported-file"


def test_a_pdf_keeps_its_paragraphs() -> None:
    lines = ("Some people prefer to live in a city because there is more work", "and more to do.", "Others do not.")
    assert extract_text(ChatFile("essay.pdf", pdf(*lines))) == f"{lines[0]} {lines[1]}\n{lines[2]}"


def test_pdfs_that_cannot_be_read() -> None:
    assert refusal(pdf("Secret", password="open sesame")) == "encrypted-pdf"
    assert refusal(pdf()) == "scanned-pdf"
    assert refusal(pdf("One", pages=25)) == "too-many-pages"
    assert refusal(b"%PDF-1.7\nthis is not a PDF at all") == "broken-file"


def test_a_zip_bomb_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b"A" * 60_000_000 + b"</a>")
    assert len(out.getvalue()) < 100_000
    assert refusal(out.getvalue()) == "file-hostile"


def test_a_zip_that_lies_about_its_size_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"A" * 20_000_000)
    honest = (20_000_000).to_bytes(4, "little")
    lie = out.getvalue().replace(honest, (1_000).to_bytes(4, "little"))
    assert refusal(lie) in ("file-hostile", "broken-file")


def test_entities_in_a_word_file_are_not_expanded() -> None:
    good = io.BytesIO(word_file("Hello"))
    out = io.BytesIO()
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            data = source.read(member)
            if member.filename == "word/document.xml":
                data = data.replace(b"?>", b'?><!DOCTYPE a [<!ENTITY x "boom">]>', 1)
            target.writestr(member, data)
    assert refusal(out.getvalue()) == "file-hostile"


def test_a_zip_that_is_no_word_file() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("photo.txt", "hello")
    assert refusal(out.getvalue()) == "unsupported-file"


def test_size_is_looked_at_first() -> None:
    assert refusal(b"a" * 50_000_000) == "file-too-big"
    assert refusal(b"") == "empty"
    assert refusal(b" \n ") == "empty"


def test_a_very_long_text_is_cut_at_the_limit() -> None:
    assert len(extract_text(ChatFile("a.txt", b"word " * 100_000), max_chars=1_000)) == 1_000


@how(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\xff\xfe"]), st.binary(max_size=400))
def test_any_bytes_end_in_text_or_in_a_kind_refusal(head: bytes, body: bytes) -> None:
    try:
        assert isinstance(extract_text(ChatFile("x", head + body)), str)
    except LearnerMistake as mistake:
        assert mistake.reason in {  # noqa: PT017 - text is as good an end as a refusal
            "empty",
            "unsupported-file",
            "broken-file",
            "file-hostile",
            "scanned-pdf",
            "encrypted-pdf",
        }


def test_a_text_file_is_taken_to_the_character() -> None:
    text = "One.\r\n\r\n  Two   words.\n"
    assert extract_text(ChatFile("a.txt", text.encode())) == text
