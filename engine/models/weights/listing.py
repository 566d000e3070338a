"""What is in a folder of models, one line each: source, numbers, family, size, and what of it fits a card."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.errors import OperatorMistake
from engine.models.chatglm.config import read_json
from engine.models.weights.family import family_of, needs_of, quantisation_of
from engine.models.weights.manifest import Manifest

_CONFIG, _ADAPTER = "config.json", "adapter_config.json"


@dataclass(frozen=True, slots=True)
class Listed:
    """``family`` is empty where it is not known; ``needed`` are bytes of a card for one essay, None if none is wanted."""

    name: str
    size: int
    source: str
    holds: str
    family: str = ""
    needed: int | None = None


def listed(models: Path) -> tuple[Listed, ...]:
    """Every folder in ``models`` by name; one that cannot be read says so in ``holds``."""
    folders = sorted(path for path in models.iterdir() if path.is_dir()) if models.is_dir() else ()
    return tuple(_listed(folder) for folder in folders if not folder.name.startswith("."))


def _listed(folder: Path) -> Listed:
    size = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
    try:
        manifest = Manifest.read(folder)
        source = _source(manifest)
        if (folder / _ADAPTER).is_file():
            config = read_json(folder / _ADAPTER)
            base = str((manifest and manifest.base) or config.get("base_model_name_or_path") or "")
            return Listed(folder.name, size, source, f"adapter, {config.get('peft_type', 'nameless')}", base)
        config = read_json(folder / _CONFIG)
        if "alignment_heads" in config or (folder / "model.bin").is_file():
            return Listed(folder.name, size, source, "speech to text")
        holds, family = quantisation_of(folder), family_of(folder)
        served = holds if holds in ("nf4", "int8") else "nf4"  # what a worker makes of them on a card
        return Listed(folder.name, size, source, holds, family, needs_of(folder, served).total(rows=1))
    except OperatorMistake:
        return Listed(folder.name, size, "your own", "nothing known: see `bandmate models check`")


def _source(manifest: Manifest | None) -> str:
    if manifest is None:
        return "your own"
    start = f"{manifest.repository}@{manifest.revision[:8]}" if manifest.repository else "your own"
    return ", ".join((start, *manifest.steps))
