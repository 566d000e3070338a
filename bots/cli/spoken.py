"""``bandmate evaluate speaking`` and ``bandmate evaluate examiner``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bots.cli.evaluate import line_of, settings_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.evaluate.measured import Measured
    from engine.evaluate.scored import Scored
    from engine.evaluate.speaking.conduct import Conduct
    from engine.evaluate.speaking.rater import Rater
    from engine.evaluate.speaking.spoken import Spoken

_SHOWN = 5


def evaluate_examiner(
    system: Annotated[
        str,
        typer.Option(help="Who words Part 3: offline (the rules), chatglm2, openai, or fused (as the settings say)."),
    ] = "offline",
    tests: Annotated[int, typer.Option(min=1, help="Tests that each candidate sits.")] = 3,
    gate: Annotated[bool, typer.Option("--gate", help="End with 1 if a candidate met a breach.")] = False,
    html: Annotated[Path | None, typer.Option(help="A page with every breach, and what a model wanted to say.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Does the examiner keep to its part? Scripted candidates and adversaries sit whole tests by the machine that serves.

    Counted are bands, praise, corrections, opinions and invented memories; Part 1 in other words, times, the order of
    parts, questions told before their turn; and what a model wanted to say, before serving sifted it. The rules' own
    wordings are measured beside.
    Example: bandmate evaluate examiner --system chatglm2 --gate
    """
    from engine.evaluate.speaking.examiner import examined
    from engine.wiring import build_language_model

    settings = settings_of(system)
    model = build_language_model(settings)
    adapter = "examiner" if "examiner" in settings.llm_adapters else None
    # Nobody waits here, so a model gets the time that an essay may take: what is measured is what it says.
    found = examined("offline", None, tests)
    each = [found]
    if model is not None:
        found = examined(model.name, model, tests, max_seconds=settings.llm_max_seconds, adapter=adapter)
        each.append(found)
    if html is not None:
        html.write_text(_page(each), "utf-8")
    if as_json:
        beside = {"beside": {**asdict(each[0]), "clean": each[0].clean}} if model is not None else {}
        typer.echo(json.dumps({**asdict(found), "clean": found.clean, **beside}))
    else:
        for one in each:
            _print(one)
    if gate and not found.clean:
        raise typer.Exit(1)


