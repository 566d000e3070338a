"""Daily practice at Telegram's side: admins, buttons, toasts, names, coming and going, a host's own names for commands."""

from __future__ import annotations

import asyncio
import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest
import telegram
from telegram.ext import Application, CommandHandler, ContextTypes, MessageHandler, filters

from bots.replies.reply import Reply
from bots.telegram.bot import build, register, serve
from bots.telegram.command_names import CommandNames
from bots.telegram.intake import Intake, poll
from engine.errors import OperatorMistake
from engine.ielts import notices as n
from engine.ielts.groups import notices as g
from engine.ielts.groups.challenge import Standing, item_of, load_items
from tests.bots.conftest import Telegram, telegram_settings
from tests.doubles.fake_desk import FakeDesk
from tests.doubles.telegram_api import TelegramApi


async def test_the_desk_is_told_who_is_an_admin(telegram: Telegram) -> None:
    group = telegram.api.group("Evening English")
    ana, mei = telegram.api.member(group, "Ana", admin=True), telegram.api.member(group, "Mei")
    alone = telegram.api.private_chat("Ali")
    for who in (ana, mei, alone):
        await who.says("/daily 08:30 UTC")
    await telegram.settled()
    asked = sorted((call[1].user_id, call[2], call[3]) for call in telegram.desk.verbs("daily"))
    assert [(text, admin) for _, text, admin in asked] == [
        ("08:30 UTC", True),
        ("08:30 UTC", False),
        ("08:30 UTC", True),
    ]


async def test_a_panel_changes_in_place_and_a_press_is_answered_to_one_alone(telegram: Telegram) -> None:
    group = telegram.api.group("Evening English")
    ana = telegram.api.member(group, "Ana", admin=True)
    telegram.desk.says = [(g.DailyPanel((), "UTC", None),)]
    await ana.says("/daily")
    panel = await ana.sees("Nothing is scheduled")
    telegram.desk.says = [(g.AskKind(),)]
    await ana.presses("➕")
    asked = await ana.sees("What shall we practise?")
    assert asked.id == panel.id
    telegram.desk.says = [(g.AskChoice(),)]
    await ana.says("/daily me")
    await ana.sees("How shall I answer you")
    telegram.desk.says = [(g.Chosen("muted"),)]
    assert "will not answer" in await ana.presses("🔕")
    assert not [shown for shown in group.history if "will not answer" in shown.text]


async def test_names_are_asked_of_telegram_and_nobody_is_a_word(telegram: Telegram) -> None:
    group = telegram.api.group("Evening English")
    ana = telegram.api.member(group, "Ana <b>")
    items = tuple(item_of(item_id, 1) for item_id in list(load_items())[:5])
    standings = (Standing(str(ana.user["id"]), 3, 5), Standing("99", 1, 5))
    telegram.desk.says = [(g.ChallengeTable(4, standings, items),)]
    await ana.says("/challenge")
    table = await ana.sees("The challenge is over")
    assert "🥇 Ana <b>: 3 of 5" in table.text
    assert "🥈 somebody: 1 of 5" in table.text


async def test_the_desk_hears_of_coming_and_going(telegram: Telegram) -> None:
    group = telegram.api.group("Evening English")
    telegram.api.member(group, "Ana")
    await telegram.api.puts_out(group)
    await telegram.api.takes_in(group)
    await telegram.settled()
    told = [(verb, address.chat_id) for verb, (address,) in telegram.desk.calls if verb in ("left", "joined")]
    assert told == [("left", str(group.id)), ("joined", str(group.id))]


async def test_of_two_pollers_one_ends_with_a_clear_line_and_the_other_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    monkeypatch.setattr("bots.telegram.intake._CONFLICTS", 2)
    caplog.set_level(logging.WARNING)
    async with TelegramApi() as api:
        stop = asyncio.Event()
        desks = [FakeDesk(), FakeDesk()]
        pollers = [asyncio.create_task(serve(telegram_settings(api, tmp_path), desk, stop)) for desk in desks]
        done, left = await asyncio.wait(pollers, return_when=asyncio.FIRST_COMPLETED, timeout=60)
        assert len(done) == 1
        with pytest.raises(OperatorMistake, match="Another process polls"):
            done.pop().result()
        serving = desks[pollers.index(next(iter(left)))]
        serving.says = [(n.Help(),)]
        mei = api.private_chat("Mei")
        await mei.says("/help")
        await mei.sees("What you can send")
        stop.set()
        await asyncio.gather(*left)
    lines = [record for record in caplog.records if "another process polls" in record.getMessage()]
    assert 1 <= len(lines) <= 2


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (CommandNames(), "Try /speaking or /drill part1, and/or </b>"),
        (CommandNames("ielts_"), "Try /ielts_speaking or /ielts_drill part1, and/or </b>"),
        (CommandNames("x", {"speaking": "talk"}), "Try /talk or /xdrill part1, and/or </b>"),
    ],
)
def test_what_is_said_uses_the_hosts_names(names: CommandNames, said: str) -> None:
    assert names.put_into(Reply("Try /speaking or /drill part1, and/or </b>")).html == said


