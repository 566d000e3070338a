"""The tagger: of each word, what kind of learner's error it is and which edit would mend it.

A small transformer (its card is ``engine/data/errors/card.toml``) run by ONNX Runtime in 8-bit integers.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.errors import OperatorMistake

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

Floats = NDArray[np.float32]

SHIPPED = Path(str(files("engine.data"))) / "errors"
WEIGHTS, TOKENIZER, LABELS, CARD = "tagger.onnx", "tokenizer.json", "labels.json", "card.toml"
_TOKENS = 128  # of one sentence: what the tagger was taught on is shorter
_BATCH = 512  # tokens that are read together: more is no faster on one thread
_REMEMBERED = 64  # batches, some megabytes: a mended text is mostly the same sentences, and so is one that was added to


@dataclass(frozen=True, slots=True)
class Tagged:
    """One sentence: for each word the probability of each kind (the first: no error) and of each edit (the first: none).

    ``kinds`` is (words, kinds), ``edits`` (words, edits), each row adding up to 1; ``hidden`` is the sum of the
    encoder's states over the sentence's ``tokens``. It may be remembered, so the numbers cannot be written to.
    """

    kinds: Floats
    edits: Floats
    hidden: Floats
    tokens: int


class Tagger:
    """Reads sentences. The same text is read the same each time; a sentence beside others, to the second decimal."""

    def __init__(self, session: InferenceSession, tokenizer: Tokenizer, edits: Sequence[str]) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self.edits = tuple(edits)
        self.width = int(session.get_outputs()[2].shape[-1])
        # Whole batches and not sentences: what is read beside a sentence moves its numbers by a little, and what was
        # remembered must be what would be read.
        self._read_batch = lru_cache(maxsize=_REMEMBERED)(self._read_batch_anew)

    @classmethod
    def load(cls, folder: Path = SHIPPED, threads: int = 1) -> Tagger:
        """The tagger of ``folder``, after a look at whether its files are what its card says.

        Raises:
            OperatorMistake: a file is missing or damaged.
        """
        import onnxruntime
        from tokenizers import Tokenizer

        weights = _checked(folder, WEIGHTS)
        tokenizer = Tokenizer.from_str(_checked(folder, TOKENIZER).decode())
        tokenizer.no_padding()
        tokenizer.enable_truncation(_TOKENS)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
        return cls(session, tokenizer, json.loads(_checked(folder, LABELS))["edits"])

    def states(self, sentences: Sequence[Sequence[str]]) -> list[Floats]:
        """The encoder's states over the tokens of each sentence, each of shape (tokens, width), in the order given."""
        encodings = self._encoded(sentences)
        return [self._run(np.array([each.ids]), np.ones((1, len(each.ids)), np.int64))[2][0] for each in encodings]

    def _run(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> Sequence[Floats]:
        run: Sequence[Floats] = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        return run

    def read(self, sentences: Sequence[Sequence[str]]) -> list[Tagged]:
        """What is said of the words of each sentence, in the order given."""
        read: dict[int, Tagged] = {}
        for batch in _batches([len(encoding.ids) for encoding in self._encoded(sentences)]):
            read |= zip(batch, self._read_batch(tuple(tuple(sentences[at]) for at in batch)), strict=True)
        return [read[at] for at in range(len(sentences))]

    def _read_batch_anew(self, batch: tuple[tuple[str, ...], ...]) -> tuple[Tagged, ...]:
        """What is said of sentences of one length, read together."""
        encodings = self._encoded(batch)
        ids = np.array([each.ids for each in encodings], np.int64)
        rows = zip(encodings, batch, *self._run(ids, np.ones_like(ids)), strict=True)
        return tuple(_by_word(each, len(words), *told) for each, words, *told in rows)

    def _encoded(self, sentences: Sequence[Sequence[str]]) -> list[Encoding]:
        return self._tokenizer.encode_batch([list(words) for words in sentences], is_pretokenized=True)


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Sentences of one length together: padding would cost time, and change what is read by a little."""
    order = sorted(range(len(lengths)), key=lambda at: (lengths[at], at))
    batch: list[int] = []
    for at in order:
        if batch and (lengths[at] != lengths[batch[0]] or lengths[at] * (len(batch) + 1) > _BATCH):
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def _by_word(encoding: Encoding, words: int, kinds: Floats, edits: Floats, hidden: Floats) -> Tagged:
    """A word is read at its first token; words beyond the last token are taken for right."""
    firsts: dict[int, int] = {}
    for token, word in enumerate(encoding.word_ids):
        if word is not None:
            firsts.setdefault(word, token)
    at = [firsts[word] for word in range(words) if word in firsts]
    rows = [word for word in range(words) if word in firsts]
    by_kind = np.zeros((words, kinds.shape[1]), np.float32)
    by_edit = np.zeros((words, edits.shape[1]), np.float32)
    by_kind[:, 0] = by_edit[:, 0] = 1
    by_kind[rows] = kinds[at]
    by_edit[rows] = edits[at]
    tagged = Tagged(by_kind, by_edit, hidden.sum(0, dtype=np.float32), len(encoding.ids))
    for numbers in (tagged.kinds, tagged.edits, tagged.hidden):
        numbers.flags.writeable = False
    return tagged


def _checked(folder: Path, name: str) -> bytes:
    """The bytes of a file, if they are those that the card has the hash of."""
    try:
        expected = tomllib.loads((folder / CARD).read_text("utf-8"))["sha256"][name]
        data = (folder / name).read_bytes()
    except (OSError, KeyError, ValueError) as error:
        raise OperatorMistake(f"The error finder's {name} is missing from {folder}: install Bandmate again.") from error
    if hashlib.sha256(data).hexdigest() != expected:
        raise OperatorMistake(f"The error finder's {name} in {folder} is damaged: install Bandmate again.")
    return data
