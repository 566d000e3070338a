"""How far a place is believed to be wrong for which no better form is sure: as far as its speaker errs elsewhere.

Faultless speech has such places too, most of them misheard; in the speech of somebody who errs often most of them are errors.
"""

from __future__ import annotations

_EVEN = 2.5
"""Errors with a better form in a hundred words from which a place without one is likelier an error than not.

Of what Whisper base heard in faultless speech, 1.3 places in a hundred words were such (a fluent voice) or 3.1 (speakers of Mandarin
reading aloud). Of true errors about half as many have no sure better form as have one.
"""
_LEAST_WORDS = 100
"""In fewer, nobody's errors tell how often they err."""


def belief(sure: int, words: int) -> float:
    """The probability that such a place is an error, where ``sure`` errors have a better form in all the ``words`` of a speaker."""
    return sure / (sure + _EVEN * max(words, _LEAST_WORDS) / 100)
