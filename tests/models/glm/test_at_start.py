"""What a worker does about weights of its own before it takes a call."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs the llm extra")
pytest.importorskip("llguidance", reason="needs the llm extra")

from engine.errors import OperatorMistake
from engine.models.local.model import LocalModel
from engine.settings import Settings
from engine.wiring import build_language_model, prepare_language_model
from worker import tasks


@pytest.fixture
def chosen(settings: Settings, native: Path) -> Settings:
    return settings.model_copy(update={"llm": "chatglm2", "llm_path": native, "llm_precision": "float32"})


def card_of(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    monkeypatch.setattr("engine.models.local.model.free_memory", lambda _: free)


def test_it_says_what_fits_and_reads_nothing(
    chosen: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    card_of(monkeypatch, 8_000_000_000)
    with caplog.at_level(logging.INFO):
        prepare_language_model(chosen)
    (said,) = [record.getMessage() for record in caplog.records if "the card has" in record.getMessage()]
    assert "8.00 GB free: weights 0.00 GB, work space 1.00 GB" in said
    assert said.endswith("16 at once")
    model = build_language_model(chosen)
    assert isinstance(model, LocalModel)
    assert model._engine is None


def test_what_does_not_fit_ends_it_with_the_numbers(
    chosen: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    card_of(monkeypatch, 900_000_000)
    with pytest.raises(OperatorMistake, match=r"takes 1\.\d\d GB of the card .* and 0\.90 GB are free"):
        prepare_language_model(chosen)
    monkeypatch.setattr(tasks, "_settings", lambda: chosen)
    with pytest.raises(SystemExit) as ended:
        tasks._get_ready()
    assert ended.value.code == 4, "it is not started again and again"
    assert "0.90 GB are free" in caplog.text


def test_with_warm_the_weights_are_read_before_the_first_call(chosen: Settings) -> None:
    warm = chosen.model_copy(update={"llm_warm": True, "llm_rows": 2, "llm_context": 1024})
    prepare_language_model(warm)
    model = build_language_model(warm)
    assert isinstance(model, LocalModel)
    assert model._engine is not None
    model.close()


def test_the_readmes_lines_for_servers_are_settings_that_work(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text("utf-8")
    lines = [line.partition("#")[0].split() for line in readme.splitlines() if line.startswith("BANDMATE_LLM=server")]
    assert len(lines) == 3
    for line in lines:
        with monkeypatch.context() as patch:
            for pair in line:
                patch.setenv(*pair.split("=", 1))
            told = Settings(home=tmp_path, _env_file=None)  # type: ignore[call-arg]
            model = build_language_model(told)
            assert model is not None
            assert model.name == told.llm_model
