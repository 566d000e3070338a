"""Arithmetic in which what is computed beside a token changes nothing of it, to the last bit.

A matrix product of other size adds up in another order, so an answer's numbers differ in their last bits by how many
others are in hand, and now and then the likeliest token with them (He, 2025, Defeating nondeterminism in LLM inference).
Here every product is made of tiles of the same size, and every token attends by itself, in a prompt as in a step. It is
slower, and what it proves holds on a CPU; a card's own kernels were not looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch.nn.functional import linear, pad
from torch.overrides import TorchFunctionMode

#: Rows of a product. On a CPU sixteen rows take about as long as one: the weights are what is read.
TILE = 16


class Exactly(TorchFunctionMode):  # type: ignore[misc]  # torch is not followed
    """While it is entered, the products of all linear layers, adapters' too, are made of tiles."""

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Sequence[type],
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:  # noqa: ANN401  (as torch declares it)
        """See :class:`torch.overrides.TorchFunctionMode`."""
        if func is linear:
            return _in_tiles(*args, **(kwargs or {}))
        return func(*args, **(kwargs or {}))


def _in_tiles(values: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None = None) -> torch.Tensor:
    """``values`` [..., in] times ``weight`` [out, in]."""
    rows = values.reshape(-1, values.shape[-1])
    whole = pad(rows, (0, 0, 0, -len(rows) % TILE))
    made = torch.cat([linear(tile, weight, bias) for tile in whole.split(TILE)])
    return made[: len(rows)].reshape(*values.shape[:-1], -1)
