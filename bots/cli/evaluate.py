"""``bandmate evaluate``: systems beside baselines, one run against another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from engine.evaluate.essays import Marked
    from engine.evaluate.measured import Measured
    from engine.evaluate.scored import Scored
    from engine.marking.llm.marker import LlmMarker
    from engine.ports import LanguageModel
    from engine.settings import Settings

SYSTEMS = ("constant", "words", "offline", "chatglm2", "openai", "fused")


def evaluate_systems(data: Path, systems: list[str], *, out: Path | None, html: Path | None, as_json: bool) -> None:
    """Measures each of ``systems`` on the essays of ``data``, the baselines always beside them.

    Raises:
        OperatorMistake: the data cannot be read, there is no such system, or it is not set up.
    """
    from engine.errors import OperatorMistake
    from engine.evaluate.essays import read_essays
    from engine.evaluate.measured import measure

    unknown = [name for name in systems if name not in SYSTEMS]
    if unknown:
        raise OperatorMistake(f"There is no system called {unknown[0]}; there are {', '.join(SYSTEMS)}.")
    essays = read_essays(data)
    names = list(dict.fromkeys(("constant", "words", "offline", *systems)))
    found = [(scored, measure(scored)) for scored in (_scored(name, essays) for name in names)]
    if out is not None:
        for name, (scored, _) in zip(names, found, strict=True):
            scored.write(out / f"{name}.json")
    if html is not None:
        from engine.evaluate.html_report import html_report

        html.write_text(html_report(found, f"{len(essays)} essays"), "utf-8")
    if as_json:
        typer.echo(json.dumps({name: each.as_json() for name, (_, each) in zip(names, found, strict=True)}))
        return
    for _, each in found:
        typer.echo(line_of(each))


def compare_runs(
    one: Annotated[Path, typer.Argument(help="JSON that `evaluate writing --out` wrote.", show_default=False)],
    other: Annotated[Path, typer.Argument(help="Another, on the same essays.", show_default=False)],
    gate: Annotated[bool, typer.Option("--gate", help="End with 1 if the other is worse by more than chance.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Is the second run better than the first by more than chance? Example: bandmate evaluate compare a.json b.json"""
    from dataclasses import asdict

    from engine.evaluate.bootstrap import compare
    from engine.evaluate.scored import Scored

    first, second = Scored.read(one), Scored.read(other)
    found = compare(first, second)
    if as_json:
        typer.echo(json.dumps({**asdict(found), "verdict": found.verdict}))
    else:
        typer.echo(f"{second.system} ({other}) against {first.system} ({one}) on {found.essays} essays:")
        for name, each in (("RMSE", found.rmse), ("QWK", found.qwk)):
            typer.echo(f"  {name:4} {each.value:+.3f} ({each.low:+.3f} to {each.high:+.3f})")
        typer.echo(f"  {found.verdict}")
    if gate and found.verdict == "worse":
        raise typer.Exit(1)


def _scored(name: str, essays: tuple[Marked, ...]) -> Scored:
    from engine.evaluate.systems import BASELINES, baseline, language_model, offline

    if name in BASELINES:
        return baseline(name, essays)
    if name == "offline":
        return offline(essays)
    marker, at_once = language_model_marker(name)
    return language_model(marker, essays, fused=name == "fused", at_once=at_once)


def language_model_marker(name: str) -> tuple[LlmMarker, int]:
    """The marker with the language model that ``name`` (chatglm2, openai, fused) says, and how many essays at once.

    Raises:
        OperatorMistake: none is set up.
    """
    from engine.errors import OperatorMistake
    from engine.marking.llm.marker import LlmMarker
    from engine.wiring import build_marker

    settings = settings_of(name)
    marker = build_marker(settings, strict=True)
    if not isinstance(marker, LlmMarker):
        raise OperatorMistake("no language model is set up: set BANDMATE_LLM and BANDMATE_LLM_PATH")
    return marker, settings.llm_rows


def settings_of(system: str) -> Settings:
    """The settings, with the language model that a system's name asks for: offline, chatglm2, openai or fused.

    Raises:
        OperatorMistake: there is no such system.
    """
    from engine.errors import OperatorMistake
    from engine.settings import read_settings

    settings = read_settings()
    if system == "fused":
        return settings
    models: dict[str, Literal["none", "chatglm2", "server"]] = {
        "offline": "none", "chatglm2": "chatglm2", "openai": "server",
    }  # fmt: skip
    if system not in models:
        raise OperatorMistake(f"There is no system called {system}; there are {', '.join(models)} and fused.")
    return settings.model_copy(update={"llm": models[system]})


def line_of(measured: Measured) -> str:
    """One system in one line."""
    told = {name: measured.agreement[name] for name in ("qwk", "rmse", "within_half", "within_one", "bias")}
    numbers = "  ".join(
        f"{name.replace('_', ' ')} {each.value:.2f} ({each.low:.2f} to {each.high:.2f})" for name, each in told.items()
    )
    return f"{measured.system:14} {numbers}"


