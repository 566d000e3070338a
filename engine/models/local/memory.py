"""What fits into a card's memory: calculated before anything is read, and refused with the numbers where nothing does."""

from __future__ import annotations

import logging
from pathlib import Path

import torch

from engine.errors import OperatorMistake
from engine.models.local.decoding import URGENT_PLACES
from engine.models.weights.family import TYPICAL_TOKENS, WORK, needs_of, quantisation_of

_log = logging.getLogger(__name__)


def card_memory() -> int | None:
    """Bytes of the first card's memory, None without one."""
    return int(torch.cuda.get_device_properties(0).total_memory) if torch.cuda.is_available() else None


def free_memory(device: torch.device) -> int | None:
    """Bytes that are free on ``device`` now; None on a CPU, whose memory the system lends and takes back."""
    return int(torch.cuda.mem_get_info(device)[0]) if device.type == "cuda" else None


def rows_that_fit(folder: Path, precision: str, rows: int, free: int | None, *, caches: int = 1) -> int:
    """How many of ``rows`` answers at once fit into ``free`` bytes with the model in ``folder``; all where it is None.

    The places of whoever is speaking are kept beside them. ``caches``: each LoRA has keys and values of its own.

    Raises:
        OperatorMistake: not even one does.
    """
    if free is None:
        return rows
    saved = quantisation_of(folder)
    served = saved if saved in ("nf4", "int8") else "nf4" if precision == "auto" else precision
    needs = needs_of(folder, served)
    fit = needs.rows_in(free) // caches - URGENT_PLACES
    parts = (
        f"weights {needs.weights / 1e9:.2f} GB, work space {WORK / 1e9:.2f} GB, keys and values "
        f"{needs.entry * TYPICAL_TOKENS / 1e9:.3f} GB for an answer of {TYPICAL_TOKENS} tokens"
    )
    if fit < 1:
        quantise = "" if served == "nf4" else "quantise it to 4 bits (`bandmate models quantize`), "
        merge = "" if caches == 1 else "merge the adapter into it (`bandmate models adapter merge`), "
        raise OperatorMistake(
            f"{folder} takes {needs.total(caches * (1 + URGENT_PLACES)) / 1e9:.2f} GB of the card ({parts}, "
            f"{URGENT_PLACES} more of them kept for whoever is speaking) and {free / 1e9:.2f} GB are free: "
            f"{quantise}{merge}free the card, or serve it from another machine"
        )
    _log.info("the card has %.2f GB free: %s; %d at once", free / 1e9, parts, min(rows, fit))
    return min(rows, fit)
