"""The units: read by systemd's own checker, and shut in."""

from __future__ import annotations

import configparser
import os
import re
import subprocess
from pathlib import Path

import pytest

from engine.settings import Settings
from tests.deploy.conftest import ROOT, Tool, is_a_command

FOLDER = ROOT / "deploy" / "systemd"
SERVICES = sorted(FOLDER.glob("*.service"))


def read(path: Path) -> configparser.ConfigParser:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(path.read_text("utf-8"))
    return unit


def test_systemd_understands_them(tool: Tool, tmp_path: Path) -> None:
    """With a program and a user that are on this machine, for it looks for both."""
    for path in (*SERVICES, FOLDER / "bandmate.target"):
        text = path.read_text("utf-8").replace("/opt/bandmate/bin/bandmate", "/bin/true")
        (tmp_path / path.name).write_text(text.replace("=bandmate\n", "=root\n"), "utf-8")
    names = [str(path) for path in sorted(tmp_path.iterdir())]
    checked = tool("systemd-analyze", "verify", "--man=no", *names, SYSTEMD_UNIT_PATH=f"{tmp_path}:")
    if "No such file or directory" in checked.stderr and "Failed to" in checked.stderr:
        pytest.skip("systemd-analyze cannot work here")
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_they_are_shut_in(path: Path, tool: Tool) -> None:
    judged = tool("systemd-analyze", "security", "--offline=true", "--threshold=15", "--no-pager", str(path))
    assert judged.returncode == 0, judged.stdout[-300:] + judged.stderr


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_they_start_what_there_is(path: Path) -> None:
    unit = read(path)
    program, *words = unit["Service"]["ExecStart"].split()
    assert is_a_command([Path(program).name, *words])
    assert unit["Service"]["RestartPreventExitStatus"] == "4"
    assert {"MemoryMax", "TasksMax", "User"} <= set(unit["Service"])
    assert unit["Install"]["WantedBy"] == "bandmate.target"
    known = {f"BANDMATE_{name.upper()}" for name in Settings.model_fields}
    given = re.findall(r"^Environment=(BANDMATE_\w+)=", path.read_text("utf-8"), re.MULTILINE)
    assert {name.removesuffix("_FILE") for name in given} <= known
    if "LoadCredential" in unit["Service"]:
        credential = unit["Service"]["LoadCredential"].split(":")[0]
        assert f"BANDMATE_{credential.upper()}_FILE=%d/{credential}" in path.read_text("utf-8")


def test_files_of_hostile_people_can_be_decoded_within_limits() -> None:
    """The process that decodes a file limits itself, which a filter of ``@resources`` would forbid."""
    assert all("@resources" not in path.read_text("utf-8") for path in SERVICES)


def test_the_operators_command_has_the_services_settings_and_user(tmp_path: Path) -> None:
    """Run with its paths moved and its last step replaced by one that says what it would be given."""
    for name in ("etc", "home"):
        (tmp_path / name).mkdir()
    (tmp_path / "etc" / "bandmate.env").write_text(
        '# BANDMATE_VOICE=none\n\nBANDMATE_ALLOWED=telegram:1, discord:2\nBANDMATE_LLM_ADAPTERS=\'{"essay": "e"}\'',
        "utf-8",
    )
    for name, secret in (("telegram_token", "1:word"), ("recording_keys", "one\ntwo")):
        (tmp_path / "etc" / name).write_text(f"{secret}\n", "utf-8")
    said = "sh -c 'pwd; env | grep ^BANDMATE_ | LC_ALL=C sort; echo \"$@\"' said"
    text = (FOLDER / "bandmate").read_text("utf-8")
    units = [path.read_text("utf-8") for path in SERVICES]
    for path, ours in (("/etc/bandmate", "etc"), ("/var/lib/bandmate", "home")):
        assert all(path in unit for unit in units)
        text = text.replace(path, str(tmp_path / ours))
    last = "exec runuser -u bandmate -- /opt/bandmate/bin/bandmate"
    assert last in text
    told = subprocess.run(
        ["sh", "-c", text.replace(last, said), "bandmate", "jobs", "list"],
        capture_output=True, text=True, check=True, env={"PATH": os.environ["PATH"]},
    ).stdout  # fmt: skip
    assert told.splitlines() == [
        str(tmp_path / "home"),
        "BANDMATE_ALLOWED=telegram:1, discord:2",
        f"BANDMATE_HOME={tmp_path / 'home'}",
        'BANDMATE_LLM_ADAPTERS={"essay": "e"}',
        "BANDMATE_RECORDING_KEYS=one",
        "BANDMATE_TELEGRAM_TOKEN=1:word",
        "jobs list",
    ]
