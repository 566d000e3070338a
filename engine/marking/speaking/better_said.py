"""A better way to say what was said: hesitations out, sure errors mended, worn words replaced."""

from __future__ import annotations

import re

from engine.marking.speaking.clean_speech import clean
from engine.marking.speaking.spoken_errors import mended
from engine.marking.tables import table
from engine.marking.words.lists import NEVER_NAMES

_STRONGER = table("stronger", dict[str, dict[str, str]])["very"]
_WORD = re.compile(r"\w")
_WORN = re.compile(rf"\b(an? )?very ({'|'.join(_STRONGER)})\b", re.IGNORECASE)


# Within a sentence, of a word that is no name: a second start's, where the first was taken out ("But if it's... If it's").
_CAPITAL = re.compile(rf"(?<=[a-z,] )(?:{'|'.join(word.capitalize() for word in NEVER_NAMES)})\b(?!['’])")


def better_said(said: str) -> str | None:
    """A stretch of speech as it could be said; ``None`` where nothing would change, or no better form is sure."""
    fixed = mended(_CAPITAL.sub(lambda found: found.group().lower(), _tidy(clean(said).text)))
    if fixed is None:
        return None
    better = _tidy(fixed)
    better = better[:1].upper() + better[1:] if said[:1].isupper() else better
    return None if not _WORD.search(better) or better == _tidy(said) else better


def stronger(text: str) -> str | None:
    """``text`` with one exact word for each "very good" and the like; ``None`` where there is none."""
    better = _WORN.sub(_replace, text)
    return None if better == text else better


def _replace(match: re.Match[str]) -> str:
    article, word = match.group(1) or "", match.group(2).lower()
    exact = _STRONGER[word]
    if article:
        article = ("An " if article[0] == "A" else "an ") if exact[0] in "aeiou" else article[0] + " "
    elif match.group()[0] == "V":
        exact = exact.capitalize()
    return article + exact


def _tidy(text: str) -> str:
    return re.sub(r"\s+([,.;:!?])", r"\1", " ".join(text.split())).strip(" ,").lstrip(".… ")
