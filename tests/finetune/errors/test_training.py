"""A tiny tagger is taught to find planted errors, goes on after a kill, and is shipped in 8 bits."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("onnxscript")
pytest.importorskip("torch")

from engine.errors import OperatorMistake
from engine.finetune.errors import training
from engine.finetune.errors.training import Plan, train
from engine.marking.errors.tagger import CARD, LABELS, SHIPPED, TOKENIZER, Tagger

# One thing to learn: "is" of several things is wrong. Ours, made of a few words, so that seconds are enough.
_THINGS = ("cars", "buses", "trains", "boats", "planes")
_LIKE = ("fast", "slow", "good", "cheap", "clean", "new")
_SENTENCES = [f"I think the {one} and {other} are {like} ." for one in _THINGS for other in _THINGS for like in _LIKE]


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """Threads of torch get in each other's way where others work."""
    torch = pytest.importorskip("torch")
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    folder.mkdir()
    config = json.loads((SHIPPED / "config.json").read_text("utf-8"))
    config |= {"hidden_size": 48, "intermediate_size": 96, "num_attention_heads": 4, "num_hidden_layers": 1}
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    for name in (TOKENIZER, LABELS):
        shutil.copyfile(SHIPPED / name, folder / name)
    return folder


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "text.txt"
    path.write_text("\n".join(_SENTENCES) + "\n", "utf-8")
    return path


def _begun(tiny: Path) -> Path:
    from transformers import BertConfig

    from engine.finetune.errors.model import TaggerModel, edits_of, keep

    keep(TaggerModel(BertConfig.from_pretrained(tiny), len(edits_of(tiny))), tiny, tiny)
    return tiny


@pytest.mark.filterwarnings("ignore")  # torch's exporter warns of its own insides
def test_a_tiny_one_learns_to_find_planted_errors(
    tiny: Path, text: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # After forty steps many words lie next to one half, where eight bits may tip them either way.
    monkeypatch.setattr("engine.finetune.errors.export._AGREEING", 0.9)
    told: list[str] = []
    out = tmp_path / "out"
    done = train([text], out, _begun(tiny), Plan(steps=40, rows=24, rate=4e-3, save_every=20), told.append)
    assert done.recall > 0.4
    assert done.precision > 0.7
    assert any("minutes left" in line for line in told)
    assert set(tomllib.loads((out / CARD).read_text("utf-8"))["sha256"]) == {"tagger.onnx", TOKENIZER, LABELS}
    wrong, right = Tagger.load(out).read(
        [["I", "think", "the", "cars", "and", "and", "buses", "are", "fast", "."], _SENTENCES[7].split()]
    )
    # What it finds is measured above; two single sentences may fall either way after forty steps.
    assert (len(wrong.kinds), len(right.kinds)) == (10, len(_SENTENCES[7].split()))
    assert wrong.kinds.sum(1) == pytest.approx(1, abs=1e-3)


@pytest.mark.filterwarnings("ignore")
def test_a_killed_run_goes_on_where_it_was(
    tiny: Path, text: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    start, plan = _begun(tiny), Plan(steps=6, rows=4, save_every=2)
    monkeypatch.setattr(training, "export", lambda *_: None)
    train([text], whole, start, plan, lambda _: None)

    def killed(line: str) -> None:
        if line.startswith("step 4"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train([text], cut, start, plan, killed)
    told: list[str] = []
    train([text], cut, start, plan, told.append)
    assert "2 steps" in told[0]


def test_too_little_text_is_an_operator_s_mistake(tmp_path: Path) -> None:
    (tmp_path / "few.txt").write_text("One sentence is not enough .\n", "utf-8")
    with pytest.raises(OperatorMistake, match="50 sentences"):
        train([tmp_path / "few.txt"], tmp_path / "out", None, Plan(steps=1), lambda _: None)
