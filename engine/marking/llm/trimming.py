"""An answer that is too long for the model's context is cut by rule, and the report says how much was read."""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.errors import ModelMisbehaved
from engine.ielts.rubric import Rule
from engine.ielts.text import Text
from engine.ielts.writing import Essay, count_words
from engine.ports import Prompt


@dataclass(frozen=True, slots=True)
class Fitted:
    """A prompt that leaves room for its answer; ``words`` is how many of the answer's the model reads."""

    prompt: Prompt
    rules: Sequence[Rule]
    words: int
    room: int


def fit(
    room: Callable[[Prompt], int],
    make: Callable[[Essay, Sequence[Rule]], Prompt],
    essay: Essay,
    choices: Sequence[Sequence[Rule]],
    needed: int,
) -> Fitted:
    """The first prompt that leaves ``needed`` tokens.

    Tried are the whole answer with each choice of rules, widest first; then, with the narrowest, as many sentences of
    its beginning and end as there is room for, and between them how many words are missing.

    Raises:
        ModelMisbehaved: the context is too small even for one sentence.
    """
    for rules in choices:
        prompt = make(essay, rules)
        left = room(prompt)
        if left >= needed:
            return Fitted(prompt, rules, essay.word_count, left)
    rules = choices[-1]

    def lacks(sentences: int) -> bool:
        return room(make(_shortened(essay, sentences), rules)) < needed

    most = bisect.bisect_left(range(1, len(Text(essay.text).sentences)), x=True, key=lacks)
    if most == 0:
        raise ModelMisbehaved("the rules alone fill the model's context: raise BANDMATE_LLM_CONTEXT")
    short = _shortened(essay, most)
    prompt = make(short, rules)
    return Fitted(prompt, rules, _words_shown(essay, most), room(prompt))


def _shortened(essay: Essay, sentences: int) -> Essay:
    start, end = _gap(essay.text, sentences)
    missing = count_words(essay.text[start:end])
    note = f"\n[{missing} words are left out here]\n"
    return dataclasses.replace(essay, text=essay.text[:start] + note + essay.text[end:])


def _words_shown(essay: Essay, sentences: int) -> int:
    start, end = _gap(essay.text, sentences)
    return count_words(essay.text[:start]) + count_words(essay.text[end:])


def _gap(text: str, sentences: int) -> tuple[int, int]:
    """What is left out: all but so many sentences, the odd one at the beginning."""
    spans = Text(text).sentences
    first, last = -(-sentences // 2), sentences // 2
    return spans[first - 1].end, spans[-last].start if last else len(text)
