"""Who marks, explains, speaks and listens. No weights are loaded."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from importlib.util import find_spec

from bots.cli.doctor.finding import Finding
from engine.errors import OperatorMistake, TryAgain
from engine.settings import Settings

_WORKERS = "a worker's matter: this machine has not the libraries"
_LIBRARIES = ("torch", "transformers", "llguidance", "peft")


def scorer(settings: Settings) -> Finding:
    """Whether the offline scorer marks; a language model is another matter."""
    from engine.marking.writing.samples import sample_essay
    from engine.wiring import build_marker

    try:
        report = build_marker(settings.model_copy(update={"llm": "none"})).mark(sample_essay())
    except (OSError, ValueError, KeyError):
        return Finding("scorer", "broken", "its data files are damaged", "install bandmate again")
    return Finding("scorer", "fine", f"{report.scorer} gives our sample band {report.overall}")


def language_model(settings: Settings) -> Finding:
    """Which serves, with which adapters; a server is asked for its models."""
    match settings.llm:
        case "none":
            return Finding(
                "language model", "off", "the offline scorer works alone", "deploy/language-model.md says how"
            )
        case "chatglm2":
            return _weights_here(settings)
        case "server":
            return _server(settings)


def _weights_here(settings: Settings) -> Finding:
    from engine.models.weights.family import family_of, quantisation_of
    from engine.models.weights.manifest import Manifest
    from engine.models.weights.promoted import Promotions

    folder = settings.llm_path
    missing = [name for name in _LIBRARIES if find_spec(name) is None]
    if missing and settings.broker_url is not None:
        return Finding("language model", "off", _WORKERS, "bandmate doctor, where a worker runs")
    if folder is None:
        return Finding("language model", "broken", "no folder is named", "set BANDMATE_LLM_PATH (bandmate models list)")
    if missing:
        return Finding(
            "language model", "broken", f"{missing[0]} is not installed",
            "pip install -c deploy/constraints-llm.txt 'bandmate[llm]'",
        )  # fmt: skip
    try:
        detail = f"{folder}: {family_of(folder)}, {quantisation_of(folder)}"
        Manifest.read(folder)
        promoted = [found for name in ("essay", "examiner") if (found := Promotions(settings.home).serving(name))]
    except OperatorMistake as mistake:
        return Finding("language model", "broken", str(mistake), f"bandmate models check {folder}")
    adapters = (*settings.llm_adapters.items(), *promoted)
    if lost := [name for name, path in adapters if not path.is_dir()]:
        return Finding(
            "language model", "broken", f"its adapter {lost[0]} is not there",
            "mend BANDMATE_LLM_ADAPTERS, or bandmate models rollback",
        )  # fmt: skip
    names = ", ".join(name for name, _ in adapters)
    return Finding("language model", "fine", f"{detail}; adapters: {names or 'none'}")


def _server(settings: Settings) -> Finding:
    if settings.llm_url is None:
        return Finding("language model", "broken", "no server is named", "BANDMATE_LLM_URL=http://localhost:8000/v1")
    if find_spec("openai") is None:
        return Finding("language model", "broken", "openai is not installed", "pip install 'bandmate[server]'")
    key = settings.llm_key.get_secret_value() if settings.llm_key is not None else "none"
    request = urllib.request.Request(  # noqa: S310 - the operator's own server
        f"{settings.llm_url.rstrip('/')}/models", headers={"Authorization": f"Bearer {key}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - as above
            served = {str(each["id"]) for each in json.load(answer)["data"]}
    except urllib.error.HTTPError as refused:
        if refused.code in (401, 403):
            return Finding("language model", "broken", "the server refuses the key", "check BANDMATE_LLM_KEY")
        return Finding("language model", "broken", f"the server answers {refused.code}", "check BANDMATE_LLM_URL")
    except (OSError, ValueError, KeyError, TypeError):
        return Finding("language model", "broken", "the server does not answer", "start it, or mend BANDMATE_LLM_URL")
    wanted = (settings.llm_model, *sorted(settings.llm_adapters))
    if missing := [name for name in wanted if name not in served]:
        return Finding(
            "language model", "broken", f"the server has no {missing[0]}, but {', '.join(sorted(served)) or 'nothing'}",
            "set BANDMATE_LLM_MODEL, or serve it by that name",
        )  # fmt: skip
    return Finding("language model", "fine", f"a server with {', '.join(wanted)}")


def voice(settings: Settings) -> Finding:
    """Whether the examiner speaks."""
    from engine.wiring import build_voice

    try:
        speaker = build_voice(settings)
        if speaker is None:
            return Finding("examiner's voice", "off", "the examiner is read, not heard", "unset BANDMATE_VOICE")
        if settings.voice == "edge":
            return Finding(
                "examiner's voice", "fine", f"{speaker.name}: the examiner's words go to Microsoft's servers"
            )
        spoken = speaker.say("Good day.", settings.voice_speed)
    except OperatorMistake as mistake:
        return Finding("examiner's voice", "broken", settings.voice, str(mistake))
    except TryAgain:
        return Finding("examiner's voice", "broken", f"{settings.voice} does not answer", "BANDMATE_VOICE=espeak")
    return Finding(
        "examiner's voice", "fine", f"{speaker.name} said “Good day.” in {len(spoken.samples) / spoken.rate:.1f} s"
    )


def ears(settings: Settings) -> Finding:
    """Whether speech is written down."""
    from engine.wiring import build_recogniser

    if (
        settings.broker_url is not None
        and settings.whisper not in (None, "none")
        and find_spec("faster_whisper") is None
    ):
        return Finding("speech to text", "off", _WORKERS, "bandmate doctor, where a worker runs")
    try:
        recogniser = build_recogniser(settings)
    except OperatorMistake as mistake:
        return Finding("speech to text", "broken", "the model that is named is not here", str(mistake))
    if recogniser is None:
        mend = "pip install 'bandmate[whisper]' && bandmate models pull whisper-small"
        return Finding("speech to text", "off", "no model here: learners type what they said", mend)
    return Finding("speech to text", "fine", recogniser.name)
