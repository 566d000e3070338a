"""The tiny checkpoint converted, a few short examples for it, and a recipe that learns them in seconds."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.finetune.data.instruction import Instruction, Teaches

TINY = Path(__file__).parents[2] / "data" / "chatglm2-tiny"


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    torch = pytest.importorskip("torch", reason="needs the llm extra")
    pytest.importorskip("trl", reason="needs the train extra")
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def native(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from engine.models.chatglm.convert import convert

    folder = tmp_path_factory.mktemp("models") / "native"
    convert(TINY, folder)
    return folder


def marking(number: int, band: float) -> Instruction:
    """A record short enough for the tiny model, in the form of the real one."""
    answer = json.dumps({"TR": {"reasoning": "r", "findings": [], "band": f"{band:.1f}"}})
    return Instruction(
        id=f"m{number}", teaches=Teaches.MARK, shared="Mark it.", own=f"Essay {number} " + "ab " * (number % 5),
        answer=answer, band=band,
    )  # fmt: skip


def examples() -> list[Instruction]:
    return [marking(number, band) for number, band in enumerate((3.0, 6.5, 8.0, 5.5))]


def write(path: Path, instructions: list[Instruction]) -> Path:
    path.write_text("".join(each.model_dump_json() + "\n" for each in instructions), "utf-8")
    return path


@pytest.fixture
def recipe_of(native: Path, tmp_path: Path) -> Callable[..., object]:
    """A recipe on the tiny model, with what is given changed."""
    from engine.finetune.training.recipe import Recipe

    def make(**changes: object) -> Recipe:
        data = changes.pop("data", None) or examples()
        told: dict[str, object] = {
            "model": native, "precision": "float32", "target": tmp_path / "adapter",
            "train": write(tmp_path / "train.jsonl", data), "length": 128, "batch": 2, "accumulate": 2,
            "steps": 4, "epochs": 100, "every": 2, "learning_rate": 5e-3, "warmup": 0.0,
        }  # fmt: skip
        return Recipe.model_validate(told | changes)

    return make
