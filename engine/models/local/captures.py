"""Work of fixed shapes, captured at first need and replayed from then on; done as it is where that cannot be."""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable

import torch

_log = logging.getLogger(__name__)

Work = Callable[[], torch.Tensor]
#: Turns work into a replay of it that fills the same tensors anew; see :mod:`.capture`.
Capture = Callable[[Work], Work]


class Captures:
    """What was captured, by whose memory it works on and by shape. ``capture`` is None where nothing is to be captured."""

    def __init__(self, capture: Capture | None) -> None:
        self._capture = capture
        self._captured: dict[Hashable, dict[Hashable, Work]] = {}

    def run(self, owner: Hashable, shape: Hashable, work: Work) -> torch.Tensor:
        """Does the work, or replays it: the same shape of one owner always stands for work on the same memory."""
        if self._capture is None:
            return work()
        captured = self._captured.setdefault(owner, {})
        if shape not in captured:
            try:
                captured[shape] = self._capture(work)
            except RuntimeError as error:
                if isinstance(error, torch.OutOfMemoryError):
                    raise
                self._capture = None
                self._captured.clear()
                _log.warning("steps run without a graph from here on: %s: %.200s", type(error).__name__, error)
                return work()
        return captured[shape]()

    def has(self, owner: Hashable) -> bool:
        """Whether something of this owner was captured, so that its memory must stay where it is."""
        return bool(self._captured.get(owner))

    def forget(self, owner: Hashable) -> None:
        """Drops what was captured of an owner: its memory is going away."""
        self._captured.pop(owner, None)
