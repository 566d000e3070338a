"""From settings to a report with random weights in it: every quote and rule is real, and nobody is misled."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs the llm extra")
pytest.importorskip("llguidance", reason="needs the llm extra")

from engine.errors import OperatorMistake
from engine.ielts.languages import language_of
from engine.ielts.rubric import load_rubric
from engine.marking.llm.fusion import Fusion
from engine.marking.llm.marker import LlmMarker
from engine.marking.writing.marker import OfflineMarker
from engine.marking.writing.offline import SCORER, OfflineScorer
from engine.marking.writing.samples import sample_essay
from engine.models.local.model import LocalModel
from engine.prompts import COMMENT_CHARS, is_feedback
from engine.settings import Settings
from engine.wiring import build_language_model, build_marker


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_random_weights_give_a_whole_record_and_move_nothing(
    native: Path, caplog: pytest.LogCaptureFixture, language: str
) -> None:
    """What the sampled answer got wrong is asked for again from the learner's own sentences, so nothing is left out."""
    essay, scorer, rubric = sample_essay(), OfflineScorer.load(), load_rubric()
    model = LocalModel(native, precision="float32", context=20_000)
    marker = LlmMarker(model, scorer, rubric, Fusion(), max_seconds=100, strict=True)
    with caplog.at_level(logging.WARNING):
        report = marker.mark(essay, language)
    model.close()
    assert report.scorer == f"{SCORER} + {native.name}, never measured"
    assert not caplog.records
    assert report.overall == OfflineMarker(scorer, rubric).mark(essay).overall
    for score in report.criteria:
        assert is_feedback(score.findings[0].message, COMMENT_CHARS, language_of(language))
        for finding in score.findings:
            assert rubric.rule(finding.rule).criterion is score.criterion
            assert essay.text[finding.start : finding.end] == finding.quote


def test_settings_name_the_model(native: Path, settings: Settings) -> None:
    chosen = settings.model_copy(update={"llm": "chatglm2", "llm_path": native})
    assert build_marker(chosen).name == f"{SCORER} + {native.name}, never measured"
    served = settings.model_copy(update={"llm": "server", "llm_url": "http://127.0.0.1:9/v1"})
    assert f"{SCORER} (chatglm2 did not answer)" in build_marker(served).mark(sample_essay()).scorer
    assert build_marker(settings).name == SCORER


def test_a_command_line_may_name_the_model(settings: Settings, tmp_path: Path) -> None:
    assert settings.with_language_model(None, None) == settings
    chosen = settings.with_language_model(None, tmp_path)
    assert (chosen.llm, chosen.llm_path) == ("chatglm2", tmp_path)
    assert settings.with_language_model("server", None).llm == "server"


def test_threads_of_a_worker_share_the_weights(native: Path, settings: Settings) -> None:
    chosen = settings.model_copy(update={"llm": "chatglm2", "llm_path": native})
    with ThreadPoolExecutor(4) as pool:
        models = list(pool.map(lambda _: build_language_model(chosen), range(8)))
    assert len({id(model) for model in models}) == 1


@pytest.mark.parametrize("half", [{"llm": "chatglm2"}, {"llm": "server"}])
def test_half_set_up_is_the_operators_mistake(settings: Settings, half: dict[str, str]) -> None:
    with pytest.raises(OperatorMistake, match="BANDMATE_LLM_"):
        build_marker(settings.model_copy(update=half))


def test_the_command_line_hears_of_a_wrong_folder(tmp_path: Path, settings: Settings) -> None:
    chosen = settings.model_copy(update={"llm": "chatglm2", "llm_path": tmp_path})
    with pytest.raises(OperatorMistake, match=r"config\.json"):
        build_marker(chosen, strict=True).mark(sample_essay())
    assert "did not answer" in build_marker(chosen).mark(sample_essay()).scorer
