"""A killed save leaves nothing that could be taken for an adapter, and a cut-off checkpoint is none."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

pytest.importorskip("peft", reason="needs the train extra")

from engine.finetune.training.checkpoints import mark_whole, newest
from engine.finetune.training.methods import write_result


def test_a_checkpoint_counts_only_when_it_was_finished(tmp_path: Path) -> None:
    for step in (5, 10, 15):
        (tmp_path / f"checkpoint-{step}").mkdir()
    for step in (5, 10):
        mark_whole(tmp_path / f"checkpoint-{step}")
    assert newest(tmp_path) == tmp_path / "checkpoint-10"
    assert not (tmp_path / "checkpoint-15").exists(), "what was cut off is gone"


def test_a_killed_save_leaves_no_half_adapter(tmp_path: Path) -> None:
    class Dies:
        def save_pretrained(self, folder: Path) -> None:
            (Path(folder) / "adapter_config.json").write_text("{}", "utf-8")
            raise KeyboardInterrupt

    recipe = SimpleNamespace(method="lora", target=tmp_path / "adapter")
    with pytest.raises(KeyboardInterrupt):
        write_result(SimpleNamespace(), Dies(), recipe, {})  # type: ignore[arg-type]
    assert not recipe.target.exists()
