"""A server that speaks S3, on loopback: moto's, which stands in for Amazon's in many projects' tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from engine.settings import Settings

BUCKET = "sounds"


class S3Server:
    """One bucket, seen from outside."""

    def __init__(self, url: str) -> None:
        from moto.backends import get_backend

        self.url = url
        self._objects = get_backend("s3")["123456789012"]["aws"]
        self._objects.create_bucket(BUCKET, "us-east-1")

    @property
    def settings(self) -> dict[str, str]:
        """What to set so that recordings go there."""
        return {
            "recordings_url": f"s3://{BUCKET}/bandmate",
            "recordings_endpoint": self.url,
            "recordings_access_key": "somebody",
            "recordings_secret_key": "something",
        }

    @property
    def objects(self) -> dict[str, bytes]:
        """What is in the bucket."""
        return {key.name: key.value for key in self._objects.buckets[BUCKET].keys.values()}

    def loses(self, name: str) -> None:
        """An object is not there any more."""
        del self._objects.buckets[BUCKET].keys[name]


@contextmanager
def s3_server() -> Iterator[S3Server]:
    """The server, until the test is over; skips where it is not installed."""
    pytest.importorskip("obstore")
    threaded = pytest.importorskip("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    threaded.start()
    try:
        host, port = threaded.get_host_and_port()
        yield S3Server(f"http://{host}:{port}")
    finally:
        threaded.stop()


def into(server: S3Server, settings: Settings, **more: object) -> Settings:
    """These settings, with recordings in that bucket."""
    return Settings(**settings.model_dump(exclude_unset=True) | server.settings | more, _env_file=None)
