"""What is in a file: PDF, Word, a web page, Markdown or text, told by its content and read in a limited child process."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import cast

from engine.documents.document import Block, Document
from engine.errors import LearnerMistake, TryAgain
from engine.ielts.chat import ChatFile

MAX_PAGES = 20
MAX_CHARS = 60_000
_SECONDS = 120
"""The child's own limit is processor time; this one is for a child that waits, and long enough for a loaded machine."""


def extract_text(
    file: ChatFile, *, max_bytes: int = 2_000_000, max_pages: int = MAX_PAGES, max_chars: int = MAX_CHARS
) -> str:
    """The text of ``file``, with its paragraphs on lines of their own.

    The bytes are hostile until proven otherwise: only their first few are looked at here; they are decoded in a
    child process with limits on memory, processor time and output, which is killed when it takes too long.

    Raises:
        LearnerMistake: ``file-too-big``, ``unsupported-file``, ``encrypted-pdf``, ``scanned-pdf``, ``broken-file``,
            ``file-hostile``, ``too-many-pages`` or ``empty``.
        TryAgain: the child could not be started.
    """
    return str(_read(file, _kind(file.data), "text", (max_bytes, max_pages, max_chars)))


def read_document(
    file: ChatFile, *, max_bytes: int = 20_000_000, max_pages: int = 500, max_chars: int = 2_000_000
) -> Document:
    """An operator's or a teacher's file with its structure: also web pages, and Markdown where its name says so.

    Raises:
        LearnerMistake: as :func:`extract_text`.
        TryAgain: the child could not be started.
    """
    kind = "html" if _is_page(file.data) else _kind(file.data)
    if kind == "text" and file.name.lower().endswith((".md", ".markdown")):
        kind = "markdown"
    found = _read(file, kind, "blocks", (max_bytes, max_pages, max_chars))
    return Document(file.name, tuple(Block(text, level, page) for text, level, page in cast("_Blocks", found)))


_Blocks = list[tuple[str, int, int | None]]


def _read(file: ChatFile, kind: str, wanted: str, limits: tuple[int, int, int]) -> object:
    size, (max_bytes, max_pages, max_chars) = len(file.data), limits
    if size > max_bytes:
        raise LearnerMistake("file-too-big", megabytes=round(size / 1e6, 1), limit=round(max_bytes / 1e6, 1))
    if not file.data.strip():
        raise LearnerMistake("empty")
    command = [sys.executable, "-m", "engine.documents.child", kind, wanted, str(max_pages), str(max_chars)]
    try:
        child = subprocess.run(command, input=file.data, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise LearnerMistake("file-hostile") from error
    except OSError as error:
        raise TryAgain("no process could be started") from error
    if child.returncode != 0:
        # Killed by a limit of its own, or the parser fell over: either way it is no essay.
        raise LearnerMistake("file-hostile" if child.returncode < 0 else "broken-file")
    answer = json.loads(child.stdout)
    if "reason" in answer:
        raise LearnerMistake(answer["reason"], **answer["facts"])
    return answer[wanted]


def _is_page(data: bytes) -> bool:
    return data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html"))


def _kind(data: bytes) -> str:
    """``pdf``, ``docx`` or ``text``, whatever the name says."""
    head = data[:1024].lstrip()
    if head.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    if head.startswith(_FOREIGN) or (b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff"))):
        raise LearnerMistake("unsupported-file")
    return "text"


_FOREIGN = (
    b"{\\rtf", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"OggS", b"ID3", b"RIFF", b"\x1f\x8b",
    b"Rar!", b"7z\xbc\xaf", b"\x7fELF", b"MZ", b"%!PS", b"<!DOCTYPE html", b"<html",
)  # fmt: skip
