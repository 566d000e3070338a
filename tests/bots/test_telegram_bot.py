"""Starting, stopping, being a guest in somebody else's bot, and keeping the token to ourselves."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest
import telegram
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

from bots.telegram.bot import build, hide_tokens, register, serve
from bots.telegram.intake import Intake, poll
from engine.errors import OperatorMistake
from engine.ielts import notices as n
from engine.settings import Settings
from tests.bots.conftest import Telegram, telegram_settings
from tests.doubles.fake_desk import FakeDesk
from tests.doubles.telegram_api import TOKEN, TelegramApi


async def test_without_a_token_it_says_where_to_get_one(settings: Settings) -> None:
    with pytest.raises(OperatorMistake, match="BotFather"):
        await serve(settings, FakeDesk(), asyncio.Event())


async def test_a_token_that_telegram_refuses_is_named_but_not_shown(tmp_path: Path) -> None:
    async with TelegramApi() as api:
        settings = telegram_settings(api, tmp_path)
        api.token = "1234567:AnotherTokenAltogether_0123456789"
        with pytest.raises(OperatorMistake, match="BANDMATE_TELEGRAM_TOKEN") as caught:
            await serve(settings, FakeDesk(), asyncio.Event())
    assert TOKEN not in repr(caught.value)
    assert caught.value.__suppress_context__


async def test_a_second_process_with_the_same_token_is_told_so(telegram: Telegram, tmp_path: Path) -> None:
    telegram.stop.set()
    await telegram.served
    for _ in range(8):
        telegram.api.refuses("getUpdates", "Conflict: terminated by other getUpdates request", times=1)
    for trouble in telegram.api._troubles:
        trouble.status = 409
    with pytest.raises(OperatorMistake, match="Another process polls"):
        await serve(telegram_settings(telegram.api, tmp_path), FakeDesk(), asyncio.Event())


async def test_a_webhook_needs_a_secret(tmp_path: Path) -> None:
    async with TelegramApi() as api:
        settings = telegram_settings(api, tmp_path).model_copy(
            update={"telegram_webhook_url": "https://example.org/hook"}
        )
        with pytest.raises(OperatorMistake, match="BANDMATE_TELEGRAM_WEBHOOK_SECRET"):
            await serve(settings, FakeDesk(), asyncio.Event())


async def test_told_to_stop_it_confirms_what_it_took_in(telegram: Telegram) -> None:
    mei = telegram.api.private_chat("Mei")
    telegram.desk.says = [(n.Help(),)]
    await mei.says("/help")
    await mei.sees("What you can send")
    telegram.stop.set()
    await telegram.served
    assert telegram.api.unconfirmed == 0


async def test_the_menu_is_set_in_both_languages(telegram: Telegram) -> None:
    await telegram.api.private_chat("Mei").says("/help")
    await telegram.settled()
    assert set(telegram.api.commands) == {
        f"{scope}/{language}" for scope in ("all_private_chats", "all_group_chats") for language in ("en", "zh")
    }
    assert "mark" in telegram.api.commands["all_group_chats/en"]


async def test_as_a_guest_it_leaves_the_hosts_things_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    heard: list[str] = []

    async def host(update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        if query is not None:
            await query.answer("the host's")
        heard.append(str(query.data if query else update.effective_message and update.effective_message.text))

    async with TelegramApi() as api:
        settings, desk, stop = telegram_settings(api, tmp_path), FakeDesk(), asyncio.Event()
        application: Application = build(settings)  # type: ignore[type-arg]
        application.add_handler(CommandHandler("start", host))
        application.add_handler(CallbackQueryHandler(host, pattern="^host:"))
        application.add_handler(MessageHandler(filters.TEXT, host))
        courier = register(application, settings, desk, only=~filters.Regex("^buy "))
        intake = Intake(application)
        await application.initialize()
        polling = asyncio.create_task(poll(application.bot, intake, stop))

        mei = api.private_chat("Mei")
        for text in ("/start", "/help", "/tea", "buy milk", "My essay.", "/accuracy"):
            await mei.says(text)
        await mei.sends_sticker()
        desk.says = [(n.AskTask(3, 250),)]
        await mei.says("Another essay.")
        await mei.presses("Task 2")
        while api.unconfirmed:
            await api.changed(0.5)
        await courier.round()
        await courier.settled(5)
        stop.set()
        await polling
        await application.shutdown()
    assert heard[0] == "/start"
    assert "buy milk" in heard
    assert "My essay." in heard, "handlers of the host's groups still run"
    assert [verb for verb, _ in desk.calls] == ["text", "accuracy", "text", "task_chosen"]


def test_no_log_line_of_a_library_holds_the_token(caplog: pytest.LogCaptureFixture) -> None:
    hide_tokens()
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore", "httpcore.connection", "telegram", "telegram.Bot", "telegram.ext.Application"):
        logging.getLogger(name).info("POST https://api.telegram.org/bot%s/getMe", TOKEN)
    logging.getLogger("telegram").error("The token `%s` was rejected", TOKEN)
    assert TOKEN not in caplog.text
    assert "<token>" in caplog.text
