"""A bucket of any server that speaks S3: recordings that are not to lie in the database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from engine.errors import OperatorMistake, TryAgain
from engine.settings import Settings

if TYPE_CHECKING:
    from obstore.store import S3Store

Answer = TypeVar("Answer")
_TIMEOUT = timedelta(seconds=20)
_MOST_RETRIES = 1
_AGAIN = timedelta(seconds=10)
_NO_SUCH_OBJECT = "NoSuchKey"


class Bucket:
    """Objects by name. Every method asks the server, and waits for it some seconds at most.

    Raises (every method):
        TryAgain: the server is away, or says no.
    """

    def __init__(self, store: S3Store) -> None:
        self._store = store

    def put(self, name: str, content: bytes) -> None:
        """Keep an object; it is there whole, or not at all."""
        import obstore

        self._ask(lambda: obstore.put(self._store, name, content))

    def get(self, name: str) -> bytes | None:
        """An object; ``None``: there is none of this name."""
        import obstore

        try:
            return self._ask(lambda: bytes(obstore.get(self._store, name).bytes()))
        except FileNotFoundError:
            return None

    def erase(self, names: Sequence[str]) -> None:
        """Erase objects; one that is not there is no trouble."""
        import obstore

        self._ask(lambda: obstore.delete(self._store, list(names)))

    @staticmethod
    def _ask(question: Callable[[], Answer]) -> Answer:
        from obstore.exceptions import BaseError

        try:
            return question()
        except FileNotFoundError as error:
            # Of a bucket that is not there a server says 404 too: that must not look as if recordings were gone.
            if _NO_SUCH_OBJECT in str(error):
                raise
            raise TryAgain("there is no such bucket for recordings: see BANDMATE_RECORDINGS_URL", _AGAIN) from error
        except (BaseError, OSError) as error:
            # Not the server's words: they hold the object's name.
            raise TryAgain("the bucket of recordings does not answer, or refuses", _AGAIN) from error


def open_bucket(settings: Settings) -> Bucket | None:
    """The bucket that the settings name, not asked anything yet; ``None``: recordings stay in the database.

    Raises:
        OperatorMistake: the address or the keys cannot be used, or the library is not installed.
    """
    if settings.recordings_url is None:
        return None
    access, secret = settings.recordings_access_key, settings.recordings_secret_key
    if (access is None) != (secret is None):
        raise OperatorMistake(
            "Set BANDMATE_RECORDINGS_ACCESS_KEY and BANDMATE_RECORDINGS_SECRET_KEY, or neither of them."
        )
    keys = None if access is None or secret is None else (access.get_secret_value(), secret.get_secret_value())
    return _opened(settings.recordings_url, settings.recordings_endpoint, settings.recordings_region, keys)


@cache
def _opened(url: str, endpoint: str | None, region: str, keys: tuple[str, str] | None) -> Bucket:
    """One a process: it keeps its connections."""
    place = urlsplit(url)
    if place.scheme != "s3" or not place.hostname or place.query or place.fragment:
        raise OperatorMistake("BANDMATE_RECORDINGS_URL names no bucket: write s3://bucket or s3://bucket/folder.")
    try:
        from obstore.exceptions import BaseError
        from obstore.store import S3Store
    except ModuleNotFoundError as error:
        raise OperatorMistake("Recordings are to lie in a bucket: pip install 'bandmate[s3]'.") from error
    config = {"region": region}
    if endpoint is not None:
        config["endpoint"] = endpoint
    if keys is not None:
        config["access_key_id"], config["secret_access_key"] = keys
    try:
        store = S3Store(
            place.hostname,
            prefix=place.path.strip("/") or None,
            config=config,
            client_options={"timeout": _TIMEOUT, "allow_http": (endpoint or "").startswith("http://")},
            retry_config={"max_retries": _MOST_RETRIES, "retry_timeout": _TIMEOUT},
        )
    except (BaseError, ValueError) as error:
        raise OperatorMistake("BANDMATE_RECORDINGS_ENDPOINT or _REGION cannot be used; see README.md.") from error
    return Bucket(store)
