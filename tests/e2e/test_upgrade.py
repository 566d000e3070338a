"""An upgrade while everything runs: the worker of the last release and today's, on one database and one broker.

The old one is taken from git: the newest release's tag, or, as long as there is none, the last commit of this branch at
which the database had another shape. A checkout without that much history cannot run this.
"""

from __future__ import annotations

import contextlib
import io
import os
import signal
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bots.desk.frontdesk import FrontDesk
from engine.ielts.chat import ChatAddress, ChatMessage, Person, Platform
from engine.ielts.notices import ReportReady
from engine.marking.writing.samples import sample_essay
from engine.pulse import listen
from engine.settings import Settings
from engine.store.migrate import current
from tests.e2e.test_kill import ROOT, Process, environment, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.again, pytest.mark.timeout(900), pytest.mark.xdist_group("kill")]
WORKER = [sys.executable, "-m", "bots.cli", "worker"]


def git(*arguments: str) -> bytes | None:
    """What git says; ``None``: it cannot."""
    with contextlib.suppress(FileNotFoundError):
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True)
        if done.returncode == 0:
            return done.stdout
    return None


@pytest.fixture(scope="module")
def last_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    newest = max((ROOT / "migrations" / "versions").glob("[0-9]*.py")).relative_to(ROOT)
    tag = git("describe", "--tags", "--abbrev=0", "--match", "v*", "HEAD^")
    added = git("log", "--first-parent", "-1", "--diff-filter=A", "--format=%H^", "--", str(newest))
    revision = (tag or added or b"HEAD").decode().strip() or "HEAD"
    packed = git("archive", "--format=tar", revision, "bots", "engine", "migrations", "worker")
    if packed is None:
        pytest.skip(f"git has no {revision} here: fetch the history (git fetch --unshallow)")
    folder = tmp_path_factory.mktemp("release")
    with tarfile.open(fileobj=io.BytesIO(packed)) as files:
        files.extractall(folder, filter="data")
    return folder


@pytest.fixture
def machines(
    tmp_path: Path, last_release: Path, own_redis: str, own_postgres: str
) -> Iterator[tuple[Settings, Process, Process]]:
    """Settings, and a worker of each version that has not been started."""
    servers = {"BANDMATE_BROKER_URL": own_redis, "BANDMATE_DATABASE_URL": own_postgres}
    homes = {name: tmp_path / name for name in ("old", "new")}
    for home in homes.values():
        home.mkdir()
    old, new = (
        Process(name, WORKER, environment(homes[name], **servers), tmp_path / f"{name}.log", cwd)
        for name, cwd in (("old", last_release), ("new", ROOT))
    )
    settings = Settings(home=tmp_path, database_url=own_postgres, broker_url=own_redis, _env_file=None)
    try:
        yield settings, old, new
    finally:
        old.kill()
        new.kill()


def test_old_and_new_workers_work_together_until_the_old_one_is_gone(
    machines: tuple[Settings, Process, Process], tmp_path: Path
) -> None:
    settings, old, new = machines
    starts(old, tmp_path)
    before, newest = current(settings)
    starts(new, tmp_path)
    assert current(settings) == (newest, newest)
    if before == newest:
        pytest.skip("the last release has the database's present shape: nothing is upgraded")

    desk = FrontDesk.open(settings)
    try:
        for number, frozen in enumerate((new, old), 1):
            tells(frozen, signal.SIGSTOP)
            sends_an_essay(desk, number)
            wait_for(
                lambda number=number: reported(desk, number), f"while the {frozen.name} one stands still", tmp_path
            )
            tells(frozen, signal.SIGCONT)
    finally:
        desk.close()

    # Once it has ended it does not come back, and says what helps.
    old.kill()
    refused = subprocess.run(old.argv, cwd=old.cwd, env=old.env, capture_output=True, text=True, timeout=60)
    assert refused.returncode == 4
    assert "a newer one made it" in refused.stderr
    assert "pip install --upgrade bandmate" in refused.stderr


def starts(worker: Process, folder: Path) -> None:
    worker.start()
    wait_for(lambda: bool(listen(folder / worker.name)), f"the {worker.name} worker hears the broker", folder)


def tells(worker: Process, what: signal.Signals) -> None:
    assert worker.now is not None
    os.killpg(worker.now.pid, what)


def sends_an_essay(desk: FrontDesk, number: int) -> None:
    chat, sample = str(number), sample_essay()
    address, person = ChatAddress(Platform.TELEGRAM, chat), Person(Platform.TELEGRAM, chat)
    whole = f"{sample.task.prompt}\n\n{sample.text}"
    desk.text(ChatMessage(address, person, f"m{number}", whole, datetime.now(UTC)))


def reported(desk: FrontDesk, number: int) -> bool:
    """Whether today's bot has a report for this chat, which it can read."""
    return any(
        isinstance(parcel.notice, ReportReady) and parcel.address.chat_id == str(number)
        for parcel in desk.due(Platform.TELEGRAM)
    )
