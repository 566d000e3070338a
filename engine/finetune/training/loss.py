"""The loss of answers: cross-entropy of their tokens, and the squared error of the bands that they expect.

Serving reads a band as the mean over the bands' probabilities (``engine.marking.llm.belief``), so that is what is
trained beside the tokens (regression-aware, Lukasik et al., 2025): a 6.5 where 7.0 was given costs less than a 3.0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch.nn.functional import cross_entropy

from engine.finetune.training.batches import IGNORED, Batch

if TYPE_CHECKING:
    from torch.nn import Module


@dataclass(frozen=True)
class Losses:
    """Sums over a batch: nats over ``tokens``, squared bands over ``expected`` (as many as there are band places)."""

    nats: torch.Tensor
    tokens: int
    squares: torch.Tensor
    expected: torch.Tensor


def losses(model: Module, batch: Batch, digits: torch.Tensor, *, answer_only: bool = True) -> Losses:
    """One forward pass; ``digits`` are the ids of 0 to 9, shape (10,). Logits are computed where an answer is."""
    given = {name: batch[name] for name in ("input_ids", "position_ids", "attention_mask") if name in batch}
    wanted = batch["labels"][:, 1:]
    # Position p predicts token p + 1; all rows share the positions that any of them needs.
    places = torch.nonzero((wanted != IGNORED).any(dim=0)).flatten() if answer_only else torch.arange(
        wanted.shape[1], device=wanted.device
    )  # fmt: skip
    logits = model(**given, use_cache=False, logits_to_keep=places).logits.float()
    labels = wanted[:, places]
    nats = cross_entropy(logits.flatten(0, 1), labels.flatten(), ignore_index=IGNORED, reduction="sum")
    expected = _expected(logits, places, batch["band_places"], digits)
    squares = ((expected - batch["band_values"]) ** 2).sum()
    return Losses(nats, int((labels != IGNORED).sum()), squares, expected)


def _expected(logits: torch.Tensor, places: torch.Tensor, bands: torch.Tensor, digits: torch.Tensor) -> torch.Tensor:
    """The bands that the model expects, shape (bands,): as ``belief.expected_band``, from the true digit on."""
    rows, wholes, halves = bands.unbind(1)
    first = logits[rows, torch.searchsorted(places, wholes - 1)][:, digits].softmax(-1)
    second = logits[rows, torch.searchsorted(places, halves - 1)][:, digits[[0, 5]]].softmax(-1)
    values = torch.arange(10, device=logits.device, dtype=logits.dtype)
    half = 0.5 * second[:, 1:] * (values < 9)
    return (first * (values + half)).sum(-1)
