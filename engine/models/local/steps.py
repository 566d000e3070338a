"""One decoding step in few fixed shapes, so that a card can replay it instead of being told each kernel anew.

Rows are padded to a power of two and spans to a multiple of 512; what a step reads and writes lies in buffers that stay
where they are. On a CPU, and where a step cannot be captured, the same work runs as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch

from engine.models.local.captures import Captures, Work
from engine.models.local.loading import Loaded
from engine.models.local.slot_cache import SPAN, SlotCache, span_of

#: Pieces of a prompt are padded to a power of two up to this, and to a multiple of it beyond.
_PIECE = 64


@dataclass(frozen=True, slots=True)
class Next:
    """A row's next token, its position in the text, and how many entries the row has already."""

    token: int
    position: int
    entries: int


def rows_of(count: int, most: int) -> int:
    """The bucket that holds ``count`` rows of ``most``."""
    return min(1 << (count - 1).bit_length(), most)


def piece_of(tokens: int) -> int:
    """The bucket that holds a piece of ``tokens`` of a prompt."""
    return rows_of(tokens, _PIECE) if tokens <= _PIECE else -(-tokens // _PIECE) * _PIECE


class Steps:
    """Steps of one adapter's rows over one cache; ``rows`` is the most that there ever are."""

    def __init__(self, loaded: Loaded, cache: SlotCache, captures: Captures, rows: int) -> None:
        self._loaded = loaded
        self._cache = cache
        self._captures = captures
        #: Tokens, positions, entries.
        self._inputs = torch.zeros((3, rows), dtype=torch.long, device=loaded.device)
        self.logits = torch.zeros((rows, loaded.vocabulary), dtype=torch.float32, device=loaded.device)

    def run(self, ready: Sequence[Next], behind: Sequence[int]) -> torch.Tensor:
        """Logits of the ``ready`` rows, which are the cache's first, [rows, vocabulary], in float32, until the next step.

        ``behind`` are the entries of the rows after them. Padding writes where their next entry will be written.
        """
        rows, span = rows_of(len(ready), self._cache.capacity), span_of(max(row.entries for row in ready) + 1)
        padding = [*behind, *[0] * rows][: rows - len(ready)]
        columns = [(row.token, row.position, row.entries) for row in ready] + [(0, 0, entries) for entries in padding]
        self._inputs[:, :rows].copy_(torch.tensor(columns).T)
        self._captures.run(self._cache, (rows, span, self._cache.width), self._work(rows, span))
        return self.logits[: len(ready)]

    def read(self, row: int, ids: Sequence[int], position: int, entries: int) -> torch.Tensor:
        """Computes the entries of ``ids``, a piece of one row's text, and gives the last one's logits, [1, vocabulary]."""
        device, span = self._loaded.device, span_of(entries + len(ids))
        length = min(piece_of(len(ids)), self._cache.width - entries)
        self._cache.aim_at_row(row, entries, span)
        reach = torch.arange(entries, entries + length, device=device)
        seen = torch.arange(span, device=device)[None, :] <= reach[:, None]
        positions = torch.arange(position, position + length, device=device)
        padded = torch.tensor([[*ids, *[0] * (length - len(ids))]], device=device)
        last = torch.tensor([len(ids) - 1], device=device)
        self.logits[:1].copy_(self._logits_of(padded, positions[None], seen[None, None], last))
        return self.logits[:1]

    def shapes(self) -> Iterator[tuple[int, int]]:
        """Rows and span of every step that texts of the usual length come to."""
        most = self._cache.capacity
        for rows in sorted({rows_of(count, most) for count in range(1, most + 1)}):
            for span in range(SPAN, self._cache.width + 1, SPAN):
                yield rows, span

    def warm(self) -> None:
        """Captures all of :meth:`shapes`; what it writes lies where nothing is in hand. There must be no row."""
        self.read(0, [0], 0, 0)
        self._inputs.zero_()
        for rows, span in self.shapes():
            self._captures.run(self._cache, (rows, span, self._cache.width), self._work(rows, span))

    def _work(self, rows: int, span: int) -> Work:
        inputs, out = self._inputs[:, :rows], self.logits[:rows]

        def work() -> torch.Tensor:
            tokens, positions, entries = inputs
            self._cache.aim_at_step(entries, span)
            seen = torch.arange(span, device=inputs.device)[None, :] <= entries[:, None]
            return out.copy_(self._logits_of(tokens[:, None], positions[:, None], seen[:, None, None, :], 1))

        return work

    def _logits_of(
        self, ids: torch.Tensor, positions: torch.Tensor, seen: torch.Tensor, keep: torch.Tensor | int
    ) -> torch.Tensor:
        """Logits of one token of each row that the cache is aimed at, [rows, vocabulary]; ``keep``: which, or the last."""
        logits: torch.Tensor = self._loaded.model(
            input_ids=ids,
            position_ids=positions,
            attention_mask=seen,
            past_key_values=self._cache,
            use_cache=True,
            logits_to_keep=keep,
        ).logits
        return logits[:, -1]