def evaluate_speaking(
    data: Annotated[
        Path,
        typer.Option(help="JSONL: id, part1 [answers], part2, part3 [answers]; bands.overall if examiners gave one."),
    ],
    system: Annotated[
        list[str] | None,
        typer.Option(
            "--system", help="offline, chatglm2, openai or fused (with the settings' model); several if named so."
        ),
    ] = None,
    html: Annotated[Path | None, typer.Option(help="With bands: a report with pictures.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Rate Speaking tests and compare with examiners' bands; where none are known, with what must be so.

    An answer is its text, or {"text": ..., "audio": "file beside the data"}. What must be so: a candidate who says half
    as much, or leaves grammar out, gets no higher band. A language model reads the words alone; in serving it rates
    nobody. The offline marker and the baselines are always beside.
    Example: bandmate evaluate speaking --data tests.jsonl --system chatglm2
    """
    from engine.errors import OperatorMistake
    from engine.evaluate.speaking.ordered import ordered
    from engine.evaluate.speaking.spoken import read_spoken

    names = list(dict.fromkeys(("offline", *(system or ()))))
    raters = {name: _rater(name) for name in names}
    candidates = read_spoken(data)
    measured = []
    if any(each.band is not None for each in candidates):
        measured = _against_examiners(raters, candidates)
        if html is not None:
            from engine.evaluate.html_report import html_report

            html.write_text(html_report(measured, f"{len(candidates)} Speaking tests"), "utf-8")
    elif html is not None or "fused" in names:
        raise OperatorMistake("No examiners' bands in the data: there is nothing to picture, and no weight to fit.")
    order = [each for name, rater in raters.items() if name != "fused" for each in ordered(rater, candidates)]
    if as_json:
        told = {found.system: found.as_json() for _, found in measured}
        typer.echo(json.dumps({"bands": told, "order": [asdict(each) for each in order]}))
        return
    for _, found in measured:
        typer.echo(line_of(found))
    if not measured:
        typer.echo("No examiners' bands in the data: what must be so is all that can be measured.")
    for each in order:
        failed = f"; {each.failed} times no answer that could be used" if each.failed else ""
        typer.echo(
            f"{each.system}, {each.worse}: lower {each.lower:.0%}, the same {each.same:.0%}, higher {each.higher:.0%} of "
            f"{each.pairs}; {each.mean:.2f} bands lower on the mean{failed}"
        )


def _rater(name: str) -> Rater:
    """Who rates under a system's name; ``fused`` is the settings' model, put together with the offline marker later."""
    from engine.errors import OperatorMistake
    from engine.evaluate.speaking.rater import ByMarker, ByModel
    from engine.ielts.rubric import load_rubric
    from engine.wiring import build_language_model, build_speaking_marker

    settings = settings_of(name)
    if name == "offline":
        return ByMarker(build_speaking_marker(settings))
    model = build_language_model(settings)
    if model is None:
        raise OperatorMistake("no language model is set up: set BANDMATE_LLM and BANDMATE_LLM_PATH")
    return ByModel(model, load_rubric(), max_seconds=settings.llm_max_seconds)


def _against_examiners(raters: Mapping[str, Rater], candidates: Sequence[Spoken]) -> list[tuple[Scored, Measured]]:
    from engine.evaluate.measured import measure
    from engine.evaluate.speaking.against_examiners import against_examiners, baselines, fused

    alone: dict[str, Scored] = {}
    for rater in raters.values():
        if rater.name not in alone:  # `fused` is made of a model that may be measured alone, too
            alone[rater.name] = against_examiners(rater, candidates)
    offline = alone[raters["offline"].name]
    scored = [*baselines(candidates)]
    for name, rater in raters.items():
        scored.append(fused(offline, alone[rater.name]) if name == "fused" else alone[rater.name])
    return [(each, measure(each)) for each in scored]


def _print(found: Conduct) -> None:
    typer.echo(f"{found.system}: {found.tests} tests, {found.utterances} times that the examiner spoke")
    typer.echo(f"  met by candidates: {len(found.roles)} out of role, {len(found.frames)} out of the frame")
    if found.worded or found.failed:
        typer.echo(
            f"  the model worded {found.worded} questions, {found.taken} were asked, {found.failed} times it had none; "
            f"{len(found.wanted)} times it wanted to leave its role"
        )
    for breach in (*found.roles, *found.frames)[:_SHOWN]:
        typer.echo(f"  {breach.candidate}: {breach.sort}: {breach.words}")


def _page(found: Sequence[Conduct]) -> str:
    from engine.evaluate.html_report import Table, tables_page

    counted = tuple(
        (
            each.system, str(each.tests), str(each.utterances), str(len(each.roles)), str(len(each.frames)),
            str(each.worded), str(each.taken), str(each.failed), str(len(each.wanted)),
        )
        for each in found
    )  # fmt: skip
    columns = (
        "examiner", "tests", "times it spoke", "out of role", "out of the frame", "questions that a model worded",
        "of these asked", "answers without one", "wanted to leave its role",
    )  # fmt: skip
    breaches = [
        Table(f"{each.system}: {what}", ("candidate", "of what sort", "words"), rows)
        for each in found
        for what, those in (("met by candidates", (*each.roles, *each.frames)), ("wanted to say", each.wanted))
        if (rows := tuple((breach.candidate, breach.sort, breach.words) for breach in those))
    ]
    about = "Scripted candidates and adversaries sit whole tests; a model words questions of Part 3, and serving sifts them."
    return tables_page("Does the examiner keep to its part?", about, [Table("Counted", columns, counted), *breaches])
