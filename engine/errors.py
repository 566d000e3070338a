"""The one error tree. Every module raises these; only front ends and the CLI turn them into words.

``LearnerMistake``    safe to show: a reason the front end has a sentence for, and the facts in it.
``TryAgain``          passing trouble (a busy server, a lost lease): the same call may succeed later.
``ModelMisbehaved``   a model answered with something that may not be shown: never retried blindly.
``OperatorMistake``   the person who runs Bandmate must change something: a setting, a file, a missing extra.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

Fact = str | int | float


class BandmateError(Exception):
    """Root of everything that Bandmate raises on purpose."""


class LearnerMistake(BandmateError):
    """Something a learner sent cannot be used.

    ``reason`` names a sentence in the front end's translations (``refused-<reason>``); ``facts`` are the numbers
    in that sentence. Neither ever holds the learner's own words.
    """

    def __init__(self, reason: str, **facts: Fact) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts: Mapping[str, Fact] = MappingProxyType(dict(facts))


class TryAgain(BandmateError):
    """Passing trouble. ``after`` is the earliest moment at which trying again makes sense."""

    def __init__(self, what: str, after: timedelta = timedelta(seconds=5)) -> None:
        super().__init__(what)
        self.after = after


class ModelMisbehaved(BandmateError):
    """A model's answer failed verification; the offline scorer answers in its place."""


class OperatorMistake(BandmateError):
    """Set up wrongly. The message says which command or setting mends it, and is shown by the CLI only."""
