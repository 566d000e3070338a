"""Pictures by their first bytes. None is ever opened: what nobody decodes can lead nobody astray."""

from __future__ import annotations


def kind_of_picture(data: bytes) -> str | None:
    """``png``, ``jpg``, ``webp``, ``gif`` or ``heic``, whatever the name says; ``None``: it is none of these."""
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        return "heic"
    return next((kind for start, kind in _STARTS if data.startswith(start)), None)


_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
)
_HEIC = (b"heic", b"heix", b"mif1", b"avif")
