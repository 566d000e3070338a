"""Recordings encrypted by age (age-encryption.org): X25519, then ChaCha20-Poly1305, so that a changed byte is noticed.

It is the format of encrypted backups too. A recording of a minute takes less than a millisecond.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyrage

from engine.errors import OperatorMistake

_AGE = b"age-encryption.org/"


class Sealing:
    """Secret keys: the first encrypts, all of them read. Without any, recordings are kept as they came."""

    def __init__(self, identities: Sequence[pyrage.x25519.Identity] = ()) -> None:
        self._identities = list(identities)

    @classmethod
    def read(cls, keys: str) -> Sealing:
        """From ``AGE-SECRET-KEY-1...``, parted by spaces, commas or lines; lines that begin with ``#`` say nothing.

        Raises:
            OperatorMistake: one of them is no key. The message holds none.
        """
        written = [line for line in keys.splitlines() if not line.lstrip().startswith("#")]
        try:
            found = [pyrage.x25519.Identity.from_str(key) for key in " ".join(written).replace(",", " ").split()]
        except pyrage.IdentityError as error:
            raise OperatorMistake(
                "BANDMATE_RECORDING_KEYS holds something that is no secret age key (AGE-SECRET-KEY-1...); "
                "bandmate backup --make-key FILE makes one."
            ) from error
        return cls(found)

    @property
    def encrypts(self) -> bool:
        """Whether there is a key."""
        return bool(self._identities)

    def close(self, sound: bytes) -> bytes:
        """Encrypted for the first key; as it is without one."""
        return pyrage.encrypt(sound, [self._identities[0].to_public()]) if self._identities else sound

    def open(self, closed: bytes) -> bytes:
        """What :meth:`close` was given, today or when there was another key or none.

        Raises:
            OperatorMistake: none of the keys opens it, or it is damaged.
        """
        if not is_sealed(closed):
            return closed
        if not self._identities:
            raise OperatorMistake(
                "A recording is encrypted: set BANDMATE_RECORDING_KEYS to the key that it was made with."
            )
        try:
            return bytes(pyrage.decrypt(closed, self._identities))
        except pyrage.DecryptError as error:
            raise OperatorMistake(
                "A recording is encrypted for a key that BANDMATE_RECORDING_KEYS does not hold (add the old key after the "
                "new one), or is damaged."
            ) from error


def is_sealed(kept: bytes) -> bool:
    """Whether this is an age file; no recording begins so."""
    return kept.startswith(_AGE)
