"""The next token of each row, chosen where its logits are: a row's grammar goes there as bits, a few numbers come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from engine.models.local.captures import Captures
from engine.models.local.loading import Loaded
from engine.models.local.steps import rows_of

#: A choice among at most so many tokens is reported with its probabilities.
FEW = 32
_WORD = 32

#: Which tokens may come, a bit a token, the first in the lowest: [vocabulary / 32] or more.
Bits = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Wish:
    """How one row's token is to be chosen: among which (None: any that is text), and drawn or the likeliest.

    ``temperature`` 0 is the likeliest; ``noise`` is what draws are made with, [vocabulary].
    """

    allowed: Bits | None = None
    temperature: float = 0.0
    noise: torch.Tensor | None = None


@dataclass(frozen=True, slots=True)
class Pick:
    """The token, whether its logit was a number, and the chances of each token where there were few."""

    token: int
    usable: bool
    chances: dict[int, float]


class Picker:
    """Chooses for up to ``rows`` rows at once; all that it works on is allocated here, once."""

    def __init__(self, loaded: Loaded, captures: Captures, logits: torch.Tensor) -> None:
        rows, vocabulary = logits.shape
        self._captures = captures
        self._logits = logits
        self._text = _bits_of(vocabulary, loaded.silent)
        pin = loaded.device.type == "cuda"
        self._staged = torch.zeros((rows, len(self._text)), dtype=torch.int32, pin_memory=pin)
        self._options_staged = torch.zeros((rows, FEW), dtype=torch.long, pin_memory=pin)
        self._bits = self._staged.to(loaded.device, copy=True)
        self._options = self._options_staged.to(loaded.device, copy=True)
        self._places = torch.arange(_WORD, dtype=torch.int32, device=loaded.device)
        self._heat = torch.ones((rows, 1), device=loaded.device)
        self._noise = torch.zeros_like(logits)
        self._drawn = False

    def pick(self, wishes: Sequence[Wish]) -> list[Pick]:
        """A token for each of the first rows of the logits."""
        rows = rows_of(len(wishes), len(self._logits))
        bits, options = self._staged.numpy().view(np.uint32), self._options_staged.numpy()
        bits[:rows] = self._text
        few = []
        for row, wish in enumerate(wishes):
            if wish.allowed is not None:
                bits[row] &= wish.allowed[: len(self._text)]
            few.append(_few(wish.allowed, bits[row]))
            options[row, : len(few[row])] = few[row]
        self._bits[:rows].copy_(self._staged[:rows], non_blocking=True)
        self._options[:rows].copy_(self._options_staged[:rows], non_blocking=True)
        self._set_dice(wishes)
        found = self._captures.run(self, rows, lambda: self._work(rows))[: len(wishes)].tolist()
        return [_read(numbers, ids) for numbers, ids in zip(found, few, strict=True)]

    def _set_dice(self, wishes: Sequence[Wish]) -> None:
        hot = any(wish.noise is not None for wish in wishes)
        if self._drawn or hot:
            self._noise.zero_()
            self._heat.fill_(1.0)
        for row, wish in enumerate(wishes):
            if wish.noise is not None:
                self._noise[row] = wish.noise
                self._heat[row] = wish.temperature
        self._drawn = hot

    def _work(self, rows: int) -> torch.Tensor:
        """Token, its value and the logits of the few, [rows, 2 + FEW]; a token's number is exact as a float up to 2^24.

        Its maximum is a draw where there is noise: the Gumbel-max trick (Gumbel, 1954).
        """
        logits = self._logits[:rows]
        allowed = (self._bits[:rows, :, None] >> self._places & 1).view(rows, -1)[:, : logits.shape[1]]
        logits.masked_fill_(allowed == 0, float("-inf"))
        best, chosen = (logits / self._heat[:rows] - self._noise[:rows]).max(dim=-1)
        return torch.cat([chosen[:, None].float(), best[:, None], logits.gather(1, self._options[:rows])], dim=1)


def _bits_of(vocabulary: int, silent: Sequence[int]) -> Bits:
    """Every token but the silent ones."""
    flags = np.zeros(-(-vocabulary // _WORD) * _WORD, dtype=np.uint8)
    flags[:vocabulary] = 1
    flags[list(silent)] = 0
    return np.packbits(flags, bitorder="little").view(np.uint32)


def _few(allowed: Bits | None, bits: Bits) -> list[int]:
    """The tokens of a choice among few; none where it is free, there are many, or only one."""
    if allowed is None or not 1 < int(np.bitwise_count(bits).sum()) <= FEW:
        return []
    return [int(token) for token in np.flatnonzero(np.unpackbits(bits.view(np.uint8), bitorder="little"))]


def _read(numbers: Sequence[float], few: Sequence[int]) -> Pick:
    token, best, *logits = numbers
    usable = bool(np.isfinite(best))
    if not few or not usable:
        return Pick(int(token), usable, {})
    values = np.exp(np.array(logits[: len(few)], dtype=np.float64) - max(logits[: len(few)]))
    return Pick(int(token), usable, dict(zip(few, (values / values.sum()).tolist(), strict=True)))
