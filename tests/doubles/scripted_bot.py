"""A front end for the kill test, a process of its own: front desk and courier as in every bot, files for a platform.

``inbox.jsonl`` is what the platform has for us; ``offset`` is what we have confirmed, written only after a message was
taken in, as Telegram's offset is. ``deliveries.jsonl`` is what learners saw: one line a notice, on disk before it counts.
"""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from bots.desk.frontdesk import FrontDesk
from engine.errors import TryAgain
from engine.ielts.chat import ChatAddress, ChatMessage, Person, Platform
from engine.ielts.notices import Queued, ReportReady
from engine.settings import Settings


def append(path: Path, line: dict[str, object]) -> None:
    """Write a line and wait until it is on disk."""
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())


def take_in(desk: FrontDesk, folder: Path, line: str) -> None:
    """One message of the platform's: a whole essay with its question."""
    message = json.loads(line)
    address = ChatAddress(Platform.TELEGRAM, message["chat"])
    person = Person(Platform.TELEGRAM, message["chat"])
    notices = desk.text(ChatMessage(address, person, message["id"], message["text"], datetime.now(UTC)))
    queued = [notice for notice in notices if isinstance(notice, Queued)]
    if queued:
        append(folder / "accepted.jsonl", {"message": message["id"], "submission": queued[0].submission_id})


def carry(desk: FrontDesk, folder: Path) -> None:
    """What is due, one by one: shown, then marked."""
    for parcel in desk.due(Platform.TELEGRAM):
        submission = getattr(parcel.notice, "submission_id", 0)
        kind = "report" if isinstance(parcel.notice, ReportReady) else "failed"
        append(folder / "deliveries.jsonl", {"submission": submission, "kind": kind, "pid": os.getpid()})
        desk.delivered(parcel)


def main(folder: Path) -> None:
    """Take in and carry until killed."""
    desk = FrontDesk.open(Settings())
    offset_file = folder / "offset"
    while True:
        try:
            offset = int(offset_file.read_text() or 0) if offset_file.exists() else 0
            *whole, _ = (folder / "inbox.jsonl").read_text("utf-8").split("\n")  # the last may be half written yet
            for line in whole[offset:]:
                take_in(desk, folder, line)
                offset += 1
                (folder / "offset.new").write_text(str(offset))
                (folder / "offset.new").rename(offset_file)
            carry(desk, folder)
        except TryAgain:
            pass
        time.sleep(0.05)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
