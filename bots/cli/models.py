"""``bandmate models``: weights from the hub to a folder that the worker serves."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[Path, typer.Argument(show_default=False)]


def add_model_commands(app: typer.Typer) -> None:
    """Puts the ``models`` commands into ``app``. They raise :class:`engine.errors.OperatorMistake`.

    Model libraries are imported inside each command, so that ``--help`` stays fast.
    """
    models = typer.Typer(no_args_is_help=True, help="Download, convert, quantise and check model weights.")
    adapters = typer.Typer(no_args_is_help=True, help="LoRA and P-Tuning v2 adapters.")
    models.command("pull")(_pull)
    models.command("convert")(_convert)
    models.command("quantize")(_quantize)
    models.command("list")(_list)
    models.command("check")(_check)
    models.command("pack")(_pack)
    models.command("unpack")(_unpack)
    models.command("measure")(_measure)
    models.command("promote")(_promote)
    models.command("rollback")(_roll_back)
    adapters.command("convert")(_convert_adapter)
    adapters.command("merge")(_merge)
    models.add_typer(adapters, name="adapter")
    app.add_typer(models, name="models")


def needs_extra(extra: str = "llm", *libraries: str) -> None:
    """One sentence in place of a traceback on an install without ``libraries``, by default those of a language model.

    Raises:
        OperatorMistake: they are not installed.
    """
    import importlib.util

    from engine.errors import OperatorMistake

    for library in libraries or ("torch", "transformers", "huggingface_hub"):
        if importlib.util.find_spec(library) is None:
            raise OperatorMistake(f'{library} is not installed: pip install "bandmate[{extra}]"')


def _gigabytes(size: int) -> str:
    return f"{size / 1e9:.2f} GB" if size >= 10**7 else f"{size / 1e3:,.0f} kB"


def _models_folder() -> Path:
    from engine.settings import read_settings

    return read_settings().home / "models"


def _pull(
    name: Annotated[str, typer.Argument(help="What to download; see `bandmate models list`.", show_default=False)],
    to: Annotated[Path | None, typer.Option(help="Folder for models; default: in the home folder.")] = None,
) -> None:
    """Download a model, pinned and checked; a broken download goes on where it stopped. HF_ENDPOINT names a mirror."""
    needs_extra("whisper" if name.startswith("whisper") else "llm", "huggingface_hub", "httpx2")
    from engine.models.weights.pull import pull

    typer.echo(f"{pull(name, to or _models_folder())} is complete.")


def _convert(source: Folder, target: Folder) -> None:
    """Rewrite a ChatGLM2 checkpoint so that it needs no remote code; other known models are taken as they are."""
    needs_extra()
    from engine.models.chatglm.convert import convert

    done = convert(source, target, progress=lambda shard: typer.echo(f"reading {shard}", err=True))
    how = f"converted, {done.tensors} tensors" if done.converted else "taken over as it was"
    typer.echo(f"{done.folder}: {how}, {_gigabytes(done.size)}. Serve it with BANDMATE_LLM_PATH={done.folder}")


def _quantize(
    source: Folder,
    target: Folder,
    bits: Annotated[int, typer.Option(min=4, max=8, help="4 (NF4) or 8.")] = 4,
) -> None:
    """Shrink a converted model's linear layers to 4 bits, saved so that the worker starts from them."""
    needs_extra()
    from engine.models.weights.quantize import quantize

    if bits not in (4, 8):
        raise typer.BadParameter("4 or 8", param_hint="--bits")
    done = quantize(source, target, bits=4 if bits == 4 else 8)
    typer.echo(f"{done.folder}: {_gigabytes(done.before)} became {_gigabytes(done.after)}.")


def _convert_adapter(
    source: Folder,
    target: Folder,
    base: Annotated[Path, typer.Option(help="The adapter's base model, converted or not.", show_default=False)],
) -> None:
    """Rewrite an adapter that was trained on the original ChatGLM2 code."""
    needs_extra()
    from engine.models.weights.adapters import convert_adapter

    kind = convert_adapter(source, target, base=base)
    typer.echo(f"{target}: {'LoRA' if kind == 'LORA' else 'P-Tuning v2'} adapter.")


