"""Who answers at each port: the one place where settings become working parts."""

from __future__ import annotations

import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from engine.errors import OperatorMistake
from engine.ielts.learners import USUAL, Manner
from engine.ports import EssayMarker, Explainer, LanguageModel, Recogniser, SpeakingMarker, Voice
from engine.private_folder import private_folder
from engine.settings import Settings
from engine.telemetry.measured import measured

if TYPE_CHECKING:
    from engine.models.local.loading import Precision
    from engine.models.local.model import LocalModel
    from engine.models.voices.first_that_speaks import FirstThatSpeaks
    from engine.models.voices.notes import SpokenNotes
    from engine.practice.hearing import Ears
    from engine.store.store import Store

_ONE_AT_A_TIME = threading.Lock()
_SHARE_OF_LEASE = 0.75


def open_store(settings: Settings) -> Store:
    """The store that the settings name; the home folder is made where it is needed.

    Raises:
        OperatorMistake: the database URL cannot be used.
    """
    from engine.store.store import Store

    if settings.database_url is None:
        private_folder(settings.home)
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
    from engine.marking.writing.marker import OfflineMarker
    from engine.marking.writing.offline import OfflineScorer

    scorer, rubric = OfflineScorer.load(), load_rubric()
    model = build_language_model(settings)
    if model is None:
        return OfflineMarker(scorer, rubric)
    fusion = Fusion.read(settings.home / "fusion.json", model.name)
    adapter, seconds = _essay_adapter(settings), _seconds_for_a_model(settings)
    return LlmMarker(measured(model), scorer, rubric, fusion, adapter=adapter, max_seconds=seconds, strict=strict)


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
    if settings.llm_reward is not None:
        # A mark is never chosen by what learners like: only words about it are.
        model = _best_of(model, settings.llm_reward, settings.llm_candidates)
    adapter, seconds = _essay_adapter(settings), _seconds_for_a_model(settings)
    return LlmExplainer(measured(model), load_rubric(), adapter=adapter, max_seconds=seconds)


def _best_of(model: LanguageModel, reward: Path, candidates: int) -> LanguageModel:
    from engine.models.local.best_of import BestOf
    from engine.models.local.model import LocalModel

    if not isinstance(model, LocalModel):
        raise OperatorMistake("BANDMATE_LLM_REWARD goes with weights in the worker: set BANDMATE_LLM to chatglm2")
    return BestOf(model, reward, candidates)


def _essay_adapter(settings: Settings) -> str | None:
    """Weights here may get one at any time (`bandmate models promote`); a server's must be named."""
    return "essay" if settings.llm == "chatglm2" or "essay" in settings.llm_adapters else None


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
        extra = "server" if settings.llm == "server" else "llm"
        raise OperatorMistake(f'{error.name} is not installed: pip install "bandmate[{extra}]"') from error


def prepare_language_model(settings: Settings) -> None:
    """What a worker does about weights of its own before it takes a call: says what fits; reads them if it is to.

    Raises:
        OperatorMistake: the folder cannot be served, or takes more than there is of the card's memory.
        TryAgain: there is no memory now.
    """
    if settings.llm != "chatglm2":
        return
    try:
        model = _local_model(settings)
    except ModuleNotFoundError as error:
        raise OperatorMistake(f'{error.name} is not installed: pip install "bandmate[llm]"') from error
    model.rows()
    if settings.llm_warm:
        model.warm()


def _local_model(settings: Settings) -> LocalModel:
    if settings.llm_path is None:
        raise OperatorMistake("BANDMATE_LLM is chatglm2: set BANDMATE_LLM_PATH to a folder of converted weights")
    adapters = tuple(sorted(settings.llm_adapters.items()))
    with _ONE_AT_A_TIME:
        return _weights(
            settings.llm_path,
            settings.llm_precision,
            adapters,
            settings.llm_rows,
            settings.llm_context,
            settings.home,
            exact=settings.llm_exact,
        )


@cache
def _weights(
    folder: Path,
    precision: Precision,
    adapters: tuple[tuple[str, Path], ...],
    rows: int,
    context: int,
    home: Path,
    *,
    exact: bool,
) -> LocalModel:
    """One model a process: threads that each build a marker share its weights and are answered together."""
    from engine.models.local.model import LocalModel
    from engine.models.weights.promoted import Promotions

    return LocalModel(
        folder,
        precision=precision,
        adapters=dict(adapters),
        rows=rows,
        context=context,
        promotions=Promotions(home),
        exact=exact,
    )


def _server_model(settings: Settings) -> LanguageModel:
    if settings.llm_url is None:
        raise OperatorMistake("BANDMATE_LLM is server: set BANDMATE_LLM_URL, such as http://localhost:8000/v1")
    from engine.models.remote import RemoteModel

    key = settings.llm_key.get_secret_value() if settings.llm_key is not None else None
    return RemoteModel(
        settings.llm_url, settings.llm_model, key=key, at_once=settings.llm_rows, context=settings.llm_context
    )


def build_speaker(settings: Settings, manner: Manner = USUAL) -> SpokenNotes | FirstThatSpeaks | None:
    """Who speaks for the examiner, with nothing loaded yet; None: nobody does, what is said is read.

    ``manner`` is what a learner chose: an accent that this engine does not have changes nothing.

    Raises:
        OperatorMistake: the voice's file is not set, its library is not installed, or its cache cannot be written.
    """
    from engine.models.voices.accents import accents

    if settings.voice == "none":
        return None
    private_folder(settings.home)
    with _ONE_AT_A_TIME:
        name = accents(settings.voice).get(manner.voice or "", settings.voice_name)
        speed = settings.voice_speed * (manner.speed or 1.0)
        return _speaker(settings.voice, name, settings.voice_path, speed, settings.home / "voice")


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
) -> SpokenNotes | FirstThatSpeaks:
    """One speaker a process, because a voice may be a model of some size. Behind the cloud's stands one of this machine."""
    from engine.models.voices.notes import SpokenNotes

    notes = SpokenNotes(_voice(engine, name, path), folder, speed)
    if engine != "edge":
        return notes
    from engine.models.voices.first_that_speaks import FirstThatSpeaks

    local = "en-us" if name is not None and name.startswith("en-US") else None
    return FirstThatSpeaks(notes, SpokenNotes(_voice("espeak", local, None), folder, speed))


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
    from engine.models.whisper.folder import find_whisper

    folder = find_whisper(settings.whisper, settings.home / "models")
    if folder is None:
        return None
    with _ONE_AT_A_TIME:
        return _recogniser(folder, settings.whisper_device)


@cache
def _recogniser(folder: Path, device: Literal["auto", "cpu", "cuda"]) -> Recogniser:
    """One recogniser a process: its weights are loaded once."""
    from engine.models.whisper.recogniser import WhisperRecogniser

    return WhisperRecogniser(folder, device)


def build_ears(settings: Settings) -> Ears:
    """Who listens to recordings: sound is measured in any case; words need a recogniser, or their writer and an aligner.

    Raises:
        OperatorMistake: as :func:`build_recogniser`.
    """
    from importlib.util import find_spec

    from engine.marking.speaking.sound.alignment import align
    from engine.marking.speaking.sound.measure import measure_sound
    from engine.practice.hearing import Ears

    can_align = find_spec("pocketsphinx") is not None
    return Ears(measure_sound, build_recogniser(settings), align if can_align else None)
