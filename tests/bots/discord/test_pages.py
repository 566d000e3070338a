"""Replies as Discord messages: harmless, and within every limit."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.discord.markdown import literal, markdown
from bots.discord.pages import CONTENT, DESCRIPTION, TOTAL, cut, page_of, rows_of, size
from bots.replies.reply import Button, FileReply, Reply


@pytest.mark.parametrize(
    ("reply", "shown"),
    [
        ("<b>Task 2: band 6.0</b>\nMean 5.9", "**Task 2: band 6.0**\nMean 5.9"),
        ("<s>informations</s> → <b>information</b>", "~~informations~~ → **information**"),
        ("🎙 <tg-spoiler>Do you cook?</tg-spoiler>", "🎙 ||Do you cook?||"),
        ("<blockquote>I goed &amp; came</blockquote>\nNo.", "> I goed & came\nNo."),
        ("4. <code>00:12</code> <blockquote>my words</blockquote>→ <b>mine</b>", "4. `00:12`\n> my words\n→ **mine**"),
        ("<i>An estimate by software (offline_2).</i>", "_An estimate by software (offline\\_2)._"),
        ("<code>/drill part1 a`b</code>", "`/drill part1 aˋb`"),
    ],
)
def test_the_small_html_becomes_markdown(reply: str, shown: str) -> None:
    assert markdown(reply) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**I** am _here_", r"\*\*I\*\* am \_here\_"),
        ("# not a title", r"\# not a title"),
        ("[free money](http://x.example)", r"\[free money\](http://x.example)"),
        ("<@123> and <#5>", r"\<@123\> and \<#5\>"),
        ("||secret||", r"\|\|secret\|\|"),
        ("hello @everyone", "hello @\N{ZERO WIDTH SPACE}everyone"),
    ],
)
def test_learners_words_are_shown_and_do_nothing(written: str, shown: str) -> None:
    assert literal(written) == shown
    assert markdown(f"<blockquote>{html.escape(written, quote=False)}</blockquote>") == f"> {shown}"


@given(st.text(max_size=300))
def test_nothing_that_somebody_writes_can_mention_or_mark_up(written: str) -> None:
    shown = literal(written)
    assert "@everyone" not in shown
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_~`|<>\[\]]", shown)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=12_000))
def test_no_message_is_ever_too_long_and_no_text_is_lost(text: str) -> None:
    page = page_of(Reply(html.escape(text, quote=False)))
    assert size(page.content) <= CONTENT
    assert all(0 < size(each) <= DESCRIPTION for each in page.texts)
    assert sum(size(each) for each in page.texts) <= TOTAL
    if size(markdown(html.escape(text, quote=False))) > TOTAL:
        assert page.attached[-1].name == "message.txt"


@given(st.text("ab\n😀", max_size=400), st.integers(4, 50))
def test_a_text_is_cut_at_lines(text: str, most: int) -> None:
    parts = cut(text, most)
    assert all(size(part) <= most for part in parts)
    assert "".join(parts).replace("\n", "") == text.replace("\n", "")


@given(st.lists(st.integers(1, 8), max_size=12).filter(lambda lengths: sum(lengths) <= 25))
def test_any_25_buttons_fit_in_their_order(lengths: list[int]) -> None:
    numbers = iter(range(25))
    buttons = [[Button(str(n), f"bm:{n}") for n in (next(numbers) for _ in range(length))] for length in lengths]
    rows = rows_of(buttons)
    assert len(rows) <= 5
    assert all(1 <= len(row) <= 5 for row in rows)
    assert [button for row in rows for button in row] == [button for row in buttons for button in row]


async def test_a_page_with_a_title_is_an_embed_and_a_sentence_is_plain() -> None:
    report = page_of(Reply("<b>Speaking: band 7</b>\nMean 7.0", ((Button("x" * 100, "bm:sv:1:FC"),),)))
    assert report.content == ""
    assert report.embeds()[0].description == "**Speaking: band 7**\nMean 7.0"
    view = report.view()
    assert view is not None
    assert view.to_components()[0]["components"][0]["label"] == "x" * 80
    noted = page_of(Reply("✍️ Noted."))
    assert (noted.content, noted.embeds(), noted.view()) == ("✍️ Noted.", [], None)


def test_a_picture_stands_in_its_embed_and_a_file_beside() -> None:
    drawn = page_of(Reply("How fast", picture=FileReply("fluency-1.png", b"png")))
    assert drawn.embeds()[0].image.url == "attachment://fluency-1.png"
    assert [file.filename for file in drawn.files()] == ["fluency-1.png"]
    report = page_of(Reply("Your report.", file=FileReply("report.md", b"# all")))
    assert report.content == "Your report."
    assert report.files()[0].fp.read() == b"# all"
