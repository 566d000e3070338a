"""Who answers at each port: the one place where settings become working parts."""

from __future__ import annotations

import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from engine.errors import OperatorMistake
from engine.ports import EssayMarker, Explainer, LanguageModel, Recogniser, SpeakingMarker, Voice
from engine.settings import Settings
from engine.store.store import Store

if TYPE_CHECKING:
    from engine.models.loading import Precision
    from engine.models.voices.notes import SpokenNotes
    from engine.practice.hearing import Ears

_ONE_AT_A_TIME = threading.Lock()
_SHARE_OF_LEASE = 0.75


def open_store(settings: Settings) -> Store:
    """The store that the settings name; the home folder is made where it is needed.

    Raises:
        OperatorMistake: the database URL cannot be used.
    """
    if settings.database_url is None:
        settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Store.open(settings.resolved_database_url)


def build_marker(settings: Settings, *, strict: bool = False) -> EssayMarker:
    """The marker that the settings name; its data is loaded here, once a process, a model's weights on first use.

    ``strict``: what an operator must mend about a language model is raised, not passed over (for the command line).

    Raises:
        OperatorMistake: the settings of the language model are wrong.
    """
    from engine.ielts.rubric import load_rubric
    from engine.marking.llm.fusion import Fusion
    from engine.marking.llm.marker import LlmMarker
    from engine.marking.marker import OfflineMarker
    from engine.marking.offline import OfflineScorer

    scorer, rubric = OfflineScorer.load(), load_rubric()
    model = build_language_model(settings)
    if model is None:
        return OfflineMarker(scorer, rubric)
    fusion = Fusion.read(settings.home / "fusion.json", model.name)
    adapter, seconds = _essay_adapter(settings), _seconds_for_a_model(settings)
    return LlmMarker(model, scorer, rubric, fusion, adapter=adapter, max_seconds=seconds, strict=strict)


def build_speaking_marker(settings: Settings) -> SpeakingMarker:  # noqa: ARG001 - every builder takes the settings
    """The marker of Speaking tests; its data is read here, once a process. It needs no model."""
    from engine.marking.speaking.marker import OfflineSpeakingMarker

    return OfflineSpeakingMarker.load()


def build_explainer(settings: Settings) -> Explainer | None:
    """Who answers questions about reports; None: the rules do.

    Raises:
        OperatorMistake: the settings of the language model are wrong.
    """
    from engine.ielts.rubric import load_rubric
    from engine.marking.llm.explaining import LlmExplainer

    model = build_language_model(settings)
    if model is None:
        return None
    adapter, seconds = _essay_adapter(settings), _seconds_for_a_model(settings)
    return LlmExplainer(model, load_rubric(), adapter=adapter, max_seconds=seconds)


def _essay_adapter(settings: Settings) -> str | None:
    return "essay" if "essay" in settings.llm_adapters else None


def _seconds_for_a_model(settings: Settings) -> float:
    """An answer that came after the lease would be written twice, so the model gets a part of it."""
    return min(settings.llm_max_seconds, _SHARE_OF_LEASE * settings.lease.total_seconds())


def build_language_model(settings: Settings) -> LanguageModel | None:
    """The language model that the settings name, with nothing read yet; None: the offline scorer works alone.

    Raises:
        OperatorMistake: its folder or address is not set, or the libraries that it needs are not installed.
    """
    try:
        match settings.llm:
            case "none":
                return None
            case "chatglm2":
                return _local_model(settings)
            case "server":
                return _server_model(settings)
    except ModuleNotFoundError as error:
        raise OperatorMistake(f'{error.name} is not installed: pip install "bandmate[llm]"') from error


def _local_model(settings: Settings) -> LanguageModel:
    if settings.llm_path is None:
        raise OperatorMistake("BANDMATE_LLM is chatglm2: set BANDMATE_LLM_PATH to a folder of converted weights")
    adapters = tuple(sorted(settings.llm_adapters.items()))
    with _ONE_AT_A_TIME:
        return _weights(settings.llm_path, settings.llm_precision, adapters, settings.llm_rows, settings.llm_context)