def _merge(
    model: Folder,
    adapter: Folder,
    target: Folder,
) -> None:
    """Add a LoRA into its model's own weights, for servers that take no adapters. Quantised models are refused."""
    needs_extra("llm", "torch", "peft")
    from engine.finetune.training.merge import merge

    done = merge(model, adapter, target)
    typer.echo(f"{done.folder}: {_gigabytes(done.size)}.")


def _list(
    folder: Annotated[Path | None, typer.Option(help="Folder for models; default: in the home folder.")] = None,
) -> None:
    """Show what can be pulled, and what is there: size, numbers, family, source, and whether it fits this card."""
    from engine.models.weights.catalogue import CATALOGUE
    from engine.models.weights.listing import listed

    models = folder or _models_folder()
    there = listed(models)
    names = {each.name for each in there}
    for published in CATALOGUE.values():
        if published.name not in names:
            typer.echo(f"{published.name:16} {f'{published.gigabytes:g} GB to pull':16} {published.about}")
    card = _card() if any(each.needed is not None for each in there) else None
    for each in there:
        family = each.family if each.needed is not None else each.family and f"for {each.family}"
        told = [each.holds, *([family] if family else []), each.source]
        if each.needed is not None:
            told.append(_fit(each.needed, card))
        typer.echo(f"{each.name:16} {_gigabytes(each.size):16} {'; '.join(told)}")
    typer.echo(f"Folder: {models}")


def _pack(
    names: Annotated[list[str], typer.Argument(help="Models of the folder; see `bandmate models list`.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The file to write.", show_default=False)],
) -> None:
    """Put models into one file, to carry them to a machine without a network.

    Example: bandmate models pack whisper-small chatglm2-nf4 -o models.tar
    """
    from engine.models.weights.carry import pack

    size = pack(_models_folder(), names, out)
    typer.echo(f"{out}: {_gigabytes(size)}. On the other machine: bandmate models unpack {out.name}")


def _unpack(
    file: Annotated[Path, typer.Argument(help="What `bandmate models pack` wrote.", show_default=False)],
) -> None:
    """Take models out of such a file, each whole and with the right sums or not at all."""
    from engine.models.weights.carry import unpack

    folder = _models_folder()
    for name in unpack(file, folder):
        typer.echo(f"{folder / name}")


def _card() -> int | None:
    """Bytes of the first card's memory; None without a card, or without the libraries that would use it."""
    import importlib.util

    if importlib.util.find_spec("torch") is None:
        return None
    from engine.models.local.memory import card_memory

    return card_memory()


def _fit(needed: int, card: int | None) -> str:
    wanted = f"one essay takes {_gigabytes(needed)} of a card (calculated)"
    if card is None:
        return f"{wanted}; there is no card here"
    return f"{wanted}; {'fits' if needed <= card else 'does not fit'} this card's {_gigabytes(card)}"


