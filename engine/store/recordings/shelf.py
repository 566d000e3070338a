"""Where recordings are kept: encrypted if there is a key, in the database or, if one is named, in a bucket.

An object is put into the bucket before the transaction that needs it and taken out after the one that does not: a row
never stands for an object that is not there, and a server that is slow or away holds up no transaction.
"""

from __future__ import annotations

import secrets

from engine.errors import LearnerMistake, OperatorMistake
from engine.settings import Settings
from engine.store.recordings.bucket import Bucket, open_bucket
from engine.store.recordings.kept import KeptSound, name_of_object, object_named
from engine.store.recordings.sealing import Sealing, is_sealed
from engine.store.store import Store

_AT_ONCE = 1000  # what S3 erases with one request


class Shelf:
    """Recordings in and out."""

    def __init__(self, store: Store, sealing: Sealing, bucket: Bucket | None) -> None:
        self._store = store
        self._sealing = sealing
        self._bucket = bucket

    @classmethod
    def open(cls, store: Store, settings: Settings) -> Shelf:
        """The shelf that the settings describe.

        Raises:
            OperatorMistake: a key or the bucket's address cannot be used.
        """
        return cls(store, *_what_settings_say(settings))

    def keep(self, sound: bytes) -> KeptSound:
        """What to put into a row for this recording. In the bucket it is erased again in an hour if no row names it.

        Raises:
            TryAgain: the bucket or the database is away.
            LearnerMistake: ``not-a-recording``: it looks like one that was kept already.
        """
        if is_sealed(sound) or name_of_object(sound) is not None:
            raise LearnerMistake("not-a-recording")
        closed = self._sealing.close(sound)
        if self._bucket is None:
            return KeptSound(closed)
        name = secrets.token_hex(16)
        with self._store.transaction() as tx:
            tx.sound_objects.announce(name)
        self._bucket.put(name, closed)
        return object_named(name)

    def sound(self, kept: bytes) -> bytes:
        """The recording that a row keeps.

        Raises:
            TryAgain: the bucket is away.
            OperatorMistake: no key opens it, or no bucket is named.
            LearnerMistake: ``broken-recording``: it is not there any more.
        """
        name = name_of_object(kept)
        if name is None:
            return self._sealing.open(kept)
        if self._bucket is None:
            raise OperatorMistake("A recording is in a bucket: set BANDMATE_RECORDINGS_URL to that bucket.")
        closed = self._bucket.get(name)
        if closed is None:
            raise LearnerMistake("broken-recording")
        return self._sealing.open(closed)

    def erase_unneeded(self) -> int:
        """Erase what no row keeps any more from the bucket; how many objects that were.

        Raises:
            TryAgain: the bucket or the database is away; what is left goes the next time.
            OperatorMistake: objects are left, and no bucket is named.
        """
        erased = 0
        while True:
            with self._store.transaction() as tx:
                names = tx.sound_objects.unneeded(_AT_ONCE)
            if not names:
                return erased
            if self._bucket is None:
                raise OperatorMistake(
                    "Recordings are left in a bucket: set BANDMATE_RECORDINGS_URL until they are erased."
                )
            self._bucket.erase(names)
            with self._store.transaction() as tx:
                tx.sound_objects.erased(names)
            erased += len(names)


def check_recordings(settings: Settings) -> None:
    """Before anything is started: can what the settings say of recordings be used at all? No server is asked.

    Raises:
        OperatorMistake: it cannot.
    """
    _what_settings_say(settings)


def _what_settings_say(settings: Settings) -> tuple[Sealing, Bucket | None]:
    keys = settings.recording_keys
    return Sealing() if keys is None else Sealing.read(keys.get_secret_value()), open_bucket(settings)
