"""What stands in a row in place of a recording: its bytes (encrypted, where there is a key), or where they are."""

from __future__ import annotations

from typing import NewType

KeptSound = NewType("KeptSound", bytes)
_OBJECT = b"bandmate-object:"


def object_named(name: str) -> KeptSound:
    """Stands for the object of this name in the bucket."""
    return KeptSound(_OBJECT + name.encode("ascii"))


def name_of_object(kept: bytes) -> str | None:
    """The object's name; ``None``: the bytes are here."""
    return kept[len(_OBJECT) :].decode("ascii") if kept.startswith(_OBJECT) else None
