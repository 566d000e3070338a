"""The database and its backups."""

from __future__ import annotations

from bots.cli.doctor.finding import Finding
from engine.errors import OperatorMistake, TryAgain
from engine.settings import Settings


def database(settings: Settings) -> Finding:
    """Whether it answers and has the newest shape."""
    from engine.store.migrate import current

    kind = settings.resolved_database_url.split(":", 1)[0]
    try:
        at, newest = current(settings)
    except OperatorMistake as mistake:
        return Finding("database", "broken", kind, str(mistake))
    except TryAgain:
        return Finding("database", "broken", f"{kind} does not answer", "start it, or mend BANDMATE_DATABASE_URL")
    if at != newest:
        return Finding("database", "broken", f"{kind} at {at or 'nothing yet'}, newest {newest}", "bandmate db upgrade")
    return Finding("database", "fine", f"{kind} at {at}")


def backups(settings: Settings) -> Finding:
    """Whether they would be encrypted. Where they lie nobody told us."""
    from engine.backup.file import recipients_of

    if settings.backup_key is None:
        return Finding("backups", "off", "not encrypted: no key", "bandmate backup --make-key FILE")
    try:
        keys = recipients_of(settings.backup_key)
    except OperatorMistake as mistake:
        return Finding("backups", "broken", "the key is none", str(mistake))
    return Finding("backups", "fine", f"encrypted for {len(keys)} {'key' if len(keys) == 1 else 'keys'}")


def recordings(settings: Settings) -> Finding:
    """Where they are kept, and whether their key and their bucket can be used."""
    from engine.store.recordings.bucket import open_bucket
    from engine.store.recordings.shelf import check_recordings

    try:
        check_recordings(settings)
        bucket = open_bucket(settings)
        if bucket is not None:
            bucket.get("doctor")
    except OperatorMistake as mistake:
        return Finding("recordings", "broken", "their key or their bucket cannot be used", str(mistake))
    except TryAgain as trouble:
        return Finding("recordings", "broken", str(trouble), "start it, or mend BANDMATE_RECORDINGS_*")
    where = "in the database" if bucket is None else f"in {settings.recordings_url}, which answers"
    if settings.recording_keys is None:
        mend = "bandmate backup --make-key FILE, and BANDMATE_RECORDING_KEYS_FILE=FILE"
        return Finding("recordings", "off", f"{where}, not encrypted", mend)
    return Finding("recordings", "fine", f"{where}, encrypted")
