"""The recipe of the images: linted, fed by files that exist, and everything in it pinned by hash."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.deploy.conftest import ROOT, Tool, is_a_command

IMAGES = ROOT / "deploy" / "images"
RECIPE = (IMAGES / "Dockerfile").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_it_passes_hadolint(tool: Tool) -> None:
    linted = tool("hadolint", "--failure-threshold", "info", str(IMAGES / "Dockerfile"))
    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_what_is_copied_is_there_and_let_through() -> None:
    let_through = re.findall(r"^!(\S+)$", (IMAGES / "Dockerfile.dockerignore").read_text("utf-8"), re.MULTILINE)
    copied = [words.split()[:-1] for words in re.findall(r"^COPY (?!--from)(.+)$", RECIPE, re.MULTILINE)]
    for source in (name for names in copied for name in names):
        assert (ROOT / source).exists(), source
        assert any(source == each or source.startswith(f"{each}/") for each in let_through), source
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert {name for names in copied for name in names} >= set(packages["packages"])


def test_nobody_is_root_and_health_is_asked_for() -> None:
    last = RECIPE.split(" AS runtime", 1)[1]
    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE)
    assert 'CMD ["bandmate", "doctor", "--live"]' in last
    assert not re.search(r"apt-get|curl|gcc|ADD ", RECIPE)
    for command in re.findall(r"^CMD \[(.+)\]$", last, re.MULTILINE):
        assert is_a_command(re.findall(r'"([^"]+)"', command))


@pytest.mark.parametrize(
    ("lock", "extras"),
    [
        ("bots", ("redis", "postgres", "metrics", "otel")),
        ("worker", ("redis", "postgres", "metrics", "otel", "server", "whisper", "piper")),
        ("worker-cuda", ("redis", "postgres", "metrics", "otel", "whisper", "piper", "llm")),
    ],
)
def test_all_that_is_needed_is_pinned_by_hash(lock: str, extras: tuple[str, ...]) -> None:
    """A dependency that was added or moved on in pyproject.toml, but not in the locks, is found here: ``make lock``."""
    text = (IMAGES / "requirements" / f"{lock}.txt").read_text("utf-8")
    pins: dict[str, str] = {}
    for pin in re.split(r"\n(?=\S)", text):
        name, version = re.match(r"([\w.-]+)(?:\[[\w,-]+\])?==([^\s;]+)", pin).groups()  # type: ignore[union-attr]
        assert "--hash=sha256:" in pin, name
        pins[canonicalize_name(name)] = version
    wanted = [*PROJECT["dependencies"], *(each for extra in extras for each in PROJECT["optional-dependencies"][extra])]
    for requirement in map(Requirement, wanted):
        assert pins.get(canonicalize_name(requirement.name), "0") in requirement.specifier, requirement.name
