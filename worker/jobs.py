"""The only door that front ends use: call a worker to a row, by the task's name, without importing the task."""

from __future__ import annotations

import logging
from functools import cached_property
from typing import TYPE_CHECKING

from engine.errors import TryAgain
from engine.ports import Work
from engine.settings import Settings

if TYPE_CHECKING:
    from celery import Celery

log = logging.getLogger(__name__)


class CeleryJobQueue:
    """Calls workers through Celery. A broker that is away is noticed in a second or two: the sweeper will call instead."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def _app(self) -> Celery:
        from worker.app import make_app

        app = make_app(self._settings)
        app.conf.update(broker_connection_timeout=2, broker_connection_retry=False)
        if self._settings.broker_url and self._settings.broker_url.startswith("redis"):
            app.conf.broker_transport_options = {
                **app.conf.broker_transport_options,
                "socket_connect_timeout": 2,
                "socket_timeout": 2,
                "max_retries": 1,
            }
        return app

    def enqueue(self, row_id: int, work: Work = Work.MARK) -> None:
        """Ask for this row to be worked on.

        Raises:
            TryAgain: the broker is away.
        """
        from kombu.exceptions import OperationalError

        try:
            self._app.send_task(str(work), args=[row_id], retry=False)
        except (OperationalError, OSError) as error:
            raise TryAgain("the broker is away") from error
