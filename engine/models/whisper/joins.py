"""How readings of neighbouring windows become one text.

Whisper takes each window for a text of its own: it may begin with a capital in the middle of a sentence, or end with a full stop
there. Where one of the two sides shows that the sentence goes on, the other follows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from engine.ielts.speaking.heard import Word
from engine.marking.words.lists import NEVER_NAMES

_ENDS = (".", "!", "?", "…", "...")
_STOP = re.compile(r"[^.]\.$")  # one that is no hesitation's
_MARKS = ",.;:!?…"


def joined(windows: Iterable[Sequence[Word]]) -> tuple[Word, ...]:
    """The words of all windows in the order of time."""
    heard = [(word, number) for number, window in enumerate(windows) for word in window]
    heard.sort(key=lambda one: (one[0].start, one[0].end))
    words = [word for word, _ in heard]
    for at in range(1, len(words)):
        if heard[at - 1][1] == heard[at][1]:
            continue
        last, first = words[at - 1].text, words[at].text
        if first[0].islower() and _STOP.search(last):
            words[at - 1] = replace(words[at - 1], text=last[:-1])
        elif not last.endswith(_ENDS) and _key(first) in NEVER_NAMES:
            words[at] = replace(words[at], text=first[0].lower() + first[1:])
    return tuple(words)


def _key(text: str) -> str:
    return text.rstrip(_MARKS).lower().replace("’", "'")
