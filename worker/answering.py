"""Which workers answer, on whatever machine: to be asked where the broker is a server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kombu.exceptions import OperationalError

from engine.errors import OperatorMistake, TryAgain
from engine.settings import Settings
from worker.app import make_app


class Workers:
    """Asks them through the broker; one that is away is noticed in a second or two."""

    def __init__(self, settings: Settings) -> None:
        self._app = make_app(settings)
        self._app.conf.update(broker_connection_timeout=2, broker_connection_retry=False)

    def reach_broker(self) -> None:
        """Connect to the broker, once.

        Raises:
            TryAgain: it is away, or refuses us.
            OperatorMistake: its URL is not understood, or its library is not installed.
        """
        with _named_troubles(), self._app.connection_for_write(connect_timeout=3) as connection:
            connection.ensure_connection(max_retries=1, timeout=3)

    def answering(self, seconds: float) -> int:
        """How many workers answer within so many seconds, which are waited in any case.

        Raises:
            TryAgain: the broker is away, or refuses us.
            OperatorMistake: its URL is not understood, or its library is not installed.
        """
        with _named_troubles():
            return len(self._app.control.ping(timeout=seconds))


@contextmanager
def _named_troubles() -> Iterator[None]:
    try:
        yield
    except (OperationalError, OSError) as error:
        raise TryAgain("the broker is away") from error
    except ImportError as error:
        raise OperatorMistake(
            "The library of BANDMATE_BROKER_URL is not installed: pip install 'bandmate[redis]'"
        ) from error
    except (KeyError, ValueError) as error:
        raise OperatorMistake("BANDMATE_BROKER_URL is not understood: redis://host:6379/0, amqp://host//") from error
