"""Two readings of one stretch of sound: without a prompt, and after names that may be in it.

A prompt makes Whisper hear what it has read, so its reading is believed only where it has a name, in place of words
that the plain reading has there and that were said at that time. It adds nothing and leaves nothing out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from engine.ielts.speaking.heard import Word

_NOT_WORD = re.compile(r"[^\w\s]")
_MOST_REPLACED = 4  # words


def with_names(plain: Sequence[Word], prompted: Sequence[Word], names: Iterable[str]) -> tuple[Word, ...]:
    """``plain`` with each of ``names`` that the prompted reading has in place of other words."""
    wanted = [f" {_key(name)} " for name in names]
    before, after = [_key(word.text) for word in plain], [_key(word.text) for word in prompted]
    words: list[Word] = []
    for what, start, end, first, last in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        small = what == "replace" and max(end - start, last - first) <= _MOST_REPLACED
        named = small and any(name in f" {' '.join(after[first:last])} " for name in wanted)
        words.extend(prompted[first:last] if named else plain[start:end])
    return tuple(words)


def _key(text: str) -> str:
    return _NOT_WORD.sub("", text.lower()).strip()
