"""Runs every benchmark and writes BENCHMARKS.md: what each printed, on which machine, and what was tried and left.

A benchmark is a script ``bench_*.py`` that prints Markdown; the first line of its docstring is its heading. One that
cannot run here (no GPU, no development data) says so in its section.
"""

from __future__ import annotations

import ast
import os
import platform
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def machine() -> str:
    """The machine in a line: processor, cores, memory, Python."""
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.processor(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}, {platform.system()}"


def section(script: Path) -> str:
    """The heading and what the script printed."""
    heading = (ast.get_docstring(ast.parse(script.read_text("utf-8"))) or script.stem).splitlines()[0].rstrip(".")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    done = subprocess.run([sys.executable, str(script)], cwd=ROOT, env=env, capture_output=True, text=True)
    if done.returncode != 0:
        sys.stderr.write(done.stderr)
        raise SystemExit(f"{script.name} failed")
    return f"## {heading}\n\n`{script.relative_to(ROOT)}`\n\n{done.stdout.strip()}\n"


def standing() -> dict[str, str]:
    """The sections that BENCHMARKS.md has now, by the script that printed them."""
    path = ROOT / "BENCHMARKS.md"
    parts = path.read_text("utf-8").split("\n## ")[1:] if path.exists() else []
    by_script = {}
    for part in parts:
        named = re.match(r"[^\n]*\n\n`tests/bench/(bench_\w+)\.py`", part)  # below its heading: notes name scripts too
        if named:
            by_script[named.group(1)] = f"## {part.rstrip()}\n"
    return by_script


def main() -> None:
    """Run them all, or those named on the command line; the sections of the others stay as they are."""
    wanted = sys.argv[1:]
    sections = standing() if wanted else {}
    for script in sorted(HERE.glob("bench_*.py")):
        if not wanted or script.stem in wanted:
            sections[script.stem] = section(script)
    head = (
        "# Benchmarks\n\nWritten by `make bench`. Ratios that were measured in one run say more than times.\n\n"
        f"Machine: {machine()}. Date: {datetime.now(UTC):%Y-%m-%d}.\n"
    )
    notes = (HERE / "notes.md").read_text("utf-8")
    (ROOT / "BENCHMARKS.md").write_text("\n".join([head, *(sections[key] for key in sorted(sections)), notes]), "utf-8")


if __name__ == "__main__":
    main()
