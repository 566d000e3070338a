"""The blocks of a web page and of Markdown: headings with their level, paragraphs, items and cells."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import html
from markdown_it import MarkdownIt
from markdown_it.token import Token

from engine.documents.document import Block

_NOT_READ = frozenset("script style head nav footer aside noscript template svg form button iframe".split())
_BLOCKS = frozenset(
    "p div br li ul ol dl dt dd h1 h2 h3 h4 h5 h6 tr td th table blockquote section article pre main header".split()
)


def blocks_of_page(data: bytes, encoding: str | None) -> list[Block]:
    """The blocks of a web page; what is hidden, and what stands around the text, is left out.

    Raises:
        lxml.etree.LxmlError: there is nothing in it that could be parsed.
    """
    parser = html.HTMLParser(encoding=encoding, no_network=True, remove_comments=True, remove_pis=True)
    reading = _Page()
    reading.walk(html.document_fromstring(data, parser=parser))
    reading.end()
    return reading.blocks


class _Page:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._open = ""
        self._level = 0

    def walk(self, element: html.HtmlElement) -> None:
        name = element.tag if isinstance(element.tag, str) else ""
        if name in _NOT_READ or "hidden" in element.attrib:
            return
        if name in _BLOCKS:
            self.end()
        if len(name) == 2 and name[0] == "h" and name[1].isdigit():
            self._level = int(name[1])
        elif name == "li":
            self._open = "• "
        self._open += element.text or ""
        for child in element:
            self.walk(child)
            self._open += child.tail or ""
        if name in _BLOCKS:
            self.end()

    def end(self) -> None:
        text = " ".join(self._open.split())
        if text.strip("• "):
            self.blocks.append(Block(text, self._level))
        self._open, self._level = "", 0


def blocks_of_markdown(text: str) -> list[Block]:
    """The blocks of Markdown (CommonMark with tables). HTML inside it is text like any other."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    return list(_blocks(parser.parse(text)))


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    level, item = 0, ""
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "heading_close":
            level = 0
        elif token.type == "list_item_open":
            item = "• "
        elif token.type == "inline":
            said = "".join(" " if child.type in ("softbreak", "hardbreak") else child.content for child in _text(token))
            if said.strip():
                yield Block(item + " ".join(said.split()), level)
            item = ""
        elif token.type in ("fence", "code_block") and token.content.strip():
            yield Block(token.content.strip())


def _text(token: Token) -> list[Token]:
    return [child for child in token.children or [] if child.type in ("text", "code_inline", "softbreak", "hardbreak")]
