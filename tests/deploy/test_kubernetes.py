"""The manifests as kustomize builds them: valid by Kubernetes' own schemas, and their parts point at each other."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from engine.settings import Settings
from tests.deploy.conftest import ROOT, Tool, is_a_command
from worker.app import QUEUES

KUBERNETES = ROOT / "deploy" / "kubernetes"
Manifest = dict[str, Any]


_built: dict[str, list[Manifest]] = {}


@pytest.fixture(params=["base", "gpu"])
def built(request: pytest.FixtureRequest, tool: Tool) -> list[Manifest]:
    overlay: str = request.param
    if overlay not in _built:
        found = tool("kubectl", "kustomize", str(KUBERNETES / overlay))
        assert found.returncode == 0, found.stderr
        _built[overlay] = list(yaml.safe_load_all(found.stdout))
    return _built[overlay]


def of(kind: str, built: list[Manifest]) -> list[Manifest]:
    return [each for each in built if each["kind"] == kind]


def test_they_fit_kubernetes_own_schemas(built: list[Manifest]) -> None:
    validate = pytest.importorskip("kubernetes_validate", reason="no schemas here")
    for each in built:
        if each["kind"] == "ScaledObject":  # KEDA's own
            continue
        validate.validate(each, validate.latest_version(), strict=True)


def test_selectors_find_what_they_are_for(built: list[Manifest]) -> None:
    pods = {
        each["metadata"]["name"]: each["spec"]["template"]["metadata"]["labels"] for each in of("Deployment", built)
    }
    for each in of("Deployment", built):
        assert each["spec"]["selector"]["matchLabels"].items() <= pods[each["metadata"]["name"]].items()
    selectors = [each["spec"]["selector"] for each in of("Service", built)]
    selectors += [each["spec"]["selector"]["matchLabels"] for each in of("PodDisruptionBudget", built)]
    selectors += [each["spec"]["podSelector"].get("matchLabels", {}) for each in of("NetworkPolicy", built)]
    for selector in selectors:
        assert any(selector.items() <= labels.items() for labels in pods.values()), selector
    for each in of("ScaledObject", built):
        assert each["spec"]["scaleTargetRef"]["name"] in pods
        assert each["spec"]["triggers"][0]["metadata"]["listName"] in QUEUES


def test_each_pod_is_locked_down_and_probed(built: list[Manifest]) -> None:
    for each in of("Deployment", built):
        pod = each["spec"]["template"]["spec"]
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["automountServiceAccountToken"] is False
        for container in (*pod["containers"], *pod.get("initContainers", ())):
            locked = container["securityContext"]
            assert locked["readOnlyRootFilesystem"] is True
            assert (locked["allowPrivilegeEscalation"], locked["capabilities"]) == (False, {"drop": ["ALL"]})
            assert container["resources"]["limits"]["memory"]
            assert ":" in container["image"]
            mounted = {mount["name"] for mount in container.get("volumeMounts", ())}
            assert mounted <= {volume["name"] for volume in pod.get("volumes", ())}
        for container in pod["containers"]:
            assert {"livenessProbe", "readinessProbe"} <= set(container)


def test_every_process_of_ours_can_be_asked_by_prometheus_and_by_nobody_else(built: list[Manifest]) -> None:
    port = int(of("ConfigMap", built)[0]["data"]["BANDMATE_METRICS_LISTEN"].rpartition(":")[2])
    for each in of("Deployment", built):
        template = each["spec"]["template"]
        if template["metadata"]["labels"].get("bandmate"):
            assert template["metadata"]["annotations"]["prometheus.io/port"] == str(port)
            assert port in [open_to["containerPort"] for open_to in template["spec"]["containers"][0]["ports"]]
    let_in = [(rule, policy) for policy in of("NetworkPolicy", built) for rule in policy["spec"].get("ingress", ())]
    (ours,) = [
        rule for rule, policy in let_in if policy["spec"]["podSelector"] == {"matchLabels": {"bandmate": "true"}}
    ]
    assert [each["port"] for each in ours["ports"]] == [port]


def test_commands_and_settings_are_ours(built: list[Manifest]) -> None:
    known = {f"BANDMATE_{name.upper()}" for name in Settings.model_fields}
    assert set(of("ConfigMap", built)[0]["data"]) <= known
    for each in of("Deployment", built):
        pod = each["spec"]["template"]["spec"]
        for container in (*pod["containers"], *pod.get("initContainers", ())):
            if container["name"] == "redis":
                continue
            assert is_a_command(container["args"])
            assert {env["name"].removesuffix("_FILE") for env in container["env"]} <= known


def test_every_queue_has_a_pool_of_its_own_and_somebody_keeps_the_schedule(built: list[Manifest]) -> None:
    commands = [each["spec"]["template"]["spec"]["containers"][0]["args"] for each in of("Deployment", built)]
    workers = [command for command in commands if command[0] == "celery"]
    assert sorted(command[command.index("--queues") + 1] for command in workers) == sorted(QUEUES)
    assert sum("--beat" in command for command in workers) == 1
