"""A question as it comes from a model: each sentence is handed on as soon as it is whole, so that it can be spoken."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from engine.ielts.text import Text

#: The text of the record's one field, as far as it has come; half an escape is left for later.
_SO_FAR = re.compile(r'"question"\s*:\s*"((?:[^"\\]|\\(?:[^u]|u[0-9a-fA-F]{4}))*)')


class Sentences:
    """Takes pieces of a record and gives ``hand_on`` each sentence but the last, which is known only with the whole."""

    def __init__(self, hand_on: Callable[[str], None]) -> None:
        self._hand_on = hand_on
        self._text = ""
        self._given = 0

    def __call__(self, piece: str) -> None:
        """The next piece of the record."""
        self._text += piece
        found = _SO_FAR.search(self._text)
        if found is None:
            return
        try:
            said = json.loads(f'"{found[1]}"')
        except ValueError:
            return  # a character that no JSON may hold: the whole record will be refused
        whole = Text(said).sentences[:-1]
        for sentence in whole[self._given :]:
            self._given += 1
            self._hand_on(sentence.text)