@cache
def _weights(
    folder: Path, precision: Precision, adapters: tuple[tuple[str, Path], ...], rows: int, context: int
) -> LanguageModel:
    """One model a process: threads that each build a marker share its weights and are answered together."""
    from engine.models.chatglm2 import LocalModel

    return LocalModel(folder, precision=precision, adapters=dict(adapters), rows=rows, context=context)


def _server_model(settings: Settings) -> LanguageModel:
    if settings.llm_url is None:
        raise OperatorMistake("BANDMATE_LLM is server: set BANDMATE_LLM_URL, such as http://localhost:8000/v1")
    from engine.models.remote import RemoteModel

    key = settings.llm_key.get_secret_value() if settings.llm_key is not None else None
    return RemoteModel(
        settings.llm_url, settings.llm_model, key=key, at_once=settings.llm_rows, context=settings.llm_context
    )


def build_speaker(settings: Settings) -> SpokenNotes | None:
    """Who speaks for the examiner, with nothing loaded yet; None: nobody does, what is said is read.

    Raises:
        OperatorMistake: the voice's file is not set, its library is not installed, or its cache cannot be written.
    """
    if settings.voice == "none":
        return None
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _ONE_AT_A_TIME:
        return _speaker(
            settings.voice, settings.voice_name, settings.voice_path, settings.voice_speed, settings.home / "voice"
        )


def build_voice(settings: Settings) -> Voice | None:
    """The voice alone, for what is said once and need not be kept; None: nobody speaks.

    Raises:
        OperatorMistake: as :func:`build_speaker`.
    """
    if settings.voice == "none":
        return None
    with _ONE_AT_A_TIME:
        return _voice(settings.voice, settings.voice_name, settings.voice_path)


@cache
def _speaker(
    engine: Literal["espeak", "piper", "edge"], name: str | None, path: Path | None, speed: float, folder: Path
) -> SpokenNotes:
    """One speaker a process, because a voice may be a model of some size."""
    from engine.models.voices.notes import SpokenNotes

    return SpokenNotes(_voice(engine, name, path), folder, speed)


@cache
def _voice(engine: Literal["espeak", "piper", "edge"], name: str | None, path: Path | None) -> Voice:
    match engine:
        case "espeak":
            from engine.models.voices.espeak import EspeakVoice

            return EspeakVoice(name) if name else EspeakVoice()
        case "piper":
            from engine.models.voices.piper import PiperVoice

            if path is None:
                raise OperatorMistake("BANDMATE_VOICE is piper: set BANDMATE_VOICE_PATH to a voice's .onnx file")
            return PiperVoice(path)
        case "edge":
            from engine.models.voices.edge import EdgeVoice

            return EdgeVoice(name) if name else EdgeVoice()


def build_recogniser(settings: Settings) -> Recogniser | None:
    """Who writes down what is said, with nothing loaded yet; None: there is no model here. Nothing is downloaded.

    Raises:
        OperatorMistake: the model that was asked for is not here, or its library is not installed.
    """
    from engine.models.whisper_folder import find_whisper

    folder = find_whisper(settings.whisper, settings.home / "models")
    if folder is None:
        return None
    with _ONE_AT_A_TIME:
        return _recogniser(folder, settings.whisper_device)


@cache
def _recogniser(folder: Path, device: Literal["auto", "cpu", "cuda"]) -> Recogniser:
    """One recogniser a process: its weights are loaded once."""
    from engine.models.whisper import WhisperRecogniser

    return WhisperRecogniser(folder, device)


def build_ears(settings: Settings) -> Ears:
    """Who listens to recordings: sound is measured in any case; words need a recogniser, or their writer and an aligner.

    Raises:
        OperatorMistake: as :func:`build_recogniser`.
    """
    from importlib.util import find_spec

    from engine.marking.sound.alignment import align
    from engine.marking.sound.measure import measure_sound
    from engine.practice.hearing import Ears

    can_align = find_spec("pocketsphinx") is not None
    return Ears(measure_sound, build_recogniser(settings), align if can_align else None)
