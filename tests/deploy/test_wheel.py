"""``pip install bandmate``: the wheel holds every file that the program is made of, and nothing else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.deploy.conftest import ROOT

PACKAGES = ("bots", "engine", "migrations", "worker")


@pytest.fixture
def wheel(tmp_path: Path) -> zipfile.ZipFile:
    build = pytest.importorskip("hatchling.build", reason="hatchling is not here")
    with pytest.MonkeyPatch.context() as here:
        here.chdir(ROOT)
        return zipfile.ZipFile(tmp_path / build.build_wheel(str(tmp_path)))


def test_the_wheel_is_the_tree(wheel: zipfile.ZipFile) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *PACKAGES],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    tree = {name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()}
    names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert sorted(tree - names) == [], "missing from the wheel"
    assert sorted(names - tree) == [], "only in the wheel"
    for kind in (".ftl", ".toml", ".json", ".npz", ".tsv", ".onnx", ".mako", "migrations/versions/0001_essays.py"):
        assert any(name.endswith(kind) for name in names), kind
    told = next(name for name in wheel.namelist() if name.endswith("METADATA"))
    assert b"Requires-Python: >=3.11" in wheel.read(told)
    assert b"bandmate = bots.cli.main:main" in wheel.read(told.replace("METADATA", "entry_points.txt"))


@pytest.mark.slow
@pytest.mark.again
def test_what_is_in_the_wheel_marks_its_sample(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    """Database, worker and front end out of the wheel's files alone; only the libraries are this environment's."""
    wheel.extractall(tmp_path / "installed")
    ended = subprocess.run(
        [sys.executable, "-m", "bots.cli", "run"],
        cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "installed"), "BANDMATE_HOME": str(tmp_path / "home")},
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "Task 2 essay: band" in ended.stdout


def test_every_file_of_a_deployment_means_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    named = re.compile(
        r"bandmate-(?:bots|worker|worker-cuda)(?::\$\{BANDMATE_VERSION:-|:|, newTag: |.*newTag: )(\d[\w.]*)"
    )
    for path in (ROOT / "deploy").rglob("*"):
        if path.suffix in (".yml", ".yaml", ".md"):
            assert set(named.findall(path.read_text("utf-8"))) <= {version}, path
