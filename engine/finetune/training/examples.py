"""Instructions as token ids: the prompt by serving's own encoder, the answer, and what of it is trained."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import OperatorMistake
from engine.finetune.data.instruction import Instruction, Teaches, read_instructions
from engine.models.local.prompting import PromptEncoder

if TYPE_CHECKING:
    from engine.models.local.loading import Loaded

_BAND = re.compile(r'"band": "(\d\.[05])"')
_LEAST_PROMPT = 16
"""Tokens of a prompt that must be left for an example to be one."""
_CLOSING = 64
"""Last tokens of a prompt (the fence, the turn to the model) that are never cut."""


@dataclass(frozen=True, slots=True)
class BandPlace:
    """A band in an answer: places of its two digits in the ids, and its value."""

    whole: int
    half: int
    band: float


@dataclass(frozen=True, slots=True)
class Example:
    """``ids`` from ``answer`` on are trained. ``own`` is where what differs between prompts begins."""

    name: str
    ids: tuple[int, ...]
    answer: int
    bands: tuple[BandPlace, ...] = ()
    cut: bool = False

    @property
    def trained(self) -> int:
        """Tokens with a loss."""
        return len(self.ids) - self.answer


@dataclass(frozen=True)
class Examples:
    """All examples of a file; ``cut`` is how many prompts were shortened; ``digest`` is the file's own."""

    examples: tuple[Example, ...]
    digest: str

    @property
    def cut(self) -> int:
        """Prompts that were shortened."""
        return sum(each.cut for each in self.examples)


class ExampleEncoder:
    """Encodes for one model; ``digits`` are the ids of 0 to 9 inside a text."""

    def __init__(self, loaded: Loaded, length: int) -> None:
        self._encoder = PromptEncoder(loaded.tokenizer)
        self._end = min(loaded.ends)
        self._length = length
        self.digits = tuple(self._encoder.answer(f'"{digit}').ids[-1] for digit in range(10))

    def encode(self, instruction: Instruction) -> Example:
        """The example; a prompt that is too long loses the end of what is its own.

        Raises:
            OperatorMistake: the answer alone fills the length.
        """
        prompt = self._encoder.encode(instruction.prompt)
        answer = self._encoder.answer(instruction.answer)
        ids, cut = self.fitted((*prompt.shared, *prompt.own), len(answer.ids) + 1, instruction.id)
        trained = (*answer.ids, self._end)
        places = _places(instruction, answer.ids, answer.offsets, len(ids), self.digits)
        return Example(instruction.id, (*ids, *trained), len(ids), places, cut)

    def fitted(self, prompt: tuple[int, ...], answer: int, name: str) -> tuple[tuple[int, ...], bool]:
        """As much of ``prompt`` as leaves room for ``answer`` tokens, and whether that cut it. Its closing stays.

        Raises:
            OperatorMistake: hardly any of it would be left.
        """
        room = self._length - answer
        if len(prompt) <= room:
            return prompt, False
        if room < min(len(prompt), _LEAST_PROMPT):
            raise OperatorMistake(f"The answer of example {name} leaves no room for its prompt: raise `length`.")
        closing = min(_CLOSING, room // 2)
        return (*prompt[: room - closing], *prompt[-closing:]), True

    def completion(self, text: str) -> tuple[int, ...]:
        """The ids of an answer with its end."""
        return (*self._encoder.answer(text).ids, self._end)

    def prompt(self, instruction: Instruction) -> tuple[int, ...]:
        """The ids of what is asked."""
        found = self._encoder.encode(instruction.prompt)
        return (*found.shared, *found.own)


def read_examples(path: Path, encoder: ExampleEncoder) -> Examples:
    """The examples in a file that ``data build`` wrote.

    Raises:
        OperatorMistake: it cannot be read, is empty, or an example has nothing to train.
    """
    found = tuple(encoder.encode(each) for each in read_instructions(path))
    if not found:
        raise OperatorMistake(f"{path.name} holds no examples.")
    refuse_untrained(found)
    return Examples(found, digest_of_file(path))


def refuse_untrained(examples: Iterable[Example]) -> None:
    """A loss over nothing is 0 and looks like success.

    Raises:
        OperatorMistake: an example has no token with a loss; how many there are is said.
    """
    empty = [each.name for each in examples if each.trained <= 0]
    if empty:
        raise OperatorMistake(f"{len(empty)} examples have no trained token, such as {empty[0]}.")


def digest_of_file(path: Path) -> str:
    """SHA-256, sixteen hexadecimal digits."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()[:16]


def _places(
    instruction: Instruction, ids: tuple[int, ...], offsets: tuple[int, ...], before: int, digits: tuple[int, ...]
) -> tuple[BandPlace, ...]:
    """Where the bands of a record are. A tokenizer that joins digits has none: its bands are learnt as any word."""
    if instruction.teaches not in (Teaches.MARK, Teaches.RESIST):
        return ()
    at = {offset: number for number, offset in enumerate(offsets)}
    found = []
    for match in _BAND.finditer(instruction.answer):
        whole, half = at.get(match.start(1)), at.get(match.start(1) + 2)
        text = match[1]
        if whole is None or half is None or (ids[whole], ids[half]) != (digits[int(text[0])], digits[int(text[2])]):
            return ()
        found.append(BandPlace(before + whole, before + half, float(text)))
    return tuple(found)
