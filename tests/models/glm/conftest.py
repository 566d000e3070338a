"""The tiny checkpoint in the original layout, and the same converted once per run."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from typing import Any

import pytest

TINY = Path(__file__).parents[2] / "data" / "chatglm2-tiny"


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    """Several threads on the tiny model's tiny matrices wait for each other most of the time."""
    if importlib.util.find_spec("torch") is not None:
        import torch

        torch.set_num_threads(1)


@pytest.fixture
def original() -> Path:
    """The checkpoint as it was published (read only)."""
    return TINY


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """A copy of the checkpoint that a test may break."""
    return Path(shutil.copytree(TINY, tmp_path / "damaged"))


@pytest.fixture(scope="session")
def native(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkpoint converted."""
    from engine.models.chatglm.convert import convert

    folder = tmp_path_factory.mktemp("models") / "native"
    convert(TINY, folder)
    return folder


@pytest.fixture(scope="session")
def expected() -> dict[str, Any]:
    """What the reference implementation computes, by name."""
    from safetensors.torch import load_file

    return dict(load_file(TINY / "expected.safetensors"))
