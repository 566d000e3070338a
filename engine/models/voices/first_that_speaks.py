"""A voice in the cloud, and one on this machine that speaks in its place, in the same turn, when it does not answer."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from engine.errors import TryAgain
from engine.models.voices.notes import SpokenNotes
from engine.ports import Speech, VoiceNote

Said = TypeVar("Said")
log = logging.getLogger(__name__)
_LEFT_ALONE = 120.0
"""Seconds for which a voice that failed is not asked again: no turn after the first waits for it."""


class FirstThatSpeaks:
    """A speaker of two: ``preferred`` where it answers, else ``instead``."""

    def __init__(
        self, preferred: SpokenNotes, instead: SpokenNotes, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._preferred = preferred
        self._instead = instead
        self._seconds = seconds
        self._again_at = float("-inf")

    def note(self, text: str) -> VoiceNote:
        """The note that says ``text``.

        Raises:
            TryAgain: neither voice speaks.
            OperatorMistake: no voice can be used.
            ValueError: there is nothing to say in it, or too much.
        """
        return self._first(lambda speaker: speaker.note(text))

    def speech(self, text: str) -> Speech:
        """``text`` spoken, as samples; raises as :meth:`note`."""
        return self._first(lambda speaker: speaker.speech(text))

    def _first(self, say: Callable[[SpokenNotes], Said]) -> Said:
        if self._seconds() >= self._again_at:
            try:
                return say(self._preferred)
            except TryAgain as trouble:
                self._again_at = self._seconds() + _LEFT_ALONE
                log.warning("the local voice speaks for a while: %s", trouble)
        return say(self._instead)
