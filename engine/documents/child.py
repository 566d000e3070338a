"""The child process that decodes a file: bytes on standard input, one JSON object on standard output.

It limits itself before it looks at a byte: memory, processor time, no files. A parser that is led astray by a hostile
file takes this process with it and nothing else.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import astuple, replace
from typing import Literal, cast

from engine.documents.document import Block
from engine.marking.text.traced import Traced
from engine.marking.text.wrapping import unwrapped

_MEMORY = 1_000_000_000
_CPU_SECONDS = 10
_UNPACKED = 30_000_000
_RATIO = 200
_MEMBERS = 2_000
_PAGE_NUMBER = re.compile(r"\W*(?:page )?\d{1,3}(?: ?(?:of|/) ?\d{1,3})?\W*", re.IGNORECASE)
_FIGURES = re.compile(r"\d+")


class _Refuse(Exception):
    def __init__(self, reason: str, **facts: int) -> None:
        super().__init__(reason)
        self.reason, self.facts = reason, facts


def main(kind: str, wanted: Literal["text", "blocks"], max_pages: int, max_chars: int) -> None:
    """Read one file and print ``{"text": ...}``, ``{"blocks": [[text, level, page], ...]}`` or ``{"reason": ...}``."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    data = sys.stdin.buffer.read()
    try:
        if wanted == "text" and kind == "text":
            # A text file is taken as it is, to the character: findings quote it with offsets.
            found: object = _text(data).replace("\x00", "")[:max_chars]
            empty = not str(found).strip()
        else:
            blocks = list(_within(_READERS[kind](data, max_pages), max_chars))
            found = "\n".join(block.text for block in blocks) if wanted == "text" else [astuple(b) for b in blocks]
            empty = not blocks
        answer = {"reason": "empty", "facts": {}} if empty else {wanted: found}
    except _Refuse as refusal:
        answer = {"reason": refusal.reason, "facts": refusal.facts}
    except MemoryError:
        answer = {"reason": "file-hostile", "facts": {}}
    sys.stdout.write(json.dumps(answer))


def _within(blocks: list[Block], left: int) -> Iterator[Block]:
    for block in blocks:
        for line in _tidy(block.text).splitlines():
            if left <= 0:
                return
            yield replace(block, text=line[:left])
            left -= len(line) + 1


def _pdf(data: bytes, max_pages: int) -> list[Block]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise _Refuse("encrypted-pdf")
        if len(reader.pages) > max_pages:
            raise _Refuse("too-many-pages", limit=max_pages)
        pages = _without_furniture([page.extract_text() for page in reader.pages])
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        raise _Refuse("broken-file") from error
    if not any(page.strip() for page in pages):
        raise _Refuse("scanned-pdf")
    return _paragraphs(pages)


def _paragraphs(pages: list[str]) -> list[Block]:
    """A PDF has lines, not paragraphs. One that runs over the end of a page is on the page where it begins."""
    whole = unwrapped(Traced.of(_tidy("\n".join(pages), keep_blank=True)), surely=True).text
    ends, at = [], 0
    for page in pages:
        at += sum(not char.isspace() for char in page)
        ends.append(at)
    blocks, seen = [], 0
    for line in whole.splitlines():
        if line.strip():
            number = next((n for n, end in enumerate(ends, 1) if seen < end), len(pages))
            blocks.append(Block(line, page=number))
            seen += sum(not char.isspace() for char in line)
    return blocks


def _without_furniture(pages: list[str]) -> list[str]:
    """The pages without their numbers, and without what stands at the top or foot of each of several.

    Either would stand in the middle of a sentence. Figures aside, a running head is the same on every page.
    """
    lines = [_without_number(page.strip().splitlines()) for page in pages]
    for end in (0, -1):
        heads = {_FIGURES.sub("0", each[end]) for each in lines if each}
        while len(lines) > 1 and len(heads) == 1 and all(len(each) > 1 for each in lines):
            for each in lines:
                del each[end]
            lines = [_without_number(each) for each in lines]
            heads = {_FIGURES.sub("0", each[end]) for each in lines if each}
    return ["\n".join(each) for each in lines]


def _without_number(lines: list[str]) -> list[str]:
    """The lines of a page without the number at its top or foot."""
    for end in (0, -1):
        if lines and _PAGE_NUMBER.fullmatch(lines[end]):
            del lines[end]
    return lines


def _docx(data: bytes, _max_pages: int) -> list[Block]:
    from lxml.etree import LxmlError

    from engine.documents.word_file import is_word_file, paragraphs_of

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_unpacked(archive, len(data))
            if not is_word_file(archive):
                raise _Refuse("unsupported-file")
            return paragraphs_of(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, zlib.error) as error:
        raise _Refuse("broken-file") from error
    except (LxmlError, KeyError, ValueError, RecursionError) as error:
        raise _Refuse("broken-file") from error


def _check_unpacked(archive: zipfile.ZipFile, size: int) -> None:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > _MEMBERS or unpacked > _UNPACKED or unpacked > _RATIO * max(size, 1):
        raise _Refuse("file-hostile")
    for member in members:
        # What the directory says may be a lie: read no more than it says, and no entities.
        if member.filename.endswith((".xml", ".rels")):
            with archive.open(member) as part:
                content = part.read(_UNPACKED + 1)
            if len(content) > member.file_size or b"<!ENTITY" in content or b"<!DOCTYPE" in content:
                raise _Refuse("file-hostile")


def _page(data: bytes, _max_pages: int) -> list[Block]:
    from lxml.etree import LxmlError

    from engine.documents.marked_up import blocks_of_page

    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    try:
        # Without a declaration a page is UTF-8 if it can be; else the parser believes what the page says of itself.
        return blocks_of_page(data, None if text is None else "utf-8")
    except (LxmlError, ValueError, RecursionError) as error:
        raise _Refuse("broken-file") from error


def _markdown(data: bytes, _max_pages: int) -> list[Block]:
    from engine.documents.marked_up import blocks_of_markdown

    return blocks_of_markdown(_text(data).replace("\x00", ""))


def _lines(data: bytes, _max_pages: int) -> list[Block]:
    """Text: paragraphs stand apart where anything does, else each line is one."""
    text = unwrapped(Traced.of(_text(data).replace("\x00", "")), surely=False).text
    return [Block(line) for line in text.splitlines() if line.strip()]


def _text(data: bytes) -> str:
    for start, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(start):
            return data.decode(encoding, "replace")
    for encoding in ("utf-8", "gb18030", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # Western typographic quotes are valid GB18030 too, and turn into rare characters there.
        if encoding == "gb18030" and sum("\u4e00" <= char <= "\u9fff" for char in text) < 0.05 * len(text):
            continue
        return text
    raise _Refuse("unsupported-file")


def _tidy(text: str, *, keep_blank: bool = False) -> str:
    lines = [" ".join(line.split()) for line in text.replace("\x00", "").splitlines()]
    return "\n".join(line for line in lines if line or keep_blank)


_READERS: dict[str, Callable[[bytes, int], list[Block]]] = {
    "pdf": _pdf,
    "docx": _docx,
    "html": _page,
    "markdown": _markdown,
    "text": _lines,
}

if __name__ == "__main__":
    main(sys.argv[1], cast("Literal['text', 'blocks']", sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
