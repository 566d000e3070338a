"""The small HTML of replies, for a terminal."""

from __future__ import annotations

from html.parser import HTMLParser

from rich.text import Text

_STYLES = {"b": "bold", "i": "italic", "s": "red strike", "code": "dim", "blockquote": "cyan"}


class _Writer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = Text()
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the base class's signature
        self._open.append(tag)
        if tag == "blockquote":
            self.text.append("  “", "cyan")

    def handle_endtag(self, tag: str) -> None:
        if tag == "blockquote":
            self.text.append("”", "cyan")
        if tag in self._open:
            self._open.remove(tag)

    def handle_data(self, data: str) -> None:
        self.text.append(data, " ".join(_STYLES.get(tag, "") for tag in self._open).strip())


def rich_text(html: str) -> Text:
    """The same text with terminal styles."""
    writer = _Writer()
    writer.feed(html)
    writer.close()
    return writer.text
