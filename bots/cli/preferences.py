"""``bandmate evaluate preferences``: does an adapter win against the last one?"""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bots.cli.models import needs_extra

if TYPE_CHECKING:
    from engine.finetune.preferences.winning import Judged
    from engine.settings import Settings


def preferences_of(
    pairs: Annotated[
        Path, typer.Argument(help="Held-out pairs, as `data preferences` writes them.", show_default=False)
    ],
    adapter: Annotated[Path, typer.Option(help="The new adapter, a LoRA.", show_default=False)],
    against: Annotated[Path | None, typer.Option(help="The last adapter; default: the model itself.")] = None,
    judge: Annotated[str | None, typer.Option(help="OpenAI-compatible endpoint of a judge.")] = None,
    judge_model: Annotated[str, typer.Option(help="The judge's model.")] = "judge",
    most: Annotated[int, typer.Option(min=1, help="Questions that are put before the judge.")] = 100,
    gate: Annotated[
        bool, typer.Option("--gate", help="End with 1 if it puts the preferred answer first less often.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Which adapter puts the answers first that learners preferred, and whose answers does a judge prefer?

    The judge sees every two answers twice, in both orders; its key is read from OPENAI_API_KEY. What the model is, the
    settings name. Example: bandmate evaluate preferences sets/preferences.held-out.jsonl --adapter models/essay-dpo
    """
    needs_extra("llm", "torch", "transformers", "peft")
    needs_extra("train", "trl")
    from engine.errors import OperatorMistake
    from engine.finetune.preferences.winning import rank
    from engine.settings import read_settings

    settings = read_settings()
    if settings.llm_path is None:
        raise OperatorMistake("Set BANDMATE_LLM_PATH to the model that the adapters belong to.")
    found = rank(settings.llm_path, pairs, adapter, against, precision=settings.llm_precision)
    judged = None if judge is None else _judged(settings, pairs, adapter, against, judge, judge_model, most)
    if as_json:
        typer.echo(json.dumps({**asdict(found), "judged": None if judged is None else asdict(judged)}))
    else:
        last = "the model itself" if against is None else str(against)
        typer.echo(f"{found.new.of} pairs; the preferred answer is the likelier one")
        typer.echo(f"  with {adapter}: {found.new}")
        typer.echo(f"  with {last}: {found.last}")
        typer.echo(f"  set farther apart by the new one: {found.apart}")
        if judged is not None:
            typer.echo(_line(judged))
    if gate and found.new.count < found.last.count:
        raise typer.Exit(1)


def _judged(
    settings: Settings, pairs: Path, adapter: Path, against: Path | None, url: str, name: str, most: int
) -> Judged:
    from engine.errors import OperatorMistake
    from engine.finetune.preferences.winning import judge, served
    from engine.models.remote import RemoteModel

    if settings.llm_path is None:
        raise OperatorMistake("Set BANDMATE_LLM_PATH to the model that the adapters belong to.")
    model = served(settings.llm_path, settings.llm_precision, adapter, against)
    try:
        by = RemoteModel(url, name, key=os.environ.get("OPENAI_API_KEY"))
        return judge(model, by, pairs, last=against is not None, most=most)
    finally:
        model.close()


def _line(judged: Judged) -> str:
    share = "" if judged.wins is None else f": wins {judged.wins} of those that one of them won"
    return (
        f"judge: the new one {judged.new}, the last one {judged.last}, nobody {judged.nobody} ({judged.swayed} by the "
        f"order alone), no verdict {judged.failed}{share}"
    )