def consistency_of(
    data: Annotated[Path, typer.Option(help="JSONL as for evaluate writing.")],
    limit: Annotated[int, typer.Option(help="So many essays of it.")] = 100,
    again: Annotated[int, typer.Option(min=1, help="How often each is marked again as it is.")] = 10,
    system: Annotated[
        str | None, typer.Option(help="offline, chatglm2, openai or fused; what the settings name otherwise.")
    ] = None,
    paraphraser: Annotated[
        str | None, typer.Option(help="MODEL@URL of an OpenAI-compatible server that says essays in other words.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="A page with a picture of every shift.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Does a band stay where it should: marked again, in other words, names and spelling swapped, other paragraphs, a plea?

    The other words are a table's; with --paraphraser they are a model's too (key: OPENAI_API_KEY).
    Example: bandmate evaluate consistency --data essays.jsonl --html moved.html
    """
    from dataclasses import asdict

    from engine.evaluate.consistency import consistency
    from engine.evaluate.essays import read_essays
    from engine.settings import read_settings
    from engine.wiring import build_marker

    marker = build_marker(read_settings() if system is None else settings_of(system), strict=True)
    more = {}
    if paraphraser is not None:
        from engine.evaluate.paraphraser import Paraphraser

        more["paraphrased by a model"] = Paraphraser(server_model(paraphraser), read_settings().llm_max_seconds)
    essays = [marked.essay for marked in read_essays(data)[:limit]]
    found = consistency(marker, essays, again, more)
    if html is not None:
        from engine.evaluate.html_report import consistency_page

        html.write_text(consistency_page(marker.name, found, f"{len(essays)} essays"), "utf-8")
    if as_json:
        typer.echo(json.dumps([asdict(each) for each in found]))
        return
    typer.echo(f"{marker.name}: shifts of the unrounded band")
    for each in found:
        typer.echo(
            f"  {each.variant:22} {each.essays:4} essays  mean {each.mean:+.2f}  farthest {each.farthest:+.2f}  "
            f"half a band or more {each.half:.0%}, upwards {each.up:.0%}"
        )


def server_model(named: str) -> LanguageModel:
    """The model of ``MODEL@URL``, with the key of OPENAI_API_KEY.

    Raises:
        OperatorMistake: it is not written so, or the extra is missing.
    """
    import os

    from bots.cli.models import needs_extra
    from engine.errors import OperatorMistake

    needs_extra("llm", "openai")
    from engine.models.remote import RemoteModel

    model, at, url = named.partition("@")
    if not at or not model or not url.startswith(("http://", "https://")):
        raise OperatorMistake(f"{named} is no model: write MODEL@URL, such as big@https://example.org/v1.")
    return RemoteModel(url, model, key=os.environ.get("OPENAI_API_KEY"))


def sheet_of(
    data: Annotated[Path, typer.Option(help="JSONL as for evaluate writing.")],
    out: Annotated[Path | None, typer.Option(help="Write this .xlsx or .csv for a marker.")] = None,
    count: Annotated[int, typer.Option(help="Essays, drawn evenly over the bands.")] = 1500,
    seed: Annotated[int, typer.Option(help="Another number, other essays.")] = 0,
    marked: Annotated[
        list[Path] | None, typer.Option(help="A sheet that came back; name two and people are compared.")
    ] = None,
) -> None:
    """A sheet for blind double marking by people; and, when two came back, human beside human beside machine.

    Example: bandmate evaluate sheet --data essays.jsonl --out sheet.xlsx
    """
    from engine.errors import OperatorMistake
    from engine.evaluate.essays import read_essays
    from engine.evaluate.scored import essay_digest
    from engine.evaluate.sheet import drawn, people, read_sheet, write_sheet
    from engine.marking.writing.offline import OfflineScorer

    essays = read_essays(data)
    if out is not None:
        chosen = drawn(essays, count, seed)
        write_sheet(chosen, out)
        typer.echo(f"{out}: {len(chosen)} essays, no band among them. Give each of two markers a copy.")
        return
    if marked is None or len(marked) != 2:
        raise OperatorMistake("Name --out to write a sheet, or --marked twice to read two back.")
    first, second = (read_sheet(path) for path in marked)
    scorer = OfflineScorer.load()
    machine = {
        essay_digest(each): float(scorer.score(each.essay).overall) for each in essays if essay_digest(each) in first
    }
    found = people(first, second, machine)
    typer.echo(f"{found.essays} essays that both marked:")
    for name, each in (
        ("human, human", found.together),
        ("machine, first", found.first),
        ("machine, second", found.second),
    ):
        typer.echo(f"  {name:16} QWK {each.qwk:.2f}  RMSE {each.rmse:.2f}  within half {each.within_half:.0%}")
