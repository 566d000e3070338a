"""How long work takes on this machine, read back from the histograms that its processes fill."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.settings import Settings
from engine.telemetry.exposition import of_processes

if TYPE_CHECKING:
    from prometheus_client import Metric

_LABELS = {"bandmate_job_seconds": "task", "bandmate_model_seconds": "model"}
_Buckets = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Duration:
    """One kind of work: how often it was measured, and its median and 95th percentile in seconds.

    Both are estimates within a bucket of the histogram; what is beyond the last bucket counts as its bound.
    """

    what: str
    count: int
    median: float
    p95: float


def durations(settings: Settings) -> tuple[Duration, ...]:
    """Workers' tasks, then language models, by name; nothing where nothing was measured yet.

    Raises:
        OperatorMistake: the library is not installed.
    """
    return tuple(found for metric in of_processes(settings).collect() for found in _read(metric))


def quantile(share: float, buckets: _Buckets) -> float:
    """The value below which so great a share lies, as PromQL's ``histogram_quantile`` estimates it.

    ``buckets`` are upper bounds with how many lie at or below each, ascending, the last infinite and not empty.
    """
    rank = share * buckets[-1][1]
    below, lower = 0.0, 0.0
    for bound, count in buckets:
        if count >= rank and count > below:
            return lower if bound == float("inf") else lower + (bound - lower) * (rank - below) / (count - below)
        below, lower = count, bound
    return lower


def _read(metric: Metric) -> Iterable[Duration]:
    label = _LABELS.get(metric.name)
    if label is None:
        return
    by_name: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for sample in metric.samples:
        if sample.name == f"{metric.name}_bucket":
            by_name[sample.labels[label]].append((float(sample.labels["le"]), sample.value))
    for name, buckets in sorted(by_name.items()):
        buckets.sort()
        if count := int(buckets[-1][1]):
            yield Duration(name, count, quantile(0.5, buckets), quantile(0.95, buckets))
