"""An operator's samples stand in the next report with their source, and after they were removed in none."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bots.cli.main import app
from bots.replies.notices import reply_to
from engine.ielts.chat import ChatAddress, ChatMessage, Person, Platform
from engine.ielts.notices import ReportReady
from engine.marking.writing.report_text import full_report
from engine.marking.writing.samples import sample_essay
from engine.practice import delivery, intake
from engine.practice.essays import mark_essay
from engine.practice.reports import open_view
from engine.settings import Settings
from engine.store.store import Store
from engine.wiring import build_marker, open_store
from tests.doubles.migrated import migrate

ESSAY = sample_essay("W2")
HERE, MEI = ChatAddress(Platform.TELEGRAM, "1"), Person(Platform.TELEGRAM, "1", "en")


def says(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["index", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def marked(store: Store, settings: Settings, number: str) -> ReportReady:
    with store.transaction() as tx:
        message = ChatMessage(HERE, MEI, number, f"{ESSAY.task.prompt}\n\n{ESSAY.text}", tx.now)
        submission = intake.receive_text(tx, settings, message).call
    assert submission is not None
    assert mark_essay(store, build_marker(settings), settings, submission)
    (parcel,) = (each for each in delivery.due(store, Platform.TELEGRAM, 9, settings.delivery_lease))
    assert isinstance(parcel.notice, ReportReady)
    return parcel.notice


def test_in_the_next_report_and_after_removal_in_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANDMATE_HOME", str(tmp_path))
    settings = Settings(home=tmp_path, _env_file=None)
    migrate(settings)
    document = tmp_path / "samples.md"
    parts = [
        f"## Band {band} essay\n\nQuestion: {ESSAY.task.prompt}\n\n{ESSAY.text}\n\nExaminer's comment: at {band} it is <b>so</b>."
        for band in ("4", "5.5", "6", "7")
    ]
    document.write_text("\n\n".join(parts), "utf-8")
    assert "4 passages" in says("add", str(document))
    store = open_store(settings)
    ready = marked(store, settings, "1")
    bands = [float(each.band) for each in ready.report.compared]
    assert 2 <= len(bands) <= 3
    assert all(abs(band - float(ready.report.overall)) <= 1 for band in bands)
    assert "Compared with" in reply_to(ready).plain
    with store.transaction() as tx:
        view = open_view(tx, HERE, MEI, ready.submission_id, "samples")
    told = reply_to(view).plain
    assert "Source: samples.md" in told
    assert f"at {bands[0]:g} it is <b>so</b>." in told
    assert "samples.md" in full_report(ready.report, ESSAY.text)
    says("remove", "samples.md")
    assert marked(store, settings, "2").report.compared == ()
    store.close()
