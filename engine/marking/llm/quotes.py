"""Is a quote in the text? Where? Models change spaces, line breaks and quotation marks when they copy."""

from __future__ import annotations

import re

from engine.errors import ModelMisbehaved

_SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
_SHORTEST = 3


def locate(quote: str, text: str) -> tuple[int, int]:
    """Start and end in ``text`` of what ``quote`` copies: as it stands, else with any white space between its words.

    What is cut from ``text`` at these places is what a report shows; the model's own spelling of it is never used.

    Raises:
        ModelMisbehaved: it is not in the text, or too short to mean one place.
    """
    wanted = quote.strip()
    if sum(char.isalnum() for char in wanted) < _SHORTEST:
        raise ModelMisbehaved("a quote of nothing")
    at = text.find(wanted)
    if at >= 0:
        return at, at + len(wanted)
    words = (re.escape(word) for word in wanted.translate(_SAME).split())
    found = re.search(r"\s+".join(words), text.translate(_SAME))
    if found is None:
        raise ModelMisbehaved("a quote that is not in the text")
    return found.span()
