"""Rules and dashboard as Prometheus and Grafana read them, and whether Prometheus asks everybody."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from tests.deploy.conftest import ROOT

MONITORING = ROOT / "deploy" / "monitoring"
RULES = [
    rule
    for group in yaml.safe_load((MONITORING / "alerts.yaml").read_text("utf-8"))["groups"]
    for rule in group["rules"]
]
DASHBOARD = json.loads((MONITORING / "dashboard.json").read_text("utf-8"))
TARGETS = [target for panel in DASHBOARD["panels"] for target in panel["targets"]]
COMPOSE: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "deploy" / "compose.yml").read_text("utf-8"))["services"]


def test_every_expression_is_promql() -> None:
    promql = pytest.importorskip("promql_parser", reason="no parser of PromQL here")
    for each in (*RULES, *TARGETS):
        promql.parse(each["expr"])
    for rule in RULES:
        promql.parse_duration(rule.get("for", "1m"))


def test_every_rule_says_what_is_wrong_and_what_to_look_at() -> None:
    names = [rule["alert"] for rule in RULES]
    assert len(names) == len(set(names))
    for rule in RULES:
        assert rule.keys() <= {"alert", "expr", "for", "labels", "annotations"}
        assert {"summary", "description"} == rule["annotations"].keys()
        assert rule["labels"]["severity"] in ("page", "ticket")


def test_the_dashboard_is_whole() -> None:
    assert {"title", "uid", "schemaVersion", "panels", "templating"} <= DASHBOARD.keys()
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(ids) == len(set(ids))
    places = [tuple(panel["gridPos"].values()) for panel in DASHBOARD["panels"]]
    assert len(places) == len(set(places))


def test_prometheus_asks_every_container_of_ours() -> None:
    config = yaml.safe_load((MONITORING / "prometheus.yml").read_text("utf-8"))
    assert all((MONITORING / name).exists() for name in config["rule_files"])
    (job,) = config["scrape_configs"]
    (found,) = job["dns_sd_configs"]
    ours = {name: service for name, service in COMPOSE.items() if "build" in service and name != "migrate"}
    assert set(found["names"]) == set(ours)
    for service in ours.values():
        assert service["environment"]["BANDMATE_METRICS_LISTEN"] == f"0.0.0.0:{found['port']}"
        assert "inside" in service["networks"]


def test_what_is_mounted_exists_and_grafana_looks_where_it_is() -> None:
    mounts = [volume.split(":") for name in ("prometheus", "grafana") for volume in COMPOSE[name]["volumes"]]
    for source, *_ in mounts:
        assert not source.startswith("./") or (ROOT / "deploy" / source).is_file(), source
    provider = yaml.safe_load((MONITORING / "grafana" / "dashboards.yaml").read_text("utf-8"))["providers"][0]
    assert f"{provider['options']['path']}/dashboard.json" in {target for _, target, *_ in mounts}
    (source,) = yaml.safe_load((MONITORING / "grafana" / "datasources.yaml").read_text("utf-8"))["datasources"]
    assert source["url"] == "http://prometheus:9090"
