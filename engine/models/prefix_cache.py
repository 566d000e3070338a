"""Keys and values of prompts' shared beginnings, computed once per process and used by every request."""

from __future__ import annotations

from collections import OrderedDict

from engine.models.slot_cache import Entries


class PrefixCache:
    """The most recently used beginnings, by their token ids; ``saved`` counts tokens that needed no work."""

    def __init__(self, size: int = 6) -> None:
        self._size = size
        self._kept: OrderedDict[tuple[int, ...], Entries] = OrderedDict()
        self.saved = 0

    def find(self, ids: tuple[int, ...]) -> Entries | None:
        """The entries for exactly these ids, if they are kept."""
        found = self._kept.get(ids)
        if found is not None:
            self._kept.move_to_end(ids)
            self.saved += len(ids)
        return found

    def has(self, ids: tuple[int, ...]) -> bool:
        """Whether these ids are kept, without using them."""
        return ids in self._kept

    def keep(self, ids: tuple[int, ...], entries: Entries) -> None:
        """Keeps the entries, and forgets the ones that were used longest ago."""
        self._kept[ids] = entries
        self._kept.move_to_end(ids)
        while len(self._kept) > self._size:
            self._kept.popitem(last=False)

    def clear(self) -> None:
        """Gives the memory back."""
        self._kept.clear()
