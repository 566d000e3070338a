"""Requests that go through the same weights, generated together: every pass computes one more token of each answer in hand.

Rows in the front are ready to step together; rows behind them still have several tokens to compute (a prompt, or
punctuation that the schema forced) and take turns, in pieces, so that nobody's answer stalls behind a long prompt.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta

import torch

from engine.errors import BandmateError, ModelMisbehaved, TryAgain
from engine.models.local.captures import Captures
from engine.models.local.jobs import Job, Row
from engine.models.local.loading import Loaded
from engine.models.local.picking import Pick, Picker, Wish
from engine.models.local.prefix_cache import PrefixCache
from engine.models.local.slot_cache import Budget, SlotCache
from engine.models.local.steps import Next, Steps
from engine.ports import Stopped

#: Prompt tokens computed in one pass; fewer while somebody who is speaking waits.
CHUNK, CHUNK_BESIDE_URGENT = 512, 64
#: Places kept for urgent requests when all others are taken.
URGENT_PLACES = 2


class DecodingBatch:
    """The rows of one LoRA, or of none."""

    def __init__(self, loaded: Loaded, budget: Budget, captures: Captures) -> None:
        self._loaded = loaded
        self._captures = captures
        self._cache = SlotCache(int(loaded.model.config.get_text_config().num_hidden_layers), budget)
        self._steps = Steps(loaded, self._cache, captures, budget.entries // budget.narrow)
        self._picker = Picker(loaded, captures, self._steps.logits)
        self.prefixes = PrefixCache()
        self.rows: list[Row] = []
        self._ready = 0

    @property
    def urgent(self) -> bool:
        """Whether somebody who is speaking waits here."""
        return any(row.job.request.urgent for row in self.rows)

    def has_room(self, length: int, *, urgent: bool) -> bool:
        """Whether a row of ``length`` entries can join those in hand and leave the places of whoever is speaking.

        Raises:
            ModelMisbehaved: it could not even alone.
        """
        places = self._cache.capacity_for(max(length, *(row.length for row in self.rows), 0))
        if places < 1:
            raise ModelMisbehaved(f"prompt, adapter and answer take {length} tokens, more than there is room for")
        return not self.rows or len(self.rows) + 1 + (0 if urgent else URGENT_PLACES) <= places

    def admit(self, row: Row) -> None:
        """Takes a row in; what its prompt shares with earlier ones is copied, not computed."""
        prompt = row.job.prompt
        row.pending = [*prompt.shared, *prompt.own]
        row.keep_after = len(prompt.shared)
        slot = len(self.rows)
        self._cache.make_room(row.length, slot)
        kept = self.prefixes.find(row.beginning)
        if kept is not None:
            self._cache.write(slot, kept)
            row.entries, row.position = kept[0][0].shape[1], len(prompt.shared)
            del row.pending[: len(prompt.shared)]
        elif row.prefix is not None:
            self._cache.write(slot, tuple(zip(row.prefix.keys, row.prefix.values, strict=True)))
            row.entries = row.prefix.length
        self.rows.append(row)

    def warm(self) -> None:
        """Takes the memory and captures every shape that texts of the usual length come to. There must be no row."""
        self._steps.warm()
        for rows in sorted({rows for rows, _ in self._steps.shapes()}):
            self._picker.pick([Wish()] * rows)

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
        if not self.rows and not self._captures.has(self._cache):
            self._cache.release()  # a CPU's memory is lent; a captured step writes where it wrote

    def fail(self, error: BandmateError) -> None:
        """Ends every row here with an error and gives their memory back."""
        for row in self.rows:
            row.job.mailbox.put(error)
        self.rows, self._ready = [], 0
        self.release()
        self.prefixes.clear()

    def hand_back(self) -> list[Job]:
        """Empties the batch for want of memory, and gives the jobs that can begin again: nothing of them was heard yet.

        Whoever has heard part of an answer is told to try again.
        """
        begin_again = []
        for row in self.rows:
            if row.job.streams and row.text:
                row.job.mailbox.put(TryAgain("no memory for this answer now", after=timedelta(seconds=30)))
            else:
                begin_again.append(row.job)
        self.rows, self._ready = [], 0
        self.release()
        self.prefixes.clear()
        return begin_again

    def release(self) -> None:
        """Gives the memory of a batch without rows back; what prompts share is kept apart."""
        self._captures.forget(self._cache)
        self._cache.release()

    def _drop_overdue(self) -> None:
        now = time.monotonic()
        for row in list(self.rows):
            if row.job.abandoned or now >= row.job.deadline:
                self._end(row, Stopped.TIME)

    def _prefill(self, row: Row, chunk: int) -> None:
        shared_left = row.keep_after - row.position
        ids = row.pending[: min(chunk, shared_left) if shared_left > 0 else chunk]
        slot = self.rows.index(row)
        self._steps.read(slot, ids, row.position, row.entries)
        del row.pending[: len(ids)]
        row.entries += len(ids)
        row.position += len(ids)
        if row.position == row.keep_after and not self.prefixes.has(row.beginning):
            self.prefixes.keep(row.beginning, self._cache.read(slot, row.entries))
        if not row.pending:
            self._swap(slot, self._ready)
            self._ready += 1
            self._choose([row])

    def _decode(self) -> None:
        rows = self.rows[: self._ready]
        ready = [Next(row.pending.pop(), row.position, row.entries) for row in rows]
        self._steps.run(ready, [row.entries for row in self.rows[self._ready :]])
        for row in rows:
            row.entries += 1
            row.position += 1
        self._choose(rows)

    def _choose(self, rows: Sequence[Row]) -> None:
        """The next token of each row, whose logits stand ready: the likeliest one that its grammar allows, or a drawn one."""
        wishes: list[Wish] = []
        lost: dict[int, ModelMisbehaved] = {}
        for number, row in enumerate(rows):
            try:
                wishes.append(self._wish_of(row))
            except ModelMisbehaved as error:  # this answer's own trouble, not that of those beside it
                lost[number] = error
                wishes.append(Wish())
        for number, (row, pick) in enumerate(zip(rows, self._picker.pick(wishes), strict=True)):
            if number in lost:
                self._fail_row(row, lost[number])
            elif row.forced:
                row.pending.append(row.forced.popleft())
            elif not pick.usable:
                self._fail_row(row, ModelMisbehaved("the model computed no numbers"))
            else:
                self._remember(row, pick)
                try:
                    self._take(row, pick.token)
                except ModelMisbehaved as error:
                    self._fail_row(row, error)

    def _wish_of(self, row: Row) -> Wish:
        if row.forced:
            return Wish()
        allowed = row.constraint.allowed() if row.constraint is not None else None
        temperature, device = row.job.request.temperature, self._loaded.device
        if temperature == 0:
            return Wish(allowed)
        if row.dice is None:
            row.dice = torch.Generator(device).manual_seed(row.job.request.seed)
        noise = torch.empty(self._loaded.vocabulary, device=device).exponential_(generator=row.dice).log()
        return Wish(allowed, temperature, noise)

    def _remember(self, row: Row, pick: Pick) -> None:
        if not pick.chances:
            return
        texts = self._loaded.tokenizer.batch_decode([[token] for token in pick.chances], skip_special_tokens=True)
        options_by_text: dict[str, float] = {}
        for text, chance in zip(texts, pick.chances.values(), strict=True):  # a letter may be a piece and a byte
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
