"""Lines in a file and out of it: gzip, and with a key age (age-encryption.org) around it. Nothing is held in memory whole."""

from __future__ import annotations

import io
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pyrage

from engine.errors import BandmateError, OperatorMistake

_AGE = b"age-encryption.org/"
_GZIP = 31  # zlib's number for gzip's own header and check
_PART = 1 << 20


def write_lines(path: Path, lines: Iterable[bytes], keys: str | None) -> None:
    """Write a file that only its owner may read: it is there whole, or not at all.

    ``keys`` are age recipients (``age1...``), parted by spaces or commas; any one of their identities opens the file.

    Raises:
        OperatorMistake: a key is no age recipient, or the file cannot be written.
    """
    recipients = recipients_of(keys) if keys else None
    half = path.with_name(f".{path.name}.half")
    source = _Packed(lines)
    packed = io.BufferedReader(source, _PART)
    try:
        handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            if recipients is None:
                for part in iter(lambda: packed.read(_PART), b""):
                    file.write(part)
            else:
                pyrage.encrypt_io(packed, file, recipients)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except (OSError, pyrage.EncryptError) as error:
        if source.trouble is not None:
            raise source.trouble from error
        raise OperatorMistake(
            f"{path} cannot be written: {getattr(error, 'strerror', None) or 'no more room'}."
        ) from error
    finally:
        half.unlink(missing_ok=True)


def read_lines(path: Path, identity: Path | None, use: Callable[[bytes], None]) -> None:
    """Call ``use`` with each line of the file, without its line end. What ``use`` raises comes out as it was.

    Raises:
        OperatorMistake: the file cannot be read, is no backup, is damaged, or is encrypted for another identity.
    """
    lines = _Unpacked(use)
    try:
        with path.open("rb") as file:
            encrypted = file.read(len(_AGE)) == _AGE
            file.seek(0)
            if not encrypted:
                for part in iter(lambda: file.read(_PART), b""):
                    lines.write(part)
            elif identity is None:
                raise OperatorMistake(f"{path} is encrypted: name the file with its secret key, --identity FILE.")
            else:
                pyrage.decrypt_io(file, lines, _identities(identity))
        lines.end()
    except pyrage.DecryptError as error:
        raise lines.trouble or OperatorMistake(
            f"{path} is damaged, or was encrypted for another key than {identity} holds."
        ) from error
    except OSError as error:
        raise lines.trouble or OperatorMistake(f"{path} cannot be read, or is damaged.") from error
    except (zlib.error, EOFError) as error:
        raise OperatorMistake(f"{path} is no backup, or is damaged.") from error


def make_key(path: Path) -> str:
    """Write a new secret key to a file that must not exist yet; the key to encrypt for.

    Raises:
        OperatorMistake: the file cannot be written, or is there.
    """
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(f"# public key: {public}\n{identity}\n")
    except OSError as error:
        raise OperatorMistake(f"{path} cannot be written: {error.strerror}.") from error
    return public


class _Packed(io.RawIOBase):
    """Lines, packed, as a file that can be read. age's reader would make every error into its own."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._parts = self._pack(lines)
        self._left = b""
        self.trouble: BandmateError | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type] # whatever io hands over
        while not self._left:
            try:
                self._left = next(self._parts, b"")
            except BandmateError as error:
                self.trouble = error
                raise
            if not self._left:
                return 0
        taken = min(len(view), len(self._left))
        view[:taken], self._left = self._left[:taken], self._left[taken:]
        return taken

    @staticmethod
    def _pack(lines: Iterable[bytes]) -> Iterator[bytes]:
        packer = zlib.compressobj(6, zlib.DEFLATED, _GZIP)
        for line in lines:
            if part := packer.compress(line):
                yield part
        yield packer.flush()


class _Unpacked:
    """Where what is packed is written to: each line goes to ``use``. age's writer would make every error into its own."""

    def __init__(self, use: Callable[[bytes], None]) -> None:
        self._use = use
        self._packer = zlib.decompressobj(_GZIP)
        self._begun: list[bytes] = []
        self.trouble: Exception | None = None

    def write(self, part: bytes) -> int:
        """Take some bytes."""
        try:
            *whole, rest = self._packer.decompress(part).split(b"\n")
            for line in whole:
                self._use(b"".join([*self._begun, line]))
                self._begun.clear()
            self._begun.append(rest)
        except Exception as error:  # kept for the caller, whatever stands between
            self.trouble = error
            raise
        return len(part)

    def flush(self) -> None:
        """Nothing is held back."""

    def end(self) -> None:
        """That was all.

        Raises:
            EOFError: it was not.
        """
        if not self._packer.eof:
            raise EOFError


def recipients_of(keys: str) -> list[pyrage.x25519.Recipient]:
    """Whom a backup is encrypted for: age keys, parted by spaces.

    Raises:
        OperatorMistake: one of them is none.
    """
    try:
        return [pyrage.x25519.Recipient.from_str(key) for key in keys.replace(",", " ").split()]
    except pyrage.RecipientError as error:
        raise OperatorMistake(
            "BANDMATE_BACKUP_KEY is no age key (age1...); bandmate backup --make-key FILE makes one."
        ) from error


def _identities(path: Path) -> list[pyrage.x25519.Identity]:
    try:
        written = path.read_text("ascii").splitlines()
        return [pyrage.x25519.Identity.from_str(line.strip()) for line in written if line.strip() and line[0] != "#"]
    except (OSError, ValueError, pyrage.IdentityError) as error:
        raise OperatorMistake(f"{path} is no file with a secret age key (AGE-SECRET-KEY-1...).") from error