@pytest.mark.parametrize("wrong", [CommandNames, lambda: CommandNames(renamed={"mark": "Mark it"})])
def test_a_name_that_telegram_would_refuse_is_refused(wrong: type) -> None:
    with pytest.raises(ValueError, match="small letters"):
        wrong() if wrong is not CommandNames else CommandNames("IELTS-")


async def test_a_host_keeps_its_commands_handlers_errors_and_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The host of the README: commands of its own, two of them called as ours are."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    heard: list[str] = []
    errors: list[str] = []

    async def speaking(update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        heard.append("the host's /speaking")

    async def start(update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        raise RuntimeError("the host's own trouble")

    async def every(update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        heard.append("seen by the host")

    async def failed(_: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        errors.append(str(context.error))

    async with TelegramApi() as api:
        settings, desk, stop = telegram_settings(api, tmp_path), FakeDesk(), asyncio.Event()
        application: Application = build(settings)  # type: ignore[type-arg]
        application.add_handler(CommandHandler("speaking", speaking))
        application.add_handler(CommandHandler("start", start))
        application.add_handler(MessageHandler(filters.ALL, every), 5)
        application.add_error_handler(failed)
        before = application.post_init
        register(application, settings, desk, prefix="ielts_", names={"mark": "band"})
        assert application.post_init is before
        assert list(application.error_handlers) == [failed]
        intake = Intake(application)
        await application.initialize()
        polling = asyncio.create_task(poll(application.bot, intake, stop))
        mei = api.private_chat("Mei")
        await mei.says("/start")
        await mei.says("/speaking")
        desk.says = [(n.Help(),)]
        await mei.says("/ielts_help")
        await mei.sees("/ielts_speaking sits a whole Speaking test")
        await mei.says("/ielts_daily")
        while api.unconfirmed:
            await api.changed(0.5)
        stop.set()
        await polling
        await application.shutdown()
    assert heard.count("the host's /speaking") == 1
    assert heard.count("seen by the host") == 4
    assert errors == ["the host's own trouble"]
    assert [verb for verb, _ in desk.calls] == ["helped", "daily"]


def test_the_host_in_the_readme_runs_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    (code,) = [block for block in re.findall(r"```python\n(.*?)```", readme, re.DOTALL) if "telegram_bot" in block]
    running: list[Application] = []  # type: ignore[type-arg]

    def run(host: Application) -> None:  # type: ignore[type-arg]
        running.append(host)

    monkeypatch.setattr(Application, "run_polling", run)
    exec(compile(code, "README.md", "exec"), {"TOKEN": "1234567:abc"})  # noqa: S102 - it is ours
    (application,) = running
    by_group = {
        group: {name for each in handlers if isinstance(each, CommandHandler) for name in each.commands}
        for group, handlers in application.handlers.items()
    }
    assert by_group[0] == {"speaking"}
    assert {"ielts_speaking", "ielts_daily", "ielts_help", "band"} <= by_group[71]
    assert not {"speaking", "mark", "start"} & by_group[71]


def test_a_hosts_process_loads_no_model(tmp_path: Path) -> None:
    host = f"""
import sys
from telegram.ext import ApplicationBuilder
from bots.telegram_bot import register
from engine.settings import Settings
from engine.store.migrate import upgrade
settings = Settings(home={str(tmp_path)!r}, _env_file=None)
upgrade(settings)
register(ApplicationBuilder().token("1234567:abc").build(), settings)
models = ("torch", "transformers", "faster_whisper", "onnxruntime", "ctranslate2", "peft")
print(sorted(name for name in models if name in sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", host], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
