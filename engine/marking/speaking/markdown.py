"""What a candidate said, inside Markdown: nothing in it is read as markup."""

from __future__ import annotations

import re

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")


def escaped(text: str) -> str:
    """``text`` on one line, with every character that Markdown would read made plain."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
