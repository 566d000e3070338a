"""The small HTML of replies as Discord's Markdown, with everything that learners wrote made harmless."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_MARKS = {"b": "**", "i": "_", "s": "~~", "code": "`", "tg-spoiler": "||"}
_SPECIAL = re.compile(r"([\\*_~`|<>\[\]])")
_LINE_START = re.compile(r"^([#+-])", re.MULTILINE)
_EVERYONE = re.compile(r"@(?=everyone|here)")


def markdown(html: str) -> str:
    """The same words in Markdown. A block quote stands on lines of its own."""
    writer = _Writer()
    writer.feed(html)
    writer.close()
    return writer.text


def literal(text: str) -> str:
    """Text that Discord shows as it is: no markup, no link with another name, no call to everybody."""
    safe = _LINE_START.sub(r"\\\1", _SPECIAL.sub(r"\\\1", text))
    return _EVERYONE.sub("@\N{ZERO WIDTH SPACE}", safe)


class _Writer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self._open: list[str] = []
        self._quote_ended = False

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the base class's signature
        self._open.append(tag)
        if tag == "blockquote":
            self.text = f"{self.text.rstrip(' ')}{'' if self.text.endswith(chr(10)) or not self.text else chr(10)}> "
            return
        self._after_a_quote("")
        self.text += _MARKS.get(tag, "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            self._open.remove(tag)
        if tag == "blockquote":
            self._quote_ended = True
            return
        self.text += _MARKS.get(tag, "")

    def handle_data(self, data: str) -> None:
        data = self._after_a_quote(data)
        if "code" in self._open:
            self.text += data.replace("`", "ˋ")
            return
        safe = literal(data)
        self.text += safe.replace("\n", "\n> ") if "blockquote" in self._open else safe

    def _after_a_quote(self, data: str) -> str:
        """A quote ends with its line, whether the reply breaks the line there or not."""
        if self._quote_ended:
            self._quote_ended = False
            if not data.startswith("\n"):
                self.text += "\n"
        return data
