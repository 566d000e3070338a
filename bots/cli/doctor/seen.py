"""Metrics and traces."""

from __future__ import annotations

import os
import urllib.request
from http.client import HTTPException
from importlib.util import find_spec

from bots.cli.doctor.finding import Finding
from engine.settings import Settings
from engine.telemetry import traces as telemetry


def metrics(settings: Settings) -> Finding:
    """Whether something answers Prometheus."""
    if settings.metrics_listen is None:
        return Finding("metrics", "off", "nothing is measured", "set BANDMATE_METRICS_LISTEN (deploy/monitoring)")
    if find_spec("prometheus_client") is None:
        return Finding("metrics", "broken", "its library is not installed", "pip install 'bandmate[metrics]'")
    try:
        with urllib.request.urlopen(f"http://{settings.metrics_listen}/metrics", timeout=3) as answer:
            answer.read()
    except (OSError, ValueError, HTTPException):
        return Finding("metrics", "broken", f"nothing answers at {settings.metrics_listen}", "bandmate metrics")
    return Finding("metrics", "fine", f"http://{settings.metrics_listen}/metrics answers")


def traces(_: Settings) -> Finding:
    """Whether spans are told, and can be."""
    if not telemetry.asked_for():
        return Finding("traces", "off", "nobody is told", "set OTEL_EXPORTER_OTLP_ENDPOINT (deploy/monitoring)")
    if find_spec("opentelemetry") is None or find_spec("opentelemetry.exporter") is None:
        return Finding("traces", "broken", "their library is not installed", telemetry.MISSING)
    protocol = os.environ.get("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
    if protocol != "http/protobuf":
        return Finding(
            "traces", "broken", f"{protocol} is not spoken here", "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"
        )
    return Finding("traces", "fine", "told to the collector that OTEL_EXPORTER_OTLP_ENDPOINT names")
