"""The folder of sounds stays within its bound, and what was not used for longest goes first."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.errors import OperatorMistake
from engine.models.voices.sound_cache import SoundCache


def unmade() -> bytes:
    raise AssertionError("it was there")


def test_old_sounds_make_room(tmp_path: Path) -> None:
    cache = SoundCache(tmp_path, limit=10_000)
    for number in range(40):
        cache.get(str(number), make=lambda: bytes(1000))
        for path in tmp_path.iterdir():
            os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns - 10**9))
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 11_100
    assert cache.get("39", make=unmade) == bytes(1000)
    assert cache.get("0", make=lambda: b"new") == b"new"


def test_what_is_used_stays(tmp_path: Path) -> None:
    cache = SoundCache(tmp_path, limit=10_000)
    cache.get("frame", make=lambda: b"f" * 1000)
    for number in range(40):
        cache.get(str(number), make=lambda: bytes(1000))
        for path in tmp_path.iterdir():
            os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns - 10**9))
        assert cache.get("frame", make=unmade) == b"f" * 1000


def test_half_written_files_are_swept_too(tmp_path: Path) -> None:
    (tmp_path / ".left").write_bytes(bytes(20_000))
    os.utime(tmp_path / ".left", (0, 0))
    SoundCache(tmp_path, limit=10_000).get("a", make=lambda: b"a")
    assert not (tmp_path / ".left").exists()


def test_keys_do_not_run_together(tmp_path: Path) -> None:
    cache = SoundCache(tmp_path)
    assert cache.get("a", "bc", make=lambda: b"1") != cache.get("ab", "c", make=lambda: b"2")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(OperatorMistake, match="cannot be made"):
        SoundCache(tmp_path / "file" / "voice")
