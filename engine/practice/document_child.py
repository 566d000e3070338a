"""The child process that decodes a learner's file: bytes on standard input, one JSON object on standard output.

It limits itself before it looks at a byte: memory, processor time, no files. A parser that is led astray by a hostile
file takes this process with it and nothing else.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import zipfile

_MEMORY = 1_000_000_000
_CPU_SECONDS = 10
_UNPACKED = 30_000_000
_RATIO = 200
_MEMBERS = 2_000


class _Refuse(Exception):
    def __init__(self, reason: str, **facts: int) -> None:
        super().__init__(reason)
        self.reason, self.facts = reason, facts


def main(kind: str, max_pages: int, max_chars: int) -> None:
    """Read one file and print ``{"text": ...}`` or ``{"reason": ..., "facts": {...}}``."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    data = sys.stdin.buffer.read()
    try:
        text = {"pdf": _pdf, "docx": _docx, "text": _text}[kind](data, max_pages)
        # A text file is taken as it is, to the character: findings quote it with offsets.
        answer: dict[str, object] = {"text": (text.replace("\x00", "") if kind == "text" else _tidy(text))[:max_chars]}
        if not str(answer["text"]).strip():
            answer = {"reason": "empty", "facts": {}}
    except _Refuse as refusal:
        answer = {"reason": refusal.reason, "facts": refusal.facts}
    except MemoryError:
        answer = {"reason": "file-hostile", "facts": {}}
    sys.stdout.write(json.dumps(answer))


def _pdf(data: bytes, max_pages: int) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise _Refuse("encrypted-pdf")
        if len(reader.pages) > max_pages:
            raise _Refuse("too-many-pages", limit=max_pages)
        text = "\n".join(_unwrapped(page.extract_text()) for page in reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        raise _Refuse("broken-file") from error
    if not text.strip():
        raise _Refuse("scanned-pdf")
    return text


def _unwrapped(page: str) -> str:
    """A PDF has lines, not paragraphs: a line that ends early, or after a stop, ends a paragraph."""
    lines = [line.strip() for line in page.splitlines()]
    widest = max((len(line) for line in lines), default=0)
    text = ""
    for line in lines:
        if not line:
            text += "\n"
            continue
        ends = line.endswith((".", "!", "?", ":", '"', "”")) and len(line) < 0.85 * widest
        text += line + ("\n" if ends or len(line) < 0.5 * widest else " ")
    return text


def _docx(data: bytes, _max_pages: int) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            if len(members) > _MEMBERS or unpacked > _UNPACKED or unpacked > _RATIO * max(len(data), 1):
                raise _Refuse("file-hostile")
            names = {member.filename for member in members}
            if "word/document.xml" not in names:
                raise _Refuse("unsupported-file")
            for member in members:
                # What the directory says may be a lie: read no more than it says, and no entities.
                if member.filename.endswith((".xml", ".rels")):
                    with archive.open(member) as part:
                        content = part.read(_UNPACKED + 1)
                    if len(content) > member.file_size or b"<!ENTITY" in content or b"<!DOCTYPE" in content:
                        raise _Refuse("file-hostile")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise _Refuse("broken-file") from error
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        document = docx.Document(io.BytesIO(data))
        return "\n".join(paragraph.text for paragraph in document.paragraphs)
    except (OpcError, LxmlError, KeyError, ValueError, AttributeError, zipfile.BadZipFile) as error:
        raise _Refuse("broken-file") from error


def _text(data: bytes, _max_pages: int) -> str:
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


def _tidy(text: str) -> str:
    lines = [" ".join(line.split()) for line in text.replace("\x00", "").splitlines()]
    return "\n".join(line for line in lines if line)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
