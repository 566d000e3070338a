"""Keys and values of prompts' shared beginnings, computed once per process and used by every request."""

from __future__ import annotations

from collections import OrderedDict

from engine.models.local.slot_cache import Entries

#: The adapter whose own entries come first, if it is of that kind, and the token ids.
Beginning = tuple[str | None, tuple[int, ...]]


class PrefixCache:
    """The most recently used beginnings, by their token ids; ``saved`` counts tokens that needed no work."""

    def __init__(self, size: int = 6) -> None:
        self._size = size
        self._kept: OrderedDict[Beginning, Entries] = OrderedDict()
        self.saved = 0

    def find(self, beginning: Beginning) -> Entries | None:
        """The entries of exactly this beginning, if they are kept."""
        found = self._kept.get(beginning)
        if found is not None:
            self._kept.move_to_end(beginning)
            self.saved += len(beginning[1])
        return found

    def has(self, beginning: Beginning) -> bool:
        """Whether this beginning is kept, without using it."""
        return beginning in self._kept

    def keep(self, beginning: Beginning, entries: Entries) -> None:
        """Keeps the entries, and forgets the ones that were used longest ago."""
        self._kept[beginning] = entries
        self._kept.move_to_end(beginning)
        while len(self._kept) > self._size:
            self._kept.popitem(last=False)

    def clear(self) -> None:
        """Gives the memory back."""
        self._kept.clear()
