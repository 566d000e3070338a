"""A prompt as token ids, in the chat format that the model was trained on.

Only the template may become control tokens. The texts put into it are encoded apart from it and as plain text.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import TemplateError

from engine.errors import OperatorMistake
from engine.ports import Prompt

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerFast


@dataclass(frozen=True, slots=True)
class PromptIds:
    """Token ids of the part that many requests share, and of this request's own part."""

    shared: tuple[int, ...]
    own: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AnswerIds:
    """Token ids of an answer, and the offset of the character with which each begins."""

    ids: tuple[int, ...]
    offsets: tuple[int, ...]


class PromptEncoder:
    """Encodes prompts for one tokenizer.

    Raises:
        OperatorMistake: the model has no chat template that can hold a question.
    """

    def __init__(self, tokenizer: PreTrainedTokenizerFast) -> None:
        self._tokenizer = tokenizer
        self._newline = self._plain("\n")
        mark = secrets.token_hex(8)
        before, after = _render(tokenizer, mark).split(mark)
        opening = tokenizer("")["input_ids"]
        lead = tokenizer(before, add_special_tokens=False, split_special_tokens=False)["input_ids"]
        self._lead = tuple(lead if lead[: len(opening)] == opening else [*opening, *lead])
        self._after = after

    def encode(self, prompt: Prompt) -> PromptIds:
        """The ids; the shared part's are the same for every request with the same ``shared``."""
        shared = (*self._lead, *self._continued(prompt.shared)) if prompt.shared else self._lead
        own = self._continued(f"\n\n{prompt.own}" if prompt.shared else prompt.own)
        closing = self._continued(self._after, trusted=True) if self._after else ()
        return PromptIds(shared=shared, own=(*own, *closing))

    def answer(self, text: str) -> AnswerIds:
        """The ids of an answer as it follows a prompt, and where in ``text`` each begins; no end is put after it."""
        found = self._tokenizer(
            f"\n{text}", add_special_tokens=False, split_special_tokens=True, return_offsets_mapping=True
        )
        ids, offsets = found["input_ids"], found["offset_mapping"]
        after = len(self._newline)
        if ids[:after] != self._newline:
            raise OperatorMistake(
                "the model's tokenizer joins a line break and what follows: it cannot be trained here"
            )
        return AnswerIds(tuple(ids[after:]), tuple(int(start) - 1 for start, _ in offsets[after:]))

    def _plain(self, text: str, *, trusted: bool = False) -> list[int]:
        ids = self._tokenizer(text, add_special_tokens=False, split_special_tokens=not trusted)["input_ids"]
        return [int(token) for token in ids]

    def _continued(self, text: str, *, trusted: bool = False) -> tuple[int, ...]:
        """Ids of text that goes on after other text: a tokenizer may put a space before what it takes for a start."""
        anchored = self._plain(f"\n{text}", trusted=trusted)
        if anchored[: len(self._newline)] == self._newline:
            return tuple(anchored[len(self._newline) :])
        return tuple(self._plain(text, trusted=trusted))


def _render(tokenizer: PreTrainedTokenizerFast, content: str) -> str:
    try:
        rendered = tokenizer.apply_chat_template(
            [{"role": "user", "content": content}], tokenize=False, add_generation_prompt=True
        )
    except (ValueError, TemplateError) as error:
        raise OperatorMistake("the model's folder has no chat template: it was not trained to answer") from error
    if not isinstance(rendered, str) or rendered.count(content) != 1:
        raise OperatorMistake("the model's chat template does not hold a question as it is")
    return rendered
