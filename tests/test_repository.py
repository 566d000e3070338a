"""House rules that can be checked: what must be in the repository, and what must never be."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from engine.settings import Settings

ROOT = Path(__file__).parents[1]


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def texts() -> list[tuple[Path, str]]:
    found = []
    for path in tracked():
        try:
            found.append((path, path.read_text("utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def test_nothing_names_a_path_of_somebodys_machine_or_a_package_index() -> None:
    here = [re.escape(f"{path}/") for path in (ROOT.parent, Path.home()) if len(path.parts) > 1]
    forbidden = re.compile("|".join([*here, r"--(?:extra-)?index[-]url", r"registry *= *[\"']?https?:"]))
    assert [path.name for path, text in texts() if forbidden.search(text)] == []


def test_no_file_is_large_but_the_weights_that_ship() -> None:
    weights = ROOT / "engine" / "data" / "errors" / "tagger.onnx"
    assert [path.name for path in tracked() if path.stat().st_size > 1_500_000 and path != weights] == []
    assert weights.stat().st_size < 25_000_000


def test_no_source_file_holds_more_than_one_idea() -> None:
    assert [path.name for path, text in texts() if path.suffix == ".py" and text.count("\n") > 450] == []


@pytest.mark.parametrize(
    "name", ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "LICENSE", "BENCHMARKS.md"]
)
def test_what_people_look_for_is_there(name: str) -> None:
    assert (ROOT / name).stat().st_size > 200


def test_the_readme_names_every_setting_and_no_other() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    told = set(re.findall(r"\| `BANDMATE_(\w+)` \|", readme))
    assert told == {name.upper() for name in Settings.model_fields}


def test_the_readme_is_read_in_minutes_and_each_page_of_an_operator_is_found() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert len(readme.encode()) <= 30 * 1024
    reached = readme + (ROOT / "deploy" / "README.md").read_text("utf-8")
    assert [page.name for page in (ROOT / "deploy").glob("*.md") if f"{page.name})" not in reached] == []


def test_the_readme_names_every_command() -> None:
    from bots.cli.main import app

    readme = (ROOT / "README.md").read_text("utf-8")
    names = [command.callback.__name__ for command in app.registered_commands if command.callback is not None]
    assert [name for name in names if f"`bandmate {name.strip('_')}" not in readme] == []


def test_the_base_install_has_no_model_library() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    base = " ".join(project["dependencies"])
    assert not re.search(r"torch|transformers|peft|bitsandbytes|faster-whisper|scikit-learn", base)


def test_the_readme_holds_no_place_to_be_filled() -> None:
    assert "@@" not in (ROOT / "README.md").read_text("utf-8")
