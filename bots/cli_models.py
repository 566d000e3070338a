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
    models.command("measure")(_measure)
    adapters.command("convert")(_convert_adapter)
    models.add_typer(adapters, name="adapter")
    app.add_typer(models, name="models")


def _needs_extra(extra: str = "llm", *libraries: str) -> None:
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
    _needs_extra("whisper" if name.startswith("whisper") else "llm", "huggingface_hub", "httpx2")
    from engine.models.pull import pull

    typer.echo(f"{pull(name, to or _models_folder())} is complete.")


def _convert(source: Folder, target: Folder) -> None:
    """Rewrite a ChatGLM2 checkpoint so that it needs no remote code; other known models are taken as they are."""
    _needs_extra()
    from engine.models.glm_convert import convert

    done = convert(source, target, progress=lambda shard: typer.echo(f"reading {shard}", err=True))
    how = f"converted, {done.tensors} tensors" if done.converted else "taken over as it was"
    typer.echo(f"{done.folder}: {how}, {_gigabytes(done.size)}. Serve it with BANDMATE_LLM_PATH={done.folder}")


def _quantize(
    source: Folder,
    target: Folder,
    bits: Annotated[int, typer.Option(min=4, max=8, help="4 (NF4) or 8.")] = 4,
) -> None:
    """Shrink a converted model's linear layers to 4 bits, saved so that the worker starts from them."""
    _needs_extra()
    from engine.models.quantize import quantize

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
    _needs_extra()
    from engine.models.adapters import convert_adapter

    kind = convert_adapter(source, target, base=base)
    typer.echo(f"{target}: {'LoRA' if kind == 'LORA' else 'P-Tuning v2'} adapter.")


def _list(
    folder: Annotated[Path | None, typer.Option(help="Folder for models; default: in the home folder.")] = None,
) -> None:
    """Show what can be pulled and what is there."""
    from engine.models.catalogue import CATALOGUE

    models = folder or _models_folder()
    there = {path.name for path in models.iterdir() if path.is_dir()} if models.is_dir() else set()
    for published in CATALOGUE.values():
        state = "pulled" if published.name in there else f"{published.gigabytes:g} GB to pull"
        typer.echo(f"{published.name:16} {state:16} {published.about}")
    for name in sorted(there - set(CATALOGUE)):
        typer.echo(f"{name:16} {'your own':16}")
    typer.echo(f"Folder: {models}")


def _check(folder: Folder) -> None:
    """Verify sums, names and shapes of what a folder holds."""
    _needs_extra()
    from engine.models.check import check

    found = check(folder)
    typer.echo(f"{found.folder}: {found.what}, {_gigabytes(found.size)}. It is whole.")


def _measure(
    data: Annotated[Path, typer.Option(help="JSONL as for `evaluate writing`: essays that nothing was fitted on.")],
) -> None:
    """Compare the language model that the settings name with examiners, and give its band the weight that it earned."""
    _needs_extra()
    from engine.errors import OperatorMistake
    from engine.evaluate.essays import read_essays
    from engine.evaluate.language_model import measure
    from engine.marking.llm.marker import LlmMarker
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
    settings.home.mkdir(parents=True, exist_ok=True)
    found.fusion.write(settings.home / "fusion.json", marker.model_name)
    weight = f"its band counts {found.fusion.weight:.0%}"
    typer.echo(f"{marker.model_name}: {weight}, fitted on {found.fusion.essays} essays; {found.failed} gave no record.")
