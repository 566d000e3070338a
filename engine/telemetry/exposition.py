"""What Prometheus reads: the state of the database, and what the processes of this machine measured."""

# mypy: disable-error-code="no-untyped-call"
from __future__ import annotations

import os
from collections.abc import Iterator
from threading import Event
from typing import TYPE_CHECKING

from engine.errors import OperatorMistake, TryAgain
from engine.private_folder import private_folder
from engine.pulse import EVERY, Pulse
from engine.settings import Settings
from engine.store.store import Store
from engine.telemetry.listening import answer
from engine.telemetry.measured import FOLDER

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Metric


class DatabaseState:
    """Asks the database at each reading; a collector of prometheus_client's."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def collect(self) -> Iterator[Metric]:
        """Gauges; while the database is away there is only one, which says so."""
        from prometheus_client.core import GaugeMetricFamily as Gauge

        try:
            with self._store.transaction() as tx:
                depths, standing = tx.jobs.depths(), tx.operation.standing()
        except TryAgain:
            yield Gauge("bandmate_database_up", "Whether the database answers.", 0)
            return
        yield Gauge("bandmate_database_up", "Whether the database answers.", 1)
        jobs = Gauge("bandmate_jobs", "Jobs by kind and state (waiting, working, given-up).", labels=["kind", "state"])
        oldest = Gauge("bandmate_oldest_job_seconds", "How long the first job that waits has waited.", labels=["kind"])
        for kind, depth in depths.items():
            for state, count in depth.counts.items():
                jobs.add_metric([kind, state], count)
            oldest.add_metric([kind], depth.oldest.total_seconds())
        yield from (jobs, oldest)
        waiting = Gauge("bandmate_notices_waiting", "Notices that have not reached their chat.", labels=["platform"])
        lag = Gauge("bandmate_courier_lag_seconds", "How long the first notice has been due.", labels=["platform"])
        for platform, line in standing.notices.items():
            waiting.add_metric([platform], line.waiting)
            lag.add_metric([platform], line.lag.total_seconds())
        yield from (waiting, lag)
        given = Gauge("bandmate_reports", "Reports that are kept, by exam and overall band.", labels=["exam", "band"])
        for (exam, band), count in standing.bands.items():
            given.add_metric([exam, f"{band:.1f}"], count)
        yield given
        active = Gauge("bandmate_learners_active", "Learners seen within a day or a week.", labels=["within"])
        for within, count in standing.active.items():
            active.add_metric([within], count)
        yield active


def registry(settings: Settings, store: Store) -> CollectorRegistry:
    """Everything that is shown.

    Raises:
        OperatorMistake: the library is not installed.
    """
    found = of_processes(settings)
    found.register(DatabaseState(store))
    return found


def errors_by_family(settings: Settings) -> dict[str, float]:
    """How many errors the processes of this machine have seen.

    Raises:
        OperatorMistake: the library is not installed.
    """
    return {
        sample.labels["family"]: sample.value
        for metric in of_processes(settings).collect()
        for sample in metric.samples
        if sample.name == "bandmate_errors_total"
    }


def of_processes(settings: Settings) -> CollectorRegistry:
    """What the processes of this machine have measured, summed when it is asked for; nothing where each tells its own."""
    if settings.metrics_of == "machine":
        os.environ[FOLDER] = str(settings.home / "metrics")
    try:
        from prometheus_client import CollectorRegistry
        from prometheus_client.multiprocess import MultiProcessCollector
    except ModuleNotFoundError as error:
        raise OperatorMistake('Metrics need a library: pip install "bandmate[metrics]"') from error
    found = CollectorRegistry()
    if settings.metrics_of == "machine":
        private_folder(settings.home / "metrics")
        MultiProcessCollector(found)
    return found


def serve(settings: Settings, store: Store, stop: Event) -> None:
    """Answer Prometheus at the address that the settings name, until told to stop, and give signs of life.

    Raises:
        OperatorMistake: no address is set, it is not host:port or cannot be used, or the library is not installed.
    """
    close = answer(settings, registry(settings, store))
    try:
        pulse = Pulse(settings.home, "metrics")
        while not stop.wait(EVERY):
            pulse.beat()
        pulse.end()
    finally:
        close()
