"""Is an adapter heard? One sentence is put to the serving engine with it and without it; the answers must differ."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.errors import OperatorMistake
from engine.models.local.loading import Precision
from engine.models.local.model import LocalModel
from engine.ports import Prompt, Request
from engine.prompts import BANDS

PROBE = Prompt(
    "Give the band of one sentence, 0 to 9 in halves, as a JSON string.",
    "Although many people believe that technology isolate us, I am convinced of the opposite.",
)
_SECONDS = 120.0


def refuse_silent(model: Path, adapter: Path, precision: Precision = "auto") -> None:
    """Serves the probe with and without ``adapter``.

    Raises:
        OperatorMistake: nothing differs, so the adapter was not loaded or does nothing; or it cannot be served.
    """
    served = LocalModel(model, precision=precision, adapters={"new": adapter}, rows=1, context=512)
    try:
        if _belief(served, None) == _belief(served, "new"):
            raise OperatorMistake(f"The adapter in {adapter} changes nothing of what is answered: it is not heard.")
    finally:
        served.close()


def _belief(model: LocalModel, adapter: str | None) -> tuple[str, tuple[Mapping[str, float], ...]]:
    """The answer, and how likely each way of going on was."""
    request = Request(PROBE, max_tokens=8, max_seconds=_SECONDS, schema={"enum": list(BANDS)}, adapter=adapter)
    said = model.generate(request)
    return said.text, tuple(choice.options for choice in said.choices)
