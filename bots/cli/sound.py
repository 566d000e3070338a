"""``bandmate listen``: one recording measured here and now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from engine.ielts.speaking.heard import Sound, Transcript
    from engine.ports import Samples

_MOST_BYTES = 200_000_000
_MOST_SECONDS = 900.0


def add_sound_commands(app: typer.Typer) -> None:
    """Puts ``listen`` into ``app``. It raises the errors of :mod:`engine.errors`."""
    app.command("listen")(_listen)


def _listen(
    file: Annotated[str, typer.Argument(help="A recording (ogg, mp3, m4a, wav, flac, webm), or - for standard input.")],
    text: Annotated[str | None, typer.Option(help="What is said in it.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Measure one recording: pauses, rates, and its words where they are known.

    Times are in seconds from its start, rates in syllables a second: those of the words where there are any, else
    those heard in the sound. Example: bandmate listen answer.ogg --text "I live in a small town ..."
    """
    import json

    from bots.cli.given import read_given
    from engine.marking.speaking.sound.measure import measure_sound
    from engine.practice.recordings import decode

    samples = decode(read_given(file), max_bytes=_MOST_BYTES, max_seconds=_MOST_SECONDS)
    sound = measure_sound(samples)
    transcript = _transcript(samples, sound, text)
    if as_json:
        typer.echo(json.dumps(measured(sound, transcript), ensure_ascii=False))
    else:
        typer.echo("\n".join(_lines(sound, transcript)))


def measured(sound: Sound, transcript: Transcript | None) -> dict[str, Any]:
    """What ``--json`` prints."""
    from engine.marking.speaking.sound.syllables import syllables

    said = None if transcript is None else syllables(transcript.text) or None
    words = None if transcript is None or transcript.words is None else transcript.words
    return {
        "duration": round(sound.duration, 3),
        "transcript": None if transcript is None else transcript.text,
        "words": None
        if words is None
        else [
            {
                "text": word.text,
                "start": round(word.start, 3),
                "end": round(word.end, 3),
                "probability": round(word.probability, 3),
            }
            for word in words
        ],
        "pauses": [{"start": round(pause.start, 3), "end": round(pause.end, 3)} for pause in sound.pauses],
        "phonation_time": round(sound.phonation_time, 3),
        "speech_rate": round(sound.speech_rate(said), 3),
        "articulation_rate": round(sound.articulation_rate(said), 3),
        "mean_length_of_run": round(sound.mean_length_of_run(said), 3),
        "mean_pause": round(sound.mean_pause, 3),
    }


def _transcript(samples: Samples, sound: Sound, text: str | None) -> Transcript | None:
    from engine.ielts.speaking.heard import Origin, Transcript
    from engine.ports import Hints

    if text is not None:
        from engine.marking.speaking.sound.alignment import align

        return Transcript(text, None if sound.silent else align(samples, text), Origin.TYPED)
    from engine.settings import read_settings
    from engine.wiring import build_recogniser

    recogniser = build_recogniser(read_settings())
    if recogniser is None:
        return None
    return Transcript("", ()) if sound.silent else recogniser.transcribe(samples, Hints())


def _lines(sound: Sound, transcript: Transcript | None) -> list[str]:
    from engine.ielts.speaking.report import clock
    from engine.marking.speaking.sound.fluency import fluency

    if sound.silent:
        return [f"{sound.duration:.1f} s, and nobody speaks."]
    found = fluency(sound, transcript)
    counted = "sounds" if found.words is None else "words"
    rates = (
        f"Speech rate {found.speech_rate:.2f} and articulation rate {found.articulation_rate:.2f} syllables a second"
    )
    pauses = f"{len(found.pauses)} pauses, {found.mean_pause:.2f} s on average"
    if found.share_within_clauses is not None:
        pauses += f"; {found.pauses_within_clauses} inside a clause"
    lines = [
        f"{sound.duration:.1f} s, {sound.phonation_time:.1f} s of them speech in {found.runs} runs",
        f"{rates} (counted in the {counted}); {found.mean_length_of_run:.1f} syllables a run",
        pauses,
    ]
    if found.pauses:
        lines.append("at " + ", ".join(f"{clock(p.span.start)} ({p.span.seconds:.2f} s)" for p in found.pauses))
    if found.fillers or found.repairs:
        lines.append(f"{len(found.fillers)} filled pauses, {len(found.repairs)} repetitions and self-corrections")
    if transcript is not None:
        lines.append(transcript.text)
        lines += [f"not plain: {word.text} ({clock(word.start)})" for word in transcript.words or () if word.doubted]
    return lines