def _promote(
    adapter: Folder,
    before: Annotated[
        Path | None, typer.Option(help="What serves now, measured: JSON of `evaluate writing --out`.")
    ] = None,
    after: Annotated[Path | None, typer.Option(help="The same essays with this adapter.")] = None,
    unmeasured: Annotated[bool, typer.Option("--unmeasured", help="Promote without a comparison.")] = False,
    name: Annotated[str, typer.Option(help="What it serves as: essay or examiner.")] = "essay",
) -> None:
    """Let an adapter serve from the next answer on, in every worker. One whose bands became worse is refused.

    Example: bandmate models promote models/essay --before now/chatglm2.json --after new/chatglm2.json
    """
    needs_extra()
    from engine.errors import OperatorMistake
    from engine.evaluate.bootstrap import compare
    from engine.evaluate.scored import Scored
    from engine.models.weights.check import check
    from engine.models.weights.promoted import Promotions
    from engine.settings import read_settings

    settings = read_settings()
    _refuse_liked(adapter, unmeasured=unmeasured)
    check(adapter)
    if before is not None and after is not None:
        found = compare(Scored.read(before), Scored.read(after))
        rmse = f"RMSE {found.rmse.value:+.3f} ({found.rmse.low:+.3f} to {found.rmse.high:+.3f})"
        if found.verdict == "worse":
            raise OperatorMistake(f"Not promoted: its bands are worse by more than chance, {rmse}.")
        typer.echo(f"Against what serves now on {found.essays} essays: {rmse}, {found.verdict}.")
    elif not unmeasured:
        raise OperatorMistake("Name --before and --after, two runs of `evaluate writing --out`, or say --unmeasured.")
    if settings.llm_path is not None:
        from engine.finetune.training.probe import refuse_silent

        refuse_silent(settings.llm_path, adapter, settings.llm_precision)
    typer.echo(f"{adapter} serves as {Promotions(settings.home).promote(name, adapter)} from the next answer on.")


def _refuse_liked(adapter: Path, *, unmeasured: bool) -> None:
    """What was trained on what learners like may have come to give the bands that they like.

    Raises:
        OperatorMistake: it was, and nobody measured its bands; or it is a reward model, which answers nothing.
    """
    import json

    from engine.errors import OperatorMistake

    try:
        goal = json.loads((adapter / "training.json").read_text("utf-8")).get("goal")
    except (OSError, ValueError, AttributeError):  # an adapter from elsewhere
        return
    if goal == "reward":
        raise OperatorMistake(f"{adapter} is a reward model: name it in BANDMATE_LLM_REWARD.")
    if unmeasured and goal in ("dpo", "kto"):
        raise OperatorMistake(
            f"{adapter} learnt what learners like: name --before and --after, so that its bands count."
        )


def _roll_back(name: Annotated[str, typer.Argument(help="essay or examiner.")] = "essay") -> None:
    """Let the adapter before serve again, from the next answer on. Example: bandmate models rollback"""
    from engine.models.weights.promoted import Promotions
    from engine.settings import read_settings

    back = Promotions(read_settings().home).roll_back(name)
    typer.echo(f"{back} serves again." if back else f"What the settings name as {name} serves again, if they name any.")


def _check(folder: Folder) -> None:
    """Verify sums, names and shapes of what a folder holds."""
    needs_extra()
    from engine.models.weights.check import check

    found = check(folder)
    typer.echo(f"{found.folder}: {found.what}, {_gigabytes(found.size)}. It is whole.")


def _measure(
    data: Annotated[Path, typer.Option(help="JSONL as for `evaluate writing`: essays that nothing was fitted on.")],
) -> None:
    """Compare the language model that the settings name with examiners, and give its band the weight that it earned."""
    needs_extra()
    from engine.errors import OperatorMistake
    from engine.evaluate.essays import read_essays
    from engine.evaluate.language_model import measure
    from engine.marking.llm.marker import LlmMarker
    from engine.private_folder import private_folder
    from engine.settings import read_settings
    from engine.wiring import build_marker

    settings = read_settings()
    marker = build_marker(settings, strict=True)
    if not isinstance(marker, LlmMarker):
        raise OperatorMistake("no language model is set up: set BANDMATE_LLM and BANDMATE_LLM_PATH")
    found = measure(marker, read_essays(data), at_once=settings.llm_rows)
    for name, agreement in (("offline", found.offline), ("model", found.model), ("fused", found.fused)):
        typer.echo(
            f"{name:8} QWK {agreement.qwk:.2f}  RMSE {agreement.rmse:.2f}  within half {agreement.within_half:.0%}"
        )
    private_folder(settings.home)
    found.fusion.write(settings.home / "fusion.json", marker.model_name)
    weight = f"its band counts {found.fusion.weight:.0%}"
    typer.echo(f"{marker.model_name}: {weight}, fitted on {found.fusion.essays} essays; {found.failed} gave no record.")
