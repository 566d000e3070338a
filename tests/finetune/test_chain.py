"""The whole way: raw files, clean, split, build, LoRA and P-Tuning v2, evaluate, preferences, promote, serve, roll back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

pytest.importorskip("torch", reason="needs the llm extra")
pytest.importorskip("trl", reason="needs the train extra")

from bots.cli.main import app
from engine.finetune.data.instruction import Instruction, read_instructions
from engine.ielts.bands import Criterion
from engine.ielts.chat import ChatAddress, Person, Platform
from engine.ielts.learners import Kept
from engine.ielts.opinions import About, Served, Subject
from engine.models.local.model import LocalModel
from engine.models.weights.promoted import Promotions
from engine.ports import Request
from engine.practice import privacy
from engine.settings import read_settings
from engine.store.migrate import upgrade
from engine.wiring import open_store
from tests.finetune.training.conftest import native, recipe_of

if TYPE_CHECKING:
    from engine.finetune.training.recipe import Recipe

__all__ = ["native", "recipe_of"]


def run(*words: object) -> str:
    done = CliRunner().invoke(app, [str(word) for word in words])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.needs_data
@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_from_raw_essays_to_a_promoted_adapter_and_back(
    dev_data: Path, native: Path, recipe_of: Callable[..., Recipe], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BANDMATE_LLM_PATH", str(native))
    monkeypatch.setenv("BANDMATE_LLM_PRECISION", "float32")
    lines = (dev_data / "ielts_essays_dev.jsonl").read_text("utf-8").splitlines()[::30]
    Path("one.jsonl").write_text("\n".join(lines[:20]), "utf-8")
    rows = [json.loads(line) for line in lines[20:]]
    Path("two.json").write_text(json.dumps([{**row, "band": row["bands"]["overall"]} for row in rows]), "utf-8")
    marked = f"{rows[0]['prompt']}\n\nBand 6 sample answer\n{rows[0]['essay']}\n(251 words)"
    Path("three.txt").write_text(marked, "utf-8")
    run("data", "clean", "one.jsonl", "two.json", "three.txt", "essays.jsonl")
    run("data", "split", "essays.jsonl", "sets", "--held-out", "0.2")
    for part in ("train", "validation"):
        run("data", "build", f"sets/{part}.jsonl", f"sets/{part}.instructions.jsonl", "--no-speaking")
    short = [each for each in read_instructions(Path("sets/train.instructions.jsonl")) if len(each.answer) < 2500][:3]
    Path("few.jsonl").write_text("".join(each.model_dump_json() + "\n" for each in short), "utf-8")
    for name, method in (
        ("lora", 'lora = { rank = 4, layers = "all" }\nlearning_rate = 1e-2'),
        ("prefix", 'method = "prefix"\nprefix = { length = 16 }\nlearning_rate = 0.3'),
    ):
        Path(f"{name}.toml").write_text(
            f'model = "{native}"\nprecision = "float32"\ntarget = "{name}"\ntrain = "few.jsonl"\nlength = 2600\n'
            f"accumulate = 1\nsteps = 2\n{method}\n",
            "utf-8",
        )
        assert "It is heard in serving" in run("train", f"{name}.toml")
    learners_prefer(short)
    assert "3 pairs" in run("data", "preferences", "pairs.jsonl", "--held-out", "0")
    for goal, more in (("reward", ""), ("dpo", 'start = "lora"\n')):
        Path(f"{goal}.toml").write_text(
            f'goal = "{goal}"\nmodel = "{native}"\nprecision = "float32"\ntarget = "{goal}"\ntrain = "pairs.jsonl"\n'
            f"{more}length = 512\naccumulate = 1\nsteps = 3\nlearning_rate = 1e-2\n",
            "utf-8",
        )
        assert "is written" in run("train", f"{goal}.toml")
    won = run("evaluate", "preferences", "pairs.jsonl", "--adapter", "dpo", "--against", "lora")
    assert "3 pairs" in won
    run("evaluate", "writing", "--data", "essays.jsonl", "--system", "offline", "--out", "runs")
    assert "no more than chance" in run("evaluate", "compare", "runs/offline.json", "runs/offline.json", "--gate")
    same = ("--before", "runs/offline.json", "--after", "runs/offline.json")
    model = LocalModel(native, precision="float32", rows=1, context=4000, promotions=Promotions(tmp_path / "home"))
    said = []
    for name in ("lora", "dpo"):
        run("models", "promote", name, *same)
        said.append(_answer(model, short[0].prompt))
    assert [adapter for _, adapter in said] == ["essay_v1", "essay_v2"]
    run("models", "rollback")
    assert _answer(model, short[0].prompt) == said[0]
    run("models", "rollback")
    assert _answer(model, short[0].prompt)[1] is None
    model.close()


def learners_prefer(asked: list[Instruction]) -> None:
    """A learner for each prompt, who allows training and knew a better comment than the one that was served."""
    settings = read_settings()
    upgrade(settings)
    store = open_store(settings)
    for number, each in enumerate(asked):
        person = Person(Platform.TELEGRAM, str(number), "en")
        with store.transaction() as tx:
            privacy.consent(tx, settings, person, Kept.TRAINING, given=True)
            essay = tx.intake.open(tx.intake.learner(person), ChatAddress(Platform.TELEGRAM, str(number)), None)
            subject = Subject(About.WHY, essay, Criterion.COHERENCE)
            tx.opinions.serve(
                subject, Served(each.shared[:200], each.own[-200:], '{"answer": "b"}', "tiny", "essay_v1")
            )
            tx.opinions.suggest(subject, "a", f"m{number}")
    store.close()


def _answer(model: LocalModel, prompt: object) -> tuple[str, str | None]:
    answer = model.generate(Request(prompt, max_tokens=8, max_seconds=600, adapter="essay"))  # type: ignore[arg-type]
    return answer.text, answer.adapter
