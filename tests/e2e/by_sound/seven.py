"""The seven candidates: what each says to a question, and in which manner."""

from __future__ import annotations

from tests.e2e.by_sound.aloud import FLUENT, HALTING, STEADY, Manner
from tests.marking.speaking.candidates import Say, saying
from tests.marking.speaking.others import says_by_heart, says_football, says_one_word
from tests.marking.speaking.transcripts import MIDDLING, STRONG, WEAK

CANDIDATES: dict[str, tuple[Say, Manner]] = {
    "weak": (saying(WEAK), HALTING),
    "middling": (saying(MIDDLING), STEADY),
    "strong": (saying(STRONG), FLUENT),
    "one word": (says_one_word(), STEADY),
    "memorised": (says_by_heart(), STEADY),
    "off topic": (says_football(), STEADY),
    "silent": (lambda *_: "", STEADY),
}
