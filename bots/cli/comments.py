"""``bandmate evaluate comments``: what reports say, beside people's comments, before judges, and held against the text."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bots.cli.evaluate import server_model, settings_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.evaluate.comments.comment import Commented
    from engine.evaluate.comments.judged import Judgement
    from engine.evaluate.comments.measured import CommentsMeasured
    from engine.evaluate.essays import Marked

    Said = dict[str, tuple[Commented | None, ...]]


def evaluate_comments(
    data: Annotated[Path, typer.Option(help="JSONL as for evaluate writing; `comment` is what a person wrote.")],
    system: Annotated[
        list[str] | None,
        typer.Option(
            "--system", help="offline, chatglm2, openai or fused; judges compare the first two that are named."
        ),
    ] = None,
    limit: Annotated[int, typer.Option(help="So many essays of it, those with a comment first.")] = 50,
    embeddings: Annotated[
        Path | None, typer.Option(help="Folder of an encoder for likeness; the error finder's own where none is named.")
    ] = None,
    judge: Annotated[
        list[str] | None, typer.Option(help="MODEL@URL of an OpenAI-compatible server; name two and they are compared.")
    ] = None,
    cache: Annotated[Path, typer.Option(help="File of judges' answers: none is asked for twice.")] = Path(
        "judged.jsonl"
    ),
    budget: Annotated[float, typer.Option(help="Dollars that judges may cost.")] = 1.0,
    price_in: Annotated[float, typer.Option(help="Dollars a million tokens read.")] = 0.0,
    price_out: Annotated[float, typer.Option(help="Dollars a million tokens written.")] = 0.0,
    html: Annotated[Path | None, typer.Option(help="A page with the same tables.")] = None,
    gate: Annotated[bool, typer.Option("--gate", help="End with 1 if a model invented a rule, shown or not.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Likeness to people's comments, claims that are real, and two systems before judges (key: OPENAI_API_KEY).

    A report that shows an invented rule or quote ends it with 1, always: nothing may let one through.
    Example: bandmate evaluate comments --data essays.jsonl --system offline --system chatglm2 --judge big@https://...
    """
    from engine.errors import OperatorMistake
    from engine.evaluate.comments.encoders import encoder_in, shipped_encoder
    from engine.evaluate.comments.measured import measured
    from engine.evaluate.essays import read_essays

    named = list(dict.fromkeys(system or ["offline"]))
    if judge and len(named) < 2:
        raise OperatorMistake("Judges compare two systems: name --system twice.")
    systems = list(dict.fromkeys([*named, "offline"]))  # what it is worth beside the rules
    for name in systems:
        settings_of(name)  # a wrong name is said before anything is marked
    essays = sorted(read_essays(data), key=lambda each: each.comment is None)[:limit]
    encode = encoder_in(embeddings) if embeddings is not None else shipped_encoder()
    said: Said = {}
    for name in systems:
        said[name] = _commented(name, essays)
    judgement = None
    if judge:
        judgement = _judged(judge, essays, [said[name] for name in systems[:2]], cache, (price_in, price_out, budget))
    found = {name: measured(said[name], encode) for name in systems}
    if html is not None:
        html.write_text(_page(found, systems, judgement), "utf-8")
    if as_json:
        told = {name: each.as_json() for name, each in found.items()}
        typer.echo(json.dumps({**told, "judgement": None if judgement is None else asdict(judgement)}))
    else:
        _print(found, systems, judgement)
    shown = sum(each.shown.invented_rules + each.shown.invented_quotes for each in found.values())
    if shown or (gate and any(each.claimed is not None and each.claimed.invented_rules for each in found.values())):
        raise typer.Exit(1)


def _commented(name: str, essays: Sequence[Marked]) -> tuple[Commented | None, ...]:
    """What a system says of each essay; a language model's own answers are counted before they are sifted."""
    from engine.errors import OperatorMistake
    from engine.evaluate.comments.claims import Overheard
    from engine.evaluate.comments.comment import commented
    from engine.ielts.rubric import load_rubric
    from engine.marking.llm.fusion import Fusion
    from engine.marking.llm.marker import LlmMarker
    from engine.marking.writing.offline import OfflineScorer
    from engine.wiring import build_language_model, build_marker

    settings = settings_of(name)
    if name == "offline":
        return commented(build_marker(settings), essays)
    model = build_language_model(settings)
    if model is None:
        raise OperatorMistake("no language model is set up: set BANDMATE_LLM and BANDMATE_LLM_PATH")
    heard = Overheard(model)
    marker = LlmMarker(
        heard,
        OfflineScorer.load(),
        load_rubric(),
        Fusion.read(settings.home / "fusion.json", model.name),
        adapter="essay" if settings.llm == "chatglm2" or "essay" in settings.llm_adapters else None,
        max_seconds=settings.llm_max_seconds,
        strict=True,
    )
    return commented(marker, essays, heard)


