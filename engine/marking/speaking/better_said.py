"""A better way to say what was said: hesitations out, sure errors mended, worn words replaced."""

from __future__ import annotations

import re

from engine.marking.speaking.clean_speech import clean
from engine.marking.speaking.spoken_errors import mended

_STRONGER = {
    "good": "excellent", "bad": "terrible", "big": "enormous", "small": "tiny", "tired": "exhausted",
    "happy": "delighted", "sad": "heartbroken", "angry": "furious", "cold": "freezing", "hot": "boiling",
    "important": "essential", "beautiful": "gorgeous", "interesting": "fascinating", "difficult": "demanding",
    "hard": "demanding", "nice": "delightful", "old": "ancient", "hungry": "starving", "crowded": "packed",
    "surprised": "astonished", "funny": "hilarious", "tasty": "delicious", "expensive": "pricey", "quiet": "peaceful",
    "famous": "renowned", "clever": "brilliant", "dirty": "filthy", "scared": "terrified", "busy": "hectic",
}  # fmt: skip
_WORN = re.compile(rf"\b(an? )?very ({'|'.join(_STRONGER)})\b", re.IGNORECASE)
_OF_PEOPLE = {"busy", "old"}
"""A person is not hectic and not ancient."""


def better_said(said: str) -> str | None:
    """A stretch of speech as it could be said; ``None`` where nothing would change, or no better form is sure."""
    fixed = mended(_tidy(clean(said).text))
    if fixed is None:
        return None
    better = _tidy(fixed)
    better = better[:1].upper() + better[1:] if said[:1].isupper() else better
    return None if not better or better == _tidy(said) else better


def stronger(text: str) -> str | None:
    """``text`` with one exact word for each "very good" and the like; ``None`` where there is none."""
    better = _WORN.sub(_replace, text)
    return None if better == text else better


def _replace(match: re.Match[str]) -> str:
    article, word = match.group(1) or "", match.group(2).lower()
    if word in _OF_PEOPLE:
        return match.group()
    exact = _STRONGER[word]
    if article:
        article = ("An " if article[0] == "A" else "an ") if exact[0] in "aeiou" else article[0] + " "
    elif match.group()[0] == "V":
        exact = exact.capitalize()
    return article + exact


def _tidy(text: str) -> str:
    return re.sub(r"\s+([,.;:!?])", r"\1", " ".join(text.split())).strip(" ,")
