"""How far a place is believed to be wrong for which no better form is sure: as far as its speaker errs elsewhere.

Faultless speech has such places too, most of them misheard; in the speech of somebody who errs often most of them are errors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine.marking.speaking.spoken_errors import SpokenError

_EVEN = 2.5
"""Errors with a better form in a hundred words from which a place without one is likelier an error than not.

Of what Whisper base heard in faultless speech, 1.3 places in a hundred words were such (a fluent voice) or 3.1 (speakers of Mandarin
reading aloud). Of true errors about half as many have no sure better form as have one.
"""
_LEAST_WORDS = 100
"""In fewer, nobody's errors tell how often they err."""
_LIKELY = 0.5


def believed(errors: Sequence[tuple[SpokenError, ...]], words: int) -> list[tuple[SpokenError, ...]]:
    """Each answer's errors with their belief, without those that are likelier none; ``words`` are all of the speaker's."""
    sure = sum(error.better is not None for each in errors for error in each)
    belief = sure / (sure + _EVEN * max(words, _LEAST_WORDS) / 100)
    return [
        tuple(
            error if error.better is not None else replace(error, belief=belief)
            for error in each
            if error.better is not None or belief >= _LIKELY
        )
        for each in errors
    ]