def _judged(
    names: list[str], essays: Sequence[Marked], said: list[tuple[Commented | None, ...]], cache: Path,
    money: tuple[float, float, float],
) -> Judgement:  # fmt: skip
    from engine.evaluate.comments.judge import Pair
    from engine.evaluate.comments.judged import judged
    from engine.evaluate.comments.thrifty import Purse, Thrifty

    purse = Purse(*money)
    judges = [Thrifty(server_model(each), cache, purse) for each in names]
    first, second = said
    pairs = [
        Pair(marked.essay, one.comment, other.comment)
        for marked, one, other in zip(essays, first, second, strict=True)
        if one is not None and other is not None
    ]
    return judged(judges, pairs)


def _print(found: dict[str, CommentsMeasured], systems: list[str], judgement: Judgement | None) -> None:
    for name, each in found.items():
        typer.echo(f"{name}: {each.essays} essays, {each.failed} not marked")
        for like in each.likeness:
            typer.echo(
                f"  {like.measure:13} {like.own:.3f} beside the person's comment, {like.others:.3f} beside another "
                f"essay's ({like.comments} comments)"
            )
        for what, told in each.claims.items():
            if told is not None:
                typer.echo(
                    f"  {what}: {told.findings} findings in {told.records} records ({told.unread} could not be read); "
                    f"{told.real:.1%} real, {told.invented_rules} invented rules, {told.invented_quotes} invented quotes"
                )
    if judgement is None:
        return
    one, other = systems[:2]
    for judged in judgement.judges:
        v = judged.verdicts
        typer.echo(
            f"{judged.judge}: {one} better {v['first']}, {other} better {v['second']}, equal {v['equal']}, swayed by the "
            f"order {v['swayed']} (steady {judged.steady:.0%}; {judged.failed} without a verdict)"
        )
        for name, marks in ((one, judged.first), (other, judged.second)):
            typer.echo(f"  {name}: " + ", ".join(f"{mark} {value:.1f}" for mark, value in marks.items()))
    for agreed in judgement.agreement:
        typer.echo(
            f"{' and '.join(agreed.judges)}: same verdict on {agreed.share:.0%} of {agreed.pairs} (kappa {agreed.kappa:.2f})"
        )
    if judgement.stopped:
        typer.echo("The budget is spent; the same command with a larger one goes on.")


def _page(found: dict[str, CommentsMeasured], systems: list[str], judgement: Judgement | None) -> str:
    from engine.evaluate.html_report import Table, tables_page

    tables = [
        Table(
            "How like the person's comment, and another essay's",
            ("system", "measure", "own", "another's", "comments"),
            tuple(
                (name, like.measure, f"{like.own:.3f}", f"{like.others:.3f}", str(like.comments))
                for name, each in found.items()
                for like in each.likeness
            ),
        ),
        Table(
            "What is claimed, and what is shown",
            ("system", "", "findings", "real", "invented rules", "invented quotes", "records", "could not be read"),
            tuple(
                (
                    name, what, str(told.findings), f"{told.real:.1%}", str(told.invented_rules),
                    str(told.invented_quotes), str(told.records), str(told.unread),
                )
                for name, each in found.items()
                for what, told in each.claims.items()
                if told is not None
            ),
        ),
    ]  # fmt: skip
    if judgement is not None:
        one, other = systems[:2]
        columns = ("judge", f"{one} better", f"{other} better", "equal", "swayed by the order", "without a verdict")
        tables.append(
            Table(
                "Before judges",
                columns,
                tuple(
                    (
                        judged.judge,
                        *(str(judged.verdicts[each]) for each in ("first", "second", "equal", "swayed")),
                        str(judged.failed),
                    )
                    for judged in judgement.judges
                ),
            )
        )
    essays = max((each.essays + each.failed for each in found.values()), default=0)
    return tables_page("What reports say of essays", f"{essays} essays.", tables)
