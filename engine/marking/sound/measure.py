"""A recording measured without knowing its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.ielts.heard import Sound

if TYPE_CHECKING:
    from engine.ports import Samples


def measure_sound(samples: Samples) -> Sound:
    """What can be measured of ``samples``: mono float32 of shape (n,) at :data:`engine.ports.HEARING_RATE`.

    A recording in which nobody speaks comes back :attr:`engine.ielts.heard.Sound.silent`. Times are in seconds.
    """
    raise NotImplementedError
