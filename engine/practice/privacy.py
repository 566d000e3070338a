"""What a learner lets us keep, takes along, and wants erased."""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from engine.errors import OperatorMistake, TryAgain
from engine.ielts.chat import Person
from engine.ielts.learner_notices import Privacy
from engine.ielts.learners import Consent, Kept
from engine.models.voices.sound_cache import erase_sounds
from engine.settings import Settings
from engine.store.recordings.shelf import Shelf
from engine.store.store import Store, Transaction

log = logging.getLogger(__name__)


def view(tx: Transaction, settings: Settings, person: Person) -> Privacy:
    """What is kept and what leaves this machine."""
    return _view(settings, tx.learners.consent(tx.intake.learner(person)))


def consent(tx: Transaction, settings: Settings, person: Person, what: Kept, *, given: bool) -> Privacy:
    """Give a consent or take it back. What it covered is erased with it."""
    learner = tx.intake.learner(person)
    before = tx.learners.consent(learner)
    after = replace(before, **{what: given})
    tx.learners.consents(learner, after)
    if before.history and not after.history:
        tx.privacy.erase_history(learner)
    if before.recordings and not after.recordings:
        tx.speaking.erase_recordings(learner)
    if before.training != after.training:
        (tx.privacy.allow_training if after.training else tx.privacy.forbid_training)(person)
        if not after.training:
            tx.opinions.teach_no_more(learner)
    return _view(settings, after)


def forget(store: Store, settings: Settings, person: Person, finish_ahead: Callable[[], None]) -> bool:
    """Erase everything of a learner, at once; whether there was anything.

    First the rows, so that nothing new is made of them; then what was made: the examiner's sound (which may say what the
    candidate told) once ``finish_ahead`` has returned, lines in training sets in the home folder, and what the database's
    files still hold (where the database is too busy for that now, with the daily round).

    Raises:
        TryAgain: the database is away, and nothing was erased.
    """
    with store.transaction() as tx:
        found = tx.privacy.forget(person)
        forgotten = tx.privacy.forgotten()
    if not found:
        return False
    finish_ahead()
    erase_objects(store, settings)
    erase_sounds(settings.home / "voice")
    purge_all(settings.home, forgotten)
    try:
        store.scrub()
    except TryAgain:
        log.warning("the database is too busy to be scrubbed now")
    return True


def erase_objects(store: Store, settings: Settings) -> None:
    """Erase recordings from the bucket whose rows are gone. What cannot be erased now goes with a later round."""
    try:
        erased = Shelf.open(store, settings).erase_unneeded()
    except TryAgain as trouble:
        log.warning("recordings: %s; what is left is erased a minute later", trouble)
    except OperatorMistake as mistake:
        log.error("recordings: %s", mistake)  # noqa: TRY400 - our own sentence, not a traceback
    else:
        if erased:
            log.info("recordings: %d erased from the bucket", erased)


def retain(store: Store, settings: Settings) -> int:
    """The daily round: erase what is older than it may be kept; how many rows that were."""
    history = timedelta(days=settings.history_days)
    with store.transaction() as tx:
        erased = tx.privacy.erase_old(history, timedelta(days=settings.recording_days))
        forgotten = tx.privacy.forgotten()
    erase_objects(store, settings)
    erase_sounds(settings.home / "voice", unused_for=history)
    purge_all(settings.home, forgotten)
    if erased:
        store.scrub()
    return erased


def purge_all(home: Path, forgotten: Collection[str]) -> None:
    """Take forgotten learners out of every training set in the home folder."""
    for path in (home / "training").rglob("*.jsonl"):
        purge(path, forgotten)


def purge(path: Path, forgotten: Collection[str]) -> int:
    """Take lines whose ``learner`` is one of these digests out of a training set; how many. The file is whole or as it was.

    Raises:
        OSError: the file cannot be read or written.
        ValueError: a line is no JSON object.
    """
    taken = 0
    handle, name = tempfile.mkstemp(prefix=".", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as kept, path.open(encoding="utf-8") as lines:
            for line in lines:
                if line.strip() and json.loads(line).get("learner") in forgotten:
                    taken += 1
                else:
                    kept.write(line)
        if taken:
            Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
    return taken


def _view(settings: Settings, given: Consent) -> Privacy:
    return Privacy(given, settings.history_days, settings.recording_days, settings.leaves)
