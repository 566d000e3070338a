"""``bandmate train``: a recipe, or one of the trainings with a name of their own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from bots.cli.forgotten import take_out_forgotten
from bots.cli.models import needs_extra


class _RecipeOrName(TyperGroup):
    """``train RECIPE.toml`` is short for ``train recipe RECIPE.toml``."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        known = args and (
            args[0] in self.commands or args[0] in ("--help", "--show-completion", "--install-completion")
        )
        return super().parse_args(ctx, args if known or not args else ["recipe", *args])


train_app = typer.Typer(
    cls=_RecipeOrName,
    no_args_is_help=True,
    help="Train by a recipe: bandmate train RECIPE.toml [--plan]. Recipes for cards of 6 to 24 GB are in deploy/recipes.",
)


@train_app.command("recipe")
def recipe(
    file: Annotated[Path, typer.Argument(help="The recipe.", show_default=False)],
    plan: Annotated[bool, typer.Option("--plan", help="Count the memory that it takes, and load nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --plan: one JSON object and nothing else.")] = False,
) -> None:
    """Train by a recipe; a run that was ended goes on where it was. Example: bandmate train lora-8gb.toml --plan"""
    needs_extra("llm", "torch", "transformers", "peft")
    from engine.finetune.training.memory import plan as count
    from engine.finetune.training.memory import refuse_too_large
    from engine.finetune.training.recipe import read_recipe

    told = read_recipe(file)
    if plan:
        found = count(told)
        if as_json:
            typer.echo(json.dumps(found.as_json()))
        else:
            for name, size in found.as_json().items():
                unit = "" if name == "millions_trained" else " GB"
                typer.echo(f"{name.replace('_', ' '):18} {size:8.2f}{unit}")
        refuse_too_large(found, told)
        return
    needs_extra("train", "trl", "tensorboard")
    take_out_forgotten(told.train, told.validation)
    if told.goal != "answers":
        from engine.finetune.training.preferring import prefer

        preferred = prefer(told, tell=lambda line: typer.echo(line, err=True))
        share = "" if preferred.held_out is None else f": right in {preferred.held_out:.0%} of held-out pairs"
        typer.echo(f"{preferred.folder} is written{share}.")
        typer.echo(
            f"BANDMATE_LLM_REWARD={preferred.folder} lets it choose among answers to questions about reports."
            if told.goal == "reward"
            else "It is heard in serving. Before it serves learners: bandmate evaluate preferences, evaluate compare, "
            "then models promote."
        )
        return
    from engine.finetune.training.run import train

    done = train(told, tell=lambda line: typer.echo(line, err=True))
    measured = ", ".join(f"{name.removeprefix('eval_')} {value:.3f}" for name, value in done.measured.items())
    typer.echo(f"{done.folder} is written after {done.steps} steps{': held out ' + measured if measured else ''}.")
    typer.echo(
        f"It is a whole model: BANDMATE_LLM_PATH={done.folder} serves it. Before it serves learners: bandmate evaluate compare."
        if told.method == "full"
        else "It is heard in serving. Before it serves learners: bandmate evaluate compare, then models promote."
    )
