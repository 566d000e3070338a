"""``bandmate say``: the examiner's voice, in a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from engine.models.voices.first_that_speaks import FirstThatSpeaks
    from engine.models.voices.notes import SpokenNotes


def add_voice_commands(app: typer.Typer) -> None:
    """Puts ``say`` into ``app``. It raises what a :class:`engine.ports.Speaker` raises."""
    app.command("say")(_say)


def _say(
    text: Annotated[str, typer.Argument(help="What to say, or - for standard input.", show_default=False)],
    out: Annotated[Path, typer.Option("-o", "--out", help="An .ogg (Opus) or .wav file.", show_default=False)],
    voice: Annotated[
        Literal["espeak", "piper", "edge"] | None, typer.Option(help="Who speaks; default: BANDMATE_VOICE.")
    ] = None,
    speed: Annotated[float | None, typer.Option(min=0.5, max=2.0, help="1 is the voice's own pace.")] = None,
) -> None:
    """Speak a text into a file, as the examiner would.

    Example: bandmate say "Where do you come from?" -o question.ogg
    """
    if out.suffix.lower() not in (".ogg", ".oga", ".opus", ".wav"):
        raise typer.BadParameter("a name that ends in .ogg or .wav", param_hint="--out")
    said = _stdin() if text == "-" else text
    try:
        content, seconds = _spoken(_speaker(voice, speed), said, wav=out.suffix.lower() == ".wav")
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="TEXT") from error
    _write(out, content)
    typer.echo(f"{out}: {seconds:.1f} seconds")


def _stdin() -> str:
    import sys

    return sys.stdin.buffer.read().decode("utf-8", "replace")


def _speaker(voice: str | None, speed: float | None) -> SpokenNotes | FirstThatSpeaks:
    from engine.errors import OperatorMistake
    from engine.settings import read_settings
    from engine.wiring import build_speaker

    asked = {"voice": voice, "voice_speed": speed}
    speaker = build_speaker(
        read_settings().model_copy(update={name: value for name, value in asked.items() if value is not None})
    )
    if speaker is None:
        raise OperatorMistake("BANDMATE_VOICE is none: nobody speaks; set it to espeak, or say --voice espeak")
    return speaker


def _spoken(speaker: SpokenNotes | FirstThatSpeaks, text: str, *, wav: bool) -> tuple[bytes, float]:
    """The file and its length in seconds."""
    if not wav:
        note = speaker.note(text)
        return note.ogg, note.seconds
    from engine.models.voices.wav import encode_wav

    speech = speaker.speech(text)
    return encode_wav(speech), len(speech.samples) / speech.rate


def _write(out: Path, content: bytes) -> None:
    from engine.errors import OperatorMistake

    try:
        out.write_bytes(content)
    except OSError as error:
        raise OperatorMistake(f"{out} cannot be written: {error.strerror or 'unknown reason'}") from error
