"""What the doctor found, for people or for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bots.cli.doctor.finding import Finding
from bots.desk.latency import read
from engine.settings import Settings

_MARKS = {"fine": "[green]✓[/green]", "off": "[dim]–[/dim]", "broken": "[red]✗[/red]"}


def print_findings(findings: Sequence[Finding], *, as_json: bool) -> None:
    """A table, or a JSON list."""
    if as_json:
        sys.stdout.write(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False) + "\n")
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("", "what", "how it is", "what mends it"):
        table.add_column(heading)
    for each in findings:
        table.add_row(_MARKS[each.state], each.what, escape(each.detail), escape(each.mend))
    Console().print(table)


def print_latency(settings: Settings, *, as_json: bool) -> None:
    """From a voice note's arrival at the bot to the examiner's reply, stage by stage, over the last turns."""
    rows = read(settings.home)
    if as_json:
        sys.stdout.write(json.dumps([asdict(row) for row in rows]) + "\n")
        return
    if not rows:
        sys.stdout.write("No turn has been timed here yet: answer a question of a Speaking test with a voice note.\n")
        return
    table = Table(box=None, pad_edge=False)
    table.add_column(f"over {rows[-1].turns} turns")
    for heading in ("median ms", "95th percentile ms"):
        table.add_column(heading, justify="right")
    for row in rows:
        table.add_row(row.stage, f"{row.median_ms:.0f}", f"{row.p95_ms:.0f}")
    Console().print(table)
