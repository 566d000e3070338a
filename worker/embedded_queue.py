"""The embedded queue: Celery's ``filesystem://`` transport, with files that are whole or not there.

Kombu's own writes a message in place, so a process that is killed meanwhile leaves half of one, and the worker that
reads it ends. Here a file is written under another name and then renamed, which a kill cannot divide. What is half
written all the same (by a disk that was full) is thrown away: the database knows what waits, and the sweeper calls again.
"""

# mypy: disable-error-code="no-untyped-call"
from __future__ import annotations

import uuid
from pathlib import Path
from time import monotonic
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps

SCHEME = "bandmate-files"
_UNREADABLE = (ValueError, TypeError, KeyError)


class Channel(filesystem.Channel):
    """A channel whose messages and routing tables appear at once."""

    def _put(self, queue: str, payload: object, **_: object) -> None:  # type: ignore[override] # kombu itself calls it so
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        _write(Path(self.data_folder_out) / name, payload)

    def _get(self, queue: str, timeout: float | None = None) -> Any:  # noqa: ANN401, ARG002 - kombu's signature
        while True:
            try:
                return super()._get(queue)
            except _UNREADABLE:
                continue

    def get_table(self, exchange: str) -> list[Any]:
        """Which queues an exchange feeds."""
        try:
            table: list[Any] = super().get_table(exchange)
        except _UNREADABLE:
            return []
        return table

    def _queue_bind(self, exchange: str, routing_key: str | None, pattern: str | None, queue: str | None) -> None:
        bound = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        table = self.get_table(exchange)
        if bound not in table:
            self.control_folder.mkdir(exist_ok=True)
            _write(self._exchange_file(exchange), [bound, *table])


class Transport(filesystem.Transport):
    """The transport that ``bandmate-files://`` names."""

    Channel = Channel


def register() -> str:
    """Make the transport known to kombu, beside its own; the URL that names it."""
    TRANSPORT_ALIASES.setdefault(SCHEME, f"{__name__}:Transport")
    return f"{SCHEME}://localhost"


def _write(path: Path, content: object) -> None:
    half = path.with_name(f".{uuid.uuid4().hex}.half")
    half.write_bytes(str_to_bytes(dumps(content)))
    half.replace(path)
