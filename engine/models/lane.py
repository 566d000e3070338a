"""Requests of one adapter, generated together: every forward pass computes one more token of each answer in hand.

Rows in the front are ready to step together; rows behind them still have several tokens to compute (a prompt, or
punctuation that the schema forced) and take turns, in pieces, so that nobody's answer stalls behind a long prompt.
"""

from __future__ import annotations

import time

import torch

from engine.errors import BandmateError, ModelMisbehaved
from engine.models.adapters import Prefix
from engine.models.constrained import FEW
from engine.models.jobs import Row
from engine.models.loading import Loaded
from engine.models.prefix_cache import PrefixCache
from engine.models.slot_cache import SlotCache
from engine.ports import Stopped

#: Prompt tokens computed in one pass; fewer while somebody who is speaking waits.
CHUNK, CHUNK_BESIDE_URGENT = 512, 64


class Lane:
    """The rows of one adapter. ``prefix`` is what the adapter puts before every text, if it is of that kind."""

    def __init__(self, loaded: Loaded, prefix: Prefix | None) -> None:
        self._loaded = loaded
        self._prefix = prefix
        self._cache = SlotCache()
        self.prefixes = PrefixCache()
        self.rows: list[Row] = []
        self._ready = 0
        self._silent = torch.tensor(loaded.silent, device=loaded.device, dtype=torch.long)

    @property
    def urgent(self) -> bool:
        """Whether somebody who is speaking waits here."""
        return any(row.job.request.urgent for row in self.rows)

    def admit(self, row: Row) -> None:
        """Takes a row in; what its prompt shares with earlier ones is copied, not computed."""
        prompt = row.job.prompt
        row.pending = [*prompt.shared, *prompt.own]
        row.keep_after = len(prompt.shared)
        slot = len(self.rows)
        kept = self.prefixes.find(prompt.shared)
        if kept is not None:
            self._cache.write(slot, kept)
            row.entries, row.position = kept[0][0].shape[1], len(prompt.shared)
            del row.pending[: len(prompt.shared)]
        elif self._prefix is not None:
            self._cache.write(slot, tuple(zip(self._prefix.keys, self._prefix.values, strict=True)))
            row.entries = self._prefix.length
        self.rows.append(row)

    def step(self, *, beside_urgent: bool) -> None:
        """One piece of a waiting prompt, then one more token of every answer."""
        self._drop_overdue()
        waiting = self.rows[self._ready :]
        if waiting:
            first = min(waiting, key=lambda row: row.job)
            hurried = beside_urgent and not first.job.request.urgent
            self._prefill(first, CHUNK_BESIDE_URGENT if hurried else CHUNK)
        if self._ready:
            self._decode()
        if not self.rows:
            self._cache.clear()  # the most that ever was in hand need not stay taken; what is shared is kept apart

    def fail(self, error: BandmateError) -> None:
        """Ends every row here with an error and gives their memory back."""
        for row in self.rows:
            row.job.mailbox.put(error)
        self.rows, self._ready = [], 0
        self._cache.clear()
        self.prefixes.clear()

    def _drop_overdue(self) -> None:
        now = time.monotonic()
        for row in list(self.rows):
            if row.job.abandoned or now >= row.job.deadline:
                self._end(row, Stopped.TIME)

    def _prefill(self, row: Row, chunk: int) -> None:
        shared_left = row.keep_after - row.position
        ids = row.pending[: min(chunk, shared_left) if shared_left > 0 else chunk]
        slot = self.rows.index(row)
        self._cache.aim_at_row(slot, row.entries, len(ids))
        device = self._loaded.device
        reach = torch.arange(row.entries, row.entries + len(ids), device=device)
        seen = torch.arange(row.entries + len(ids), device=device)[None, :] <= reach[:, None]
        positions = torch.arange(row.position, row.position + len(ids), device=device)
        logits = self._forward(torch.tensor([ids], device=device), positions[None], seen[None, None])
        del row.pending[: len(ids)]
        row.entries += len(ids)
        row.position += len(ids)
        if row.position == row.keep_after and not self.prefixes.has(row.job.prompt.shared):
            self.prefixes.keep(row.job.prompt.shared, self._cache.read(slot, row.entries))
        if not row.pending:
            self._swap(slot, self._ready)
            self._ready += 1
            self._choose([row], logits)

    def _decode(self) -> None:
        rows = self.rows[: self._ready]
        device = self._loaded.device
        lengths = [row.entries for row in rows]
        self._cache.aim_at_step(lengths, device)
        ids = torch.tensor([[row.pending.pop()] for row in rows], device=device)
        positions = torch.tensor([[row.position] for row in rows], device=device)
        seen = torch.arange(max(lengths) + 1, device=device)[None, :] <= torch.tensor(lengths, device=device)[:, None]
        logits = self._forward(ids, positions, seen[:, None, None, :])
        for row in rows:
            row.entries += 1
            row.position += 1
        self._choose(rows, logits)

    def _forward(self, ids: torch.Tensor, positions: torch.Tensor, seen: torch.Tensor) -> torch.Tensor:
        """Logits of the last token of each row, [rows, vocabulary], in float32."""
        logits = self._loaded.model(
            input_ids=ids,
            position_ids=positions,
            attention_mask=seen,
            past_key_values=self._cache,
            use_cache=True,
            logits_to_keep=1,
        ).logits
        last: torch.Tensor = logits[:, -1].float()
        return last

    def _choose(self, rows: list[Row], logits: torch.Tensor) -> None:
        """The next token of each row: the likeliest one that its grammar allows."""
        logits.index_fill_(1, self._silent, float("-inf"))
        few: dict[int, torch.Tensor] = {}
        lost: dict[int, ModelMisbehaved] = {}
        for number, row in enumerate(rows):
            if row.constraint is not None and not row.forced:
                try:
                    allowed = row.constraint.allowed().to(logits.device, non_blocking=True)
                except ModelMisbehaved as error:  # this answer's own trouble, not that of those beside it
                    lost[number] = error
                    continue
                logits[number].masked_fill_(~allowed, float("-inf"))
                options = allowed.nonzero()[:, 0]
                if 1 < len(options) <= FEW:
                    few[number] = options
        best, chosen = logits.max(dim=-1)
        usable = torch.isfinite(best).tolist()
        for number, (row, token) in enumerate(zip(rows, chosen.tolist(), strict=True)):
            if number in lost:
                self._fail_row(row, lost[number])
            elif row.forced:
                row.pending.append(row.forced.popleft())
            elif not usable[number]:
                self._fail_row(row, ModelMisbehaved("the model computed no numbers"))
            else:
                if number in few:
                    self._remember(row, few[number], logits[number])
                try:
                    self._take(row, token)
                except ModelMisbehaved as error:
                    self._fail_row(row, error)

    def _remember(self, row: Row, options: torch.Tensor, logits: torch.Tensor) -> None:
        chances = torch.softmax(logits[options], dim=-1).tolist()
        texts = self._loaded.tokenizer.batch_decode(options[:, None].tolist(), skip_special_tokens=True)
        options_by_text: dict[str, float] = {}
        for text, chance in zip(texts, chances, strict=True):  # a letter may be a piece and a byte
            options_by_text[text] = options_by_text.get(text, 0.0) + chance
        row.choice(options_by_text)

    def _take(self, row: Row, token: int) -> None:
        """Goes on with ``token``, and with what the schema forces after it."""
        if token in self._loaded.ends:
            self._end(row, Stopped.END)
            return
        tokens = [token]
        if row.constraint is not None:
            row.constraint.accept(token)
            tokens += row.constraint.forced()
        left = row.job.request.max_tokens - len(row.produced)
        row.say(tokens[:left])
        if row.constraint is not None and row.constraint.done and len(tokens) <= left:
            self._end(row, Stopped.END)
        elif len(tokens) >= left:
            self._end(row, Stopped.TOKENS)
        elif len(tokens) > max(1, self._ready):
            row.pending = tokens  # one pass over all of them is less work than a step for each
            self._wait(row)
        else:
            row.pending = tokens[:1]
            row.forced.extend(tokens[1:])

    def _wait(self, row: Row) -> None:
        self._ready -= 1
        self._swap(self.rows.index(row), self._ready)

    def _end(self, row: Row, stopped: Stopped) -> None:
        row.finish(stopped)
        self._remove(row)

    def _fail_row(self, row: Row, error: BandmateError) -> None:
        row.job.mailbox.put(error)
        self._remove(row)

    def _remove(self, row: Row) -> None:
        if self.rows.index(row) < self._ready:
            self._wait(row)
        self._swap(self.rows.index(row), len(self.rows) - 1)
        self.rows.pop()

    def _swap(self, one: int, other: int) -> None:
        if one != other:
            self._cache.swap(one, other, max(self.rows[one].entries, self.rows[other].entries))
            self.rows[one], self.rows[other] = self.rows[other], self.rows[one]
