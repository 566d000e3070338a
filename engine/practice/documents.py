"""The text in a learner's file: .txt, .md, .docx or .pdf, told by its content and read in a limited child process."""

from __future__ import annotations

import json
import subprocess
import sys

from engine.errors import LearnerMistake, TryAgain
from engine.ielts.chat import ChatFile

MAX_PAGES = 20
MAX_CHARS = 60_000
_SECONDS = 20


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
    size = len(file.data)
    if size > max_bytes:
        raise LearnerMistake("file-too-big", megabytes=round(size / 1e6, 1), limit=round(max_bytes / 1e6, 1))
    if not file.data.strip():
        raise LearnerMistake("empty")
    kind = _kind(file.data)
    command = [sys.executable, "-m", "engine.practice.document_child", kind, str(max_pages), str(max_chars)]
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
    return str(answer["text"])


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
