"""The port at which Prometheus asks."""

# mypy: disable-error-code="no-untyped-call"
from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.errors import OperatorMistake
from engine.settings import Settings

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry


def answer(settings: Settings, shown: CollectorRegistry) -> Callable[[], None]:
    """Answer with what this registry collects, at the address that the settings name, until what is returned is called.

    A process may also end without calling it.

    Raises:
        OperatorMistake: no address is set, it is not host:port, or it cannot be used.
    """
    if settings.metrics_listen is None:
        raise OperatorMistake("Say where Prometheus may ask: BANDMATE_METRICS_LISTEN=127.0.0.1:9464")
    host, _, port = settings.metrics_listen.rpartition(":")
    if not host or not port.isdecimal():
        raise OperatorMistake("BANDMATE_METRICS_LISTEN is host:port, such as 127.0.0.1:9464")
    from prometheus_client import start_http_server

    try:
        server, thread = start_http_server(int(port), host.strip("[]"), shown)
    except (OSError, OverflowError) as error:
        raise OperatorMistake(
            f"Nothing can listen at {settings.metrics_listen}: set BANDMATE_METRICS_LISTEN"
        ) from error

    def stop() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return stop
