"""Which Whisper is here: a folder that the operator names, or what ``bandmate models pull`` brought."""

from __future__ import annotations

from pathlib import Path

from engine.errors import OperatorMistake
from engine.models.weights.catalogue import CATALOGUE

_NEEDED = ("config.json", "model.bin", "tokenizer.json")


def find_whisper(asked: str | None, models: Path) -> Path | None:
    """The folder of the model that is ``asked`` for: a path, or a size such as ``small`` in the folder ``models``.

    Asked for nothing: the largest that was pulled. None: there is none, or ``none`` was asked for.

    Raises:
        OperatorMistake: what was asked for is not there, or not whole; the message says what mends it.
    """
    if asked == "none":
        return None
    pulled = sorted(
        (published for published in CATALOGUE.values() if published.name.startswith("whisper-")),
        key=lambda published: published.gigabytes,
        reverse=True,
    )
    if asked is None:
        return next((models / each.name for each in pulled if not missing_files(models / each.name)), None)
    known = next((each.name for each in pulled if asked in (each.name, each.name.removeprefix("whisper-"))), None)
    folder = Path(asked).expanduser() if known is None or Path(asked).is_dir() else models / known
    missing = missing_files(folder)
    if missing and known is not None:
        raise OperatorMistake(f"{known} is not here yet: bandmate models pull {known}")
    if missing:
        raise OperatorMistake(
            f"BANDMATE_WHISPER={asked} is no CTranslate2 Whisper ({missing[0]} is missing): set it to a folder that is,"
            " or run: bandmate models pull whisper-small"
        )
    return folder


def missing_files(folder: Path) -> tuple[str, ...]:
    """What a folder lacks to be a model that works without the network."""
    return tuple(name for name in _NEEDED if not (folder / name).is_file())
