"""Spoilt sentences as tensors: batch number n of a seed is always the same, so that a training can go on where it was."""

from __future__ import annotations

import gzip
import random
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch.utils.data import Dataset

from engine.errors import OperatorMistake
from engine.finetune.errors.model import KINDS
from engine.finetune.errors.spoiling import Spoilt, run_on, spoil
from engine.marking.errors.words import words_of

_SHORTEST, _LONGEST = 5, 55  # words of a sentence that is taught
_RUN_ONS = 0.06
_TOKENS = 80
_IGNORED = -100
if TYPE_CHECKING:
    from tokenizers import Tokenizer

Batch = tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]


def read_sentences(texts: Sequence[Path]) -> list[list[str]]:
    """The sentences of plain texts (or .gz), one a line, as words.

    Raises:
        OperatorMistake: a text cannot be read, or there are hardly any sentences in them.
    """
    sentences = []
    for path in texts:
        try:
            with (
                gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file
            ):
                sentences += [[word.text for word in words_of(line)] for line in file]
        except OSError as error:
            raise OperatorMistake(f"{path} cannot be read.") from error
    kept = [words for words in sentences if _SHORTEST <= len(words) <= _LONGEST]
    if len(kept) < 50:
        raise OperatorMistake(
            "There are not 50 sentences in these texts: one a line, of 5 to 55 words, is what is read."
        )
    return kept


class SpoiltBatches(Dataset[Batch]):  # type: ignore[misc]
    """Batches by number: ids, mask, kinds and edits, (rows, tokens) each; what is not the first token of a word is -100."""

    def __init__(
        self,
        sentences: Sequence[list[str]],
        tokenizer: Tokenizer,
        edits: Sequence[str],
        *,
        rows: int,
        seed: int,
        clean: float,
    ) -> None:
        self._sentences = sentences
        self._tokenizer = tokenizer
        self._edits = {edit: number for number, edit in enumerate(edits)}
        self._rows, self._seed, self._clean = rows, seed, clean
        tokenizer.enable_truncation(_TOKENS)

    def __getitem__(self, number: int) -> Batch:
        rng = random.Random(f"{self._seed}-{number}")
        return self._encoded([self._one(rng) for _ in range(self._rows)])

    def _one(self, rng: random.Random) -> Spoilt:
        at = rng.randrange(len(self._sentences))
        if rng.random() < _RUN_ONS and at + 1 < len(self._sentences):
            joined = run_on(self._sentences[at], self._sentences[at + 1], rng)
            if joined is not None and len(joined.words) <= _LONGEST:
                return joined
        return spoil(self._sentences[at], rng, self._clean)

    def _encoded(self, rows: Sequence[Spoilt]) -> Batch:
        encodings = self._tokenizer.encode_batch([row.words for row in rows], is_pretokenized=True)
        length = max(len(each.ids) for each in encodings)
        ids = torch.zeros((len(rows), length), dtype=torch.long)
        mask = torch.zeros_like(ids)
        kinds, edits = torch.full_like(ids, _IGNORED), torch.full_like(ids, _IGNORED)
        for at, (row, encoding) in enumerate(zip(rows, encodings, strict=True)):
            ids[at, : len(encoding.ids)] = torch.tensor(encoding.ids)
            mask[at, : len(encoding.ids)] = 1
            last = None
            for token, word in enumerate(encoding.word_ids):
                if word is not None and word != last:
                    kind = row.kinds[word]
                    kinds[at, token] = 0 if kind is None else KINDS.index(kind)
                    # An edit that the tagger has no label for is an error without a mend.
                    edits[at, token] = self._edits.get(row.edits[word], self._edits["FLAG"])
                last = word
        return ids, mask, kinds, edits
