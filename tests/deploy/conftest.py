"""What is deployed, read as its own tools read it: where a tool is not at hand its test skips and says so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

Tool = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def tool() -> Tool:
    """Runs a command line tool in the repository's root."""

    def run(name: str, *words: str, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
        found = shutil.which(name, path=os.pathsep.join((sysconfig.get_path("scripts"), os.environ.get("PATH", ""))))
        if found is None:
            pytest.skip(f"{name} is not here")
        return subprocess.run([found, *words], cwd=cwd, capture_output=True, text=True, env={**os.environ, **env})

    return run


@cache
def _bandmate() -> Any:
    import typer.main

    from bots.cli.main import app

    return typer.main.get_command(app)


def is_a_command(words: list[str]) -> bool:
    """Whether ``bandmate ...`` or ``celery ...`` of a deployment is understood: looked up, not run."""
    from worker.app import QUEUES

    if words[0] == "celery":
        assert words[1:3] == ["--app", "worker.app"]
        return set(words[words.index("--queues") + 1].split(",")) <= set(QUEUES)
    assert words[0] == "bandmate"
    command = _bandmate()
    if words[1] == "train" and words[2] != "errors":
        words.insert(2, "recipe")
    for word in words[1:]:
        if word.startswith("--"):
            return any(word in parameter.opts for parameter in command.params)
        if not hasattr(command, "commands"):
            return any(parameter.param_type_name == "argument" for parameter in command.params)
        if word not in command.commands:
            return False
        command = command.commands[word]
    return not hasattr(command, "commands")
