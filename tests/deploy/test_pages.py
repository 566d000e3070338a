"""The pages of newcomers and operators: every link leads somewhere, every command is understood, every file that is named exists."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml

from tests.deploy.conftest import ROOT, is_a_command

PAGES = [
    *sorted((ROOT / "deploy").rglob("*.md")),
    *(ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "SECURITY")),
]


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def anchors(page: Path) -> set[str]:
    """What a link may lead to in a page, as GitHub names its headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    for link, anchor in re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)", page.read_text("utf-8")):
        target = page.parent / link if link else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), f"{link}#{anchor}"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_are_ours(page: Path) -> None:
    text = page.read_text("utf-8")
    for line in re.findall(r"^(?:[\w~/.]*/)?(bandmate [a-z].*)$", text, re.MULTILINE):
        assert is_a_command(shlex.split(line.split(" | ")[0].removesuffix("\\"), comments=True)), line


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_files_that_are_named_exist(page: Path) -> None:
    named = set(re.findall(r"(?<![\w/.-])((?:deploy|tests|engine|\.github)/[\w./-]*\w)", page.read_text("utf-8")))
    made_by_the_operator = re.compile(r"deploy/(secrets|\.env$)")
    assert [name for name in sorted(named) if not (ROOT / name).exists() and not made_by_the_operator.match(name)] == []


def test_the_workflow_does_what_ci_does() -> None:
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))["jobs"]
    assert ".ci/run" in [step.get("run") for step in jobs["test"]["steps"]]
    stages = jobs["images"]["strategy"]["matrix"]["target"]
    recipe = (ROOT / "deploy" / "images" / "Dockerfile").read_text("utf-8")
    assert all(f" AS {stage}\n" in recipe for stage in stages)
