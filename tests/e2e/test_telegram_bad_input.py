"""Whatever a learner sends, the answer is one clear, friendly sentence, and nothing is lost."""

from __future__ import annotations

import io
import zipfile

import pypdf
import pytest

from engine.marking.writing.samples import sample_essay
from tests.doubles.telegram_api import TelegramApi
from tests.doubles.telegram_chats import Learner
from tests.e2e.sharing import shared
from tests.e2e.telegram_house import House, house

pytestmark = [pytest.mark.slow]
ESSAY = sample_essay("W2")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CHINESE = "很多城市的居民现在都在大型超市购买食品，而不是在附近的小商店购买。这种变化有利也有弊，我认为弊大于利。" * 4
LONG = " ".join(["people like the food in the city and"] * 625)
SPANISH = "La gente compra la comida en los supermercados grandes y no en las tiendas pequeñas de su barrio. " * 5
standing_house = shared(house, "bot", "worker")


def locked_pdf() -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def empty_pdf() -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def docx_bomb() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"<w>" + b"a" * 31_000_000)
    return written.getvalue()


async def _one_sentence(learner: Learner, words: str, before: int) -> None:
    answer = await learner.sees(words)
    assert len(learner.chat.history) == before + 1, learner.screen()
    assert len(answer.text) < 260
    assert "Error" not in answer.text
    assert not answer.buttons


async def test_each_gets_one_friendly_sentence(home: House[TelegramApi]) -> None:
    tom = home.api.private_chat("Tom")
    texts = {
        "🙂🙂 ?!": "no words",
        CHINESE: "English only",
        SPANISH: "English only",
        "I think that supermarkets are good because they are cheap and people like them very much in my city now.": "too few",
        "/tea": "do not know this command",
        "/cancel": "nothing to cancel",
    }
    await tom.says("/help")
    await tom.sees("I keep what you write")
    await tom.sees("/speaking")
    for text, words in texts.items():
        before = len(tom.chat.history)
        await tom.says(text)
        await _one_sentence(tom, words, before)

    # Five thousand words come as seven messages. The first may be an essay; the rest makes it too long, once.
    await tom.says(LONG)
    await tom.sees("no exam answer is longer than 2,000")
    while home.api.unconfirmed:
        await home.api.changed(1.0)
    assert len(tom.standing("no exam answer is longer than 2,000")) == 1
    await tom.says("/cancel")
    await tom.sees("Taken back")

    before = len(tom.chat.history)
    await tom.sends_picture("The chart below shows")
    await _one_sentence(tom, "never look into pictures", before)
    await tom.sends_sticker()
    await _one_sentence(tom, "Nice one", before + 1)
    await tom.sends_voice()
    await _one_sentence(tom, "No test is open here", before + 2)

    files = (
        ("locked.pdf", locked_pdf(), "application/pdf", "password"),
        ("scan.pdf", empty_pdf(), "application/pdf", "picture of a page"),
        ("bomb.docx", docx_bomb(), DOCX, "unpacks into far more"),
        ("broken.docx", b"PK\x03\x04 but no more than that", DOCX, "damaged"),
        ("program.exe", b"MZ\x90\x00" + bytes(range(256)), "application/octet-stream", "I can read .txt"),
        ("empty.txt", b"", "text/plain", "no words"),
        ("long.txt", LONG.encode(), "text/plain", "5,000 words"),
    )
    for name, data, kind, words in files:
        before = len(tom.chat.history)
        await tom.sends_file(name, data, kind=kind)
        await _one_sentence(tom, words, before)

    fetched = home.api.count("getFile")
    before = len(tom.chat.history)
    await tom.sends_file("huge.pdf", b"", size=50_000_000, kind="application/pdf")
    await _one_sentence(tom, "50", before)
    assert home.api.count("getFile") == fetched, "a file that is too large is not even fetched"
    assert "Traceback" not in home.written


async def test_files_are_read_and_marked(home: House[TelegramApi]) -> None:
    import docx

    document = docx.Document()
    for paragraph in ESSAY.paragraphs:
        document.add_paragraph(paragraph)
    written = io.BytesIO()
    document.save(written)
    tom = home.api.private_chat("Tom")
    await tom.sends_file("essay.docx", written.getvalue(), kind=DOCX, caption=ESSAY.task.prompt or "")
    await tom.sees("Task 2 essay: band")
    await tom.sends_file("essay.txt", ESSAY.text.encode("utf-16"))
    await tom.presses("Task 2")
    await tom.presses("I don't have it")
    await tom.sees("Task 2 essay: band")


async def test_a_flood_gets_one_sentence_and_nothing_of_it_is_lost(home: House[TelegramApi]) -> None:
    tom = home.api.private_chat("Tom")
    await tom.says(ESSAY.text)
    await tom.sees("Which task is this?")
    for number in range(50):
        await tom.says(f"And this is my extra thought number {number}.")
    await tom.sees("a lot of messages at once")
    while home.api.unconfirmed:
        await home.api.changed(1.0)
    assert len(tom.standing("a lot of messages at once")) == 1
    assert len(tom.chat.now) <= 3, tom.screen()
    await tom.presses("Task 2")
    await tom.presses("I don't have it")
    report = await tom.sees("Task 2 essay: band")
    assert f"{ESSAY.word_count + 50 * 8} words" in report.text
