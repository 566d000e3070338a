"""Word files as people really send them: tracked changes, tables, text boxes, notes."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from engine.documents.reading import extract_text
from engine.errors import LearnerMistake
from engine.ielts.chat import ChatFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def word_file(body: str, namespace: str = W, **parts: str) -> bytes:
    """A real file of python-docx with another body, and further parts beside it."""
    out, made = io.BytesIO(), io.BytesIO()
    docx.Document().save(made)
    wrapped = '<?xml version="1.0" encoding="UTF-8"?><w:{0} xmlns:w="{1}" xmlns:mc="m" xmlns:v="v">{2}</w:{0}>'
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            data = source.read(member)
            if member.filename == "word/document.xml":
                data = wrapped.format("document", namespace, f"<w:body>{body}</w:body>").encode()
            target.writestr(member, data)
        for name, content in parts.items():
            target.writestr(f"word/{name}.xml", wrapped.format(name, namespace, content))
    return out.getvalue()


def p(*runs: str, marks: str = "") -> str:
    return f"<w:p>{marks}{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f"<w:r>{properties}<w:t xml:space='preserve'>{text}</w:t></w:r>"


def read(body: str, namespace: str = W, **parts: str) -> str:
    return extract_text(ChatFile("essay.docx", word_file(body, namespace, **parts)))


def test_tracked_insertions_are_read_and_deletions_are_not() -> None:
    deleted = "<w:del><w:r><w:delText>awful </w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{r('away ')}</w:moveFrom><w:moveTo>{r('here ')}</w:moveTo>"
    assert (
        read(p(r("Cars are "), deleted, f"<w:ins>{r('very ')}</w:ins>", moved, r("bad."))) == "Cars are very here bad."
    )


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    deleted = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    assert read(p(r("One "), marks=deleted) + p(r("two.")) + p(r("Three."))) == "One two.\nThree."


def test_tables_are_read_cell_by_cell() -> None:
    row = "<w:tr>{}<w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    table = row.format("", p(r("Essay")), p(r("First.")) + p(r("Second.")))
    gone = row.format("<w:trPr><w:del/></w:trPr>", p(r("Gone")), p(r("Gone")))
    nested = row.format("", f"<w:tbl>{row.format('', p(r('Deep.')), p())}</w:tbl>", p())
    assert read(f"<w:tbl>{table}{gone}{nested}</w:tbl>") == "Essay\nFirst.\nSecond.\nDeep."


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{p(r('In the box.'))}</w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert read(p(r("Before "), f"<w:r>{both}</w:r>", r("after."))) == "Before after.\nIn the box."
    assert read(p(f"<w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r>")) == "In the box."


def test_notes_come_last_in_the_order_of_reading() -> None:
    def mark(number: int) -> str:
        return f"<w:r><w:footnoteReference w:id='{number}'/></w:r>"

    notes = "".join(
        f"<w:footnote w:id='{i}'>{p(r(text))}</w:footnote>" for i, text in ((-1, "rule"), (1, "A."), (2, "B."))
    )
    assert read(p(r("One"), mark(2), r(" two"), mark(1)), footnotes=notes) == "One two\nB.\nA."


def test_headers_comments_and_hidden_text_are_not_read() -> None:
    hidden = r("secret ", "<w:rPr><w:vanish/></w:rPr>")
    shown = r("shown ", "<w:rPr><w:vanish w:val='0'/></w:rPr>")
    comment = "<w:r><w:commentReference w:id='0'/></w:r>"
    parts = {"comments": f"<w:comment w:id='0'>{p(r('Teacher: well done'))}</w:comment>", "header1": p(r("Name: Li"))}
    field = "<w:r><w:instrText> PAGE </w:instrText></w:r>"
    assert read(p(r("It is "), hidden, shown, comment, field, r("here.")), **parts) == "It is shown here."


def test_breaks_tabs_and_hyphens() -> None:
    assert read(
        p("<w:r><w:t>One</w:t><w:br/><w:t>well</w:t><w:noBreakHyphen/><w:t>known</w:t><w:tab/><w:t>x</w:t></w:r>")
    ) == ("One\nwell-known x")


def test_items_of_a_list_are_seen_as_such() -> None:
    listed = "<w:pPr><w:numPr><w:numId w:val='{}'/></w:numPr></w:pPr>"
    assert read(p(r("item"), marks=listed.format(1)) + p(r("none"), marks=listed.format(0))) == "• item\nnone"


def test_links_and_content_controls_are_part_of_the_text() -> None:
    held = f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{p(r('Held.'))}</w:sdtContent></w:sdt>"
    assert read(
        p(f"<w:hyperlink>{r('A link')}</w:hyperlink>", f"<w:smartTag>{r(' goes on.')}</w:smartTag>") + held
    ) == ("A link goes on.\nHeld.")


def test_strict_files_are_read_too() -> None:
    assert read(p(r("Strict.")), STRICT) == "Strict."


def test_no_depth_of_tables_harms_the_reader() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 5_000 + p(r("x")) + "</w:tc></w:tr></w:tbl>" * 5_000
    with pytest.raises(LearnerMistake) as caught:
        read(deep)
    assert caught.value.reason in {"broken-file", "file-hostile"}
