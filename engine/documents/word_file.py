"""What a reader of a Word file sees in it: paragraphs, tables, text boxes and notes, with tracked changes accepted.

What was inserted is read and what was deleted is not; comments, headers and footers are no part of an answer. Names are
compared without their namespaces, because strict files (ISO 29500) use others than Word's own.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from engine.documents.document import Block

_NOT_READ = frozenset(
    "del moveFrom delText instrText delInstrText rt pPr rPr sdtPr sdtEndPr tblPr tblGrid trPr tcPr sectPr"
    " commentReference annotationRef".split()
)
_AS_TEXT = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_BOX, _NOTES = "txbxContent", {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}


def is_word_file(archive: zipfile.ZipFile) -> bool:
    """Whether there is a document in it."""
    return _main_part(archive) is not None


def paragraphs_of(archive: zipfile.ZipFile) -> list[Block]:
    """The paragraphs in the order of reading; text boxes follow the paragraph that holds them, notes come last.

    Raises:
        lxml.etree.LxmlError: a part is no XML.
        KeyError: there is no document.
    """
    name = _main_part(archive)
    if name is None:
        raise KeyError("no document")
    reading = _Reading(_heading_styles(archive, name))
    reading.walk(_parsed(archive, name))
    text = [*reading.paragraphs]
    for part, wanted in reading.notes.items():
        path = posixpath.join(posixpath.dirname(name), f"{part}.xml")
        if path in archive.namelist():
            numbered = {_attribute(note, "id"): note for note in _parsed(archive, path)}
            for note in (numbered[number] for number in wanted if number in numbered):
                inside = _Reading({})
                inside.walk(note)
                text += inside.paragraphs
    return text


@dataclass
class _Reading:
    styles: Mapping[str, int]
    paragraphs: list[Block] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=dict)
    open: str = ""  # what a paragraph whose end was deleted hands on to the next

    def walk(self, element: etree._Element) -> None:
        for child in _read(element):
            if _name(child) == "p":
                self._paragraph(child)
            elif not (_name(child) == "tr" and _has(child, "trPr", "del")):
                self.walk(child)

    def _paragraph(self, paragraph: etree._Element) -> None:
        boxes: list[etree._Element] = []
        listed = "• " if _is_listed(paragraph) else ""
        self.open += listed + "".join(self._text(paragraph, boxes))
        if not _has(paragraph, "pPr", "rPr", "del"):
            self.paragraphs.append(Block(self.open, self._level(paragraph)))
            self.open = ""
        for box in boxes:
            self.walk(box)

    def _level(self, paragraph: etree._Element) -> int:
        own, style = _find(paragraph, "pPr", "outlineLvl"), _find(paragraph, "pPr", "pStyle")
        if own is not None:
            return _outline(own)
        return 0 if style is None else self.styles.get(_attribute(style, "val"), 0)

    def _text(self, element: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
        for child in _read(element):
            name = _name(child)
            if name == "t":
                yield child.text or ""
            elif name in _AS_TEXT:
                yield _AS_TEXT[name]
            elif name == _BOX:
                boxes.append(child)
            elif name in _NOTES:
                self.notes.setdefault(_NOTES[name], []).append(_attribute(child, "id"))
            elif not (name == "r" and _is_hidden(child)):
                yield from self._text(child, boxes)


def _heading_styles(archive: zipfile.ZipFile, document: str) -> dict[str, int]:
    """The level of each style that makes a heading: its name differs by language, its place in the outline does not."""
    path = posixpath.join(posixpath.dirname(document), "styles.xml")
    if path not in archive.namelist():
        return {}
    styles = {_attribute(style, "styleId"): _find(style, "pPr", "outlineLvl") for style in _parsed(archive, path)}
    return {name: _outline(level) for name, level in styles.items() if name and level is not None}


def _outline(level: etree._Element) -> int:
    """1 to 9, or 0: Word's own 9 is text."""
    value = _attribute(level, "val")
    return int(value) + 1 if value.isdecimal() and int(value) < 9 else 0


def _read(element: etree._Element) -> Iterator[etree._Element]:
    """The children that are read; of alternatives for old and new versions of Word only the first."""
    children = [child for child in element if isinstance(child.tag, str) and _name(child) not in _NOT_READ]
    return iter(children[:1] if _name(element) == "AlternateContent" else children)


def _is_hidden(run: etree._Element) -> bool:
    return _on(run, "rPr", "vanish")


def _is_listed(paragraph: etree._Element) -> bool:
    number = _find(paragraph, "pPr", "numPr", "numId")
    return number is not None and _attribute(number, "val") != "0"


def _on(element: etree._Element, *path: str) -> bool:
    found = _find(element, *path)
    return found is not None and _attribute(found, "val") not in {"0", "false", "off"}


def _has(element: etree._Element, *path: str) -> bool:
    return _find(element, *path) is not None


def _find(element: etree._Element, *path: str) -> etree._Element | None:
    at: etree._Element | None = element
    for name in path:
        at = None if at is None else next((child for child in at if _name(child) == name), None)
    return at


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _attribute(element: etree._Element, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if etree.QName(key).localname == name), "")


def _main_part(archive: zipfile.ZipFile) -> str | None:
    names = set(archive.namelist())
    if "_rels/.rels" in names:
        for link in _parsed(archive, "_rels/.rels"):
            if _attribute(link, "Type").endswith("/officeDocument"):
                target = _attribute(link, "Target").lstrip("/")
                return target if target in names and target.startswith("word/") else None
    return "word/document.xml" if "word/document.xml" in names else None


def _parsed(archive: zipfile.ZipFile, name: str) -> etree._Element:
    return etree.fromstring(archive.read(name), etree.XMLParser(resolve_entities=False, no_network=True))
